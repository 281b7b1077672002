//! Who gets in at the root fields of what ends sessions.

use super::{Row, member};
use serde_json::Value;

// "same": what the field does for this person is not a question of authority, so it is not asked here.
#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "changePassword" "mutation { changePassword(input: { currentPassword: \"correct horse battery\", newPassword: \"an entirely new secret\" }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "same", "same"], member;
        "revokeOtherSessions" "mutation { revokeOtherSessions { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "same", "same"], member;
        "stopImpersonating" "mutation { stopImpersonating { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "refused: NOT_IMPERSONATING", "refused: NOT_IMPERSONATING"], |w| w.acting.clone();
        "signOut" "mutation { signOut { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "same", "same"], member;
    }
}

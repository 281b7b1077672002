//! Ending somebody's membership.

use super::{end, not_in_state};
use crate::{authority, owners::Owners};
use authz::{Action, actions};
use entities::member::{self, MemberStatus};
use kernel::{Code, MemberId, Problem, TextLimits, optional_line};
use store::{Failure, OrgTx};

/// Removes an active or suspended member. A current employment ends, single permissions are taken back, and the role
/// falls back to `MEMBER`; the row and all that hangs on it stay.
///
/// Refuses with `MEMBER_NOT_ACTIVE`, `NOT_ONESELF`, `ROLE_ABOVE_OWN`, `LAST_OWNER`.
pub async fn remove_member(tx: &OrgTx, id: MemberId, reason: Option<&str>) -> Result<member::Model, Failure> {
    let owners = Owners::lock(tx, actions::RemoveMember::NAME).await?;
    let granted = tx.load_for::<actions::RemoveMember>("id", id).await?;
    let reason = optional_line("reason", reason.unwrap_or_default(), TextLimits::LINE)?;
    if authority::is_oneself(tx, &granted) {
        return Err(Problem::at("id", Code::NotOneself).into());
    }
    authority::over(tx, "id", &granted).await?;
    match granted.status {
        MemberStatus::Active | MemberStatus::Suspended => {}
        status @ (MemberStatus::Invited | MemberStatus::Left | MemberStatus::Removed) => {
            return Err(not_in_state(Code::MemberNotActive, status).into());
        }
    }
    owners.without(granted.id)?;
    end::consequences(tx, &granted, reason.as_deref()).await?;
    end::finish(tx, granted, MemberStatus::Removed, reason).await
}

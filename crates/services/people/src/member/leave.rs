//! Ending one's own membership.

use super::end;
use crate::owners::Owners;
use authz::{Action, actions};
use entities::{
    member::{self, MemberStatus},
    organization,
};
use kernel::{Code, MemberId, Problem};
use store::{Failure, OrgTx};

/// Leaves the organization, with the same consequences as being removed. Only the member's own id is allowed.
///
/// Refuses with `LEAVING_NOT_ALLOWED` where the organization's settings say so, and with `LAST_OWNER`.
pub async fn leave_organization(tx: &OrgTx, id: MemberId) -> Result<member::Model, Failure> {
    let owners = Owners::lock(tx, actions::LeaveOrganization::NAME).await?;
    let granted = tx.load_for::<actions::LeaveOrganization>("id", id).await?;
    let allowed = tx
        .find_for_rule::<organization::Entity>()
        .one()
        .await?
        .is_some_and(|organization| organization.members_may_leave);
    if !allowed {
        return Err(Problem::new(Code::LeavingNotAllowed).into());
    }
    owners.without(granted.id)?;
    end::consequences(tx, &granted, None).await?;
    end::finish(tx, granted, MemberStatus::Left, None).await
}

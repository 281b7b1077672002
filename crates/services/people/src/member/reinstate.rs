//! Giving access back.

use super::not_in_state;
use crate::authority;
use authz::actions;
use entities::{
    event::EventAction,
    member::{self, MemberStatus},
};
use kernel::{Code, MemberId};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Gives a suspended member access again, with the role it had.
///
/// Refuses with `MEMBER_NOT_SUSPENDED`, `ROLE_ABOVE_OWN`.
pub async fn reinstate_member(tx: &OrgTx, id: MemberId) -> Result<member::Model, Failure> {
    let granted = tx.load_for::<actions::ReinstateMember>("id", id).await?;
    authority::over(tx, "id", &granted).await?;
    if granted.status != MemberStatus::Suspended {
        return Err(not_in_state(Code::MemberNotSuspended, granted.status).into());
    }
    let (version, reason) = (granted.version + 1, granted.suspended_reason.clone());
    let member = tx
        .update(granted, |row| {
            row.status = Set(MemberStatus::Active);
            row.suspended_at = Set(None);
            row.suspended_reason = Set(None);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::MemberReinstated, member.id)
            .before(json!({ "status": MemberStatus::Suspended, "reason": reason }))
            .after(json!({ "status": member.status })),
    )
    .await?;
    Ok(member)
}

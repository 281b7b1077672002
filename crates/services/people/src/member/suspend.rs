//! Withholding access for a time.

use super::not_in_state;
use crate::{authority, owners::Owners};
use authz::{Action, actions};
use entities::{
    event::EventAction,
    member::{self, MemberStatus},
};
use kernel::{Code, MemberId, Problem, TextLimits, line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Suspends an active member. An employment stays, but carries no authority meanwhile.
///
/// Refuses with `MEMBER_NOT_ACTIVE`, `NOT_ONESELF`, `ROLE_ABOVE_OWN`, `LAST_OWNER`.
pub async fn suspend_member(tx: &OrgTx, id: MemberId, reason: &str) -> Result<member::Model, Failure> {
    let owners = Owners::lock(tx, actions::SuspendMember::NAME).await?;
    let granted = tx.load_for::<actions::SuspendMember>("id", id).await?;
    let reason = line("reason", reason, TextLimits::LINE)?;
    if authority::is_oneself(tx, &granted) {
        return Err(Problem::at("id", Code::NotOneself).into());
    }
    authority::over(tx, "id", &granted).await?;
    if granted.status != MemberStatus::Active {
        return Err(not_in_state(Code::MemberNotActive, granted.status).into());
    }
    owners.without(granted.id)?;
    let version = granted.version + 1;
    let member = tx
        .update(granted, |row| {
            row.status = Set(MemberStatus::Suspended);
            row.suspended_at = Set(Some(tx.now()));
            row.suspended_reason = Set(Some(reason.clone()));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::MemberSuspended, member.id)
            .before(json!({ "status": MemberStatus::Active }))
            .after(json!({ "status": member.status, "reason": reason })),
    )
    .await?;
    Ok(member)
}

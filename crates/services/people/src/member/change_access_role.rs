//! Giving a member another access role.

use super::not_in_state;
use crate::{authority, owners::Owners};
use authz::{Action, access_role_rank, actions};
use entities::{
    event::EventAction,
    member::{self, AccessRole, MemberStatus},
};
use kernel::{Code, MemberId, Problem};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Gives an active or suspended member another role, at most one's own. People change their own role only downwards.
///
/// Refuses with `ROLE_ABOVE_OWN`, `NOT_ONESELF`, `MEMBER_NOT_ACTIVE`, `LAST_OWNER`.
pub async fn change_access_role(
    tx: &OrgTx,
    id: MemberId,
    role: AccessRole,
) -> Result<member::Model, Failure> {
    let owners = Owners::lock(tx, actions::ChangeAccessRole::NAME).await?;
    let granted = tx.load_for::<actions::ChangeAccessRole>("id", id).await?;
    authority::over(tx, "id", &granted).await?;
    let role = authority::access_role(tx, "accessRole", role)?;
    match granted.status {
        MemberStatus::Active | MemberStatus::Suspended => {}
        status @ (MemberStatus::Invited | MemberStatus::Left | MemberStatus::Removed) => {
            return Err(not_in_state(Code::MemberNotActive, status).into());
        }
    }
    if role == granted.access_role {
        return Ok(granted.clone());
    }
    let steps_down = access_role_rank(role) < access_role_rank(granted.access_role);
    if authority::is_oneself(tx, &granted) && !steps_down {
        return Err(Problem::at("id", Code::NotOneself).into());
    }
    if role != AccessRole::Owner {
        owners.without(granted.id)?;
    }
    let (was, version) = (granted.access_role, granted.version + 1);
    let member = tx
        .update(granted, |row| {
            row.access_role = Set(role);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::AccessRoleChanged, member.id)
            .before(json!({ "accessRole": was }))
            .after(json!({ "accessRole": member.access_role })),
    )
    .await?;
    Ok(member)
}

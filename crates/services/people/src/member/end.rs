//! What the end of a membership entails: no employment, no single permissions, no role.

use crate::employee;
use authz::{Action, Consequence, Entails};
use entities::{
    attribution,
    employee::EmployeeStatus,
    event::EventAction,
    member::{self, AccessRole, MemberStatus},
    permission_grant,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Ends what hangs on a membership. The employment ends for the same reason.
pub(super) async fn consequences<A>(
    tx: &OrgTx,
    granted: &Granted<A>,
    reason: Option<&str>,
) -> Result<(), Failure>
where
    A: Action<On = member::Entity> + Entails<entities::employee::Entity> + Entails<permission_grant::Entity>,
    Consequence<A, entities::employee::Entity>:
        Action<On = entities::employee::Entity> + Entails<attribution::Entity>,
{
    let current = Condition::all()
        .add(entities::employee::Column::MemberId.eq(granted.id))
        .add(entities::is_not(
            entities::employee::Column::Status,
            EmployeeStatus::Terminated,
        ));
    for employment in tx
        .load_entailed::<A, entities::employee::Entity>(granted, current)
        .await?
    {
        employee::end(tx, employment, reason).await?;
    }
    for grant in tx
        .load_entailed::<A, permission_grant::Entity>(
            granted,
            permission_grant::Column::MemberId.eq(granted.id),
        )
        .await?
    {
        let event = NewEvent::new(EventAction::PermissionRevoked, grant.id).before(json!({
            "memberId": grant.member_id.to_string(),
            "permission": grant.permission,
            "scope": grant.scope,
        }));
        tx.delete(grant).await?;
        tx.emit(event).await?;
    }
    Ok(())
}

/// Puts a membership into its last state, and tells the log.
pub(super) async fn finish<A: Action<On = member::Entity>>(
    tx: &OrgTx,
    granted: Granted<A>,
    status: MemberStatus,
    reason: Option<String>,
) -> Result<member::Model, Failure> {
    let was = json!({ "status": granted.status, "accessRole": granted.access_role });
    let version = granted.version + 1;
    let action = if status == MemberStatus::Left {
        EventAction::MemberLeft
    } else {
        EventAction::MemberRemoved
    };
    let member = tx
        .update(granted, |row| {
            row.status = Set(status);
            row.access_role = Set(AccessRole::Member);
            if status == MemberStatus::Left {
                row.left_at = Set(Some(tx.now()));
            } else {
                row.removed_at = Set(Some(tx.now()));
                row.removed_reason = Set(reason);
            }
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    let now = json!({
        "status": member.status,
        "accessRole": member.access_role,
        "reason": member.removed_reason,
    });
    tx.emit(NewEvent::new(action, member.id).before(was).after(now))
        .await?;
    Ok(member)
}

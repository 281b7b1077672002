//! Granting a single permission.

use crate::{authority, member::not_in_state};
use authz::{Action, actions::GrantPermission};
use entities::{
    event::EventAction,
    member::MemberStatus,
    permission_grant::{self, Permission, PermissionScope},
};
use kernel::{Code, MemberId, Problem};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Grants an active member a permission that the actor holds for the whole organization. To change how far it
/// reaches, it is revoked and granted anew.
///
/// Refuses with `PERMISSION_NOT_HELD`, `ALREADY_GRANTED`, `MEMBER_NOT_ACTIVE`, `ROLE_ABOVE_OWN`.
pub async fn grant_permission(
    tx: &OrgTx,
    member: MemberId,
    permission: Permission,
    scope: PermissionScope,
) -> Result<permission_grant::Model, Failure> {
    let granted = tx.load_for::<GrantPermission>("memberId", member).await?;
    let grantor = tx
        .access()
        .member()
        .ok_or(Failure::Forbidden(GrantPermission::NAME))?;
    if !tx.access().may(permission) {
        return Err(Problem::at("permission", Code::PermissionNotHeld).into());
    }
    authority::over(tx, "memberId", &granted).await?;
    if granted.status != MemberStatus::Active {
        return Err(not_in_state(Code::MemberNotActive, granted.status).into());
    }
    let row = permission_grant::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        member_id: Set(granted.id),
        permission: Set(permission),
        scope: Set(scope),
        granted_by_member_id: Set(grantor),
        created_at: Set(tx.now()),
    };
    let grant = tx
        .create_from::<GrantPermission, permission_grant::Entity>(&granted, row)
        .await
        .map_err(|failure| {
            failure.when_taken("member_id", || Problem::at("permission", Code::AlreadyGranted))
        })?;
    tx.emit(
        NewEvent::new(EventAction::PermissionGranted, grant.id).after(json!({
            "memberId": grant.member_id.to_string(),
            "permission": grant.permission,
            "scope": grant.scope,
        })),
    )
    .await?;
    Ok(grant)
}

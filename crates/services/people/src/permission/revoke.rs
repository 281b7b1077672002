//! Taking a single permission back.

use crate::{authority, person};
use authz::actions::RevokePermission;
use entities::{event::EventAction, permission_grant};
use kernel::PermissionGrantId;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Takes a grant back and gives what it was. What a member may do through their roles stays.
///
/// Refuses with `ROLE_ABOVE_OWN`.
pub async fn revoke_permission(
    tx: &OrgTx,
    id: PermissionGrantId,
) -> Result<permission_grant::Model, Failure> {
    let granted = tx.load_for::<RevokePermission>("id", id).await?;
    let holder = person::member(tx, granted.member_id).await?;
    authority::over(tx, "id", &holder).await?;
    let grant = granted.clone();
    tx.delete(granted).await?;
    tx.emit(
        NewEvent::new(EventAction::PermissionRevoked, grant.id).before(json!({
            "memberId": grant.member_id.to_string(),
            "permission": grant.permission,
            "scope": grant.scope,
        })),
    )
    .await?;
    Ok(grant)
}

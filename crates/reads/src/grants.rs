//! Single permissions given to members.

use entities::permission_grant;
use kernel::{MemberId, PermissionGrantId};
use sea_orm::Order;
use store::{OrgScope, StoreError};

/// The grants of members, oldest first, as far as the actor sees them.
pub async fn grants_by_member(
    scope: &OrgScope,
    members: Vec<MemberId>,
) -> Result<Vec<permission_grant::Model>, StoreError> {
    scope
        .find::<permission_grant::Entity>()
        .among(permission_grant::Column::MemberId, members)
        .order_by(permission_grant::Column::Id, Order::Asc)
        .all()
        .await
}

/// Grants by id, as far as the actor sees them.
pub async fn permission_grants_by_id(
    scope: &OrgScope,
    ids: Vec<PermissionGrantId>,
) -> Result<Vec<permission_grant::Model>, StoreError> {
    scope
        .find::<permission_grant::Entity>()
        .among(permission_grant::Column::Id, ids)
        .all()
        .await
}

//! The event log.

use super::{Owned, everything, never};
use crate::{Access, Reach};
use entities::{event, idempotency_key, permission_grant::Permission};
use kernel::OrganizationId;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

impl Owned for event::Entity {
    const ORGANIZATION: Self::Column = event::Column::OrganizationId;
    const ID: Self::Column = event::Column::Id;

    /// Those who audit; with the scope `OWN` what they did themselves.
    fn visible(access: &Access) -> Condition {
        match (access.reach(Permission::ViewAuditLog), access.user()) {
            (Reach::All, _) => everything(),
            (Reach::Own, Some(user)) => Condition::all().add(event::Column::ActorUserId.eq(user)),
            (Reach::Own, None) | (Reach::None, _) => never(),
        }
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.organization_id = Set(Some(organization));
    }
}

super::owned! {
    /// For whoever used the key. Commands look at it by rule.
    idempotency_key => |access| match access.user() {
        Some(own) => Condition::all().add(idempotency_key::Column::UserId.eq(own)),
        None => never(),
    };
}

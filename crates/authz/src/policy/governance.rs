//! The event log.

use super::{Owned, content, everything, never};
use crate::{Access, Reach};
use entities::{event, idempotency_key, permission_grant::Permission};
use kernel::{CourseId, OrganizationId, TypedId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

impl Owned for event::Entity {
    const ORGANIZATION: Self::Column = event::Column::OrganizationId;
    const ID: Self::Column = event::Column::Id;

    /// Those who audit; with the scope `OWN` what they did themselves. Whoever reads the drafts of a course sees what
    /// happened to it: who handed it in, who sent it back and why.
    fn visible(access: &Access) -> Condition {
        let audited = match (access.reach(Permission::ViewAuditLog), access.user()) {
            (Reach::All, _) => return everything(),
            (Reach::Own, Some(user)) => Condition::all().add(event::Column::ActorUserId.eq(user)),
            (Reach::Own, None) | (Reach::None, _) => never(),
        };
        if content::readable(access).is_none() {
            return audited;
        }
        Condition::any().add(audited).add(
            Condition::all()
                .add(event::Column::SubjectType.eq(CourseId::PREFIX))
                .add(content::of_authored(access, event::Column::SubjectId)),
        )
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.organization_id = Set(Some(organization));
    }
}

/// What is for those who have other systems told what happens.
fn of_webhooks(access: &Access) -> Condition {
    if access.may(Permission::ManageWebhooks) {
        everything()
    } else {
        never()
    }
}

super::owned! {
    /// For those who manage them: what is sent tells of orders and payouts.
    webhook_endpoint => |access| of_webhooks(access);
    /// Who sees the endpoint.
    webhook_delivery => |access| of_webhooks(access);
    /// For whoever used the key. Commands look at it by rule.
    idempotency_key => |access| match access.user() {
        Some(own) => Condition::all().add(idempotency_key::Column::UserId.eq(own)),
        None => never(),
    };
}

//! Looking at what is stored, past every scope.

use crate::world::{World, at, who};
use authz::Actor;
use entities::{
    delivery, employee, employee_invitation, event, member, member_invitation, organization, permission_grant,
};
use kernel::{EmployeeId, MemberId, OrganizationId};
use sea_orm::{ColumnTrait, EntityTrait};
use store::CrossOrganization;

/// The number of rows and events, to see that a refusal has written nothing.
pub(crate) type Census = Vec<u64>;

impl World {
    /// All rows of a table, whoever they belong to.
    pub(crate) async fn all<E: EntityTrait<Model: entities::ByPosition>>(&self) -> Vec<E::Model> {
        let across = self.store().across(CrossOrganization::Doctor);
        across.find::<E>().all().await.unwrap()
    }

    /// A member as it is now.
    pub(crate) async fn row(&self, id: MemberId) -> member::Model {
        let across = self.store().across(CrossOrganization::Doctor);
        let found = across
            .find::<member::Entity>()
            .filter(member::Column::Id.eq(id))
            .one()
            .await;
        found.unwrap().unwrap()
    }

    /// The own member id of an actor.
    pub(crate) async fn own(&self, actor: &Actor, organization: OrganizationId) -> MemberId {
        let across = self.store().across(CrossOrganization::Doctor);
        let found = across
            .find::<member::Entity>()
            .filter(member::Column::UserId.eq(who(actor)))
            .filter(member::Column::OrganizationId.eq(organization))
            .one()
            .await;
        found.unwrap().unwrap().id
    }

    /// The employment with which an actor would act.
    pub(crate) async fn employment(&self, actor: &Actor, organization: OrganizationId) -> Option<EmployeeId> {
        let entered = self.store().enter(actor, &at(organization)).await.unwrap();
        entered.and_then(|entered| entered.scope.access().employee())
    }

    pub(crate) async fn census(&self) -> Census {
        vec![
            self.count::<organization::Entity>().await,
            self.count::<member::Entity>().await,
            self.count::<employee::Entity>().await,
            self.count::<member_invitation::Entity>().await,
            self.count::<employee_invitation::Entity>().await,
            self.count::<permission_grant::Entity>().await,
            self.count::<event::Entity>().await,
            self.count::<delivery::Entity>().await,
        ]
    }

    async fn count<E: EntityTrait>(&self) -> u64
    where
        E::Model: Sync + Send,
    {
        let across = self.store().across(CrossOrganization::Doctor);
        across.find::<E>().count().await.unwrap()
    }

    /// How often something has happened.
    pub(crate) async fn happened(&self, action: event::EventAction) -> usize {
        let events = self.all::<event::Entity>().await;
        events.iter().filter(|event| event.action == action).count()
    }
}

//! Looking at what is stored, past every scope.

use crate::world::World;
use entities::{
    certificate, enrollment,
    event::{self, EventAction},
    idempotency_key, lesson_progress, point_balance, point_entry, quiz_answer, quiz_attempt,
};
use kernel::{EnrollmentId, MemberId, QuizAttemptId};
use sea_orm::{ColumnTrait, EntityTrait};
use store::CrossOrganization;

/// All that learning writes, to see that a refusal has written nothing.
pub(crate) type Census = (
    Vec<enrollment::Model>,
    Vec<lesson_progress::Model>,
    Vec<quiz_attempt::Model>,
    Vec<quiz_answer::Model>,
    [usize; 5],
);

impl World {
    /// All rows of a table, whoever they belong to.
    pub(crate) async fn all<E: EntityTrait<Model: entities::ByPosition>>(&self) -> Vec<E::Model> {
        let across = self.store().across(CrossOrganization::Doctor);
        across.find::<E>().all().await.unwrap()
    }

    /// An enrollment as it is now.
    pub(crate) async fn enrollment(&self, id: EnrollmentId) -> enrollment::Model {
        let rows = self.all::<enrollment::Entity>().await;
        rows.into_iter().find(|row| row.id == id).unwrap()
    }

    /// An attempt as it is now.
    pub(crate) async fn attempt(&self, id: QuizAttemptId) -> quiz_attempt::Model {
        let across = self.store().across(CrossOrganization::Doctor);
        let found = across
            .find::<quiz_attempt::Entity>()
            .filter(quiz_attempt::Column::Id.eq(id))
            .one()
            .await;
        found.unwrap().unwrap()
    }

    /// Lifetime and spendable points of a member.
    pub(crate) async fn points(&self, member: MemberId) -> (i64, i64) {
        let balances = self.all::<point_balance::Entity>().await;
        balances
            .iter()
            .find(|row| row.member_id == member)
            .map_or((0, 0), |row| (row.lifetime, row.spendable))
    }

    pub(crate) async fn census(&self) -> Census {
        (
            self.all::<enrollment::Entity>().await,
            self.all::<lesson_progress::Entity>().await,
            self.all::<quiz_attempt::Entity>().await,
            self.all::<quiz_answer::Entity>().await,
            [
                self.all::<certificate::Entity>().await.len(),
                self.all::<point_entry::Entity>().await.len(),
                self.all::<point_balance::Entity>().await.len(),
                self.all::<event::Entity>().await.len(),
                self.all::<idempotency_key::Entity>().await.len(),
            ],
        )
    }

    /// How often something has happened.
    pub(crate) async fn happened(&self, action: EventAction) -> usize {
        let events = self.all::<event::Entity>().await;
        events.iter().filter(|event| event.action == action).count()
    }

    /// What the last event of a kind tells.
    pub(crate) async fn told(&self, action: EventAction) -> serde_json::Value {
        let events = self.all::<event::Entity>().await;
        let last = events
            .into_iter()
            .filter(|event| event.action == action)
            .max_by_key(|event| (event.occurred_at, event.id));
        last.unwrap().after.unwrap()
    }
}

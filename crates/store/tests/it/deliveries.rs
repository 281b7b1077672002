//! The work that events cause is claimed by one worker at a time, and by another one when the first has died.

use crate::{database::TestDatabase, tenant::id};
use authz::{Actor, SystemTask};
use chrono::Duration;
use entities::{
    delivery::{self, Consumer, DeliveryStatus},
    event::EventAction,
};
use kernel::{DeliveryId, UserId};
use sea_orm::EntityTrait;
use std::collections::BTreeSet;
use store::{Claimed, NewEvent, Store};
use tokio::task::JoinSet;

fn lease() -> Duration {
    Duration::minutes(5)
}

/// Emits events that each cause one mail.
async fn emit(store: &Store, events: usize) {
    store
        .write(&Actor::System(SystemTask::CommandLine), None, move |tx| {
            Box::pin(async move {
                for _ in 0..events {
                    tx.emit(NewEvent::new(EventAction::UserSignedUp, id::<UserId>()))
                        .await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn claim(store: &Store) -> Option<Claimed> {
    store.claim_delivery(Consumer::Mail, lease()).await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the row itself")]
async fn row(database: &TestDatabase, id: DeliveryId) -> delivery::Model {
    let row = delivery::Entity::find_by_id(id).one(&database.raw().await).await;
    row.unwrap().unwrap()
}

/// A mail is not sent twice because two workers looked at the same moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_claims_never_meet() {
    let database = TestDatabase::new().await;
    let stores = [database.store().await, database.store().await];
    for round in 1..=10 {
        emit(&stores[0], 5).await;
        let mut tasks = JoinSet::new();
        for task in 0..12 {
            let store = stores[task % stores.len()].clone();
            tasks.spawn(async move { claim(&store).await.map(|claimed| claimed.id()) });
        }
        let claimed: Vec<DeliveryId> = tasks.join_all().await.into_iter().flatten().collect();
        let distinct: BTreeSet<DeliveryId> = claimed.iter().copied().collect();
        assert_eq!(distinct.len(), claimed.len(), "claimed twice in round {round}");
        // Workers that came too early for what another one held do not leave anything behind.
        assert_eq!(claimed.len(), 5, "round {round}");
        assert!(claim(&stores[0]).await.is_none());
    }
}

/// A worker that dies loses its claim with its lease; if it was only slow, what it says afterwards no longer counts.
#[tokio::test]
async fn a_claim_ends_with_its_lease() {
    let database = TestDatabase::new().await;
    let (first, second) = (database.store().await, database.store().await);
    emit(&first, 1).await;
    let slow = claim(&first).await.unwrap();
    assert_eq!(slow.delivery.attempts, 1);
    assert_eq!(slow.event.action, EventAction::UserSignedUp);

    database.clock.advance(lease() - Duration::microseconds(1));
    assert!(claim(&second).await.is_none());
    database.clock.advance(Duration::microseconds(1));
    let taken_over = claim(&second).await.unwrap();
    assert_eq!(taken_over.id(), slow.id());
    assert_eq!(taken_over.delivery.attempts, 2);

    first.finish_delivery(&slow).await.unwrap();
    assert_eq!(row(&database, slow.id()).await, taken_over.delivery);
    first.fail_delivery(&slow, "too late", true).await.unwrap();
    assert_eq!(row(&database, slow.id()).await, taken_over.delivery);
    second.finish_delivery(&taken_over).await.unwrap();
    assert_eq!(row(&database, slow.id()).await.status, DeliveryStatus::Done);

    // Done is done, at any time.
    database.clock.advance(Duration::days(365));
    assert!(claim(&second).await.is_none());
    assert_eq!(second.pending_deliveries().await.unwrap(), 0);
}

/// What fails comes back, later and later, and not for ever.
#[tokio::test]
async fn a_failure_is_tried_again_until_it_is_given_up() {
    let database = TestDatabase::new().await;
    let store = database.store().await;
    emit(&store, 1).await;
    let mut pauses = Vec::new();
    let last = loop {
        let claimed = claim(&store).await.unwrap();
        store.fail_delivery(&claimed, "no answer", false).await.unwrap();
        let row = row(&database, claimed.id()).await;
        if row.status == DeliveryStatus::Failed {
            break row;
        }
        assert_eq!(row.last_error.as_deref(), Some("no answer"));
        let pause = row.run_at - store.now();
        database.clock.advance(pause - Duration::microseconds(1));
        assert!(claim(&store).await.is_none(), "tried again too early");
        database.clock.advance(Duration::microseconds(1));
        pauses.push(pause);
        assert!(pauses.len() < 50, "it is tried for ever");
    };
    assert_eq!(last.attempts, 12);
    assert_eq!(pauses[0], Duration::seconds(30));
    assert!(pauses.is_sorted(), "{pauses:?}");
    assert_eq!(pauses.last(), Some(&(Duration::seconds(15) * 1024)));
    database.clock.advance(Duration::days(365));
    assert!(claim(&store).await.is_none());
}

/// A refusal that will not change is not tried again.
#[tokio::test]
async fn a_final_failure_is_not_tried_again() {
    let database = TestDatabase::new().await;
    let store = database.store().await;
    emit(&store, 1).await;
    let claimed = claim(&store).await.unwrap();
    store
        .fail_delivery(&claimed, "no such address", true)
        .await
        .unwrap();
    assert_eq!(row(&database, claimed.id()).await.status, DeliveryStatus::Failed);
    database.clock.advance(Duration::days(365));
    assert!(claim(&store).await.is_none());
}

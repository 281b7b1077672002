//! Many at once: nobody is turned away, nothing is lost, nothing is counted twice. Two stores stand for two processes,
//! such as a server and a worker, or two replicas.

use crate::{database::TestDatabase, tenant::Tenant};
use authz::actions::InviteMember;
use chrono::Duration;
use entities::{event::EventAction, member_invitation};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use std::sync::Arc;
use store::{CrossOrganization, NewEvent, Store, Target};
use tokio::{sync::Notify, task::JoinSet};

const TASKS: usize = 32;
const ROUNDS: usize = 10;

/// Invites somebody, with an event, as a command does.
async fn invite(store: &Store, tenant: &Tenant) -> Result<(), store::Failure> {
    let row = tenant.member_invitation();
    store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            let row = row.clone();
            Box::pin(async move {
                let invited = tx
                    .create::<InviteMember>(row.into_active_model().reset_all())
                    .await?;
                tx.emit(NewEvent::new(EventAction::MemberInvited, invited.id))
                    .await?;
                Ok(())
            })
        })
        .await
}

/// SQLite has one writer at a time. Whoever comes second has to wait its turn, not to be told that the database is busy.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_all_get_through() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    drop(raw);
    let stores = [database.store().await, database.store().await];
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let (store, tenant) = (stores[task % stores.len()].clone(), tenant.clone());
        tasks.spawn(async move {
            for _ in 0..ROUNDS {
                invite(&store, &tenant).await?;
                // Readers are not in the way of writers, nor they in theirs.
                let entered = store
                    .enter(&tenant.actor(), &Target::slug(tenant.slug))
                    .await?
                    .unwrap();
                let seen = entered.scope.find::<member_invitation::Entity>().count().await?;
                assert!(seen > 0);
            }
            Ok::<(), store::Failure>(())
        });
    }
    for outcome in tasks.join_all().await {
        outcome.unwrap();
    }
    let across = stores[0].across(CrossOrganization::Doctor);
    let there = across.find::<member_invitation::Entity>().count().await.unwrap();
    // Two are planted with the organization.
    assert_eq!(there, u64::try_from(TASKS * ROUNDS + 2).unwrap());
    let waiting = stores[0].pending_deliveries().await.unwrap();
    assert_eq!(waiting, u64::try_from(TASKS * ROUNDS).unwrap());
}

/// Writers that wait for their turn wait in a queue of the store and not each in a connection, so that readers are
/// answered however long a transaction takes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn waiting_writers_leave_connections_to_readers() {
    let mut database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    drop(raw);
    database.settings.max_connections = Some(3);
    database.settings.acquire_timeout = std::time::Duration::from_secs(2);
    let store = database.store().await;
    let (begun, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));

    let mut writers = JoinSet::new();
    let (slow, there, signals) = (
        store.clone(),
        tenant.clone(),
        (Arc::clone(&begun), Arc::clone(&release)),
    );
    writers.spawn(async move {
        let target = Target::slug(there.slug);
        slow.write_in(&there.actor(), None, &target, |_tx| {
            let (begun, release) = signals.clone();
            Box::pin(async move {
                begun.notify_one();
                release.notified().await;
                Ok(())
            })
        })
        .await
    });
    begun.notified().await;
    for _ in 0..6 {
        let (store, tenant) = (store.clone(), tenant.clone());
        writers.spawn(async move { invite(&store, &tenant).await });
    }
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let entered = store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await;
    assert!(entered.unwrap().is_some());

    release.notify_one();
    for outcome in writers.join_all().await {
        outcome.unwrap();
    }
}

/// A transaction that is given up leaves nothing, and does not keep the next one waiting.
#[tokio::test]
async fn a_transaction_that_fails_leaves_nothing() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    drop(raw);
    let store = database.store().await;
    for _ in 0..20 {
        let row = tenant.member_invitation();
        let outcome: Result<(), store::Failure> = store
            .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
                let row = row.clone();
                Box::pin(async move {
                    tx.create::<InviteMember>(row.into_active_model().reset_all())
                        .await?;
                    Err(store::Failure::Unauthenticated)
                })
            })
            .await;
        assert!(matches!(outcome, Err(store::Failure::Unauthenticated)));
    }
    invite(&store, &tenant).await.unwrap();
    let across = store.across(CrossOrganization::Doctor);
    assert_eq!(
        across.find::<member_invitation::Entity>().count().await.unwrap(),
        3
    );
}

/// Fifty guesses at once are fifty guesses: each learns its own number, so exactly as many as allowed get through.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_attempts_are_counted_once_each() {
    let database = TestDatabase::new().await;
    let stores = [database.store().await, database.store().await];
    let mut tasks = JoinSet::new();
    for task in 0..50 {
        let store = stores[task % stores.len()].clone();
        tasks.spawn(async move { store.count_attempt(b"one key", Duration::minutes(15)).await });
    }
    let mut counts: Vec<i64> = tasks
        .join_all()
        .await
        .into_iter()
        .map(|attempt| attempt.unwrap().count)
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=50).collect::<Vec<_>>());
}

/// The window begins with the first attempt and does not move; when it is over the count begins again. Keys are
/// counted apart.
#[tokio::test]
async fn a_count_ends_with_its_window() {
    let database = TestDatabase::new().await;
    let store = database.store().await;
    let window = Duration::minutes(15);
    let ends = store.now() + window;
    for expected in 1..=3 {
        let attempt = store.count_attempt(b"one", window).await.unwrap();
        assert_eq!((attempt.count, attempt.resets_at), (expected, ends));
        database.clock.advance(Duration::minutes(4));
    }
    assert_eq!(store.count_attempt(b"two", window).await.unwrap().count, 1);
    store.take_back_attempt(b"one").await.unwrap();
    assert_eq!(store.count_attempt(b"one", window).await.unwrap().count, 3);

    database.clock.advance(Duration::minutes(3));
    assert_eq!(store.now(), ends);
    let attempt = store.count_attempt(b"one", window).await.unwrap();
    assert_eq!((attempt.count, attempt.resets_at), (1, ends + window));
    store.forget_attempts(b"one").await.unwrap();
    assert_eq!(store.count_attempt(b"one", window).await.unwrap().count, 1);
}

//! Whoever follows the log sees every event once, in the order of the commits, and is told when there is one.

use crate::{database::TestDatabase, tenant::Tenant};
use entities::{event, event::EventAction};
use kernel::TypedId;
use sea_orm::ColumnTrait;
use std::{sync::Arc, time::Duration};
use store::{Engine, NewEvent, OrgScope, Store, Target};
use tokio::{sync::Notify, task::JoinSet, time::timeout};

const TASKS: usize = 12;
const ROUNDS: usize = 8;

/// One event, in a transaction that does what it is told before it ends.
async fn emit(store: &Store, tenant: &Tenant, pause: Option<[Arc<Notify>; 2]>) {
    let organization = tenant.id;
    store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            let pause = pause.clone();
            Box::pin(async move {
                tx.emit(NewEvent::new(EventAction::OrganizationUpdated, organization))
                    .await?;
                if let Some([begun, end]) = pause {
                    begun.notify_one();
                    end.notified().await;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn scope(store: &Store, tenant: &Tenant) -> OrgScope {
    let entered = store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await;
    entered.unwrap().unwrap().scope
}

async fn positions(scope: &OrgScope, after: i64, up_to: i64) -> Vec<i64> {
    let events = scope
        .find::<event::Entity>()
        .filter(event::Column::Position.gt(after))
        .filter(event::Column::Position.lte(up_to))
        .order_by(event::Column::Position, sea_orm::Order::Asc)
        .all()
        .await
        .unwrap();
    events.into_iter().filter_map(|event| event.position).collect()
}

/// A reader that never looks back misses nothing, however many write at the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_event_appears_behind_a_reader() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    drop(raw);
    let stores = [database.store().await, database.store().await];
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let (store, here, there) = (stores[task % 2].clone(), here.clone(), there.clone());
        tasks.spawn(async move {
            for _ in 0..ROUNDS {
                emit(&store, &here, None).await;
                emit(&store, &there, None).await;
            }
        });
    }
    let all = i64::try_from(TASKS * ROUNDS).unwrap();
    let mut seen = 0;
    while seen < all {
        let scope = scope(&stores[0].for_request(), &here).await;
        let newest = scope.newest_event().await.unwrap();
        let expected: Vec<i64> = (seen + 1..=newest).collect();
        assert_eq!(positions(&scope, seen, newest).await, expected);
        seen = newest;
        scope.store().end_reading().await;
    }
    tasks.join_all().await;
    let last = scope(&stores[1], &there).await.newest_event().await.unwrap();
    assert_eq!((seen, last), (all, all), "each organization counts for itself");
}

/// A transaction that takes long holds up nobody, and comes when it ends.
#[tokio::test]
async fn what_began_first_and_ends_last_is_last() {
    let database = TestDatabase::new().await;
    if database.engine() == Engine::Sqlite {
        return;
    }
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    drop(raw);
    let store = database.store().await;
    let [begun, end] = [Arc::new(Notify::new()), Arc::new(Notify::new())];
    let slow = {
        let (store, tenant) = (store.clone(), tenant.clone());
        let pause = [Arc::clone(&begun), Arc::clone(&end)];
        tokio::spawn(async move { emit(&store, &tenant, Some(pause)).await })
    };
    begun.notified().await;
    emit(&store, &tenant, None).await;
    assert_eq!(scope(&store, &tenant).await.newest_event().await.unwrap(), 1);
    end.notify_one();
    slow.await.unwrap();
    assert_eq!(scope(&store, &tenant).await.newest_event().await.unwrap(), 2);
}

#[tokio::test]
async fn whoever_waits_is_woken_by_what_concerns_them() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    drop(raw);
    let store = database.store().await;
    // On PostgreSQL by what another process has committed.
    let other = match database.engine() {
        Engine::Sqlite => store.clone(),
        Engine::Postgres => database.store().await,
    };
    let waiting = store.wait_for([here.id.uuid()]);
    // Listening begins with a look, because something may have come before.
    let _first_look = timeout(Duration::from_secs(2), waiting.woken()).await;
    emit(&other, &there, None).await;
    let woken = timeout(Duration::from_millis(300), waiting.woken()).await;
    assert!(woken.is_err(), "by another organization");
    for _ in 0..2 {
        emit(&other, &here, None).await;
        timeout(Duration::from_secs(20), waiting.woken()).await.unwrap();
    }
}

/// What comes right after something else is told a little later, and a server that ends meanwhile tells it all the same.
#[tokio::test]
async fn a_server_that_ends_has_told_everything() {
    let database = TestDatabase::new().await;
    if database.engine() == Engine::Sqlite {
        return;
    }
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    drop(raw);
    let (store, other) = (database.store().await, database.store().await);
    let waiting = store.wait_for([here.id.uuid()]);
    timeout(Duration::from_secs(20), waiting.woken()).await.unwrap();
    emit(&other, &there, None).await;
    emit(&other, &here, None).await;
    other.close().await.unwrap();
    timeout(Duration::from_secs(20), waiting.woken()).await.unwrap();
}

/// A broken connection is made anew, and what was committed meanwhile is found.
#[tokio::test]
async fn a_listener_that_is_cut_off_listens_again() {
    let database = TestDatabase::new().await;
    if database.engine() == Engine::Sqlite {
        return;
    }
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let store = database.store().await;
    let waiting = store.wait_for([tenant.id.uuid()]);
    timeout(Duration::from_secs(20), waiting.woken()).await.unwrap();

    let cut_off = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE application_name = 'volmify events' AND datname = current_database()";
    assert_eq!(crate::catalog::rows(&raw, cut_off).await.len(), 1);
    emit(&store, &tenant, None).await;
    timeout(Duration::from_secs(20), waiting.woken()).await.unwrap();
    while timeout(Duration::from_secs(2), waiting.woken()).await.is_ok() {}

    emit(&store, &tenant, None).await;
    timeout(Duration::from_secs(20), waiting.woken()).await.unwrap();
}

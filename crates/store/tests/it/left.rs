//! Requests that are left in the middle, because a client went away, leave nothing open behind them.

use crate::{catalog::rows, database::TestDatabase, tenant::Tenant};
use authz::Actor;
use entities::{event::EventAction, member, user};
use sea_orm::DatabaseConnection;
use std::{pin::pin, task::Poll, time::Duration};
use store::{NewEvent, Target};

/// Polls a future a few times, as far as it gets, and drops it.
pub(crate) async fn leave<F: Future>(future: F, polls: usize) {
    let mut future = pin!(future);
    for _ in 0..polls {
        let done =
            std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await;
        if done {
            return;
        }
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
}

#[tokio::test]
async fn no_transaction_stays_open() {
    let Some(database) = TestDatabase::postgres("transactions that were left").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let store = database.store().await;
    let actor = tenant.actor();
    let target = Target::slug(tenant.slug);
    for polls in 1..40 {
        let request = store.for_request();
        let (reader, entrance) = (&actor, &target);
        let reading = async move {
            let global = request.global(&Actor::Anonymous);
            let _nobody = global.find::<user::Entity>().all().await;
            if let Ok(Some(entered)) = request.enter(reader, entrance).await {
                let _some = entered.scope.find::<member::Entity>().all().await;
            }
        };
        Box::pin(leave(reading, polls)).await;
        assert!(is_settled(&raw).await, "a read that was left after {polls} steps");
        let writing = store.write_in(&actor, None, &target, |tx| {
            Box::pin(async move {
                tx.emit(NewEvent::new(EventAction::OrganizationUpdated, tx.organization()))
                    .await?;
                Ok(())
            })
        });
        Box::pin(leave(writing, polls)).await;
        assert!(
            is_settled(&raw).await,
            "a write that was left after {polls} steps"
        );
    }
}

/// Whether no connection has a transaction open, or will not have one for long.
pub(crate) async fn is_settled(raw: &DatabaseConnection) -> bool {
    let open = "SELECT pid FROM pg_stat_activity \
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    for _ in 0..1000 {
        if rows(raw, open).await.is_empty() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

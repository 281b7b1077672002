//! The log becomes deliveries exactly once, and each is sent by one worker at a time, in order.

use crate::{
    database::TestDatabase,
    tenant::{Tenant, id},
};
use authz::actions::ManageWebhookEndpoint;
use chrono::Duration;
use entities::{
    event,
    event::EventAction,
    webhook_delivery::{self, WebhookDeliveryStatus},
    webhook_endpoint::{self, WebhookEndpointStatus},
};
use kernel::{OrderId, WebhookDeliveryId};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeSet;
use store::{ClaimedWebhook, NewEvent, Store, Target, WebhookOutcome};
use tokio::task::JoinSet;

const DELIVERED: WebhookOutcome = WebhookOutcome::Delivered { status: 204 };

fn lease() -> Duration {
    Duration::minutes(2)
}

fn failed() -> WebhookOutcome {
    WebhookOutcome::Failed {
        status: Some(500),
        error: "the endpoint answered 500".to_owned(),
    }
}

struct World {
    database: TestDatabase,
    store: Store,
    here: Tenant,
    there: Tenant,
}

impl World {
    /// Two organizations, each with an endpoint that wants to hear of orders that were paid.
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let raw = database.raw().await;
        let (here, there) = (
            Tenant::plant(&raw, "here").await,
            Tenant::plant(&raw, "there").await,
        );
        drop(raw);
        let store = database.store().await;
        Self {
            database,
            store,
            here,
            there,
        }
    }

    /// Pays orders, and does something that nobody wants to hear of after each.
    async fn pay(&self, tenant: &Tenant, orders: usize) {
        let target = Target::slug(tenant.slug);
        self.store
            .write_in(&tenant.actor(), None, &target, move |tx| {
                Box::pin(async move {
                    for _ in 0..orders {
                        tx.emit(NewEvent::new(EventAction::OrderPaid, id::<OrderId>()))
                            .await?;
                        tx.emit(NewEvent::new(EventAction::OrderPlaced, id::<OrderId>()))
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    async fn claim(&self) -> Option<ClaimedWebhook> {
        self.store.claim_webhook(lease()).await.unwrap()
    }

    async fn settle(&self, claimed: &ClaimedWebhook, outcome: &WebhookOutcome) {
        self.store.settle_webhook(claimed, outcome).await.unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "a test looks at the row itself")]
    async fn row(&self, id: WebhookDeliveryId) -> webhook_delivery::Model {
        let raw = self.database.raw().await;
        let row = webhook_delivery::Entity::find_by_id(id).one(&raw).await;
        row.unwrap().unwrap()
    }

    /// The deliveries of an organization that were not there from the beginning, as positions.
    #[expect(clippy::disallowed_methods, reason = "a test looks at the rows themselves")]
    async fn positions(&self, tenant: &Tenant) -> Vec<i64> {
        use sea_orm::ColumnTrait;
        let rows = webhook_delivery::Entity::find()
            .filter(webhook_delivery::Column::OrganizationId.eq(tenant.id))
            .filter(webhook_delivery::Column::Position.gt(0))
            .order_by_asc(webhook_delivery::Column::Position)
            .all(&self.database.raw().await)
            .await
            .unwrap();
        rows.iter().map(|row| row.position).collect()
    }

    #[expect(clippy::disallowed_methods, reason = "a test looks at the row itself")]
    async fn endpoint(&self, tenant: &Tenant) -> webhook_endpoint::Model {
        let raw = self.database.raw().await;
        let id = tenant.rows.ids.webhook_endpoint;
        let row = webhook_endpoint::Entity::find_by_id(id).one(&raw).await;
        row.unwrap().unwrap()
    }
}

/// Workers that follow the same log at the same moment write everything down once, while others go on writing the log.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_workers_write_everything_down_once() {
    let world = World::new().await;
    let others = [world.database.store().await, world.database.store().await];
    for round in 1..=6_i64 {
        let mut following = JoinSet::new();
        for task in 0..6 {
            let store = others[task % 2].clone();
            following.spawn(async move { store.follow_webhooks().await.unwrap() });
        }
        world.pay(&world.here, 3).await;
        world.pay(&world.there, 1).await;
        following.join_all().await;
        world.store.follow_webhooks().await.unwrap();
        let paid = |events: i64| (0..events).map(|n| 2 * n + 1).collect::<Vec<_>>();
        assert_eq!(world.positions(&world.here).await, paid(3 * round));
        assert_eq!(world.positions(&world.there).await, paid(round));
    }
    assert_eq!(world.store.follow_webhooks().await.unwrap(), 0);
}

/// A long log is followed in several steps, and nothing is lost between them.
#[tokio::test]
async fn a_long_log_is_followed_to_its_end() {
    let world = World::new().await;
    world.pay(&world.here, 1_100).await;
    assert_eq!(world.store.follow_webhooks().await.unwrap(), 1_100);
    assert_eq!(world.positions(&world.here).await.len(), 1_100);
    assert_eq!(world.endpoint(&world.here).await.position, 2_200);
}

/// Two workers never send to the same endpoint at the same time, and so never the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_claims_never_meet() {
    let world = World::new().await;
    let others = [world.database.store().await, world.database.store().await];
    let mut sent = BTreeSet::new();
    for round in 1..=10 {
        world.pay(&world.here, 2).await;
        world.pay(&world.there, 2).await;
        world.store.follow_webhooks().await.unwrap();
        for _ in 0..2 {
            let mut tasks = JoinSet::new();
            for task in 0..12 {
                let store = others[task % 2].clone();
                tasks.spawn(async move { store.claim_webhook(lease()).await.unwrap() });
            }
            let claimed: Vec<ClaimedWebhook> = tasks.join_all().await.into_iter().flatten().collect();
            let endpoints: BTreeSet<_> = claimed.iter().map(|claimed| claimed.endpoint.id).collect();
            assert_eq!((claimed.len(), endpoints.len()), (2, 2), "round {round}");
            for claimed in claimed {
                assert!(sent.insert(claimed.delivery.id), "sent twice in round {round}");
                world.settle(&claimed, &DELIVERED).await;
            }
        }
        assert!(world.claim().await.is_none());
    }
}

/// A worker that dies loses its claim with its lease; if it was only slow, what it says afterwards no longer counts.
#[tokio::test]
async fn a_claim_ends_with_its_lease() {
    let world = World::new().await;
    world.pay(&world.here, 1).await;
    world.store.follow_webhooks().await.unwrap();
    let slow = world.claim().await.unwrap();
    assert_eq!(slow.event.action, EventAction::OrderPaid);
    world.database.clock.advance(lease() - Duration::microseconds(1));
    assert!(world.claim().await.is_none());
    world.database.clock.advance(Duration::microseconds(1));
    let taken_over = world.claim().await.unwrap();
    assert_eq!(
        (taken_over.delivery.id, taken_over.event.id),
        (slow.delivery.id, slow.event.id)
    );
    assert_eq!(taken_over.delivery.attempts, 2);
    for outcome in [DELIVERED, failed()] {
        world.settle(&slow, &outcome).await;
        assert_eq!(world.row(slow.delivery.id).await, taken_over.delivery);
    }
    assert!(world.claim().await.is_none(), "the other worker still sends");
    world.settle(&taken_over, &DELIVERED).await;
    let row = world.row(slow.delivery.id).await;
    assert_eq!(
        (row.status, row.response_status, row.last_error, row.finished_at),
        (
            WebhookDeliveryStatus::Delivered,
            Some(204),
            None,
            Some(world.store.now())
        )
    );
    world.database.clock.advance(Duration::days(365));
    assert!(world.claim().await.is_none());
}

/// Twelve tries in about two days; for more than an hour of them nothing overtakes, and then everything else goes on.
#[tokio::test]
async fn what_always_fails_steps_aside_and_is_given_up() {
    let world = World::new().await;
    world.pay(&world.here, 2).await;
    world.store.follow_webhooks().await.unwrap();
    let poisoned = world.claim().await.unwrap();
    let start = world.store.now();
    let (mut claimed, mut passed_after) = (poisoned.clone(), None);
    let last = loop {
        world.settle(&claimed, &failed()).await;
        let row = world.row(poisoned.delivery.id).await;
        if row.status == WebhookDeliveryStatus::Failed {
            break row;
        }
        if row.attempts == 8 {
            let other = world.claim().await.unwrap();
            assert!(other.delivery.position > poisoned.delivery.position);
            world.settle(&other, &DELIVERED).await;
            passed_after = Some(world.store.now() - start);
        }
        let pause = row.run_at - world.store.now();
        world.database.clock.advance(pause - Duration::microseconds(1));
        assert!(world.claim().await.is_none(), "sent too early or overtaken");
        world.database.clock.advance(Duration::microseconds(1));
        claimed = world.claim().await.unwrap();
        assert_eq!(claimed.delivery.id, poisoned.delivery.id);
    };
    assert_eq!(
        (last.attempts, last.last_error.as_deref()),
        (12, Some("the endpoint answered 500"))
    );
    let all = world.store.now() - start;
    assert!((Duration::hours(40)..Duration::hours(50)).contains(&all), "{all}");
    assert!(
        passed_after.unwrap() > Duration::hours(1),
        "{passed_after:?} is too soon"
    );
    world.database.clock.advance(Duration::days(365));
    assert!(world.claim().await.is_none());
}

/// Nobody is there any more: what was waiting stays, nothing is sent, and the log says so once.
#[tokio::test]
async fn an_endpoint_that_is_gone_is_sent_nothing() {
    let world = World::new().await;
    world.pay(&world.here, 2).await;
    world.store.follow_webhooks().await.unwrap();
    let claimed = world.claim().await.unwrap();
    let gone = WebhookOutcome::Gone {
        status: 410,
        error: "the endpoint answered 410".to_owned(),
    };
    world.settle(&claimed, &gone).await;
    let endpoint = world.endpoint(&world.here).await;
    assert_eq!(
        (endpoint.status, endpoint.version),
        (WebhookEndpointStatus::Gone, 2)
    );
    let row = world.row(claimed.delivery.id).await;
    assert_eq!(row.status, WebhookDeliveryStatus::Failed);
    world.pay(&world.here, 1).await;
    world.store.follow_webhooks().await.unwrap();
    assert!(world.claim().await.is_none());
    assert_eq!(world.positions(&world.here).await, [1, 3]);
    let entered = world
        .store
        .enter(&world.here.actor(), &Target::slug(world.here.slug))
        .await;
    let scope = entered.unwrap().unwrap().scope;
    let events = scope.find::<event::Entity>().all().await.unwrap();
    let told = events
        .iter()
        .filter(|event| event.action == EventAction::WebhookEndpointGone);
    assert_eq!(told.count(), 1);
}

/// Somebody asks for it again while a worker sends it: the worker's word no longer counts, and it is sent once more.
#[tokio::test]
async fn what_is_asked_for_again_is_sent_again() {
    let world = World::new().await;
    world.pay(&world.here, 1).await;
    world.store.follow_webhooks().await.unwrap();
    let claimed = world.claim().await.unwrap();
    let endpoint = claimed.endpoint.id;
    world
        .store
        .write_in(
            &world.here.actor(),
            None,
            &Target::slug(world.here.slug),
            move |tx| {
                Box::pin(async move {
                    use sea_orm::ColumnTrait;
                    let granted = tx.load_for::<ManageWebhookEndpoint>("id", endpoint).await?;
                    let again = webhook_delivery::ActiveModel {
                        attempts: Set(0),
                        ..Default::default()
                    };
                    let waiting = webhook_delivery::Column::Status.eq(WebhookDeliveryStatus::Pending);
                    tx.change_all_from::<_, webhook_delivery::Entity>(&granted, waiting, again)
                        .await
                })
            },
        )
        .await
        .unwrap();
    assert!(world.claim().await.is_none(), "the first try is not over");
    world.settle(&claimed, &DELIVERED).await;
    let again = world.claim().await.unwrap();
    assert_eq!(again.delivery.id, claimed.delivery.id);
    world.settle(&again, &DELIVERED).await;
    assert_eq!(
        world.row(again.delivery.id).await.status,
        WebhookDeliveryStatus::Delivered
    );
}

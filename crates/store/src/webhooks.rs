//! What other systems are told: the event log becomes deliveries, exactly once, and each is sent by one worker at a time.
//!
//! An endpoint keeps its place in the log of its organization, whose numbers have no gaps and no latecomers. So what is written
//! down for it, and how far that goes, is one transaction on the endpoint's row, and requests have no part in it.

use crate::{CrossOrganization, Engine, NewEvent, Store, StoreError, Tx, event as log, feed, session::View};
use authz::{Actor, SystemTask};
use chrono::{DateTime, Duration, Utc};
use entities::{
    event::{self, Capacity, EventAction},
    order::OrderStatus,
    webhook_delivery::{self, WebhookDeliveryStatus},
    webhook_endpoint::{self, WebhookEndpointStatus, WebhookEvent},
};
use kernel::OrganizationId;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, LockBehavior, LockType, Query},
};
use serde_json::json;

/// A delivery that belongs to the caller until its lease ends. Nothing else is sent to its endpoint meanwhile.
#[derive(Clone, Debug)]
pub struct ClaimedWebhook {
    /// Where it goes.
    pub endpoint: webhook_endpoint::Model,
    /// Which.
    pub delivery: webhook_delivery::Model,
    /// What happened.
    pub event: event::Model,
}

/// How a try went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookOutcome {
    /// The other side has it.
    Delivered {
        /// The HTTP status of the answer.
        status: u16,
    },
    /// It is tried again later, unless it was tried often enough.
    Failed {
        /// The HTTP status of the answer, if there was one.
        status: Option<u16>,
        /// Why.
        error: String,
    },
    /// The other side says that nobody is there any more.
    Gone {
        /// The HTTP status of the answer.
        status: u16,
        /// Why it is given up.
        error: String,
    },
}

/// How many seconds pass after each try that failed. With the first try that is twelve tries in about two days.
const PAUSES: [i64; 11] = [30, 60, 120, 300, 600, 1_200, 1_800, 7_200, 21_600, 43_200, 86_400];

/// A delivery that was tried so often no longer holds up those behind it. That takes more than an hour.
const STEPS_ASIDE: i32 = 8;

/// How many events are looked at in one transaction.
const AT_A_TIME: u64 = 500;

/// What happens in the log when an event is told outside.
const fn action(event: WebhookEvent) -> EventAction {
    match event {
        WebhookEvent::OrderPaid => EventAction::OrderPaid,
        WebhookEvent::OrderRefunded => EventAction::RefundCompleted,
        WebhookEvent::EnrollmentCreated => EventAction::MemberEnrolled,
        WebhookEvent::CourseCompleted => EventAction::CourseCompleted,
        WebhookEvent::CertificateIssued => EventAction::CertificateIssued,
        WebhookEvent::PayoutMade => EventAction::PayoutMade,
    }
}

/// Whether an event is one of those that are told. Money that goes back of an order that was never paid is none: nobody was told of
/// the order either.
fn is_told(event: &event::Model) -> bool {
    let of_cancelled = event
        .after
        .as_ref()
        .is_some_and(|after| after["orderStatus"] == OrderStatus::Cancelled.name());
    !(event.action == EventAction::RefundCompleted && of_cancelled)
}

/// Endpoints whose organization's log goes on behind their place in it.
fn is_behind() -> Condition {
    let newest = Query::select()
        .expr(Func::max(Expr::col(event::Column::Position.as_column_ref())))
        .from(event::Entity)
        .and_where(
            Expr::col(event::Column::OrganizationId.as_column_ref())
                .equals(webhook_endpoint::Column::OrganizationId.as_column_ref()),
        )
        .to_owned();
    Condition::all()
        .add(webhook_endpoint::Column::Status.eq(WebhookEndpointStatus::Enabled))
        .add(Expr::col(webhook_endpoint::Column::Position.as_column_ref()).lt(newest))
}

/// Endpoints that something may have to be sent to, and nobody is sending to.
fn is_due(now: DateTime<Utc>) -> Condition {
    let free = Condition::any()
        .add(webhook_endpoint::Column::ClaimedUntil.is_null())
        .add(webhook_endpoint::Column::ClaimedUntil.lte(now));
    Condition::all()
        .add(webhook_endpoint::Column::Status.eq(WebhookEndpointStatus::Enabled))
        .add(webhook_endpoint::Column::DueAt.lte(now))
        .add(free)
}

/// What waits to be sent to an endpoint.
fn waiting(endpoint: &webhook_endpoint::Model) -> Condition {
    Condition::all()
        .add(webhook_delivery::Column::OrganizationId.eq(endpoint.organization_id))
        .add(webhook_delivery::Column::EndpointId.eq(endpoint.id))
        .add(webhook_delivery::Column::Status.eq(WebhookDeliveryStatus::Pending))
}

/// Nothing that is found is shown to anybody: the work of the server itself, in every organization.
#[expect(
    clippy::disallowed_methods,
    reason = "webhooks are the server's own work; what is sent goes to whoever the organization has named"
)]
impl Store {
    /// Writes down what has to be sent because of what was added to the logs, and gives how much that was.
    pub async fn follow_webhooks(&self) -> Result<u64, StoreError> {
        let mut written = 0;
        while self.any_endpoint(is_behind()).await? {
            let Some(more) = self.follow_one().await? else {
                break;
            };
            written += more;
        }
        Ok(written)
    }

    /// Takes one endpoint further through the log; none, where another worker does.
    async fn follow_one(&self) -> Result<Option<u64>, StoreError> {
        let _one_writer = self.write_turn().await;
        let tx = self.begin_webhooks().await?;
        let Some(endpoint) = lock_one(&tx, is_behind()).await? else {
            return Ok(None);
        };
        let newest = feed::newest(&tx.runner(), endpoint.organization_id).await?;
        let wanted = &endpoint.events.0;
        let events = event::Entity::find()
            .filter(event::Column::OrganizationId.eq(endpoint.organization_id))
            .filter(event::Column::Position.gt(endpoint.position))
            .filter(event::Column::Position.lte(newest))
            .filter(event::Column::Action.is_in(wanted.iter().map(|wanted| action(*wanted))))
            .order_by_asc(event::Column::Position)
            .limit(AT_A_TIME)
            .all(tx.raw())
            .await?;
        let is_cut = u64::try_from(events.len()).is_ok_and(|found| found == AT_A_TIME);
        let last = events.last().and_then(|event| event.position);
        let reached = last.filter(|_| is_cut).unwrap_or(newest);
        let deliveries: Vec<_> = events
            .iter()
            .filter(|event| is_told(event))
            .filter_map(|event| {
                let told = wanted.iter().find(|wanted| action(**wanted) == event.action)?;
                Some(delivery(&tx, &endpoint, event, *told))
            })
            .collect();
        let written = u64::try_from(deliveries.len()).unwrap_or_default();
        let mut update = webhook_endpoint::Entity::update_many()
            .col_expr(webhook_endpoint::Column::Position, Expr::value(reached))
            .filter(webhook_endpoint::Column::Id.eq(endpoint.id));
        if written > 0 {
            webhook_delivery::Entity::insert_many(deliveries)
                .exec_without_returning(tx.raw())
                .await?;
            update = update.col_expr(webhook_endpoint::Column::DueAt, Expr::value(tx.now()));
        }
        update.exec(tx.raw()).await?;
        tx.commit().await?;
        Ok(Some(written))
    }

    /// Claims the next delivery of the endpoint that has waited longest, for the length of the lease. Whoever dies with it
    /// loses it then.
    pub async fn claim_webhook(&self, lease: Duration) -> Result<Option<ClaimedWebhook>, StoreError> {
        while self.any_endpoint(is_due(self.now())).await? {
            let _one_writer = self.write_turn().await;
            let tx = self.begin_webhooks().await?;
            let Some(mut endpoint) = lock_one(&tx, is_due(tx.now())).await? else {
                return Ok(None);
            };
            let (next, due_at) = next_of(&tx, &endpoint).await?;
            let Some(mut delivery) = next else {
                set_due(&tx, &endpoint, due_at).await?;
                tx.commit().await?;
                continue;
            };
            endpoint.claimed_until = Some(tx.now() + lease);
            webhook_endpoint::Entity::update_many()
                .col_expr(
                    webhook_endpoint::Column::ClaimedUntil,
                    Expr::value(endpoint.claimed_until),
                )
                .filter(webhook_endpoint::Column::Id.eq(endpoint.id))
                .exec(tx.raw())
                .await?;
            delivery.attempts += 1;
            delivery.attempted_at = Some(tx.now());
            webhook_delivery::Entity::update_many()
                .col_expr(webhook_delivery::Column::Attempts, Expr::value(delivery.attempts))
                .col_expr(
                    webhook_delivery::Column::AttemptedAt,
                    Expr::value(delivery.attempted_at),
                )
                .filter(webhook_delivery::Column::Id.eq(delivery.id))
                .exec(tx.raw())
                .await?;
            let event = event::Entity::find_by_id(delivery.event_id)
                .one(tx.raw())
                .await?
                .ok_or_else(|| DbErr::RecordNotFound("event".to_owned()))?;
            tx.commit().await?;
            return Ok(Some(ClaimedWebhook {
                endpoint,
                delivery,
                event,
            }));
        }
        Ok(None)
    }

    /// Notes how a try went, if the caller still holds the delivery, and frees the endpoint for the next one.
    pub async fn settle_webhook(
        &self,
        claimed: &ClaimedWebhook,
        outcome: &WebhookOutcome,
    ) -> Result<(), StoreError> {
        let _one_writer = self.write_turn().await;
        let tx = self.begin_webhooks().await?;
        let ClaimedWebhook {
            endpoint, delivery, ..
        } = claimed;
        let freed = webhook_endpoint::Entity::update_many()
            .col_expr(
                webhook_endpoint::Column::ClaimedUntil,
                Expr::value(None::<DateTime<Utc>>),
            )
            .col_expr(webhook_endpoint::Column::DueAt, Expr::value(tx.now()))
            .filter(webhook_endpoint::Column::Id.eq(endpoint.id))
            // Another worker has taken over where the lease is no longer ours.
            .filter(webhook_endpoint::Column::ClaimedUntil.eq(endpoint.claimed_until))
            .exec(tx.raw())
            .await?;
        if freed.rows_affected == 0 {
            return Ok(());
        }
        let attempts = usize::try_from(delivery.attempts).unwrap_or(usize::MAX);
        let pause = PAUSES.get(attempts.saturating_sub(1)).copied();
        let (status, again, response, error) = match outcome {
            WebhookOutcome::Delivered { status } => {
                (WebhookDeliveryStatus::Delivered, None, Some(*status), None)
            }
            WebhookOutcome::Failed { status, error } => match pause {
                Some(seconds) => (
                    WebhookDeliveryStatus::Pending,
                    Some(tx.now() + Duration::seconds(seconds)),
                    *status,
                    Some(error),
                ),
                None => (WebhookDeliveryStatus::Failed, None, *status, Some(error)),
            },
            WebhookOutcome::Gone { status, error } => {
                (WebhookDeliveryStatus::Failed, None, Some(*status), Some(error))
            }
        };
        let mut update = webhook_delivery::Entity::update_many()
            .col_expr(webhook_delivery::Column::Status, Expr::value(status))
            .col_expr(
                webhook_delivery::Column::ResponseStatus,
                Expr::value(response.map(i32::from)),
            )
            .col_expr(webhook_delivery::Column::LastError, Expr::value(error.cloned()))
            .filter(webhook_delivery::Column::Id.eq(delivery.id))
            // Somebody has asked for it again where the number of tries is no longer ours.
            .filter(webhook_delivery::Column::Attempts.eq(delivery.attempts));
        update = match again {
            Some(moment) => update.col_expr(webhook_delivery::Column::RunAt, Expr::value(moment)),
            None => update.col_expr(webhook_delivery::Column::FinishedAt, Expr::value(Some(tx.now()))),
        };
        update.exec(tx.raw()).await?;
        if let WebhookOutcome::Gone { .. } = outcome {
            switch_off(&tx, endpoint).await?;
        }
        tx.commit().await
    }

    /// Whether there is such an endpoint: an idle worker asks every second and must not take the writers' turn for that.
    async fn any_endpoint(&self, which: Condition) -> Result<bool, StoreError> {
        let endpoints = self
            .across(CrossOrganization::Webhooks)
            .find::<webhook_endpoint::Entity>();
        Ok(endpoints.filter(which).limit(1).one().await?.is_some())
    }

    async fn begin_webhooks(&self) -> Result<Tx, StoreError> {
        let view = View::Across(CrossOrganization::Webhooks);
        Tx::begin(self.clone(), Actor::System(SystemTask::Webhooks), None, view).await
    }
}

/// One endpoint that no other worker has before it right now, the one that has waited longest first.
#[expect(clippy::disallowed_methods, reason = "webhooks are the server's own work")]
async fn lock_one(tx: &Tx, which: Condition) -> Result<Option<webhook_endpoint::Model>, StoreError> {
    let mut endpoints = webhook_endpoint::Entity::find()
        .filter(which)
        .order_by_asc(webhook_endpoint::Column::DueAt)
        .order_by_asc(webhook_endpoint::Column::Id)
        .limit(1);
    if tx.engine() == Engine::Postgres {
        endpoints = endpoints.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    Ok(endpoints.one(tx.raw()).await?)
}

fn delivery(
    tx: &Tx,
    endpoint: &webhook_endpoint::Model,
    event: &event::Model,
    told: WebhookEvent,
) -> webhook_delivery::ActiveModel {
    webhook_delivery::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(endpoint.organization_id),
        endpoint_id: Set(endpoint.id),
        event_id: Set(event.id),
        position: Set(event.position.unwrap_or_default()),
        event: Set(told),
        occurred_at: Set(event.occurred_at),
        status: Set(WebhookDeliveryStatus::Pending),
        attempts: Set(0),
        run_at: Set(tx.now()),
        attempted_at: Set(None),
        response_status: Set(None),
        last_error: Set(None),
        created_at: Set(tx.now()),
        finished_at: Set(None),
    }
}

/// What is sent to an endpoint now, and if that is nothing, when there will be something. Earlier events come first: one that
/// failed waits for its next try and keeps the later ones waiting, until it was tried often enough to step aside.
#[expect(clippy::disallowed_methods, reason = "webhooks are the server's own work")]
async fn next_of(
    tx: &Tx,
    endpoint: &webhook_endpoint::Model,
) -> Result<(Option<webhook_delivery::Model>, Option<DateTime<Utc>>), StoreError> {
    use webhook_delivery::{Column, Entity};
    let first = Entity::find()
        .filter(waiting(endpoint))
        .filter(Column::Attempts.lt(STEPS_ASIDE))
        .order_by_asc(Column::Position)
        .limit(1)
        .one(tx.raw())
        .await?;
    let in_turn = waiting(endpoint).add_option(first.map(|first| Column::Position.lte(first.position)));
    let next = Entity::find()
        .filter(in_turn.clone())
        .filter(Column::RunAt.lte(tx.now()))
        .order_by_asc(Column::Position)
        .limit(1)
        .one(tx.raw())
        .await?;
    if next.is_some() {
        return Ok((next, None));
    }
    let soonest = Entity::find()
        .filter(in_turn)
        .order_by_asc(Column::RunAt)
        .limit(1)
        .one(tx.raw())
        .await?;
    Ok((None, soonest.map(|soonest| soonest.run_at)))
}

#[expect(clippy::disallowed_methods, reason = "webhooks are the server's own work")]
async fn set_due(
    tx: &Tx,
    endpoint: &webhook_endpoint::Model,
    due_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    webhook_endpoint::Entity::update_many()
        .col_expr(webhook_endpoint::Column::DueAt, Expr::value(due_at))
        .filter(webhook_endpoint::Column::Id.eq(endpoint.id))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Sends nothing more to an endpoint, unless somebody has changed it since the try began.
#[expect(clippy::disallowed_methods, reason = "webhooks are the server's own work")]
async fn switch_off(tx: &Tx, endpoint: &webhook_endpoint::Model) -> Result<(), StoreError> {
    let done = webhook_endpoint::Entity::update_many()
        .col_expr(
            webhook_endpoint::Column::Status,
            Expr::value(WebhookEndpointStatus::Gone),
        )
        .col_expr(
            webhook_endpoint::Column::Version,
            Expr::value(endpoint.version + 1),
        )
        .col_expr(webhook_endpoint::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(webhook_endpoint::Column::Id.eq(endpoint.id))
        .filter(webhook_endpoint::Column::Version.eq(endpoint.version))
        .exec(tx.raw())
        .await?;
    if done.rows_affected == 1 {
        let organization: OrganizationId = endpoint.organization_id;
        let gone = NewEvent::new(EventAction::WebhookEndpointGone, endpoint.id)
            .before(json!({ "status": endpoint.status }))
            .after(json!({ "status": WebhookEndpointStatus::Gone }));
        log::tell(tx, Some(organization), Capacity::System, gone);
    }
    Ok(())
}

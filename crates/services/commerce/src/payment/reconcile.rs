//! Looking after payments and refunds that wait.

use super::{
    SETTLING, collect,
    settle::{Report, settle},
};
use crate::refund;
use chrono::Duration;
use entities::{
    payment::{self, PaymentStatus},
    refund::{self as refunds, RefundStatus},
};
use kernel::PaymentId;
use payments::{PaymentGateway, PaymentState};
use sea_orm::{ColumnTrait, Condition, Order};
use store::{CrossOrganization, Failure, Store, Target};

/// How long an order waits for its payment.
const PATIENCE: Duration = Duration::hours(24);

/// How long a question that was asked with an order may be under way before somebody else asks it.
const UNDER_WAY: Duration = Duration::minutes(1);

/// How long a provider that has answered is left alone.
const PAUSE: Duration = Duration::minutes(10);

/// The most that is looked after in one round.
const ROUND: u64 = 200;

/// What a round has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Payments that were given up because nobody paid.
    pub given_up: u64,
    /// Payments that the provider was asked about again.
    pub asked: u64,
    /// Refunds that the provider was asked for again.
    pub refunds: u64,
}

/// Gives up orders that were not paid within a day, and asks the provider again for payments and refunds that nobody has
/// heard of: because this process ended, because the provider could not be reached, or because a message was lost.
///
/// One that cannot be settled does not keep the others waiting; it is logged and looked at again in the next round.
pub async fn reconcile(store: &Store, gateway: &dyn PaymentGateway) -> Result<Reconciled, Failure> {
    let mut done = Reconciled::default();
    for payment in waiting(store, true).await? {
        done.given_up += count(payment.id, give_up(store, payment.id).await);
    }
    for payment in waiting(store, false).await? {
        done.asked += count(payment.id, collect(store, gateway, None, &payment).await);
    }
    for id in open_refunds(store).await? {
        done.refunds += count(id, refund::process(store, gateway, None, id).await);
    }
    Ok(done)
}

fn count<T>(id: impl std::fmt::Display, outcome: Result<T, Failure>) -> u64 {
    match outcome {
        Ok(_) => 1,
        Err(error) => {
            tracing::error!(%id, ?error, "not reconciled");
            0
        }
    }
}

/// Payments whose time is over, or those that somebody has to ask about.
async fn waiting(store: &Store, is_over: bool) -> Result<Vec<payment::Model>, Failure> {
    let open = [PaymentStatus::Pending, PaymentStatus::RequiresAction];
    let over = store.now() - PATIENCE;
    let which = Condition::all().add(payment::Column::Status.is_in(open));
    let which = if is_over {
        which.add(payment::Column::CreatedAt.lte(over))
    } else {
        which.add(payment::Column::CreatedAt.gt(over)).add(
            Condition::any()
                .add(
                    Condition::all()
                        .add(payment::Column::AskedAt.is_null())
                        .add(payment::Column::CreatedAt.lte(store.now() - UNDER_WAY)),
                )
                .add(payment::Column::AskedAt.lte(store.now() - PAUSE))
                // The provider could not be reached, and has given it no name yet.
                .add(
                    Condition::all()
                        .add(payment::Column::Reference.is_null())
                        .add(payment::Column::AskedAt.lte(store.now() - UNDER_WAY)),
                ),
        )
    };
    Ok(store
        .across(CrossOrganization::PaymentProvider)
        .find::<payment::Entity>()
        .filter(which)
        .order_by(payment::Column::CreatedAt, Order::Asc)
        .limit(ROUND)
        .all()
        .await?)
}

async fn open_refunds(store: &Store) -> Result<Vec<kernel::RefundId>, Failure> {
    let due = Condition::all()
        .add(refunds::Column::Status.eq(RefundStatus::Pending))
        .add(
            Condition::any()
                .add(
                    Condition::all()
                        .add(refunds::Column::AskedAt.is_null())
                        .add(refunds::Column::UpdatedAt.lte(store.now() - UNDER_WAY)),
                )
                .add(refunds::Column::AskedAt.lte(store.now() - PAUSE)),
        );
    let rows = store
        .across(CrossOrganization::PaymentProvider)
        .find::<refunds::Entity>()
        .filter(due)
        .order_by(refunds::Column::UpdatedAt, Order::Asc)
        .limit(ROUND)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Gives up a payment that nobody has made.
async fn give_up(store: &Store, id: PaymentId) -> Result<payment::Model, Failure> {
    let report = Report {
        state: PaymentState::Cancelled,
        reference: None,
        client_secret: None,
        failure_code: Some("expired".to_owned()),
        is_answer: false,
    };
    let target = Target::of::<payment::Entity>("payment", id);
    store
        .write_in(&SETTLING, None, &target, |tx| {
            let report = report.clone();
            Box::pin(async move { settle(tx, id, &report).await })
        })
        .await
}

//! Looking after payments and refunds that wait.

use super::{
    SETTLING,
    collect::collect_stored,
    settle::{Report, settle},
    stored,
};
use crate::refund;
use authz::actions::SettlePayment;
use chrono::Duration;
use entities::{
    payment::{self, PaymentStatus},
    refund::{self as refunds, RefundStatus},
};
use kernel::PaymentId;
use payments::{PaymentError, PaymentGateway, PaymentState};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, Order,
    sea_query::{Expr, ExprTrait},
};
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
    /// Payments that can no longer be made at the provider, because their orders were given up.
    pub withdrawn: u64,
}

/// Gives up orders that were not paid within a day, tells the provider that nobody is to pay what was given up, and asks the provider again for payments and refunds that nobody has
/// heard of: because this process ended, because the provider could not be reached, or because a message was lost.
///
/// One that cannot be settled does not keep the others waiting; it is logged and looked at again in the next round.
pub async fn reconcile(store: &Store, gateway: &dyn PaymentGateway) -> Result<Reconciled, Failure> {
    let mut done = Reconciled::default();
    for payment in waiting(store, true).await? {
        done.given_up += count(payment.id, give_up(store, payment.id).await);
    }
    for payment in waiting(store, false).await? {
        done.asked += count(payment.id, collect_stored(store, gateway, None, &payment).await);
    }
    for id in open_refunds(store).await? {
        done.refunds += count(id, refund::process(store, gateway, None, id).await);
    }
    for payment in to_withdraw(store, gateway).await? {
        let withdrawn = withdraw(store, gateway, &payment).await;
        let is_done = !matches!(withdrawn, Ok(false));
        done.withdrawn += u64::from(is_done) * count(payment.id, withdrawn);
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

/// Whether a column holds one of some names. They stand in the statement itself: PostgreSQL makes one plan for all parameters, and knows
/// that it can use an index of just these rows only where they are no parameters.
fn one_of<const N: usize>(column: impl ColumnTrait, names: [&'static str; N]) -> Expr {
    let names = names.map(|name| Expr::cust(format!("'{name}'")));
    Expr::col(column.as_column_ref()).is_in(names)
}

/// Payments whose time is over, or those that somebody has to ask about.
async fn waiting(store: &Store, is_over: bool) -> Result<Vec<payment::Model>, Failure> {
    let open = [PaymentStatus::Pending, PaymentStatus::RequiresAction];
    let over = store.now() - PATIENCE;
    let which = Condition::all().add(one_of(payment::Column::Status, open.map(PaymentStatus::name)));
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
        .add(one_of(refunds::Column::Status, [RefundStatus::Pending.name()]))
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

/// Payments of orders that were given up, which could still be made at the provider.
async fn to_withdraw(store: &Store, gateway: &dyn PaymentGateway) -> Result<Vec<payment::Model>, Failure> {
    let which = Condition::all()
        .add(one_of(
            payment::Column::Status,
            [PaymentStatus::Failed, PaymentStatus::Cancelled].map(PaymentStatus::name),
        ))
        .add(payment::Column::Provider.eq(stored(gateway.provider())))
        .add(payment::Column::Reference.is_not_null())
        .add(payment::Column::WithdrawnAt.is_null());
    Ok(store
        .across(CrossOrganization::PaymentProvider)
        .find::<payment::Entity>()
        .filter(which)
        .order_by(payment::Column::UpdatedAt, Order::Asc)
        .limit(ROUND)
        .all()
        .await?)
}

/// Tells the provider, and says whether that is done with. What somebody has paid all the same is told by a message, and goes
/// back.
async fn withdraw(
    store: &Store,
    gateway: &dyn PaymentGateway,
    payment: &payment::Model,
) -> Result<bool, Failure> {
    let Some(reference) = &payment.reference else {
        return Ok(false);
    };
    // The connection that was read on is not held while the provider thinks.
    store.end_reading().await;
    match gateway.withdraw_payment(reference).await {
        Ok(()) => {}
        Err(PaymentError::Permanent(why)) => {
            tracing::warn!(payment = %payment.id, why, "the provider does not withdraw a payment");
        }
        Err(error @ (PaymentError::Settings(_) | PaymentError::Temporary(_))) => {
            tracing::warn!(payment = %payment.id, %error, "a payment was not withdrawn; the provider is asked again");
            return Ok(false);
        }
    }
    let id = payment.id;
    let target = Target::of::<payment::Entity>("payment", id);
    store
        .write_in(&SETTLING, None, &target, |tx| {
            Box::pin(async move {
                let granted = tx.load_for::<SettlePayment>("payment", id).await?;
                let version = granted.version + 1;
                tx.update(granted, |row| {
                    row.withdrawn_at = Set(Some(tx.now()));
                    row.version = Set(version);
                    row.updated_at = Set(tx.now());
                })
                .await?;
                Ok(true)
            })
        })
        .await
}

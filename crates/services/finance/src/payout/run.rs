//! Paying out.

use super::due::{Balance, balances, unpaid};
use crate::{
    input::{self, moment},
    posting::{NewTransaction, Side, Source, post},
};
use authz::actions::RunPayout;
use chrono::{DateTime, Duration, Utc};
use entities::{
    earning,
    event::EventAction,
    ledger_account::AccountCode,
    ledger_transaction::TransactionKind,
    payout::{self, PayoutStatus},
    payout_run,
};
use kernel::{Code, Currency, Money, OrganizationId, PayoutRunId, Problem, Problems};
use rust_decimal::Decimal;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DbErr, Order,
};
use serde::Serialize;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx, StoreError};

const THOUSAND: i64 = 1_000;
const LARGEST_MINIMUM: i64 = 1_000_000_000;
const LONGEST_HOLD: i32 = 365;

/// What to pay out.
#[derive(Clone, Debug, Serialize)]
pub struct RunPayouts {
    /// Smaller sums are carried over: an amount in the major unit of each currency, with at most three decimals; 20.00,
    /// if not given.
    pub minimum: Option<Decimal>,
    /// Only what was earned before this moment; everything earned so far, if not given.
    pub cutoff: Option<DateTime<Utc>>,
    /// How many days earlier the cutoff really is, to wait for refunds; none, if not given.
    pub hold_days: Option<i32>,
}

/// What a run has done.
#[derive(Clone, Debug)]
pub struct Run {
    /// The run; none, where nobody was due.
    pub run: Option<payout_run::Model>,
    /// Who was paid how much.
    pub payouts: Vec<payout::Model>,
    /// What is carried over to the next run, because it is too little.
    pub carried: Vec<Balance>,
    /// Whether this is the answer to an earlier request with the same key.
    pub replayed: bool,
}

/// Pays every employee, in every currency, what they have earned and were not paid, if it is at least the minimum. What
/// is less, or below zero after refunds, is carried over. A run that pays nobody leaves no trace but its key.
///
/// Runs of an organization wait for each other, so an earning is paid once.
///
/// Refuses with `OUT_OF_RANGE`, `AMOUNT_TOO_PRECISE`, `EMPLOYEE_REQUIRED`, `IDEMPOTENCY_CONFLICT`.
pub async fn run_payouts(
    tx: &OrgTx,
    organization: OrganizationId,
    input: RunPayouts,
    idempotency_key: &str,
) -> Result<Run, Failure> {
    let granted = tx.load_for::<RunPayout>("organizationId", organization).await?;
    let by = input::employee(tx)?;
    let (minimum, until) = checked(tx, &input)?;
    let id = tx.new_id::<PayoutRunId>();
    if let Some(earlier) = tx.once("runPayouts", idempotency_key, &input, id).await? {
        return replayed(tx, earlier, until, minimum).await;
    }
    let (due, carried): (Vec<_>, Vec<_>) = balances(tx, until)
        .await?
        .into_iter()
        .partition(|balance| is_due(balance, minimum));
    if due.is_empty() {
        return Ok(Run {
            run: None,
            payouts: Vec::new(),
            carried,
            replayed: false,
        });
    }
    let row = payout_run::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        number: Set(next_number(tx).await?),
        cutoff_at: Set(until),
        minimum_thousandths: Set(thousandths(minimum).ok_or(Failure::Defect("a minimum was not checked"))?),
        run_by_employee_id: Set(by),
        created_at: Set(tx.now()),
    };
    let run = tx.create_from::<_, payout_run::Entity>(&granted, row).await?;
    let payouts = pay(tx, &granted, &run, &due).await?;
    settle(tx, &granted, &run, &payouts).await?;
    tell(tx, &run, &payouts).await?;
    Ok(Run {
        run: Some(run),
        payouts,
        carried,
        replayed: false,
    })
}

/// The minimum in major units, and the moment before which something was earned.
fn checked(tx: &OrgTx, input: &RunPayouts) -> Result<(Decimal, DateTime<Utc>), Failure> {
    let RunPayouts {
        minimum,
        cutoff,
        hold_days,
    } = input;
    let minimum = minimum.unwrap_or(Decimal::from(20)).normalize();
    let hold_days = hold_days.unwrap_or(0);
    let mut problems = Problems::default();
    problems.require(minimum.scale() <= 3, || {
        Problem::at("minimum", Code::AmountTooPrecise).with("decimals", 3)
    });
    problems.require(
        minimum >= Decimal::ZERO && minimum <= Decimal::from(LARGEST_MINIMUM),
        || {
            Problem::at("minimum", Code::OutOfRange)
                .with("min", "0")
                .with("max", LARGEST_MINIMUM.to_string())
        },
    );
    problems.require((0..=LONGEST_HOLD).contains(&hold_days), || {
        Problem::at("holdDays", Code::OutOfRange)
            .with("min", 0)
            .with("max", LONGEST_HOLD)
    });
    problems.require(cutoff.is_none_or(|cutoff| cutoff <= tx.now()), || {
        Problem::at("cutoff", Code::OutOfRange).with("max", moment(tx.now()))
    });
    problems.into_result()?;
    // What is earned this very moment is earned so far.
    let until = cutoff.unwrap_or_else(|| tx.now() + Duration::microseconds(1));
    let until = until
        .checked_sub_signed(Duration::days(hold_days.into()))
        .ok_or(Failure::Defect("a moment out of range"))?;
    Ok((minimum, until))
}

fn thousandths(minimum: Decimal) -> Option<i64> {
    i64::try_from(minimum * Decimal::from(THOUSAND)).ok()
}

fn is_due(balance: &Balance, minimum: Decimal) -> bool {
    let Some(currency) = Currency::parse(&balance.currency) else {
        return false;
    };
    balance.amount_minor > 0 && Money::new(balance.amount_minor, currency).to_decimal() >= minimum
}

async fn next_number(tx: &OrgTx) -> Result<i32, Failure> {
    let last = tx
        .find_for_rule::<payout_run::Entity>()
        .order_by(payout_run::Column::Number, Order::Desc)
        .limit(1)
        .one()
        .await?;
    Ok(last.map_or(1, |run| run.number + 1))
}

/// Writes the payouts and links the earnings to them.
async fn pay(
    tx: &OrgTx,
    granted: &Granted<RunPayout>,
    run: &payout_run::Model,
    due: &[Balance],
) -> Result<Vec<payout::Model>, Failure> {
    let payouts: Vec<payout::Model> = due
        .iter()
        .map(|balance| payout::Model {
            id: tx.new_id(),
            organization_id: tx.organization(),
            run_id: run.id,
            employee_id: balance.employee_id,
            currency: balance.currency.clone(),
            amount_minor: balance.amount_minor,
            status: PayoutStatus::Paid,
            paid_at: tx.now(),
            created_at: tx.now(),
        })
        .collect();
    let rows = payouts
        .iter()
        .cloned()
        .map(sea_orm::IntoActiveModel::into_active_model)
        .collect();
    tx.create_all_from::<_, payout::Entity>(granted, rows).await?;
    for (payout, balance) in payouts.iter().zip(due) {
        let which = unpaid(run.organization_id, run.cutoff_at)
            .add(earning::Column::EmployeeId.eq(balance.employee_id))
            .add(earning::Column::Currency.eq(balance.currency.as_str()));
        let link = earning::ActiveModel {
            payout_id: Set(Some(payout.id)),
            ..unchanged()
        };
        let linked = tx
            .change_all_from::<_, earning::Entity>(granted, which, link)
            .await?;
        if i64::try_from(linked) != Ok(balance.earnings) {
            // Somebody has just sold something that counts for before the cutoff: begin anew and pay that as well.
            let sold = DbErr::Custom("something was earned meanwhile".to_owned());
            return Err(StoreError::Busy(sold).into());
        }
    }
    Ok(payouts)
}

const fn unchanged() -> earning::ActiveModel {
    earning::ActiveModel {
        id: NotSet,
        organization_id: NotSet,
        revenue_id: NotSet,
        attribution_id: NotSet,
        employee_id: NotSet,
        currency: NotSet,
        share_ppm: NotSet,
        amount_minor: NotSet,
        earned_at: NotSet,
        payout_id: NotSet,
        created_at: NotSet,
    }
}

/// Posts each payout: it is no longer owed, and the money is gone.
async fn settle(
    tx: &OrgTx,
    granted: &Granted<RunPayout>,
    run: &payout_run::Model,
    payouts: &[payout::Model],
) -> Result<(), Failure> {
    // The payouts are in the order of their currencies.
    for group in payouts.chunk_by(|one, other| one.currency == other.currency) {
        let Some(first) = group.first() else { continue };
        let sides = group.iter().flat_map(|payout| {
            [
                Side::payable(payout.employee_id, payout.amount_minor),
                Side::debit(AccountCode::Clearing, -payout.amount_minor),
            ]
        });
        let transaction = NewTransaction {
            kind: TransactionKind::Payout,
            source: Source::of(run.id),
            currency: first.currency.clone(),
            occurred_at: tx.now(),
            sides: sides.collect(),
        };
        post(tx, granted, transaction).await?;
    }
    Ok(())
}

async fn tell(tx: &OrgTx, run: &payout_run::Model, payouts: &[payout::Model]) -> Result<(), Failure> {
    tx.emit(
        NewEvent::new(EventAction::PayoutRunCompleted, run.id).after(json!({
            "number": run.number,
            "cutoff": moment(run.cutoff_at),
            "payouts": payouts.len(),
        })),
    )
    .await?;
    for payout in payouts {
        let amount = Currency::parse(&payout.currency)
            .map(|currency| Money::new(payout.amount_minor, currency).to_decimal().to_string());
        tx.emit(NewEvent::new(EventAction::PayoutMade, payout.id).after(json!({
            "runId": run.id.to_string(),
            "employeeId": payout.employee_id.to_string(),
            "amount": amount,
            "currency": payout.currency,
        })))
        .await?;
    }
    Ok(())
}

/// What an earlier run has done, and what is carried over since.
async fn replayed(
    tx: &OrgTx,
    id: PayoutRunId,
    until: DateTime<Utc>,
    minimum: Decimal,
) -> Result<Run, Failure> {
    let run = tx
        .find_for_rule::<payout_run::Entity>()
        .filter(payout_run::Column::Id.eq(id))
        .one()
        .await?;
    let payouts = tx
        .find_for_rule::<payout::Entity>()
        .filter(payout::Column::RunId.eq(id))
        .order_by(payout::Column::Currency, Order::Asc)
        .order_by(payout::Column::EmployeeId, Order::Asc)
        .all()
        .await?;
    let until = run.as_ref().map_or(until, |run| run.cutoff_at);
    let mut carried = balances(tx, until).await?;
    // What has become enough since is due in the next run.
    carried.retain(|balance| !is_due(balance, minimum));
    Ok(Run {
        carried,
        run,
        payouts,
        replayed: true,
    })
}

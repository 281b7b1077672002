//! Posting an entry by hand.

use super::counts;
use crate::{
    input::{self, moment},
    posting::{ByHand, NewTransaction, Side, Source, post_by_hand},
};
use authz::actions::PostLedgerEntry as Action;
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    ledger_account::AccountCode,
    ledger_transaction::{self, TransactionKind},
};
use kernel::{
    Code, Currency, LedgerTransactionId, Money, MoneyError, OrganizationId, Problem, Problems, TextLimits,
    line, within,
};
use rust_decimal::Decimal;
use sea_orm::ColumnTrait;
use serde::Serialize;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// The largest amount of a side, in minor units: far below what an account could no longer add up.
const LARGEST: i64 = 1_000_000_000_000;

/// How many sides an entry has at most.
const MOST_SIDES: usize = 20;

/// One side of an entry: either a debit or a credit.
#[derive(Clone, Debug, Serialize)]
pub struct EntrySide {
    /// The account.
    pub account: AccountCode,
    /// What is debited, in the major unit.
    pub debit: Option<Decimal>,
    /// What is credited, in the major unit.
    pub credit: Option<Decimal>,
}

/// An entry by hand.
#[derive(Clone, Debug, Serialize)]
pub struct PostLedgerEntry {
    /// The ISO 4217 code of the currency.
    pub currency: String,
    /// Debits and credits, together zero.
    pub sides: Vec<EntrySide>,
    /// What it is, for whoever reads the books.
    pub note: String,
    /// When it happened; now, if not given.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Whether what happened in closed books is posted now, with a note of when it happened.
    pub into_open_books: bool,
}

/// An entry, and whether it is the answer to an earlier request.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The transaction.
    pub transaction: ledger_transaction::Model,
    /// Whether an earlier request with the same key has posted it.
    pub replayed: bool,
}

/// Posts an entry by hand, such as sales tax that was handed over. Accounts that follow something else, such as what is owed to
/// an employee or on a gift card, are not for it.
///
/// Refuses with `UNKNOWN_CURRENCY`, `EXACTLY_ONE`, `OUT_OF_RANGE`, `AMOUNT_TOO_PRECISE`, `DUPLICATE`, `ACCOUNT_NOT_FOR_ENTRIES`,
/// `ENTRY_UNBALANCED`, `PERIOD_CLOSED`, `EMPLOYEE_REQUIRED`, `IDEMPOTENCY_CONFLICT`.
pub async fn post_ledger_entry(
    tx: &OrgTx,
    organization: OrganizationId,
    input: PostLedgerEntry,
    idempotency_key: &str,
) -> Result<Posted, Failure> {
    let granted = tx.load_for::<Action>("organizationId", organization).await?;
    input::employee(tx)?;
    let id = tx.new_id::<LedgerTransactionId>();
    if let Some(earlier) = tx.once("postLedgerEntry", idempotency_key, &input, id).await? {
        return replayed(tx, earlier).await;
    }
    let PostLedgerEntry {
        currency,
        sides,
        note,
        occurred_at,
        into_open_books,
    } = input;
    let mut problems = Problems::default();
    let note = problems.take(line("note", &note, TextLimits::LINE));
    let when = problems.take(counts(tx, &granted, occurred_at, into_open_books));
    let currency = problems
        .take(Currency::parse(&currency).ok_or_else(|| Problem::at("currency", Code::UnknownCurrency)));
    let sides = currency.and_then(|currency| {
        checked(&sides, currency)
            .map_err(|wrong| wrong.into_iter().for_each(|problem| problems.add(problem)))
            .ok()
    });
    problems.into_result()?;
    let (Some(note), Some(when), Some(currency), Some(sides)) = (note, when, currency, sides) else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    let transaction = NewTransaction {
        kind: TransactionKind::Entry,
        source: Source::of(id),
        currency: currency.code().to_owned(),
        occurred_at: when.at,
        sides,
    };
    let by_hand = ByHand {
        id,
        note,
        originally_occurred_at: when.originally,
    };
    post_by_hand(tx, &granted, transaction, by_hand).await?;
    let transaction = transaction_of(tx, id).await?;
    tell(tx, EventAction::LedgerEntryPosted, &transaction).await?;
    Ok(Posted {
        transaction,
        replayed: false,
    })
}

/// The sides in minor units, or everything that is wrong with them.
fn checked(sides: &[EntrySide], currency: Currency) -> Result<Vec<Side>, Vec<Problem>> {
    if !(2..=MOST_SIDES).contains(&sides.len()) {
        let problem = Problem::at("sides", Code::OutOfRange)
            .with("min", 2)
            .with("max", MOST_SIDES);
        return Err(problem.into());
    }
    let mut problems = Problems::default();
    let mut checked: Vec<Side> = Vec::with_capacity(sides.len());
    for (place, side) in sides.iter().enumerate() {
        let found = problems.take(amount(side, currency).map_err(|problem| within("sides", place, problem)));
        let refuse = |code| within("sides", place, Problem::at("account", code));
        problems.require(is_for_entries(side.account), || {
            refuse(Code::AccountNotForEntries)
        });
        let is_new = sides
            .iter()
            .take(place)
            .all(|other| other.account != side.account);
        problems.require(is_new, || refuse(Code::Duplicate));
        checked.extend(found.map(|amount| Side::debit(side.account, amount)));
    }
    problems.into_result()?;
    let debits: i64 = checked.iter().map(|side| side.amount_minor.max(0)).sum();
    let credits: i64 = checked.iter().map(|side| (-side.amount_minor).max(0)).sum();
    if debits == credits {
        return Ok(checked);
    }
    let told = |minor| Money::new(minor, currency).to_decimal().to_string();
    let problem = Problem::at("sides", Code::EntryUnbalanced)
        .with("debit", told(debits))
        .with("credit", told(credits));
    Err(problem.into())
}

/// Accounts that nothing but the ledger knows about. The others follow earnings, gift cards and disputes, and would no longer
/// agree with them.
const fn is_for_entries(account: AccountCode) -> bool {
    match account {
        AccountCode::Clearing
        | AccountCode::RefundsPayable
        | AccountCode::SalesTax
        | AccountCode::PlatformPayable
        | AccountCode::WithholdingPayable
        | AccountCode::Sales
        | AccountCode::PlatformFee
        | AccountCode::ProcessingFee
        | AccountCode::Withholding
        | AccountCode::Promotion
        | AccountCode::GiftCardSales => true,
        AccountCode::Disputed
        | AccountCode::GiftCards
        | AccountCode::CreatorPayable
        | AccountCode::RevenueShare => false,
    }
}

/// What a side debits, in minor units; negative for a credit.
fn amount(side: &EntrySide, currency: Currency) -> Result<i64, Problem> {
    let (field, amount, sign) = match (side.debit, side.credit) {
        (Some(debit), None) => ("debit", debit, 1),
        (None, Some(credit)) => ("credit", credit, -1),
        (None, None) | (Some(_), Some(_)) => {
            return Err(Problem::new(Code::ExactlyOne).with("fields", json!(["debit", "credit"])));
        }
    };
    let out_of_range = || {
        let told = |minor| Money::new(minor, currency).to_decimal().to_string();
        Problem::at(field, Code::OutOfRange)
            .with("min", told(1))
            .with("max", told(LARGEST))
    };
    let money = Money::from_decimal(amount, currency).map_err(|error| match error {
        MoneyError::TooPrecise(decimals) => {
            Problem::at(field, Code::AmountTooPrecise).with("decimals", decimals)
        }
        MoneyError::OutOfRange | MoneyError::UnknownCurrency => out_of_range(),
    })?;
    if (1..=LARGEST).contains(&money.minor) {
        Ok(sign * money.minor)
    } else {
        Err(out_of_range())
    }
}

/// What an earlier request has posted.
pub(super) async fn replayed(tx: &OrgTx, id: LedgerTransactionId) -> Result<Posted, Failure> {
    Ok(Posted {
        transaction: transaction_of(tx, id).await?,
        replayed: true,
    })
}

pub(super) async fn transaction_of(
    tx: &OrgTx,
    id: LedgerTransactionId,
) -> Result<ledger_transaction::Model, Failure> {
    tx.find_for_rule::<ledger_transaction::Entity>()
        .filter(ledger_transaction::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::Defect("an entry that was posted is not there"))
}

/// Tells what was posted by hand.
pub(super) async fn tell(
    tx: &OrgTx,
    action: EventAction,
    transaction: &ledger_transaction::Model,
) -> Result<(), Failure> {
    let after = json!({
        "occurredAt": moment(transaction.occurred_at),
        "originallyOccurredAt": transaction.originally_occurred_at.map(moment),
        "currency": transaction.currency,
        "note": transaction.note,
        "source": kernel::text_form(&transaction.source_type, transaction.source_id),
    });
    tx.emit(NewEvent::new(action, transaction.id).after(after))
        .await?;
    Ok(())
}

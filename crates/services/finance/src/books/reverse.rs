//! Taking back what was posted by hand.

use super::{
    Posted, counts,
    entry::{replayed, tell, transaction_of},
    keeper,
};
use crate::{
    input,
    posting::{AccountRef, ByHand, NewTransaction, Side, Source, post_by_hand},
};
use authz::actions::ReverseLedgerEntry as Action;
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    ledger_account, ledger_posting,
    ledger_transaction::{self, TransactionKind},
};
use kernel::{Code, LedgerTransactionId, Problem, Problems, TextLimits, line};
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashMap;
use store::{Failure, OrgTx};

/// What is to be taken back.
#[derive(Clone, Debug)]
pub struct ReverseLedgerEntry {
    /// The entry.
    pub transaction_id: LedgerTransactionId,
    /// Why.
    pub note: String,
    /// When it counts as taken back; now, if not given.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Whether what happened in closed books is posted now, with a note of when it happened.
    pub into_open_books: bool,
}

/// Takes an entry back with the opposite one. An entry is taken back once; a reversal is not taken back, but can be posted anew.
///
/// Refuses with `NOT_AN_ENTRY`, `ALREADY_REVERSED`, `PERIOD_CLOSED`, `OUT_OF_RANGE`, `EMPLOYEE_REQUIRED`, `IDEMPOTENCY_CONFLICT`.
pub async fn reverse_ledger_entry(
    tx: &OrgTx,
    input: ReverseLedgerEntry,
    idempotency_key: &str,
) -> Result<Posted, Failure> {
    let granted = tx.load_for::<Action>("id", input.transaction_id).await?;
    input::employee(tx)?;
    let ReverseLedgerEntry {
        transaction_id,
        note,
        occurred_at,
        into_open_books,
    } = input;
    let id = tx.new_id::<LedgerTransactionId>();
    let asked = (transaction_id.to_string(), &note, occurred_at, into_open_books);
    if let Some(earlier) = tx.once("reverseLedgerEntry", idempotency_key, &asked, id).await? {
        return replayed(tx, earlier).await;
    }
    let mut problems = Problems::default();
    let note = problems.take(line("note", &note, TextLimits::LINE));
    let when = problems.take(counts(tx, &keeper(tx).await?, occurred_at, into_open_books));
    problems.require(granted.kind == TransactionKind::Entry, || {
        Problem::at("id", Code::NotAnEntry).with("kind", granted.kind.name())
    });
    problems.require(!is_reversed(tx, transaction_id).await?, already_reversed);
    problems.into_result()?;
    let (Some(note), Some(when)) = (note, when) else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    let transaction = NewTransaction {
        kind: TransactionKind::Reversal,
        source: Source::of(transaction_id),
        currency: granted.currency.clone(),
        occurred_at: when.at,
        sides: opposite(tx, transaction_id).await?,
    };
    let by_hand = ByHand {
        id,
        note,
        originally_occurred_at: when.originally,
    };
    post_by_hand(tx, &granted, transaction, by_hand)
        .await
        .map_err(|failure| failure.when_taken("source_id", already_reversed))?;
    let transaction = transaction_of(tx, id).await?;
    tell(tx, EventAction::LedgerEntryReversed, &transaction).await?;
    Ok(Posted {
        transaction,
        replayed: false,
    })
}

fn already_reversed() -> Problem {
    Problem::at("id", Code::AlreadyReversed)
}

async fn is_reversed(tx: &OrgTx, entry: LedgerTransactionId) -> Result<bool, Failure> {
    let reversal = Condition::all()
        .add(ledger_transaction::Column::Kind.eq(TransactionKind::Reversal))
        .add(ledger_transaction::Column::SourceId.eq(entry));
    let found = tx
        .find_for_rule::<ledger_transaction::Entity>()
        .filter(reversal)
        .one()
        .await?;
    Ok(found.is_some())
}

/// The sides of a transaction with debits and credits exchanged.
async fn opposite(tx: &OrgTx, transaction: LedgerTransactionId) -> Result<Vec<Side>, Failure> {
    let postings = tx
        .find_for_rule::<ledger_posting::Entity>()
        .filter(ledger_posting::Column::TransactionId.eq(transaction))
        .all()
        .await?;
    let accounts = tx
        .find_for_rule::<ledger_account::Entity>()
        .among(
            ledger_account::Column::Id,
            postings.iter().map(|posting| posting.account_id),
        )
        .all()
        .await?;
    let accounts: HashMap<_, _> = accounts
        .into_iter()
        .map(|account| (account.id, account))
        .collect();
    postings
        .iter()
        .map(|posting| {
            let account = accounts
                .get(&posting.account_id)
                .ok_or(Failure::Defect("a posting without its account"))?;
            Ok(Side {
                account: AccountRef {
                    code: account.code,
                    employee: account.employee_id,
                },
                amount_minor: -posting.amount_minor,
            })
        })
        .collect()
}

//! Writing into the books: the only place where the ledger is written (rule m11).
//!
//! What this leaves to the database is the last word: a transaction that is out of balance, that lacks a posting, or
//! that holds one in another currency is refused when it is committed, and nothing posted can be changed or removed.

mod accounts;
mod side;

pub use side::{AccountRef, Side, kind_of, merged};

use authz::{Action, Yields};
use chrono::{DateTime, Utc};
use entities::{
    ledger_account, ledger_posting,
    ledger_transaction::{self, TransactionKind},
};
use kernel::{LedgerTransactionId, TypedId};
use sea_orm::ActiveValue::Set;
use store::{Failure, Granted, OrgTx};
use uuid::Uuid;

/// The thing a transaction is about: an order, a refund, a payout, a gift card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    kind: &'static str,
    id: Uuid,
}

impl Source {
    /// A source by its id.
    pub fn of<I: TypedId>(id: I) -> Self {
        Self {
            kind: I::PREFIX,
            id: id.uuid(),
        }
    }
}

/// What is to be posted. A source has at most one transaction of a kind and currency.
#[derive(Clone, Debug)]
pub struct NewTransaction {
    /// Why.
    pub kind: TransactionKind,
    /// What it is about.
    pub source: Source,
    /// ISO 4217 code of every side.
    pub currency: String,
    /// The moment it counts for.
    pub occurred_at: DateTime<Utc>,
    /// Debits and credits, as many per account as there are; together zero.
    pub sides: Vec<Side>,
}

/// What an accountant adds to a transaction.
#[derive(Clone, Debug)]
pub(crate) struct ByHand {
    /// The id it gets.
    pub(crate) id: LedgerTransactionId,
    /// What it is.
    pub(crate) note: String,
    /// When it really happened, where that is in closed books.
    pub(crate) originally_occurred_at: Option<DateTime<Utc>>,
}

/// Posts a transaction in the name of whoever acts, and gives its id. Sides on the same account become one posting;
/// where nothing is left, nothing is posted.
///
/// Accounts of the chart that are used for the first time are opened. Postings are written in the order of their
/// accounts, so that two transactions that meet on several of them wait for each other instead of getting stuck.
pub async fn post<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    transaction: NewTransaction,
) -> Result<Option<LedgerTransactionId>, Failure>
where
    A: Action
        + Yields<ledger_account::Entity>
        + Yields<ledger_transaction::Entity>
        + Yields<ledger_posting::Entity>,
{
    let id = tx.new_id::<LedgerTransactionId>();
    let is_posted = write(tx, because, id, transaction, None).await?;
    Ok(is_posted.then_some(id))
}

/// Posts a transaction that an accountant has written.
pub(crate) async fn post_by_hand<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    transaction: NewTransaction,
    by_hand: ByHand,
) -> Result<(), Failure>
where
    A: Action
        + Yields<ledger_account::Entity>
        + Yields<ledger_transaction::Entity>
        + Yields<ledger_posting::Entity>,
{
    if write(tx, because, by_hand.id, transaction, Some(by_hand)).await? {
        Ok(())
    } else {
        Err(Failure::Defect("an entry of nothing"))
    }
}

/// Writes a transaction with its postings; not, where nothing is left of it.
async fn write<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    id: LedgerTransactionId,
    transaction: NewTransaction,
    by_hand: Option<ByHand>,
) -> Result<bool, Failure>
where
    A: Action
        + Yields<ledger_account::Entity>
        + Yields<ledger_transaction::Entity>
        + Yields<ledger_posting::Entity>,
{
    let NewTransaction {
        kind,
        source,
        currency,
        occurred_at,
        sides,
    } = transaction;
    let sides = merged(&sides).map_err(crate::miscalculated)?;
    if sides.is_empty() {
        return Ok(false);
    }
    let number = |count: usize| i64::try_from(count).map_err(|_many| Failure::Defect("too many postings"));
    let mut accounts = accounts::opened(tx, because, &currency, &sides).await?;
    accounts.sort_unstable();
    let (note, originally_occurred_at) = by_hand.map_or((None, None), |by_hand| {
        (Some(by_hand.note), by_hand.originally_occurred_at)
    });
    let row = ledger_transaction::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        kind: Set(kind),
        currency: Set(currency),
        source_type: Set(source.kind.to_owned()),
        source_id: Set(source.id),
        occurred_at: Set(occurred_at),
        originally_occurred_at: Set(originally_occurred_at),
        note: Set(note),
        posted_by_user_id: Set(tx.actor().user()),
        imbalance_minor: Set(0),
        missing_postings: Set(number(accounts.len())?),
        created_at: Set(tx.now()),
        zero: Set(0),
    };
    tx.create_all_from::<A, ledger_transaction::Entity>(because, vec![row])
        .await?;
    let postings = (1..)
        .zip(accounts)
        .map(|(position, (account, amount))| ledger_posting::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            transaction_id: Set(id),
            account_id: Set(account),
            amount_minor: Set(amount),
            position: Set(position),
            created_at: Set(tx.now()),
        })
        .collect();
    tx.create_all_from::<A, ledger_posting::Entity>(because, postings)
        .await?;
    Ok(true)
}

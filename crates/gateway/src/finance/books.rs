//! Posting by hand, and closing the books.

use crate::base::{in_organization, parse_id, payload, view_after};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::ledger_transaction;
use finance::books as commands;
use futures::FutureExt;
use graph::{
    CurrencyCode, Date, DateTime, Decimal, LedgerAccountCode, LedgerTransaction, Organization,
    RequestContext, UserErrors,
};
use kernel::{LedgerTransactionId, OrganizationId};
use std::sync::Arc;
use store::{Failure, Target};

/// One side of an entry. Give either `debit` or `credit`.
#[derive(InputObject, Clone)]
pub struct LedgerEntrySideInput {
    /// The account; it is opened, if it was never used. DISPUTED, GIFT_CARDS, CREATOR_PAYABLE and REVENUE_SHARE follow what
    /// happens elsewhere and take no entries.
    pub account: LedgerAccountCode,
    /// What is debited, more than zero.
    pub debit: Option<Decimal>,
    /// What is credited, more than zero.
    pub credit: Option<Decimal>,
}

/// An entry by hand.
#[derive(InputObject)]
pub struct PostLedgerEntryInput {
    /// The organization.
    pub organization_id: ID,
    /// The currency of all sides.
    pub currency: CurrencyCode,
    /// Debits and credits, 2 to 20, each account once, together zero.
    pub sides: Vec<LedgerEntrySideInput>,
    /// What it is, for whoever reads the books; at most 500 characters.
    pub note: String,
    /// When it happened; now, if not given. Not in the future.
    pub occurred_at: Option<DateTime>,
    /// Whether something that happened in closed books is posted now, with `originallyOccurredAt` saying when it happened.
    /// Otherwise it is refused with PERIOD_CLOSED.
    #[graphql(default)]
    pub into_open_books: bool,
    /// A text of your own, at most 200 characters. The same key with the same input does nothing again and answers with
    /// what was done the first time.
    pub idempotency_key: String,
}

/// Which entry to take back.
#[derive(InputObject)]
pub struct ReverseLedgerEntryInput {
    /// The entry: a transaction of the kind ENTRY.
    pub id: ID,
    /// Why; at most 500 characters.
    pub note: String,
    /// When it counts as taken back; now, if not given. Not in the future.
    pub occurred_at: Option<DateTime>,
    /// Whether a moment in closed books is only noted, and the reversal posted now. Otherwise it is refused with
    /// PERIOD_CLOSED.
    #[graphql(default)]
    pub into_open_books: bool,
    /// A text of your own, at most 200 characters. The same key with the same input does nothing again and answers with
    /// what was done the first time.
    pub idempotency_key: String,
}

/// How far to close the books.
#[derive(InputObject)]
pub struct CloseBooksInput {
    /// The organization.
    pub organization_id: ID,
    /// The last day to close, in the organization's time zone. It has to be over.
    pub through: Date,
}

/// What was posted.
#[derive(Debug, SimpleObject)]
pub struct PostLedgerEntryPayload {
    /// The entry.
    pub ledger_transaction: Option<LedgerTransaction>,
    /// Whether this is the answer to an earlier request with the same key.
    pub replayed: bool,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

/// What was posted.
#[derive(Debug, SimpleObject)]
pub struct ReverseLedgerEntryPayload {
    /// The opposite of the entry; its `sourceId` is the entry.
    pub ledger_transaction: Option<LedgerTransaction>,
    /// Whether this is the answer to an earlier request with the same key.
    pub replayed: bool,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

payload! {
    /// The organization with its closed books.
    CloseBooksPayload {
        /// The organization.
        organization: Organization
    }
}

/// The transaction and whether it is replayed, or why there is none.
type Answer = (Option<LedgerTransaction>, bool, UserErrors);

fn answer(request: &Arc<RequestContext>, done: crate::base::Outcome<commands::Posted>) -> Answer {
    match done {
        Ok(commands::Posted {
            transaction,
            replayed,
        }) => {
            let view = view_after(request, transaction.organization_id);
            (
                Some(LedgerTransaction::new(view, transaction)),
                replayed,
                Vec::new(),
            )
        }
        Err(user_errors) => (None, false, user_errors),
    }
}

pub(super) async fn post(ctx: &Context<'_>, input: PostLedgerEntryInput) -> Result<PostLedgerEntryPayload> {
    let PostLedgerEntryInput {
        organization_id,
        currency,
        sides,
        note,
        occurred_at,
        into_open_books,
        idempotency_key,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<OrganizationId>("organizationId", &organization_id);
    let target = id.clone().map(|id| Target::organization("organizationId", id));
    let sides = sides.into_iter().map(|side| {
        let LedgerEntrySideInput {
            account,
            debit,
            credit,
        } = side;
        commands::EntrySide {
            account: account.into(),
            debit: debit.map(|amount| amount.0),
            credit: credit.map(|amount| amount.0),
        }
    });
    let entry = commands::PostLedgerEntry {
        currency: currency.0,
        sides: sides.collect(),
        note,
        occurred_at: occurred_at.map(|at| at.0),
        into_open_books,
    };
    let done = in_organization(&request, target, |tx| {
        let (id, entry, key) = (id.clone(), entry.clone(), idempotency_key.clone());
        async move {
            let id = id.map_err(Failure::from)?;
            commands::post_ledger_entry(tx, id, entry, &key).await
        }
        .boxed()
    })
    .await?;
    let (ledger_transaction, replayed, user_errors) = answer(&request, done);
    Ok(PostLedgerEntryPayload {
        ledger_transaction,
        replayed,
        user_errors,
    })
}

pub(super) async fn reverse(
    ctx: &Context<'_>,
    input: ReverseLedgerEntryInput,
) -> Result<ReverseLedgerEntryPayload> {
    let ReverseLedgerEntryInput {
        id,
        note,
        occurred_at,
        into_open_books,
        idempotency_key,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<LedgerTransactionId>("id", &id);
    let target = id
        .clone()
        .map(|id| Target::of::<ledger_transaction::Entity>("id", id));
    let done = in_organization(&request, target, |tx| {
        let (id, note, key) = (id.clone(), note.clone(), idempotency_key.clone());
        async move {
            let entry = commands::ReverseLedgerEntry {
                transaction_id: id.map_err(Failure::from)?,
                note,
                occurred_at: occurred_at.map(|at| at.0),
                into_open_books,
            };
            commands::reverse_ledger_entry(tx, entry, &key).await
        }
        .boxed()
    })
    .await?;
    let (ledger_transaction, replayed, user_errors) = answer(&request, done);
    Ok(ReverseLedgerEntryPayload {
        ledger_transaction,
        replayed,
        user_errors,
    })
}

pub(super) async fn close(ctx: &Context<'_>, input: CloseBooksInput) -> Result<CloseBooksPayload> {
    let CloseBooksInput {
        organization_id,
        through,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<OrganizationId>("organizationId", &organization_id);
    let target = id.clone().map(|id| Target::organization("organizationId", id));
    let done = in_organization(&request, target, |tx| {
        let id = id.clone();
        async move {
            let id = id.map_err(Failure::from)?;
            commands::close_books(tx, id, through.0).await
        }
        .boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(Organization::of(view_after(&request, row.id)).await?),
        Err(refused) => Err(refused),
    }
    .into())
}

//! The books.

use crate::list;
use chrono::{DateTime, Utc};
use entities::{
    ledger_account, ledger_posting,
    ledger_transaction::{self, TransactionKind},
};
use kernel::{LedgerAccountId, LedgerTransactionId, PageRequest, PageSlice};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, Order,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashMap;
use store::{Keyset, OrgScope, StoreError};
use uuid::Uuid;

/// What a client wants to see of the books.
#[derive(Clone, Debug, Default)]
pub struct LedgerTransactionFilter {
    /// Of one of these kinds.
    pub kind: Option<Vec<TransactionKind>>,
    /// In this currency.
    pub currency: Option<String>,
    /// About the thing with this id.
    pub source: Option<Uuid>,
    /// With a posting on this account.
    pub account: Option<LedgerAccountId>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// One page of the transactions that the actor sees, the latest first.
pub async fn ledger_transactions(
    scope: &OrgScope,
    filter: LedgerTransactionFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<ledger_transaction::Model>, StoreError> {
    use ledger_transaction::Column;
    let LedgerTransactionFilter {
        kind,
        currency,
        source,
        account,
        since,
        until,
    } = filter;
    let on_account = |id: LedgerAccountId| {
        Query::select()
            .column(ledger_posting::Column::TransactionId)
            .from(ledger_posting::Entity)
            .and_where(
                Expr::col((ledger_posting::Entity, ledger_posting::Column::OrganizationId))
                    .eq(Expr::col((ledger_transaction::Entity, Column::OrganizationId))),
            )
            .and_where(Expr::col((ledger_posting::Entity, ledger_posting::Column::AccountId)).eq(id))
            .to_owned()
    };
    let condition = Condition::all()
        .add_option(kind.map(|any| Column::Kind.is_in(any)))
        .add_option(currency.map(|code| Column::Currency.eq(code)))
        .add_option(source.map(|id| Column::SourceId.eq(id)))
        .add_option(account.map(|id| Column::Id.in_subquery(on_account(id))))
        .add_option(since.map(|moment| Column::OccurredAt.gte(moment)))
        .add_option(until.map(|moment| Column::OccurredAt.lt(moment)));
    let keyset = Keyset {
        name: "occurredAt",
        column: Column::OccurredAt,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<ledger_transaction::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Transactions by id, as far as the actor sees them.
pub async fn ledger_transactions_by_id(
    scope: &OrgScope,
    ids: Vec<LedgerTransactionId>,
) -> Result<Vec<ledger_transaction::Model>, StoreError> {
    scope
        .find::<ledger_transaction::Entity>()
        .among(ledger_transaction::Column::Id, ids)
        .all()
        .await
}

/// What was posted about things, in the order of the postings, as far as the actor sees it.
pub async fn ledger_transactions_by_source(
    scope: &OrgScope,
    sources: Vec<Uuid>,
) -> Result<Vec<ledger_transaction::Model>, StoreError> {
    use ledger_transaction::Column;
    scope
        .find::<ledger_transaction::Entity>()
        // All of them, for the sake of the index, which has the kind before the source.
        .filter(Column::Kind.is_in(TransactionKind::ALL.iter().copied()))
        .among(Column::SourceId, sources)
        .order_by(Column::OccurredAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .all()
        .await
}

/// The postings of transactions in their order, as far as the actor sees them.
pub async fn postings_by_transaction(
    scope: &OrgScope,
    transactions: Vec<LedgerTransactionId>,
) -> Result<Vec<ledger_posting::Model>, StoreError> {
    scope
        .find::<ledger_posting::Entity>()
        .among(ledger_posting::Column::TransactionId, transactions)
        .order_by(ledger_posting::Column::Position, Order::Asc)
        .all()
        .await
}

/// Accounts by id, as far as the actor sees them.
pub async fn ledger_accounts_by_id(
    scope: &OrgScope,
    ids: Vec<LedgerAccountId>,
) -> Result<Vec<ledger_account::Model>, StoreError> {
    scope
        .find::<ledger_account::Entity>()
        .among(ledger_account::Column::Id, ids)
        .all()
        .await
}

#[derive(FromQueryResult)]
struct Moved {
    account_id: LedgerAccountId,
    amount_minor: i64,
}

/// Every account that the actor sees with its balance at the end of a moment, or now, in the order of the chart; of one
/// currency or of all. Two statements for the past, one for now, however much was posted.
pub async fn account_balances(
    scope: &OrgScope,
    currency: Option<String>,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<(ledger_account::Model, i64)>, StoreError> {
    use ledger_account::Column;
    let accounts = scope
        .find::<ledger_account::Entity>()
        .filter(Condition::all().add_option(currency.map(|code| Column::Currency.eq(code))))
        .all()
        .await?;
    let mut balances: Vec<_> = match as_of {
        None => accounts
            .into_iter()
            .map(|account| {
                let balance = account.balance_minor;
                (account, balance)
            })
            .collect(),
        Some(moment) => {
            let moved = moved_until(scope, moment).await?;
            accounts
                .into_iter()
                .filter_map(|account| {
                    let balance = *moved.get(&account.id)?;
                    Some((account, balance))
                })
                .collect()
        }
    };
    let place = |account: &ledger_account::Model| {
        let code = ledger_account::AccountCode::ALL
            .iter()
            .position(|code| *code == account.code);
        (account.currency.clone(), code, account.employee_id)
    };
    balances.sort_by_cached_key(|(account, _)| place(account));
    Ok(balances)
}

async fn moved_until(
    scope: &OrgScope,
    moment: DateTime<Utc>,
) -> Result<HashMap<LedgerAccountId, i64>, StoreError> {
    let occurred = Query::select()
        .column(ledger_transaction::Column::Id)
        .from(ledger_transaction::Entity)
        .and_where(
            Expr::col((
                ledger_transaction::Entity,
                ledger_transaction::Column::OrganizationId,
            ))
            .eq(scope.access().organization()),
        )
        .and_where(
            Expr::col((ledger_transaction::Entity, ledger_transaction::Column::OccurredAt)).lte(moment),
        )
        .to_owned();
    let moved: Vec<Moved> = scope
        .find::<ledger_posting::Entity>()
        .filter(ledger_posting::Column::TransactionId.in_subquery(occurred))
        .sums(
            [ledger_posting::Column::AccountId],
            [(Expr::col(ledger_posting::Column::AmountMinor), "amount_minor")],
        )
        .all_as()
        .await?;
    Ok(moved
        .into_iter()
        .map(|moved| (moved.account_id, moved.amount_minor))
        .collect())
}

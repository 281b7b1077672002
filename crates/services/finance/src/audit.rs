//! Looking over the books: whether what is stored agrees with what was posted. The database keeps them in balance by
//! itself; this is the proof, for whoever runs the server.

use entities::{
    dispute, gift_card, ledger_account, ledger_posting, ledger_transaction, order, organization, payout_run,
    refund,
};
use kernel::{
    DisputeId, GiftCardId, LedgerAccountId, LedgerTransactionId, OrderId, OrganizationId, PayoutRunId,
    RefundId, TypedId,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement},
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{CrossOrganization, Store, StoreError};

const WHY: CrossOrganization = CrossOrganization::VerifyLedger;

/// The books of an organization in one currency.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Books {
    /// How many transactions there are.
    pub transactions: i64,
    /// All postings together, in minor units; zero, as it has to be.
    pub sum_minor: i64,
    /// Accounts whose stored balance is not what was posted on them.
    pub wrong_accounts: Vec<WrongAccount>,
    /// Transactions whose postings are not zero together.
    pub unbalanced_transactions: Vec<String>,
    /// Transactions about something that is not there.
    pub transactions_without_source: Vec<String>,
}

impl Books {
    /// Whether nothing is wrong.
    pub fn agree(&self) -> bool {
        self.sum_minor == 0
            && self.wrong_accounts.is_empty()
            && self.unbalanced_transactions.is_empty()
            && self.transactions_without_source.is_empty()
    }
}

/// An account whose stored balance is not what was posted on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrongAccount {
    /// The account.
    pub account: String,
    /// What is stored, in minor units.
    pub stored_minor: i64,
    /// What was posted.
    pub posted_minor: i64,
}

/// Every organization, by slug.
pub async fn organizations(store: &Store) -> Result<Vec<organization::Model>, StoreError> {
    store
        .across(WHY)
        .find::<organization::Entity>()
        .order_by(organization::Column::Slug, Order::Asc)
        .all()
        .await
}

#[derive(FromQueryResult)]
struct AccountRow {
    id: LedgerAccountId,
    currency: String,
    balance_minor: i64,
    posted_minor: i64,
}

#[derive(FromQueryResult)]
struct CountRow {
    currency: String,
    transactions: i64,
}

#[derive(FromQueryResult)]
struct TransactionRow {
    id: LedgerTransactionId,
    currency: String,
}

/// Looks over the books of an organization, by currency. Each comparison is one statement, so what is posted meanwhile
/// is no difference.
pub async fn look_over(
    store: &Store,
    organization: OrganizationId,
) -> Result<BTreeMap<String, Books>, StoreError> {
    let mut books: BTreeMap<String, Books> = BTreeMap::new();
    let of_accounts: Vec<AccountRow> = store
        .across(WHY)
        .find::<ledger_account::Entity>()
        .filter(ledger_account::Column::OrganizationId.eq(organization))
        .expr_as(posted_on_account(), "posted_minor")
        .all_as()
        .await?;
    for AccountRow {
        id,
        currency,
        balance_minor,
        posted_minor,
    } in of_accounts
    {
        let books = books.entry(currency).or_default();
        books.sum_minor = books.sum_minor.saturating_add(posted_minor);
        if balance_minor != posted_minor {
            books.wrong_accounts.push(WrongAccount {
                account: id.to_string(),
                stored_minor: balance_minor,
                posted_minor,
            });
        }
    }
    let transactions = |condition: Condition| {
        let own = ledger_transaction::Column::OrganizationId.eq(organization);
        store
            .across(WHY)
            .find::<ledger_transaction::Entity>()
            .filter(condition.add(own))
    };
    let counts: Vec<CountRow> = transactions(Condition::all())
        .sums(
            [ledger_transaction::Column::Currency],
            [(Expr::val(1), "transactions")],
        )
        .all_as()
        .await?;
    for count in counts {
        books.entry(count.currency).or_default().transactions = count.transactions;
    }
    let unbalanced: Vec<TransactionRow> = transactions(Condition::all().add(posted_in_transaction().ne(0)))
        .all_as()
        .await?;
    for row in unbalanced {
        let books = books.entry(row.currency).or_default();
        books.unbalanced_transactions.push(row.id.to_string());
    }
    let orphans: Vec<TransactionRow> = transactions(Condition::all().add(without_source()))
        .all_as()
        .await?;
    for row in orphans {
        let books = books.entry(row.currency).or_default();
        books.transactions_without_source.push(row.id.to_string());
    }
    Ok(books)
}

/// What was posted, of the rows that the condition leaves.
fn posted(narrow: impl FnOnce(&mut SelectStatement)) -> Expr {
    let mut select = Query::select();
    let amount = Expr::col((ledger_posting::Entity, ledger_posting::Column::AmountMinor)).sum();
    select
        .expr(Func::coalesce([amount.cast_as("bigint"), Expr::val(0_i64)]))
        .from(ledger_posting::Entity);
    narrow(&mut select);
    Expr::from(select)
}

fn posted_on_account() -> Expr {
    use ledger_account as account;
    use ledger_posting as posting;
    posted(|select| {
        select
            .and_where(
                Expr::col((posting::Entity, posting::Column::OrganizationId))
                    .equals((account::Entity, account::Column::OrganizationId)),
            )
            .and_where(
                Expr::col((posting::Entity, posting::Column::AccountId))
                    .equals((account::Entity, account::Column::Id)),
            );
    })
}

fn posted_in_transaction() -> Expr {
    use ledger_posting as posting;
    use ledger_transaction as transaction;
    posted(|select| {
        select
            .and_where(
                Expr::col((posting::Entity, posting::Column::OrganizationId))
                    .equals((transaction::Entity, transaction::Column::OrganizationId)),
            )
            .and_where(
                Expr::col((posting::Entity, posting::Column::TransactionId))
                    .equals((transaction::Entity, transaction::Column::Id)),
            );
    })
}

/// Transactions about a kind of thing that nothing is posted about, or about a thing that is not there.
fn without_source() -> Condition {
    use ledger_transaction::Column;
    let known = [
        OrderId::PREFIX,
        RefundId::PREFIX,
        DisputeId::PREFIX,
        GiftCardId::PREFIX,
        PayoutRunId::PREFIX,
        LedgerTransactionId::PREFIX,
    ];
    Condition::any()
        .add(Column::SourceType.is_not_in(known))
        .add(missing::<order::Entity>(OrderId::PREFIX, order::Column::Id))
        .add(missing::<refund::Entity>(RefundId::PREFIX, refund::Column::Id))
        .add(missing::<dispute::Entity>(DisputeId::PREFIX, dispute::Column::Id))
        .add(missing::<gift_card::Entity>(
            GiftCardId::PREFIX,
            gift_card::Column::Id,
        ))
        .add(missing::<ledger_transaction::Entity>(
            LedgerTransactionId::PREFIX,
            ledger_transaction::Column::Id,
        ))
        .add(missing::<payout_run::Entity>(
            PayoutRunId::PREFIX,
            payout_run::Column::Id,
        ))
}

fn missing<E: EntityTrait>(kind: &str, id: E::Column) -> Condition {
    use ledger_transaction::Column;
    let ids = Query::select()
        .column(id.as_column_ref())
        .from(E::default().table_ref())
        .to_owned();
    Condition::all()
        .add(Column::SourceType.eq(kind))
        .add(Column::SourceId.not_in_subquery(ids))
}

//! The books.

use super::{
    LedgerAccountCode, LedgerAccountKind, LedgerTransactionKind,
    keys::{LedgerAccountById, LedgerTransactionsBySource, PostingsByTransaction},
    value::{id_of, money},
};
use crate::{
    CurrencyCode, DateTime, Disclosure, Employee, Money, OrgView, Organization, User,
    base::{connection, error, fault, page_arguments, position},
    governance::PageInput,
    people::keys::{EmployeeById, UserById},
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::{
    ledger_account, ledger_posting,
    ledger_transaction::{self, TransactionKind},
};
use kernel::ErrorKind;
use uuid::Uuid;

/// An account of the books.
#[derive(Clone, Debug)]
pub struct LedgerAccount {
    view: OrgView,
    row: ledger_account::Model,
}

impl LedgerAccount {
    /// An account the actor may see.
    pub const fn new(view: OrgView, row: ledger_account::Model) -> Self {
        Self { view, row }
    }
}

/// An account of the organization's double-entry books, in one currency. Opened when it is first used. For accounting.
#[Object]
impl LedgerAccount {
    /// The account's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// Which account of the chart of accounts.
    async fn code(&self) -> LedgerAccountCode {
        self.row.code.into()
    }
    /// What it holds.
    async fn kind(&self) -> LedgerAccountKind {
        self.row.kind.into()
    }
    /// Its currency.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.row.currency.clone())
    }
    /// Whose it is, where an account is kept per employee.
    async fn employee(&self) -> Result<Option<Employee>> {
        let Some(id) = self.row.employee_id else {
            return Ok(None);
        };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// Debits less credits, of everything posted so far. What is owed is negative.
    async fn balance(&self) -> Result<Money> {
        money(self.row.balance_minor, &self.row.currency)
    }
    /// When it was opened.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

/// Something that was posted.
#[derive(Clone, Debug)]
pub struct LedgerTransaction {
    view: OrgView,
    row: ledger_transaction::Model,
}

impl LedgerTransaction {
    /// A transaction the actor may see.
    pub const fn new(view: OrgView, row: ledger_transaction::Model) -> Self {
        Self { view, row }
    }

    pub(super) fn is_of(&self, kind: TransactionKind) -> bool {
        self.row.kind == kind
    }
}

/// Something that was posted into the books. Its postings are zero together, and nothing about it ever changes: what was
/// wrong is put right by another transaction. For accounting.
#[Object]
impl LedgerTransaction {
    /// The transaction's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// Why.
    async fn kind(&self) -> LedgerTransactionKind {
        self.row.kind.into()
    }
    /// The currency of all its postings.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.row.currency.clone())
    }
    /// The kind of thing it is about, such as `order`; the first part of `sourceId`.
    async fn source_type(&self) -> &str {
        &self.row.source_type
    }
    /// The id of the thing it is about. Look it up with `node`.
    async fn source_id(&self) -> ID {
        kernel::text_form(&self.row.source_type, self.row.source_id).into()
    }
    /// The moment it counts for.
    async fn occurred_at(&self) -> DateTime {
        DateTime(self.row.occurred_at)
    }
    /// When it really happened, where that was in books that had been closed already. Only of what was posted by hand.
    async fn originally_occurred_at(&self) -> Option<DateTime> {
        self.row.originally_occurred_at.map(DateTime)
    }
    /// What an accountant has noted; null for what was posted by itself.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }
    /// Who caused it; null, where the server posted it by itself, such as after a message of the payment provider.
    async fn posted_by(&self) -> Result<Option<User>> {
        let Some(id) = self.row.posted_by_user_id else {
            return Ok(None);
        };
        let row = self.view.load(UserById(id)).await?;
        Ok(row.map(|row| User::new(row, Disclosure::Public)))
    }
    /// What it has moved, account by account.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn postings(&self) -> Result<Vec<LedgerPosting>> {
        let rows = self.view.load(PostingsByTransaction(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| LedgerPosting {
                view: self.view.clone(),
                currency: self.row.currency.clone(),
                row,
            })
            .collect())
    }
    /// When it was written.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

/// One side of a transaction.
#[derive(Clone, Debug)]
pub struct LedgerPosting {
    view: OrgView,
    currency: String,
    row: ledger_posting::Model,
}

/// What a transaction has moved on one account. Either `debit` or `credit` is null.
#[Object]
impl LedgerPosting {
    /// The account.
    async fn account(&self) -> Result<Option<LedgerAccount>> {
        let row = self.view.load(LedgerAccountById(self.row.account_id)).await?;
        Ok(row.map(|row| LedgerAccount::new(self.view.clone(), row)))
    }
    /// What is debited; null for a credit.
    async fn debit(&self) -> Result<Option<Money>> {
        let amount = self.row.amount_minor;
        (amount > 0).then(|| money(amount, &self.currency)).transpose()
    }
    /// What is credited; null for a debit.
    async fn credit(&self) -> Result<Option<Money>> {
        let amount = self.row.amount_minor;
        (amount < 0).then(|| money(-amount, &self.currency)).transpose()
    }
}

/// What was posted about a thing, as far as the actor may see it.
pub(crate) async fn posted_about(
    view: &OrgView,
    source: Uuid,
    currency: Option<&str>,
) -> Result<Vec<LedgerTransaction>> {
    let rows = view.load(LedgerTransactionsBySource(source)).await?;
    Ok(rows
        .unwrap_or_default()
        .into_iter()
        .filter(|row| currency.is_none_or(|currency| row.currency == currency))
        .map(|row| LedgerTransaction::new(view.clone(), row))
        .collect())
}

connection! {
    /// A page of the books.
    LedgerTransactionConnection,
    /// A transaction and its position in the list.
    LedgerTransactionEdge,
    LedgerTransaction
}

/// Which transactions to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct LedgerTransactionFilter {
    /// Of one of these kinds.
    pub kind: Option<Vec<LedgerTransactionKind>>,
    /// In this currency.
    pub currency: Option<CurrencyCode>,
    /// About the thing with this id, such as an order.
    pub source_id: Option<ID>,
    /// With a posting on this account.
    pub account_id: Option<ID>,
    /// From this moment on.
    pub since: Option<DateTime>,
    /// Before this moment.
    pub until: Option<DateTime>,
}

pub(crate) async fn ledger_transactions(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<LedgerTransactionFilter>,
    (first, after, last, before): PageInput,
) -> Result<LedgerTransactionConnection> {
    let page = page_arguments("occurredAt", first, after, last, before)?;
    let LedgerTransactionFilter {
        kind,
        currency,
        source_id,
        account_id,
        since,
        until,
    } = filter.unwrap_or_default();
    let source = source_id.map(|id| {
        kernel::uuid_of(&id).ok_or_else(|| error(ErrorKind::BadUserInput, "`sourceId` is not an id"))
    });
    let filter = reads::LedgerTransactionFilter {
        kind: kind.map(|any| any.into_iter().map(Into::into).collect()),
        currency: currency.map(|code| code.0),
        source: source.transpose()?,
        account: id_of(account_id)?,
        since: since.map(|at| at.0),
        until: until.map(|at| at.0),
    };
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::ledger_transactions(view.scope().await?, filter, &page, total)
        .await
        .map_err(fault)?;
    Ok(LedgerTransactionConnection::new(slice.map(|row| {
        let cursor = position("occurredAt", row.occurred_at, row.id);
        (cursor, LedgerTransaction::new(view.clone(), row))
    })))
}

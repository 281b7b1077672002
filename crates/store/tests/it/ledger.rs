//! The books are kept by the database: whoever writes past every command still cannot put them out of balance.

use crate::{
    database::TestDatabase,
    tenant::{Tenant, id, plant},
};
use entities::{
    ledger_account::{self, AccountCode, AccountKind},
    ledger_posting,
    ledger_transaction::{self, TransactionKind},
    organization,
};
use kernel::{LedgerAccountId, LedgerTransactionId, TypedId};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, TransactionTrait,
};
use store::Engine;

struct Books {
    raw: DatabaseConnection,
    tenant: Tenant,
    engine: Engine,
    // The database is there as long as this is.
    _database: TestDatabase,
}

impl Books {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let raw = database.raw().await;
        let tenant = Tenant::plant(&raw, "here").await;
        Self {
            raw,
            tenant,
            engine: database.engine(),
            _database: database,
        }
    }

    fn account(&self, code: AccountCode, currency: &str) -> ledger_account::Model {
        ledger_account::Model {
            id: id(),
            organization_id: self.tenant.id,
            code,
            kind: AccountKind::Asset,
            currency: currency.to_owned(),
            employee_id: None,
            balance_minor: 0,
            created_at: self.tenant.event().occurred_at,
        }
    }

    fn transaction(&self, currency: &str, postings: i64) -> ledger_transaction::Model {
        ledger_transaction::Model {
            id: id(),
            organization_id: self.tenant.id,
            kind: TransactionKind::Sale,
            currency: currency.to_owned(),
            source_type: "order".to_owned(),
            source_id: id::<kernel::OrderId>().uuid(),
            occurred_at: self.tenant.event().occurred_at,
            originally_occurred_at: None,
            note: None,
            posted_by_user_id: None,
            imbalance_minor: 0,
            missing_postings: postings,
            created_at: self.tenant.event().occurred_at,
            zero: 0,
        }
    }

    fn posting(
        &self,
        transaction: LedgerTransactionId,
        account: LedgerAccountId,
        position: i32,
        amount_minor: i64,
    ) -> ledger_posting::Model {
        ledger_posting::Model {
            id: id(),
            organization_id: self.tenant.id,
            transaction_id: transaction,
            account_id: account,
            amount_minor,
            position,
            created_at: self.tenant.event().occurred_at,
        }
    }

    /// Posts amounts on accounts within one transaction of the database.
    async fn post(
        &self,
        transaction: ledger_transaction::Model,
        amounts: &[(LedgerAccountId, i64)],
    ) -> Result<(), DbErr> {
        let id = transaction.id;
        let database = self.raw.begin().await?;
        plant(&database, transaction).await?;
        for (position, (account, amount)) in (1..).zip(amounts) {
            plant(&database, self.posting(id, *account, position, *amount)).await?;
        }
        database.commit().await
    }

    async fn accounts(&self) -> (LedgerAccountId, LedgerAccountId) {
        let (one, other) = (
            self.account(AccountCode::Sales, "EUR"),
            self.account(AccountCode::Promotion, "EUR"),
        );
        plant(&self.raw, one.clone()).await.unwrap();
        plant(&self.raw, other.clone()).await.unwrap();
        (one.id, other.id)
    }

    async fn balance(&self, account: LedgerAccountId) -> i64 {
        let rows = crate::catalog::rows(&self.raw, "SELECT id, balance_minor FROM ledger_account").await;
        let row = rows
            .iter()
            .find(|row| row.try_get::<uuid::Uuid>("", "id").unwrap() == account.uuid());
        row.unwrap().try_get("", "balance_minor").unwrap()
    }

    async fn postings(&self) -> i64 {
        let rows = crate::catalog::rows(&self.raw, "SELECT COUNT(*) AS n FROM ledger_posting").await;
        rows[0].try_get("", "n").unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "a test changes what no command would")]
    async fn close(&self, before: chrono::DateTime<chrono::Utc>) -> Result<(), DbErr> {
        let organization = organization::ActiveModel {
            id: Unchanged(self.tenant.id),
            books_closed_before: Set(Some(before)),
            ..Default::default()
        };
        organization::Entity::update(organization)
            .exec(&self.raw)
            .await
            .map(|_updated| ())
    }

    async fn refused(&self, statement: &str, why: &str) {
        let error = self
            .raw
            .execute_unprepared(statement)
            .await
            .expect_err(statement)
            .to_string();
        assert!(
            error.contains(why),
            "{statement} failed for another reason: {error}"
        );
    }
}

#[tokio::test]
async fn a_balanced_transaction_moves_the_accounts() {
    let books = Books::new().await;
    let (one, other) = books.accounts().await;
    books
        .post(books.transaction("EUR", 2), &[(one, 100), (other, -100)])
        .await
        .unwrap();
    books
        .post(books.transaction("EUR", 3), &[(one, 5), (one, 6), (other, -11)])
        .await
        .unwrap();
    assert_eq!(
        (books.balance(one).await, books.balance(other).await),
        (111, -111)
    );
}

#[tokio::test]
async fn what_does_not_balance_is_not_committed() {
    let books = Books::new().await;
    let (one, other) = books.accounts().await;
    let before = books.postings().await;
    // Out of balance, incomplete, with nothing at all, with a posting that was not announced.
    assert!(
        books
            .post(books.transaction("EUR", 2), &[(one, 100), (other, -99)])
            .await
            .is_err()
    );
    assert!(
        books
            .post(books.transaction("EUR", 3), &[(one, 100), (other, -100)])
            .await
            .is_err()
    );
    assert!(books.post(books.transaction("EUR", 2), &[]).await.is_err());
    assert!(
        books
            .post(books.transaction("EUR", 2), &[(one, 1), (other, -1), (one, 1)])
            .await
            .is_err()
    );
    // A transaction needs two sides, and begins with nothing.
    assert!(
        books
            .post(books.transaction("EUR", 1), &[(one, 100)])
            .await
            .is_err()
    );
    assert!(books.post(books.transaction("EUR", 0), &[]).await.is_err());
    let mut begun = books.transaction("EUR", 2);
    begun.imbalance_minor = -100;
    assert!(books.post(begun, &[(one, 100), (other, 0)]).await.is_err());
    let mut other_zero = books.transaction("EUR", 2);
    other_zero.zero = 1;
    assert!(books.post(other_zero, &[(one, 100), (other, -99)]).await.is_err());
    // Nothing is posted for nothing.
    assert!(
        books
            .post(books.transaction("EUR", 2), &[(one, 0), (other, 0)])
            .await
            .is_err()
    );
    assert_eq!(books.postings().await, before);
    assert_eq!((books.balance(one).await, books.balance(other).await), (0, 0));
}

#[tokio::test]
async fn a_posting_is_in_the_currency_of_its_transaction() {
    let books = Books::new().await;
    let (one, other) = books.accounts().await;
    let foreign = books.account(AccountCode::Sales, "USD");
    plant(&books.raw, foreign.clone()).await.unwrap();
    assert!(
        books
            .post(books.transaction("EUR", 2), &[(one, 100), (foreign.id, -100)])
            .await
            .is_err()
    );
    assert!(
        books
            .post(books.transaction("USD", 2), &[(one, 100), (other, -100)])
            .await
            .is_err()
    );
    assert_eq!(books.balance(foreign.id).await, 0);
}

/// A transaction that was committed takes no further postings, even balanced ones.
#[tokio::test]
async fn what_is_posted_is_complete() {
    let books = Books::new().await;
    let (one, other) = books.accounts().await;
    let transaction = books.transaction("EUR", 2);
    let posted = transaction.id;
    books
        .post(transaction, &[(one, 100), (other, -100)])
        .await
        .unwrap();
    let database = books.raw.begin().await.unwrap();
    let further = books.posting(posted, one, 3, 50);
    assert!(plant(&database, further).await.is_err());
    database.rollback().await.unwrap();
    assert_eq!(books.balance(one).await, 100);
}

#[tokio::test]
async fn what_is_posted_is_final() {
    let books = Books::new().await;
    let (one, other) = books.accounts().await;
    books
        .post(books.transaction("EUR", 2), &[(one, 100), (other, -100)])
        .await
        .unwrap();
    for statement in [
        "UPDATE ledger_posting SET amount_minor = amount_minor + 1",
        "UPDATE ledger_posting SET account_id = account_id",
        "DELETE FROM ledger_posting",
        "UPDATE ledger_transaction SET kind = 'REFUND'",
        "UPDATE ledger_transaction SET occurred_at = created_at, source_type = 'refund'",
        "UPDATE ledger_transaction SET missing_postings = 2",
        "UPDATE ledger_transaction SET imbalance_minor = 1",
        "DELETE FROM ledger_transaction",
        "UPDATE revenue SET gross_minor = 1",
        "DELETE FROM revenue",
    ] {
        books.refused(statement, "append-only").await;
    }
    for statement in [
        "UPDATE ledger_account SET code = 'CLEARING'",
        "DELETE FROM ledger_account",
        "UPDATE ledger_account SET balance_minor = 7",
        "UPDATE ledger_account SET balance_minor = balance_minor + 100 WHERE code = 'SALES'",
        // As if the posting that was made last had been counted twice.
        "UPDATE ledger_account SET balance_minor = balance_minor - 100 WHERE code = 'PROMOTION'",
    ] {
        books.refused(statement, "only postings move an account").await;
    }
    match books.engine {
        Engine::Postgres => {
            books
                .refused("TRUNCATE ledger_transaction CASCADE", "append-only")
                .await;
        }
        // A replacement deletes the old row without firing a trigger that is about deletions.
        Engine::Sqlite => {
            books
                .refused("REPLACE INTO ledger_posting SELECT * FROM ledger_posting", "")
                .await;
            books
                .refused(
                    "REPLACE INTO ledger_transaction SELECT * FROM ledger_transaction",
                    "",
                )
                .await;
            books
                .refused("REPLACE INTO ledger_account SELECT * FROM ledger_account", "")
                .await;
        }
    }
    assert_eq!(
        (books.balance(one).await, books.balance(other).await),
        (100, -100)
    );
}

/// An account begins with nothing, and there is one of each kind, currency and employee.
#[tokio::test]
async fn accounts_begin_with_nothing_and_are_there_once() {
    let books = Books::new().await;
    books.accounts().await;
    let mut rich = books.account(AccountCode::Clearing, "EUR");
    rich.balance_minor = 1;
    assert!(plant(&books.raw, rich).await.is_err());
    assert!(
        plant(&books.raw, books.account(AccountCode::Sales, "EUR"))
            .await
            .is_err()
    );
    plant(&books.raw, books.account(AccountCode::Sales, "CHF"))
        .await
        .unwrap();
}

/// Nothing is posted into books that are closed, and they stay closed (E-L1).
#[tokio::test]
async fn closed_books_take_nothing() {
    let books = Books::new().await;
    let (one, other) = books.accounts().await;
    let closed_before = books.tenant.event().occurred_at;
    books.close(closed_before).await.unwrap();
    let mut earlier = books.transaction("EUR", 2);
    earlier.occurred_at = closed_before - chrono::Duration::microseconds(1);
    let refused = books.post(earlier, &[(one, 100), (other, -100)]).await;
    assert!(refused.unwrap_err().to_string().contains("the books are closed"));
    books
        .post(books.transaction("EUR", 2), &[(one, 100), (other, -100)])
        .await
        .unwrap();
    let back = books.close(closed_before - chrono::Duration::days(1)).await;
    assert!(back.unwrap_err().to_string().contains("closed books stay closed"));
    let reopened = "UPDATE organization SET books_closed_before = NULL";
    books.refused(reopened, "closed books stay closed").await;
}

/// On PostgreSQL, who closes waits for what is being posted, and what was begun before does not get into closed books.
#[tokio::test]
async fn closing_waits_for_what_is_being_posted() {
    let books = Books::new().await;
    if books.engine != Engine::Postgres {
        return;
    }
    let (one, other) = books.accounts().await;
    let closed_before = books.tenant.event().occurred_at + chrono::Duration::days(1);
    let transaction = books.transaction("EUR", 2);
    let id = transaction.id;
    let posting = books.raw.begin().await.unwrap();
    plant(&posting, transaction).await.unwrap();
    let closing = books.close(closed_before);
    tokio::pin!(closing);
    let soon = std::time::Duration::from_millis(200);
    assert!(
        tokio::time::timeout(soon, &mut closing).await.is_err(),
        "closing does not wait"
    );
    for (position, account, amount) in [(1, one, 5), (2, other, -5)] {
        plant(&posting, books.posting(id, account, position, amount))
            .await
            .unwrap();
    }
    posting.commit().await.unwrap();
    closing.await.unwrap();
    let late = books
        .post(books.transaction("EUR", 2), &[(one, 1), (other, -1)])
        .await;
    assert!(late.unwrap_err().to_string().contains("the books are closed"));
    assert_eq!(books.balance(one).await, 5);
}

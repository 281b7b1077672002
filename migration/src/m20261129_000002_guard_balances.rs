//! On SQLite, an account's balance moves only with a posting, as it does on PostgreSQL.
//!
//! SQLite cannot tell a trigger's own change from anybody else's. What it can see is that a posting is being counted: it
//! is there already, and its transaction does not contain it yet. So the account is moved first, by exactly that posting.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Sqlite {
            return Ok(());
        }
        for statement in GUARDED {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const GUARDED: &[&str] = &[
    "DROP TRIGGER ledger_posting_counts",
    "CREATE TRIGGER ledger_posting_counts AFTER INSERT ON ledger_posting \
     BEGIN \
       UPDATE ledger_account SET balance_minor = balance_minor + NEW.amount_minor WHERE id = NEW.account_id; \
       UPDATE ledger_transaction SET imbalance_minor = imbalance_minor + NEW.amount_minor, \
         missing_postings = missing_postings - 1 WHERE id = NEW.transaction_id; \
     END",
    "CREATE TRIGGER ledger_account_moves_with_postings BEFORE UPDATE OF balance_minor ON ledger_account \
     WHEN NEW.balance_minor IS NOT OLD.balance_minor AND NOT EXISTS ( \
       SELECT 1 FROM ledger_posting fresh \
       JOIN ledger_transaction books ON books.id = fresh.transaction_id \
       WHERE fresh.rowid = (SELECT MAX(rowid) FROM ledger_posting) \
         AND fresh.account_id = NEW.id AND fresh.amount_minor = NEW.balance_minor - OLD.balance_minor \
         AND books.imbalance_minor IS NOT \
           (SELECT SUM(amount_minor) FROM ledger_posting \
            WHERE organization_id = books.organization_id AND transaction_id = books.id)) \
     BEGIN SELECT RAISE(ABORT, 'only postings move an account'); END",
];

//! Books are closed up to a moment. Nothing is posted before it any more, and it never moves back; the database sees to both.
//! What an accountant posts by hand has a note, and says when it really happened, if that is in closed books.
//!
//! On PostgreSQL whoever posts and whoever closes wait for each other, so that nothing that was begun earlier appears in books
//! that were closed meanwhile. What comes too late by a moment is told to try again, with the time of then.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            ("organization", date_null("books_closed_through")),
            (
                "organization",
                timestamp_with_time_zone_null("books_closed_before"),
            ),
            ("ledger_transaction", string_null("note")),
            (
                "ledger_transaction",
                timestamp_with_time_zone_null("originally_occurred_at"),
            ),
        ] {
            let table = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        let statements = if manager.get_database_backend() == DbBackend::Postgres {
            POSTGRES
        } else {
            SQLITE
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const POSTGRES: &[&str] = &[
    "CREATE OR REPLACE FUNCTION ledger_transaction_begins() RETURNS trigger LANGUAGE plpgsql AS $$ \
     DECLARE closed timestamptz; \
     BEGIN \
       IF NEW.imbalance_minor <> 0 OR NEW.zero <> 0 OR NEW.missing_postings < 2 THEN \
         RAISE EXCEPTION 'a transaction begins in balance and announces its postings'; END IF; \
       PERFORM pg_advisory_xact_lock_shared(hashtextextended('books ' || NEW.organization_id, 0)); \
       SELECT books_closed_before INTO closed FROM organization WHERE id = NEW.organization_id; \
       IF NEW.occurred_at < closed THEN \
         RAISE EXCEPTION 'the books are closed' USING ERRCODE = 'serialization_failure'; END IF; \
       RETURN NEW; \
     END $$",
    "CREATE FUNCTION books_stay_closed() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF NEW.books_closed_before IS NOT DISTINCT FROM OLD.books_closed_before THEN RETURN NEW; END IF; \
       PERFORM pg_advisory_xact_lock(hashtextextended('books ' || NEW.id, 0)); \
       IF NEW.books_closed_before IS NULL OR NEW.books_closed_before < OLD.books_closed_before THEN \
         RAISE EXCEPTION 'closed books stay closed'; END IF; \
       RETURN NEW; \
     END $$",
    "CREATE TRIGGER books_stay_closed BEFORE UPDATE OF books_closed_before ON organization \
     FOR EACH ROW EXECUTE FUNCTION books_stay_closed()",
];

const SQLITE: &[&str] = &[
    "CREATE TRIGGER ledger_transaction_is_in_open_books BEFORE INSERT ON ledger_transaction \
     WHEN NEW.occurred_at < (SELECT books_closed_before FROM organization WHERE id = NEW.organization_id) \
     BEGIN SELECT RAISE(ABORT, 'the books are closed'); END",
    "CREATE TRIGGER books_stay_closed BEFORE UPDATE OF books_closed_before ON organization \
     WHEN OLD.books_closed_before IS NOT NULL \
       AND (NEW.books_closed_before IS NULL OR NEW.books_closed_before < OLD.books_closed_before) \
     BEGIN SELECT RAISE(ABORT, 'closed books stay closed'); END",
    "CREATE TRIGGER ledger_transaction_is_noted_once BEFORE UPDATE ON ledger_transaction \
     WHEN NEW.note IS NOT OLD.note OR NEW.originally_occurred_at IS NOT OLD.originally_occurred_at \
     BEGIN SELECT RAISE(ABORT, 'ledger_transaction is append-only'); END",
];

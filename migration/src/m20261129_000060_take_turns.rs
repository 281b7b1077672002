//! On PostgreSQL, taking an organization's turn, telling the other servers and looking how far the log goes are one statement.
//!
//! It has to be a function: a statement sees what had been committed when it began, and here what counts is what has been when the turn
//! has come. Each statement in a volatile function sees its own moment.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(TURN).await?;
        }
        Ok(())
    }
}

const TURN: &str = "CREATE FUNCTION volmify_event_turn(organization uuid, channel text, topics uuid[]) RETURNS bigint \
     LANGUAGE plpgsql VOLATILE AS $$ \
     BEGIN \
       PERFORM pg_advisory_xact_lock(hashtextextended('event ' || organization, 0)); \
       PERFORM pg_notify(channel, topic::text) FROM unnest(topics) AS topic; \
       RETURN COALESCE((SELECT max(position) FROM event WHERE organization_id = organization), 0); \
     END $$";

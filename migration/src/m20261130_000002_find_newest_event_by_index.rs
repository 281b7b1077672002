//! On PostgreSQL, an organization's turn finds the newest event by the index, whatever the planner knows.
//!
//! Plans are kept for all parameters. One that was made while the log was nearly empty would go through all of it for each event,
//! with everybody else waiting for the turn, until statistics are gathered again: completing a lesson took the database more than
//! twice as long after some 80,000 events.

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
            manager.get_connection().execute_unprepared(BY_INDEX).await?;
        }
        Ok(())
    }
}

const BY_INDEX: &str = "ALTER FUNCTION volmify_event_turn(uuid) SET enable_seqscan = off";

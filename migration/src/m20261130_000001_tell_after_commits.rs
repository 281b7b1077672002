//! On PostgreSQL, taking an organization's turn no longer tells the other servers: a transaction that notifies waits for all others
//! that do. The function that told them stays, for servers of the version before, which may still be running.

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

const TURN: &str = "CREATE FUNCTION volmify_event_turn(organization uuid) RETURNS bigint \
     LANGUAGE plpgsql VOLATILE AS $$ \
     BEGIN \
       PERFORM pg_advisory_xact_lock(hashtextextended('event ' || organization, 0)); \
       RETURN COALESCE((SELECT max(position) FROM event WHERE organization_id = organization), 0); \
     END $$";

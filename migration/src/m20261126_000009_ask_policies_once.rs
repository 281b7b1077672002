//! On PostgreSQL, policies ask once for each statement which organization it is about.
//!
//! A function in a policy is called for every row that is looked at, and what rows a transaction may see is a setting that
//! does not change meanwhile. As a subquery it is asked once before the first row, which halved the time of a statement
//! that looks at a thousand of them.

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
            manager.get_connection().execute_unprepared(ONCE).await?;
        }
        Ok(())
    }
}

/// Whichever tables there are: those that `secure_owned` has secured since it writes policies like this have them already.
const ONCE: &str = "DO $$ DECLARE policy record; BEGIN \
    FOR policy IN SELECT schemaname, tablename, policyname, \
        replace(replace(qual, 'volmify_organization()', '(SELECT volmify_organization())'), \
            'volmify_across()', '(SELECT volmify_across())') AS visible \
        FROM pg_policies WHERE schemaname = current_schema() AND qual LIKE '%volmify_%' AND qual NOT LIKE '%SELECT%' \
    LOOP \
        EXECUTE format('ALTER POLICY %I ON %I.%I USING (%s)', \
            policy.policyname, policy.schemaname, policy.tablename, policy.visible); \
    END LOOP; END $$";

//! Row-level security on PostgreSQL: the last net under every query.
//!
//! A row shows itself only to a transaction that has set its organization, or that has declared one of the named
//! cross-organization reasons. The server runs as `volmify_app`, a role that owns nothing and cannot bypass this.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OWNED: &[&str] = &[
    "member",
    "employee",
    "member_invitation",
    "employee_invitation",
    "permission_grant",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let run = async |sql: String| manager.get_connection().execute_unprepared(&sql).await;
        // Roles belong to the whole server, so another database may have made this one already, even just now.
        run("DO $$ BEGIN \
               CREATE ROLE volmify_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE; \
             EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END $$"
            .to_owned())
        .await?;
        run("DO $$ BEGIN \
               IF NOT pg_has_role(current_user, 'volmify_app', 'MEMBER') THEN \
                 EXECUTE format('GRANT volmify_app TO %I', current_user); \
               END IF; \
             EXCEPTION WHEN undefined_object OR insufficient_privilege OR unique_violation THEN NULL; END $$"
            .to_owned())
        .await?;
        run(
            "CREATE FUNCTION volmify_organization() RETURNS uuid LANGUAGE sql STABLE AS \
             $$ SELECT NULLIF(current_setting('volmify.organization', true), '')::uuid $$; \
             CREATE FUNCTION volmify_across() RETURNS boolean LANGUAGE sql STABLE AS \
             $$ SELECT COALESCE(current_setting('volmify.across', true), '') <> '' $$"
                .to_owned(),
        )
        .await?;
        for table in OWNED {
            let visible = "organization_id = volmify_organization() OR volmify_across()";
            run(secure(table, visible, visible)).await?;
        }
        let visible = "id = volmify_organization() OR volmify_across()";
        run(secure("organization", visible, visible)).await?;
        // What concerns a user alone has no organization: anybody may append it, only the named readers see it.
        run(secure(
            "event",
            "organization_id = volmify_organization() OR volmify_across()",
            "organization_id = volmify_organization() OR organization_id IS NULL OR volmify_across()",
        ))
        .await?;
        run("DO $$ BEGIN \
               GRANT USAGE ON SCHEMA public TO volmify_app; \
               GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO volmify_app; \
               ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO volmify_app; \
               ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO volmify_app; \
               REVOKE UPDATE, DELETE ON event FROM volmify_app; \
             EXCEPTION WHEN undefined_object THEN NULL; END $$"
            .to_owned())
        .await?;
        Ok(())
    }
}

/// Forced, so that even the owner of the tables is bound by it.
fn secure(table: &str, visible: &str, allowed: &str) -> String {
    format!(
        "ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY; \
         ALTER TABLE \"{table}\" FORCE ROW LEVEL SECURITY; \
         CREATE POLICY {table}_organization ON \"{table}\" USING ({visible}) WITH CHECK ({allowed})"
    )
}

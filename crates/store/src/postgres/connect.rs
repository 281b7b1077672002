//! Connecting to PostgreSQL as the role that owns nothing.

use super::Pool;
use crate::{DatabaseSettings, StoreError, database::unusable};
use sea_orm::{ConnectionTrait, Statement};
use sqlx::{
    ConnectOptions, Executor,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use std::{
    str::FromStr,
    sync::{Arc, atomic::AtomicU64},
};

/// Steps down to the role that owns nothing, wherever the login role may become it.
pub(super) const BECOME_APP: &str = "DO $$ BEGIN \
     IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'volmify_app') \
        AND pg_has_role(session_user, 'volmify_app', 'MEMBER') THEN \
       SET ROLE volmify_app; \
     END IF; END $$";

/// The connections that the settings describe.
pub(crate) async fn connect(
    settings: &DatabaseSettings,
    statements: &Arc<AtomicU64>,
) -> Result<Pool, StoreError> {
    let options = PgConnectOptions::from_str(&settings.url)
        .map_err(|error| unusable(&settings.url, error))?
        .application_name("volmify")
        // A request that was given up on must not go on working, or holding locks, in the database.
        .options([
            ("statement_timeout", "30s"),
            ("idle_in_transaction_session_timeout", "60s"),
            // Statements are the same for all their parameters, and planning one takes longer than running it.
            ("plan_cache_mode", "force_generic_plan"),
            // Nothing but a quotation mark ends a text.
            ("standard_conforming_strings", "on"),
        ])
        .statement_cache_capacity(256)
        // What is sent together has its values in its text, and these are nobody's business who reads a log.
        .disable_statement_logging();
    let pool = Pool::open(options, settings, Arc::clone(statements))
        .await
        .map_err(|error| unusable(&settings.url, error))?;
    refuse_bypass(&pool).await?;
    Ok(pool)
}

/// One connection beside the pool that hears what other servers have committed.
pub(crate) async fn listener(url: &str) -> Result<PgListener, sqlx::Error> {
    let options = PgConnectOptions::from_str(url)?.application_name("volmify events");
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(BECOME_APP).await.map(|_done| ()) })
        })
        .connect_with(options)
        .await?;
    PgListener::connect_with(&pool).await
}

/// A role that bypasses row-level security would make the last net a decoration, so the server does not start as one.
async fn refuse_bypass(pool: &Pool) -> Result<(), StoreError> {
    let row = pool
        .query_one_raw(Statement::from_string(
            pool.get_database_backend(),
            "SELECT (rolsuper OR rolbypassrls) AS bypass FROM pg_roles WHERE rolname = current_user",
        ))
        .await?;
    let bypass = match row {
        Some(row) => row.try_get::<bool>("", "bypass").map_err(StoreError::from)?,
        None => true,
    };
    if bypass {
        return Err(unusable(
            "postgres",
            "the role of this connection bypasses row-level security. Run `volmify migrate` with a role that may \
             create roles, or connect as a role that is a member of volmify_app",
        ));
    }
    Ok(())
}

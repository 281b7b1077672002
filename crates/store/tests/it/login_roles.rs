//! As whom the store connects on PostgreSQL. A role that bypasses row-level security would make the net a decoration.

use crate::{
    database::{TestDatabase, run},
    tenant::Tenant,
};
use kernel::{SystemClock, SystemRandom};
use std::sync::Arc;
use store::{DatabaseSettings, Store, StoreError, Target};

/// A login role of its own, which goes away with the test.
struct Login {
    name: String,
    owner: String,
}

impl Login {
    async fn new(database: &TestDatabase, name: &str, rights: &str) -> Self {
        let login = Self {
            name: format!("volmify_test_{name}_{}", std::process::id()),
            owner: database.settings.url.clone(),
        };
        let create = format!("CREATE ROLE {} LOGIN PASSWORD 'of a test' {rights}", login.name);
        run(&login.owner, create).await;
        login
    }

    /// The same database, as this role.
    fn settings(&self) -> DatabaseSettings {
        let (_, rest) = self.owner.split_once("://").unwrap();
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let mut settings = DatabaseSettings::new(format!("postgres://{}:of%20a%20test@{host}", self.name));
        settings.max_connections = Some(1);
        settings
    }

    async fn connect(&self) -> Result<Store, StoreError> {
        Store::connect(&self.settings(), Arc::new(SystemClock), Arc::new(SystemRandom)).await
    }

    async fn away(self) {
        run(&self.owner, format!("DROP ROLE {}", self.name)).await;
    }
}

/// What the server is meant to log in as: a role that may become the role that owns nothing.
#[tokio::test]
async fn a_member_of_the_role_works() {
    let Some(database) = TestDatabase::postgres("login roles").await else {
        return;
    };
    let tenant = Tenant::plant(&database.raw().await, "here").await;
    let login = Login::new(&database, "member", "NOINHERIT IN ROLE volmify_app").await;
    let store = login.connect().await;
    let entered = match &store {
        Ok(store) => store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await,
        Err(_) => Ok(None),
    };
    if let Ok(store) = &store {
        store.close().await.unwrap();
    }
    login.away().await;
    store.unwrap();
    assert!(entered.unwrap().is_some());
}

/// A role that bypasses the net and cannot step down from it does not connect at all.
#[tokio::test]
async fn a_role_that_bypasses_the_net_is_refused() {
    let Some(database) = TestDatabase::postgres("login roles").await else {
        return;
    };
    let login = Login::new(&database, "bypass", "BYPASSRLS").await;
    let outcome = login.connect().await;
    login.away().await;
    let Err(StoreError::Unavailable(error)) = outcome else {
        panic!("the store connected with a role that sees everything: {outcome:?}");
    };
    assert!(
        error.to_string().contains("bypasses row-level security"),
        "{error}"
    );
}

/// A role without any rights connects, but is told nothing.
#[tokio::test]
async fn a_role_without_rights_reads_nothing() {
    let Some(database) = TestDatabase::postgres("login roles").await else {
        return;
    };
    let tenant = Tenant::plant(&database.raw().await, "here").await;
    let login = Login::new(&database, "stranger", "").await;
    let store = login.connect().await;
    let entered = match &store {
        Ok(store) => store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await,
        Err(_) => Ok(None),
    };
    if let Ok(store) = &store {
        store.close().await.unwrap();
    }
    login.away().await;
    store.unwrap();
    assert!(matches!(entered, Err(StoreError::Database(_))), "{entered:?}");
}

/// The role belongs to the whole server, so it exists before this database was migrated, and a superuser becomes it
/// here too: what it asks is refused by a database that has granted it nothing.
#[tokio::test]
async fn a_database_without_migrations_answers_nothing() {
    let Some(migrated) = TestDatabase::postgres("login roles").await else {
        return;
    };
    let tenant = Tenant::plant(&migrated.raw().await, "here").await;
    let Some(empty) = TestDatabase::postgres_with("login roles", "").await else {
        return;
    };
    let store = empty.store().await;
    store.ping().await.unwrap();
    let entered = store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await;
    assert!(matches!(entered, Err(StoreError::Database(_))), "{entered:?}");

    // The decisive part: a table that nobody has granted is closed to it, so it is not the superuser who asks.
    run(
        &empty.settings.url,
        "CREATE TABLE organization (LIKE pg_class)".to_owned(),
    )
    .await;
    let entered = store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await;
    let error = format!("{:?}", entered.expect_err("nothing was granted"));
    assert!(
        error.contains("permission denied") || error.contains("does not exist"),
        "{error}"
    );
}

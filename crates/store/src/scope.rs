//! Reading with one actor's eyes.

use crate::{
    CrossOrganization, Engine, Scoped, Store, StoreError, database::SCOPING, scoped::Runner, session::View,
};
use authz::{Access, Actor, Global, Owned};
use kernel::OrganizationId;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, QueryFilter, Statement};
use std::sync::Arc;

/// Sees one organization with one actor's eyes. Cheap to clone; lives as long as one request.
///
/// On PostgreSQL it is a transaction that has set its organization, so that row-level security stands behind every
/// statement. On SQLite each statement runs by itself.
#[derive(Clone)]
pub struct OrgScope {
    store: Store,
    access: Arc<Access>,
    runner: Runner,
}

impl std::fmt::Debug for OrgScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OrgScope({})", self.access.organization())
    }
}

impl OrgScope {
    pub(crate) fn new(store: Store, access: Access, runner: Runner) -> Self {
        Self {
            store,
            access: Arc::new(access),
            runner,
        }
    }

    /// Who asks and what they may do here.
    pub fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) const fn runner(&self) -> &Runner {
        &self.runner
    }

    /// The store, for the clock and for crossing over to what is global.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The rows of a table that this actor sees in this organization.
    pub fn find<E: Owned>(&self) -> Scoped<E> {
        find_owned(&self.access, self.runner.clone(), self.store.engine())
    }

    /// The rows below others that this actor sees, where seeing those is half of the policy: `shown` is the other half. The rows
    /// above are the permission: ask only for what is below rows that were read.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a scope reads what is below a row"
    )]
    pub fn find_below<E: Owned>(&self, shown: Condition) -> Scoped<E> {
        let select = E::find()
            .filter(E::ORGANIZATION.eq(self.access.organization()))
            .filter(shown);
        Scoped::new(
            select,
            self.runner.clone(),
            self.store.engine(),
            Some((*self.access).clone()),
        )
    }

    /// Persons' data that a visible row of this organization leads to. The row is the permission: pass only ids that
    /// were read from one.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a scope reads what is global"
    )]
    pub fn find_linked<E: Global>(&self) -> Scoped<E> {
        Scoped::new(
            E::find(),
            self.runner.clone(),
            self.store.engine(),
            Some((*self.access).clone()),
        )
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where an owned query is born"
)]
pub(crate) fn find_owned<E: Owned>(access: &Access, runner: Runner, engine: Engine) -> Scoped<E> {
    let select = E::find()
        .filter(E::ORGANIZATION.eq(access.organization()))
        .filter(E::visible(access));
    Scoped::new(select, runner, engine, Some(access.clone()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a global query is born"
)]
pub(crate) fn find_global<E: Global>(actor: &Actor, runner: Runner, engine: Engine) -> Scoped<E> {
    Scoped::new(E::find().filter(E::visible(actor)), runner, engine, None)
}

/// Reads what belongs to persons, with one actor's eyes.
#[derive(Clone, Debug)]
pub struct GlobalScope {
    store: Store,
    actor: Actor,
}

impl GlobalScope {
    pub(crate) const fn new(store: Store, actor: Actor) -> Self {
        Self { store, actor }
    }

    /// Who asks.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The store, for the clock and for entering organizations.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The rows of a global table that this actor sees.
    pub fn find<E: Global>(&self) -> Scoped<E> {
        find_global(&self.actor, self.store.runner(View::Global), self.store.engine())
    }
}

/// Tells PostgreSQL which organization a transaction is about.
pub(crate) async fn set_organization(
    tx: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<(), StoreError> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = format!("{SCOPING}'volmify.organization', $1, true), set_config('volmify.across', '', true)");
    let id = kernel::TypedId::uuid(organization).to_string();
    tx.query_one_raw(Statement::from_sql_and_values(
        DbBackend::Postgres,
        sql,
        [id.into()],
    ))
    .await?;
    Ok(())
}

/// Tells PostgreSQL that a transaction crosses organizations, and why; or that it no longer does.
pub(crate) async fn set_across(
    tx: &impl ConnectionTrait,
    why: Option<CrossOrganization>,
) -> Result<(), StoreError> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = format!("{SCOPING}'volmify.across', $1, true)");
    let why = why.map_or("", CrossOrganization::name);
    tx.query_one_raw(Statement::from_sql_and_values(
        DbBackend::Postgres,
        sql,
        [why.into()],
    ))
    .await?;
    Ok(())
}

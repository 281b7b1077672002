//! Rows made up in bulk, for a database that is there to be measured.
//!
//! This is the one way to write without evidence. `volmify seed --scale` is its only caller, and begins with a database
//! in which nobody has an account.

use crate::{Engine, Store, StoreError, session::View, tx::Tx};
use authz::Actor;
use kernel::OrganizationId;
use sea_orm::{EntityTrait, IntoActiveModel, Iterable};

/// How many values one statement may carry: PostgreSQL counts them with sixteen bits, SQLite takes half of that.
const POSTGRES_VALUES: usize = 65_535;
const SQLITE_VALUES: usize = 32_766;

/// A transaction that adds rows as they are given.
pub struct Fill {
    tx: Tx,
    values: usize,
}

impl std::fmt::Debug for Fill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fill")
    }
}

impl Store {
    /// Begins to add made-up rows: of one organization, or of none.
    pub async fn fill(&self, organization: Option<OrganizationId>) -> Result<Fill, StoreError> {
        let view = organization.map_or(View::Global, View::Organization);
        let tx = Tx::begin(self.clone(), Actor::Anonymous, None, view).await?;
        let values = match self.engine() {
            Engine::Postgres => POSTGRES_VALUES,
            Engine::Sqlite => SQLITE_VALUES,
        };
        Ok(Fill { tx, values })
    }
}

impl Fill {
    /// Adds rows, as many at a time as a statement can carry.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that adds rows without evidence, for databases that are there to be measured"
    )]
    pub async fn rows<E>(&self, rows: Vec<E::Model>) -> Result<(), StoreError>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let columns = E::Column::iter().count().max(1);
        let at_a_time = (self.values / columns).max(1);
        let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        loop {
            let some: Vec<E::ActiveModel> = rows.by_ref().take(at_a_time).collect();
            if some.is_empty() {
                return Ok(());
            }
            E::insert_many(some).exec_without_returning(self.tx.raw()).await?;
        }
    }

    /// Keeps what was added.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }
}

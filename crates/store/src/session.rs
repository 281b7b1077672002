//! One connection per request on PostgreSQL, to read on or with a transaction that was begun to write.
//!
//! Row-level security needs a transaction that says which rows it is about. A transaction per organization would let a
//! request hold several connections at once, and requests that wait for each other's connections wait for ever. So a
//! request has at most one, and tells it what it is about whenever that changes.

use crate::{
    CrossOrganization, StoreError,
    enter::{Standing, Target},
    postgres::{Kept, PgTransaction, Pool, READING, WRITING},
    scope::{set_across, set_organization},
};
use kernel::{OrganizationId, UserId};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult};
use std::{
    ops::Deref,
    sync::{Arc, PoisonError},
};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

/// Which rows a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// Tables that belong to no organization.
    Global,
    /// One organization.
    Organization(OrganizationId),
    /// Every organization, for a reason.
    Across(CrossOrganization),
}

pub(crate) struct ReadSession {
    pool: Pool,
    life: Life,
    open: Mutex<Option<Open>>,
    /// Never beside an open one.
    begun: std::sync::Mutex<Option<Begun>>,
}

/// A transaction in which the request is going to write, from finding out who asks.
pub(crate) struct Begun {
    pub(crate) tx: PgTransaction,
    pub(crate) user: UserId,
    pub(crate) target: Target,
    pub(crate) standing: Standing,
}

/// How long a snapshot is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// As long as a request lasts.
    Request,
    /// For one statement, where there is no request that would end.
    Statement,
}

/// A transaction, and what it was told last.
pub(crate) struct Open {
    tx: PgTransaction,
    view: View,
}

impl Open {
    /// A statement has told the transaction which organization it is about from now on: the one it found, or none.
    pub(crate) fn has_turned(&mut self, found: Option<OrganizationId>) {
        self.view = found.map_or(View::Global, View::Organization);
    }
}

impl Deref for Open {
    type Target = PgTransaction;
    fn deref(&self) -> &PgTransaction {
        &self.tx
    }
}

impl ReadSession {
    pub(crate) fn new(pool: Pool, life: Life) -> Arc<Self> {
        Arc::new(Self {
            pool,
            life,
            open: Mutex::new(None),
            begun: std::sync::Mutex::default(),
        })
    }

    /// The transaction, begun and turned to the right rows. Nobody else uses it until the guard is dropped.
    pub(crate) async fn ready(&self, view: View) -> Result<MappedMutexGuard<'_, Open>, StoreError> {
        let mut guard = self.open.lock().await;
        drop(self.take_begun());
        // Taken out while it is being turned: a failure or a cancelled request must not leave it half turned.
        let mut open = match guard.take() {
            Some(open) => open,
            None => Open {
                tx: PgTransaction::begin(&self.pool, READING, view).await?,
                view,
            },
        };
        if open.view != view {
            match (view, open.view) {
                // The organization the request is in may stay in sight; what a look across has shown may not.
                (View::Global, View::Global | View::Organization(_)) => {}
                (View::Global, View::Across(_)) => {
                    set_across(&open.tx, None).await?;
                    open.view = view;
                }
                (View::Organization(organization), _) => {
                    set_organization(&open.tx, organization).await?;
                    open.view = view;
                }
                (View::Across(why), _) => {
                    set_across(&open.tx, Some(why)).await?;
                    open.view = view;
                }
            }
        }
        *guard = Some(open);
        opened(guard)
    }

    /// The transaction like [`Self::ready`], with the rows of a statement, by which it begins if it has not.
    pub(crate) async fn ready_with(
        &self,
        view: View,
        question: Kept,
    ) -> Result<(MappedMutexGuard<'_, Open>, Result<Vec<QueryResult>, DbErr>), StoreError> {
        let mut guard = self.open.lock().await;
        drop(self.take_begun());
        if guard.is_some() {
            drop(guard);
            let open = self.ready(view).await?;
            let rows = open.query_all_raw(question.statement(DbBackend::Postgres)).await;
            return Ok((open, rows));
        }
        let (tx, rows) = PgTransaction::begin_with(&self.pool, READING, view, question).await?;
        *guard = Some(Open { tx, view });
        Ok((opened(guard)?, Ok(rows)))
    }

    /// Begins a transaction to write in with the statement that enters an organization, and gives its rows.
    pub(crate) async fn begin_writing(
        &self,
        question: Kept,
    ) -> Result<(PgTransaction, Vec<QueryResult>), StoreError> {
        self.end().await;
        let view = View::Across(CrossOrganization::Enter);
        Ok(PgTransaction::begin_with(&self.pool, WRITING, view, question).await?)
    }

    /// Keeps a transaction for whoever writes where it leads, until something else is done.
    pub(crate) fn has_begun(&self, begun: Begun) {
        *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = Some(begun);
    }

    /// The transaction that was kept.
    pub(crate) fn take_begun(&self) -> Option<Begun> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Ends after a statement what must not or need not go on: PostgreSQL refuses every further statement of a transaction in
    /// which one failed.
    pub(crate) async fn after<T, E>(&self, outcome: &Result<T, E>) {
        if outcome.is_err() || self.life == Life::Statement {
            self.end().await;
        }
    }

    /// Gives the connection back. It has only read, so nobody has to wait until the transaction is over.
    pub(crate) async fn end(&self) {
        drop(self.open.lock().await.take());
        drop(self.take_begun());
    }
}

fn opened(guard: MutexGuard<'_, Option<Open>>) -> Result<MappedMutexGuard<'_, Open>, StoreError> {
    MutexGuard::try_map(guard, Option::as_mut)
        .map_err(|_guard| StoreError::Database(DbErr::Custom("the read session is closed".to_owned())))
}

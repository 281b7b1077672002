//! One read connection per request on PostgreSQL.
//!
//! Row-level security needs a transaction that says which rows it is about. A transaction per organization would let a
//! request hold several connections at once, and requests that wait for each other's connections wait for ever. So a
//! request has at most one, and tells it what it is about whenever that changes.

use crate::{
    CrossOrganization, StoreError,
    begin::begin,
    scope::{set_across, set_organization},
};
use kernel::OrganizationId;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionOptions};
use std::sync::Arc;
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
    connection: DatabaseConnection,
    open: Mutex<Option<Open>>,
}

struct Open {
    tx: DatabaseTransaction,
    view: View,
}

impl ReadSession {
    pub(crate) fn new(connection: DatabaseConnection) -> Arc<Self> {
        Arc::new(Self {
            connection,
            open: Mutex::new(None),
        })
    }

    /// The transaction, begun and turned to the right rows. Nobody else uses it until the guard is dropped.
    pub(crate) async fn ready(
        &self,
        view: View,
    ) -> Result<MappedMutexGuard<'_, DatabaseTransaction>, StoreError> {
        let mut guard = self.open.lock().await;
        // Taken out while it is being turned: a failure or a cancelled request must not leave it half turned.
        let mut open = match guard.take() {
            Some(open) => open,
            None => Open {
                tx: begin(&self.connection, TransactionOptions::default()).await?,
                view: View::Global,
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
        MutexGuard::try_map(guard, |open| open.as_mut().map(|open| &mut open.tx))
            .map_err(|_guard| StoreError::Database(DbErr::Custom("the read session is closed".to_owned())))
    }

    /// Gives the connection back.
    pub(crate) async fn end(&self) {
        let open = self.open.lock().await.take();
        if let Some(open) = open {
            // It has only read; if the connection is broken there is nothing to save.
            let _nothing_to_lose = open.tx.rollback().await;
        }
    }
}

//! Telling the other servers on PostgreSQL what was committed.
//!
//! A transaction that notifies would hold up all others: PostgreSQL commits those one after the other, in the whole cluster and with
//! their writes to the disk. So what was committed is told afterwards, together with whatever else was committed meanwhile.

use crate::postgres::Pool;
use sea_orm::{ConnectionTrait, DbErr};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};
use tokio::{sync::Notify, task::AbortHandle};
use uuid::Uuid;

/// The channel of PostgreSQL.
pub(crate) const CHANNEL: &str = "volmify_event";

/// How long it is silent after it has told something. What comes alone is told at once, what comes in crowds is told together.
const BREATH: Duration = Duration::from_millis(10);

/// How long it waits before it tries again, where the database was not there.
const PAUSE: Duration = Duration::from_secs(1);

/// What this process has to tell.
pub(crate) struct Teller {
    pool: Pool,
    topics: Mutex<BTreeSet<Uuid>>,
    /// Held while something is told, so that whoever waits for it to end does.
    telling: tokio::sync::Mutex<()>,
    more: Arc<Notify>,
    task: Mutex<Option<AbortHandle>>,
}

impl Teller {
    pub(crate) fn new(pool: Pool) -> Arc<Self> {
        let teller = Arc::new(Self {
            pool,
            topics: Mutex::default(),
            telling: tokio::sync::Mutex::default(),
            more: Arc::default(),
            task: Mutex::default(),
        });
        let task = tokio::spawn(keep_telling(Arc::downgrade(&teller), Arc::clone(&teller.more)));
        *teller.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.abort_handle());
        teller
    }

    /// Has the others told soon.
    pub(crate) fn tell(&self, topics: &[Uuid]) {
        if !topics.is_empty() {
            self.topics().extend(topics);
            self.more.notify_one();
        }
    }

    /// Tells what has not been told yet.
    pub(crate) async fn finish(&self) -> Result<(), DbErr> {
        let _one_at_a_time = self.telling.lock().await;
        let topics: Vec<Uuid> = std::mem::take(&mut *self.topics()).into_iter().collect();
        if topics.is_empty() {
            return Ok(());
        }
        let listed: Vec<String> = topics.iter().map(|topic| format!("('{topic}')")).collect();
        let sql = format!(
            "SELECT pg_notify('{CHANNEL}', topic) FROM (VALUES {}) AS told (topic)",
            listed.join(", ")
        );
        let told = self.pool.execute_unprepared(&sql).await;
        if told.is_err() {
            self.topics().extend(topics);
        }
        told.map(|_done| ())
    }

    fn topics(&self) -> std::sync::MutexGuard<'_, BTreeSet<Uuid>> {
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        if let Some(task) = self.task.lock().unwrap_or_else(PoisonError::into_inner).take() {
            task.abort();
        }
    }
}

/// Ends when nobody is left who could have something to tell.
async fn keep_telling(teller: Weak<Teller>, more: Arc<Notify>) {
    loop {
        more.notified().await;
        let Some(teller) = teller.upgrade() else {
            return;
        };
        let told = teller.finish().await;
        let pause = match &told {
            Ok(()) => BREATH,
            Err(error) => {
                tracing::warn!(%error, "the other servers are not told of events, trying again");
                teller.more.notify_one();
                PAUSE
            }
        };
        drop(teller);
        tokio::time::sleep(pause).await;
    }
}

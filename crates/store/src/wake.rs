//! Waking whoever waits for events. What wakes carries ids and nothing to read: the reader asks the database with its own rights.
//!
//! On SQLite the process that commits wakes itself. On PostgreSQL every server listens to what is committed anywhere, on one
//! connection beside its pool, from the moment somebody waits. A wake-up may get lost, when that connection breaks, a server ends
//! between a commit and telling of it, or another process writes to the same SQLite file, so whoever waits also looks by itself
//! from time to time.

use crate::{
    Store,
    postgres::{Pool, listener},
    tell::{CHANNEL, Teller},
};
use sqlx::postgres::PgListener;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};
use tokio::{sync::Notify, task::AbortHandle};
use uuid::Uuid;

/// How long a listener that has lost the database waits before it tries again.
const PAUSE: Duration = Duration::from_secs(1);

/// Who waits for what in this process.
pub(crate) struct Wakeups {
    /// Where to listen, and who tells the others; neither on SQLite.
    others: Option<(String, Arc<Teller>)>,
    waiting: Mutex<HashMap<Uuid, Vec<Weak<Notify>>>>,
    listening: Mutex<Option<AbortHandle>>,
}

/// Wakes up when something may have happened. Nothing is missed from the moment it is made.
pub struct Waiting {
    wakeups: Arc<Wakeups>,
    topics: Vec<Uuid>,
    bell: Arc<Notify>,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Waiting({:?})", self.topics)
    }
}

impl Waiting {
    /// Waits for the next event about one of the topics, or returns at once if there was one since the last call.
    pub async fn woken(&self) {
        self.bell.notified().await;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.wakeups.waiting();
        for topic in &self.topics {
            if let Some(bells) = waiting.get_mut(topic) {
                let own = Arc::as_ptr(&self.bell);
                bells.retain(|bell| !std::ptr::eq(bell.as_ptr(), own));
                if bells.is_empty() {
                    waiting.remove(topic);
                }
            }
        }
    }
}

/// Something is being committed. Wakes whoever waits for it when it is dropped.
pub(crate) struct Committing {
    wakeups: Arc<Wakeups>,
    topics: Vec<Uuid>,
}

impl Drop for Committing {
    fn drop(&mut self) {
        self.wakeups.committed(&self.topics);
    }
}

impl Store {
    /// Waits for events in an organization or about a user, by their ids.
    pub fn wait_for(&self, topics: impl IntoIterator<Item = Uuid>) -> Waiting {
        let wakeups = self.wakeups();
        let bell = Arc::new(Notify::new());
        let topics: Vec<Uuid> = topics.into_iter().collect();
        {
            let mut waiting = wakeups.waiting();
            for topic in &topics {
                waiting.entry(*topic).or_default().push(Arc::downgrade(&bell));
            }
        }
        wakeups.listen();
        Waiting {
            wakeups: Arc::clone(wakeups),
            topics,
            bell,
        }
    }
}

impl Wakeups {
    /// Wakes and is woken on the database at an address; with its connections, where that is PostgreSQL.
    pub(crate) fn new(url: &str, pool: Option<&Pool>) -> Arc<Self> {
        Arc::new(Self {
            others: pool.map(|pool| (url.to_owned(), Teller::new(pool.clone()))),
            waiting: Mutex::default(),
            listening: Mutex::default(),
        })
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<Uuid, Vec<Weak<Notify>>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This process is about to commit something about these topics. Whoever waits is woken when what is returned is dropped, so also
    /// where nobody waits for the commit to end. Waking in vain does no harm.
    pub(crate) fn committing(self: &Arc<Self>, topics: Vec<Uuid>) -> Committing {
        Committing {
            wakeups: Arc::clone(self),
            topics,
        }
    }

    /// On PostgreSQL this process hears of what it has committed like every other.
    fn committed(&self, topics: &[Uuid]) {
        if let Some((_url, teller)) = &self.others {
            teller.tell(topics);
        } else {
            for topic in topics {
                self.wake(*topic);
            }
        }
    }

    fn wake(&self, topic: Uuid) {
        for bell in self.waiting().get(&topic).into_iter().flatten() {
            if let Some(bell) = bell.upgrade() {
                bell.notify_one();
            }
        }
    }

    fn wake_everybody(&self) {
        for bell in self.waiting().values().flatten() {
            if let Some(bell) = bell.upgrade() {
                bell.notify_one();
            }
        }
    }

    /// Begins to listen, unless it has begun.
    fn listen(self: &Arc<Self>) {
        let Some((url, _teller)) = &self.others else {
            return;
        };
        let mut listening = self.listening.lock().unwrap_or_else(PoisonError::into_inner);
        if listening.as_ref().is_none_or(AbortHandle::is_finished) {
            let task = tokio::spawn(keep_listening(url.clone(), Arc::downgrade(self)));
            *listening = Some(task.abort_handle());
        }
    }

    /// Tells the others what they have not been told yet, and ends listening for good.
    pub(crate) async fn end(&self) {
        if let Some((_url, teller)) = &self.others
            && let Err(error) = teller.finish().await
        {
            tracing::warn!(%error, "the other servers were not told of the last events");
        }
        self.stop();
    }

    fn stop(&self) {
        let mut listening = self.listening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = listening.take() {
            task.abort();
        }
    }
}

impl Drop for Wakeups {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn keep_listening(url: String, wakeups: Weak<Wakeups>) {
    loop {
        let ended = match listener(&url).await {
            Ok(listener) => listen(listener, &wakeups).await,
            Err(error) => Err(error),
        };
        match ended {
            Ok(()) => return,
            Err(error) => tracing::warn!(%error, "events of other servers are not heard, trying again"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Ends well when nobody is left to be woken.
async fn listen(mut listener: PgListener, wakeups: &Weak<Wakeups>) -> Result<(), sqlx::Error> {
    listener.listen(CHANNEL).await?;
    loop {
        // Before the first and after every interruption: what was committed meanwhile has woken nobody.
        let Some(everybody) = wakeups.upgrade() else {
            return Ok(());
        };
        everybody.wake_everybody();
        drop(everybody);
        while let Some(heard) = listener.try_recv().await? {
            let Some(wakeups) = wakeups.upgrade() else {
                return Ok(());
            };
            if let Ok(topic) = heard.payload().parse() {
                wakeups.wake(topic);
            }
        }
    }
}

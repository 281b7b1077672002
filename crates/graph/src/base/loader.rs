//! Batching: what many siblings ask for one by one is read in one statement.
//!
//! All fields of a list are polled once before any of them is polled again, in the request's own task. So the first
//! one to ask becomes the leader: it steps back once, and when its turn comes again all siblings have left their keys.
//! No timer and no other task is involved, which is why it keeps working when the machine is busy.

use crate::base::fault;
use async_graphql::{Error, Result};
use std::{
    any::{Any, TypeId},
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{Mutex, PoisonError},
};
use store::StoreError;
use tokio::sync::oneshot;

/// What can be loaded in batches. The type of the key is the registration.
pub(crate) trait Key<Reader>: Copy + Eq + Hash + Send + 'static {
    /// What one key leads to.
    type Value: Clone + Send + 'static;

    /// One statement for all keys. Keys that lead to nothing are left out.
    fn load(
        reader: &Reader,
        keys: Vec<Self>,
    ) -> impl Future<Output = std::result::Result<HashMap<Self, Self::Value>, StoreError>> + Send;
}

type Answer<V> = std::result::Result<Option<V>, Error>;

struct Batch<K, V> {
    waiting: Vec<(K, oneshot::Sender<Answer<V>>)>,
    has_leader: bool,
}

impl<K, V> Default for Batch<K, V> {
    fn default() -> Self {
        Self {
            waiting: Vec::new(),
            has_leader: false,
        }
    }
}

/// The batches of one request and one reader.
pub(crate) struct Loaders<Reader> {
    reader: Reader,
    batches: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
}

impl<Reader: Send + Sync> Loaders<Reader> {
    pub(crate) fn new(reader: Reader) -> Self {
        Self {
            reader,
            batches: Mutex::default(),
        }
    }

    pub(crate) const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What a key leads to, read together with what its siblings ask for.
    pub(crate) async fn load<K: Key<Reader>>(&self, key: K) -> Result<Option<K::Value>> {
        let (sender, mut answer) = oneshot::channel();
        let leads = self.with_batch(|batch: &mut Batch<K, K::Value>| {
            batch.waiting.push((key, sender));
            !std::mem::replace(&mut batch.has_leader, true)
        });
        if leads {
            end_of_poll_pass().await;
            let waiting = self.with_batch(|batch: &mut Batch<K, K::Value>| {
                batch.has_leader = false;
                std::mem::take(&mut batch.waiting)
            });
            let keys: HashSet<K> = waiting.iter().map(|(key, _)| *key).collect();
            let loaded = K::load(&self.reader, keys.into_iter().collect())
                .await
                .map_err(fault);
            for (key, sender) in waiting {
                let answer = match &loaded {
                    Ok(values) => Ok(values.get(&key).cloned()),
                    Err(error) => Err(error.clone()),
                };
                // Whoever no longer waits does not need the answer.
                let _gone = sender.send(answer);
            }
        }
        (&mut answer)
            .await
            .unwrap_or_else(|_leader_gone| Err("a batch was abandoned".into()))
    }

    fn with_batch<K: Key<Reader>, T>(&self, work: impl FnOnce(&mut Batch<K, K::Value>) -> T) -> T {
        let mut batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = batches
            .entry(TypeId::of::<K>())
            .or_insert_with(|| Box::new(Batch::<K, K::Value>::default()));
        match slot.downcast_mut() {
            Some(batch) => work(batch),
            // The slot of a key type holds its batch type; a fresh one is the harmless answer to the impossible.
            None => work(&mut Batch::default()),
        }
    }
}

/// The runtime wakes the leader when the whole request has been polled and not a moment earlier. A leader that woke
/// itself would be polled again by its own object as soon as one of the fields beside it is ready, before the objects
/// behind it in the list have been polled at all.
async fn end_of_poll_pass() {
    tokio::task::yield_now().await;
}

//! A request that goes on: one that is answered many times.

use crate::{
    RequestContext,
    base::{fault, unauthenticated},
};
use async_graphql::Result;
use futures::future::BoxFuture;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use store::StoreError;
use tokio::sync::Notify;

/// Makes the context anew: signs in again with the same proof. Nothing, when that proof holds no longer.
type Renew =
    Box<dyn Fn() -> BoxFuture<'static, Result<Option<Arc<RequestContext>>, StoreError>> + Send + Sync>;

/// What a subscription has in place of a [`RequestContext`]. Whoever asked may have lost the session or a right since the last
/// answer, and what was loaded then may have changed; so each answer is read with a context of its own.
pub struct LiveRequest {
    current: Mutex<Arc<RequestContext>>,
    renew: Renew,
    check_every: Duration,
    begun: Notify,
}

impl std::fmt::Debug for LiveRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LiveRequest({:?})", self.current())
    }
}

impl LiveRequest {
    /// A request that begins with a context, and looks for changes at least this often.
    pub fn new(first: Arc<RequestContext>, renew: Renew, check_every: Duration) -> Arc<Self> {
        Arc::new(Self {
            current: Mutex::new(first),
            renew,
            check_every,
            begun: Notify::new(),
        })
    }

    /// The context of the answer that is being made.
    pub fn current(&self) -> Arc<RequestContext> {
        Arc::clone(&self.current.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins the next answer.
    pub async fn renew(&self) -> Result<Arc<RequestContext>> {
        self.rest().await;
        let renewed = (self.renew)().await.map_err(fault)?.ok_or_else(unauthenticated)?;
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::clone(&renewed);
        Ok(renewed)
    }

    /// Gives back what the last answer was read on. Called before anything is waited for.
    pub async fn rest(&self) {
        self.current().store.end_reading().await;
    }

    /// How long a subscription that hears nothing waits until it looks by itself.
    pub const fn check_every(&self) -> Duration {
        self.check_every
    }

    /// Says that the subscription has taken its place: from now on it misses nothing.
    pub fn begin(&self) {
        self.begun.notify_one();
    }

    /// Waits until the subscription has taken its place. What is no subscription never does.
    pub async fn begun(&self) {
        self.begun.notified().await;
    }
}

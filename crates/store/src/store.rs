//! The store: connection, clock and randomness in one handle that is cheap to clone.

use crate::{
    DatabaseSettings, Engine, Failure, Gate, GlobalScope, OrgTx, StoreError, Target, Tx,
    connection::Connection,
    database::{self, Connected},
    enter,
    scoped::Runner,
    session::{Begun, Life, ReadSession, View},
    toll::Toll,
    wake::Wakeups,
};
use authz::Actor;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use kernel::{Clock, IdSequence, OrganizationId, Random, RequestId, Secret, TypedId};
use sea_orm::{ConnectionTrait, Statement};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::sync::{Mutex, MutexGuard, OnceCell};

/// Everything the database can be asked through.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    session: Option<Arc<ReadSession>>,
    toll: Option<Arc<dyn Toll>>,
}

struct Inner {
    database: Connected,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    ids: IdSequence,
    wakeups: Arc<Wakeups>,
    credential_secret: OnceCell<[u8; 32]>,
    webhook_secret: OnceCell<[u8; 32]>,
    // SQLite has one writer at a time. Queueing here is fair; queueing in SQLite is a race that somebody loses.
    writer: Mutex<()>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({:?})", self.engine())
    }
}

/// How often a transaction is repeated when another one was in its way.
pub(crate) const ATTEMPTS: u32 = 8;

impl Store {
    /// Connects to a database that has been migrated.
    pub async fn connect(
        settings: &DatabaseSettings,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, StoreError> {
        let database = database::connect(settings).await?;
        let inner = Inner {
            wakeups: Wakeups::new(&settings.url, database.pool()),
            database,
            clock,
            random,
            ids: IdSequence::default(),
            credential_secret: OnceCell::new(),
            webhook_secret: OnceCell::new(),
            writer: Mutex::new(()),
        };
        Ok(Self {
            inner: Arc::new(inner),
            session: None,
            toll: None,
        })
    }

    /// The same store, which asks for a toll whenever it enters an organization. What is made of it asks for the same.
    #[must_use]
    pub fn with_toll(&self, toll: Arc<dyn Toll>) -> Self {
        Self {
            toll: Some(toll),
            ..self.clone()
        }
    }

    /// Pays for entering an organization that the actor is known to see.
    pub(crate) fn pay_toll(&self, gate: &Gate) -> Result<(), StoreError> {
        match &self.toll {
            Some(toll) => toll.pay(gate).map_err(StoreError::Overdrawn),
            None => Ok(()),
        }
    }

    /// The same store for one request. On PostgreSQL all its reads share one connection, so that a request never holds
    /// a connection while it waits for another.
    #[must_use]
    pub fn for_request(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            session: self.read_session(Life::Request),
            toll: self.toll.clone(),
        }
    }

    fn read_session(&self, life: Life) -> Option<Arc<ReadSession>> {
        let pool = self.inner.database.pool()?;
        Some(ReadSession::new(pool.clone(), life))
    }

    /// What reads run on.
    pub(crate) fn runner(&self, view: View) -> Runner {
        let session = match (&self.session, view) {
            (Some(session), _) => Some(Arc::clone(session)),
            (None, View::Global) => None,
            (None, View::Organization(_) | View::Across(_)) => self.read_session(Life::Statement),
        };
        match session {
            Some(session) => Runner::Session(session, view),
            None => Runner::Pool(self.inner.database.connection.clone()),
        }
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        self.inner.database.engine
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    /// The time since some moment, which passes evenly; to measure with.
    pub fn elapsed(&self) -> Duration {
        self.inner.clock.elapsed()
    }

    /// A new id, greater than those this store made before in the same millisecond.
    pub fn new_id<I: TypedId>(&self) -> I {
        self.inner.ids.draw(&*self.inner.clock, &*self.inner.random)
    }

    /// A new secret in clear text.
    pub fn new_secret(&self, prefix: &str) -> Secret {
        Secret::generate(prefix, &*self.inner.random)
    }

    pub(crate) fn known_credential_secret(&self) -> &OnceCell<[u8; 32]> {
        &self.inner.credential_secret
    }

    pub(crate) fn known_webhook_secret(&self) -> &OnceCell<[u8; 32]> {
        &self.inner.webhook_secret
    }

    /// The source of randomness, for what needs more than ids and secrets.
    pub fn random(&self) -> &dyn Random {
        &*self.inner.random
    }

    /// How many statements this store has run so far.
    pub fn statements(&self) -> u64 {
        self.inner.database.statements.load(Ordering::Relaxed)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let statement = Statement::from_string(self.connection().get_database_backend(), "SELECT 1");
        self.connection().query_one_raw(statement).await?;
        Ok(())
    }

    /// Ends all connections.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.inner.wakeups.end().await;
        Ok(self.connection().close().await?)
    }

    /// Reads what belongs to persons, with one actor's eyes.
    pub fn global(&self, actor: &Actor) -> GlobalScope {
        GlobalScope::new(self.clone(), actor.clone())
    }

    /// Writes what belongs to persons. The whole transaction is repeated when another one was in its way.
    pub async fn write<T, F>(&self, actor: &Actor, request: Option<RequestId>, work: F) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a Tx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let mut attempt = 0;
        loop {
            let outcome = self.write_once(actor, request, &work).await;
            match outcome {
                Err(failure) if failure.is_busy() && attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome,
            }
            self.back_off(attempt).await;
        }
    }

    async fn write_once<T, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        work: &F,
    ) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a Tx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let _one_writer = self.write_turn().await;
        let tx = Tx::begin(self.clone(), actor.clone(), request, View::Global).await?;
        let done = work(&tx).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Writes in the organization that the target belongs to. A target the actor cannot see is not found.
    pub async fn write_in<T, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        target: &Target,
        work: F,
    ) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let mut attempt = 0;
        loop {
            let outcome = self.write_in_once(actor, request, target, &work).await;
            match outcome {
                Err(failure) if failure.is_busy() && attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome,
            }
            self.back_off(attempt).await;
        }
    }

    async fn write_in_once<T, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        target: &Target,
        work: &F,
    ) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let begun = self.begun_for(actor, target);
        let _one_writer = self.write_turn().await;
        let tx = match begun {
            Some(begun) => enter::go_on(self, actor, request, target, begun)?,
            None => enter::begin(self, actor, request, target).await?,
        };
        let done = work(&tx).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Does the same work as [`Self::write_in`] would, and then undoes it: what a `dryRun` answers, and a quote.
    pub async fn rehearse_in<T, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        target: &Target,
        work: F,
    ) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let mut attempt = 0;
        loop {
            let outcome = self.rehearse_in_once(actor, request, target, &work).await;
            match outcome {
                Err(failure) if failure.is_busy() && attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome,
            }
            self.back_off(attempt).await;
        }
    }

    async fn rehearse_in_once<T, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        target: &Target,
        work: &F,
    ) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let _one_writer = self.write_turn().await;
        let tx = enter::begin(self, actor, request, target).await?;
        let outcome = work(&tx).await;
        tx.roll_back().await?;
        outcome
    }

    /// Writes in an organization that does not exist yet.
    pub async fn write_new<T, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        work: F,
    ) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let mut attempt = 0;
        loop {
            let outcome = self.write_new_once(actor, request, &work).await;
            match outcome {
                Err(failure) if failure.is_busy() && attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome,
            }
            self.back_off(attempt).await;
        }
    }

    async fn write_new_once<T, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        work: &F,
    ) -> Result<T, Failure>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let _one_writer = self.write_turn().await;
        let organization = self.new_id::<OrganizationId>();
        let tx = Tx::begin(
            self.clone(),
            actor.clone(),
            request,
            View::Organization(organization),
        )
        .await?;
        let tx = OrgTx::unfounded(tx, organization);
        let done = work(&tx).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Gives the request's read connection back. Whoever is about to wait for something else, such as a connection to
    /// write on or a password hash, calls this first: nobody waits while holding what others wait for.
    pub async fn end_reading(&self) {
        if let Some(session) = &self.session {
            session.end().await;
        }
    }

    /// What the request holds on PostgreSQL.
    pub(crate) fn session(&self) -> Option<&ReadSession> {
        self.session.as_deref()
    }

    /// The transaction that the request has begun to write where a target leads, if it has.
    fn begun_for(&self, actor: &Actor, target: &Target) -> Option<Begun> {
        let begun = self.session()?.take_begun()?;
        let is_for = actor.user() == Some(begun.user) && begun.target.leads_like(target);
        is_for.then_some(begun)
    }

    pub(crate) fn wakeups(&self) -> &Arc<Wakeups> {
        &self.inner.wakeups
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.inner.database.connection
    }

    /// Waits until this process may write, having given back the connection it read on. Free on PostgreSQL.
    pub(crate) async fn write_turn(&self) -> Option<MutexGuard<'_, ()>> {
        self.end_reading().await;
        match self.engine() {
            Engine::Sqlite => Some(self.inner.writer.lock().await),
            Engine::Postgres => None,
        }
    }

    pub(crate) async fn back_off(&self, attempt: u32) {
        let mut noise = [0; 1];
        self.inner.random.fill(&mut noise);
        let [noise] = noise;
        let base = 2_u64.saturating_pow(attempt);
        tokio::time::sleep(Duration::from_millis(base + u64::from(noise) % (base + 1))).await;
    }
}

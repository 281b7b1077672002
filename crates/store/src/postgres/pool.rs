//! The connections of a server, each lent to one who asks at a time.
//!
//! A connection that comes back is not asked whether it still lives, which would be a message for each request: whoever begins a
//! transaction on one that does not, begins it on another. And where somebody waits for it, a connection is handed on with the
//! transaction open that is to be thrown away: one that has only read, or was given up. Its end goes out in the message by which the
//! next one begins.

use super::{
    query, unanswered, undone, unreached,
    wire::{State, Wire, breaks},
};
use crate::{DatabaseSettings, database::is_scoping, statements};
use deadpool::managed::{
    self, Metrics, Object, PoolConfig, PoolError, QueueMode, RecycleError, RecycleResult, Timeouts,
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, postgres::PgConnectOptions};
use std::{
    io::ErrorKind,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};
use tokio::runtime::Handle;

/// How old a connection gets, so that none keeps for ever what a database remembers of it.
const LIFETIME: Duration = Duration::from_mins(30);

/// How long a connection stays that nobody needs.
const PATIENCE: Duration = Duration::from_mins(10);

/// How long a connection may rest before it is doubted, and asked whether it lives before it is used.
const REST: Duration = Duration::from_secs(30);

/// How long whoever connects waits for a database that is just starting, before they try again.
const PAUSE: Duration = Duration::from_millis(100);

/// Connections at most, where nothing else is said: four for each processor, at least eight. More of them do not do more, but push each other out
/// of the processor's caches.
fn usual() -> usize {
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    processors.saturating_mul(4).max(8)
}

/// The connections to one database.
#[derive(Clone)]
pub(crate) struct Pool {
    connections: managed::Pool<Connections>,
    /// How long somebody waits for one.
    patience: Duration,
    statements: Arc<AtomicU64>,
    keeps_statements: Arc<AtomicBool>,
}

/// Opens connections, and knows which to keep.
struct Connections {
    options: PgConnectOptions,
    /// Why somebody could not connect lately, which is what those who have waited in vain want to know.
    refusal: Mutex<Option<sqlx::Error>>,
}

impl managed::Manager for Connections {
    type Type = Wire;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<Wire, sqlx::Error> {
        loop {
            // In a box, so that whoever only takes a connection does not carry all it takes to open one.
            match Box::pin(self.options.connect()).await {
                Ok(mut connection) => {
                    connection.execute(super::connect::BECOME_APP).await?;
                    *self.refusal() = None;
                    return Ok(Wire::new(connection));
                }
                // Whoever asked for it sets the end to this.
                Err(error) if is_starting(&error) => {
                    *self.refusal() = Some(error);
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn recycle(&self, wire: &mut Wire, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.age() > LIFETIME {
            return Err(RecycleError::message("it is old"));
        }
        if metrics.last_used() > REST {
            wire.ping().await?;
        }
        Ok(())
    }
}

impl Connections {
    fn refusal(&self) -> MutexGuard<'_, Option<sqlx::Error>> {
        self.refusal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a database that cannot be connected to may be there soon.
fn is_starting(error: &sqlx::Error) -> bool {
    if let sqlx::Error::Io(error) = error {
        // The latter where it ends while somebody connects.
        return matches!(
            error.kind(),
            ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof
        );
    }
    let database = error.as_database_error();
    database.is_some_and(sqlx::error::DatabaseError::is_transient_in_connect_phase)
}

impl Pool {
    /// Connects once, so that a server that cannot does not start.
    pub(super) async fn open(
        options: PgConnectOptions,
        settings: &DatabaseSettings,
        statements: Arc<AtomicU64>,
    ) -> Result<Self, DbErr> {
        let most = match settings.max_connections {
            Some(most) => usize::try_from(most).unwrap_or(usize::MAX).max(1),
            None => usual(),
        };
        let mut config = PoolConfig::new(most);
        // Who was used last is used next: what a connection remembers is still in the caches of the processor, and those that
        // are not needed rest until they are closed.
        config.queue_mode = QueueMode::Lifo;
        let connections = managed::Pool::builder(Connections {
            options,
            refusal: Mutex::default(),
        });
        let connections = connections.config(config).build();
        let connections = connections.map_err(|error| DbErr::Custom(error.to_string()))?;
        let pool = Self {
            connections,
            patience: settings.acquire_timeout,
            statements,
            keeps_statements: Arc::new(AtomicBool::new(true)),
        };
        drop(pool.lend().await?);
        tokio::spawn(close_unneeded(pool.connections.weak()));
        Ok(pool)
    }

    /// A connection, which may have a transaction open that is to be thrown away.
    pub(super) async fn lend(&self) -> Result<Lent, DbErr> {
        let mut waiting = Waiting(Some(self));
        let got = tokio::time::timeout(self.patience, self.connections.get()).await;
        let object = match got {
            Ok(Ok(object)) => object,
            Ok(Err(PoolError::Backend(error))) => return Err(unreached(error)),
            Ok(Err(PoolError::Closed)) => return Err(unreached(sqlx::Error::PoolClosed)),
            Ok(Err(_)) | Err(_) => {
                let why = self.connections.manager().refusal().take();
                return Err(unreached(why.unwrap_or(sqlx::Error::PoolTimedOut)));
            }
        };
        waiting.0 = None;
        Ok(Lent {
            object: Some(object),
            pool: self.clone(),
        })
    }

    /// A connection without a transaction.
    pub(super) async fn lend_settled(&self) -> Result<Lent, DbErr> {
        loop {
            let mut lent = self.lend().await?;
            let is_used = lent.is_used();
            let wire = lent.wire()?;
            match wire.settle().await {
                Ok(()) => return Ok(lent),
                Err(error) => {
                    wire.is_now(State::Broken);
                    if !is_used {
                        return Err(unreached(error));
                    }
                }
            }
        }
    }

    /// Whether statements that were prepared on a connection are there later, which a pooler between may not grant.
    pub(super) fn keeps_statements(&self) -> bool {
        self.keeps_statements.load(Ordering::Relaxed)
    }

    /// Notes that they are not.
    pub(super) fn has_lost_a_statement(&self) {
        if self.keeps_statements.swap(false, Ordering::Relaxed) {
            tracing::info!(
                "prepared statements get lost between the server and its database, so it sends more messages"
            );
        }
    }

    /// Whether somebody waits for a connection who gets one only from whoever has it.
    fn has_waiting(&self) -> bool {
        let status = self.connections.status();
        status.waiting > 0 && status.size >= status.max_size
    }

    /// Counts a statement, unless it only tells PostgreSQL which rows a transaction is about.
    pub(super) fn note(&self, sql: &str) {
        if !is_scoping(sql) {
            self.statements.fetch_add(1, Ordering::Relaxed);
            statements::note();
        }
    }

    /// Closes the connections. Those that are in use are closed when they come back.
    pub(crate) async fn close(&self) {
        let idle = self.connections.retain(|_wire, _metrics| false).removed;
        self.connections.close();
        for wire in idle {
            wire.close().await;
        }
    }
}

/// Closes from time to time what nobody has needed for a while, as long as there is a pool.
async fn close_unneeded(connections: managed::WeakPool<Connections>) {
    loop {
        tokio::time::sleep(PATIENCE / 10).await;
        let Some(pool) = connections.upgrade() else {
            return;
        };
        let unneeded = pool
            .retain(|_wire, metrics| metrics.last_used() < PATIENCE)
            .removed;
        drop(pool);
        for wire in unneeded {
            wire.close().await;
        }
    }
}

/// Somebody who waits for a connection. If they give up, one may have been handed on to them with a transaction open, which
/// nobody would end.
struct Waiting<'a>(Option<&'a Pool>);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(pool) = self.0.take()
            && !pool.has_waiting()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(settle_idle(pool.connections.clone()));
        }
    }
}

/// Ends the transactions that are open on connections that nobody has.
async fn settle_idle(connections: managed::Pool<Connections>) {
    let at_once = Timeouts::wait_millis(0);
    let mut idle = Vec::new();
    for _ in 0..connections.status().available {
        if let Ok(object) = connections.timeout_get(&at_once).await {
            idle.push(object);
        }
    }
    idle.retain(|object| object.state() != State::Settled);
    for object in idle {
        give_back(object).await;
    }
}

/// A connection while somebody has it.
pub(super) struct Lent {
    object: Option<Object<Connections>>,
    pool: Pool,
}

impl Lent {
    pub(super) const fn pool(&self) -> &Pool {
        &self.pool
    }

    pub(super) fn wire(&mut self) -> Result<&mut Wire, DbErr> {
        match &mut self.object {
            Some(object) => Ok(object),
            None => Err(DbErr::Custom("a connection was lost".to_owned())),
        }
    }

    /// Whether it was used before it was lent, so that it may have ended unnoticed.
    pub(super) fn is_used(&self) -> bool {
        let object = self.object.as_ref();
        object.is_some_and(|object| Object::metrics(object).recycle_count > 0)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(object) = self.object.take() else {
            return;
        };
        match object.state() {
            State::Settled => drop(object),
            State::Open if self.pool.has_waiting() => drop(object),
            State::Open | State::Asked { .. } => match Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn(give_back(object))),
                Err(_ended) => drop(Object::take(object)),
            },
            State::Broken => drop(Object::take(object)),
        }
    }
}

/// Gives a connection back as soon as it is settled. Nobody waits for that.
async fn give_back(mut object: Object<Connections>) {
    if object.settle().await.is_err() {
        drop(Object::take(object));
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, mut statement: Statement) -> Result<ExecResult, DbErr> {
        self.note(&statement.sql);
        let mut lent = self.lend_settled().await?;
        let mut asking = lent.wire()?.ask();
        let done = query(&mut statement).execute(asking.connection()).await;
        Ok(asking.answered(done).map_err(undone)?.into())
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut lent = self.lend_settled().await?;
        let mut asking = lent.wire()?.ask();
        let done = asking.connection().execute(AssertSqlSafe(sql.to_owned())).await;
        Ok(asking.answered(done).map_err(undone)?.into())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.note(&statement.sql);
        loop {
            let mut lent = self.lend_settled().await?;
            let may_repeat = lent.is_used() && statement.sql.starts_with("SELECT ");
            let mut asking = lent.wire()?.ask();
            let mut asked = statement.clone();
            let rows = query(&mut asked).fetch_all(asking.connection()).await;
            match asking.answered(rows) {
                Ok(rows) => return Ok(rows.into_iter().map(Into::into).collect()),
                // It may have ended long ago, and asking again does no harm.
                Err(error) if may_repeat && breaks(&error) => {}
                Err(error) => return Err(unanswered(error)),
            }
        }
    }
}

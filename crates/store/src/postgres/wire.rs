//! One connection, and what whoever has it next must know of it.

use super::Kept;
use sqlx::{Connection, Executor, PgConnection};
use std::{collections::HashSet, sync::Arc};

/// A connection, and how its last user has left it.
pub(super) struct Wire {
    connection: PgConnection,
    state: State,
    /// The names of the statements that were prepared to be executed by name.
    prepared: HashSet<Arc<str>>,
}

/// How a connection is left by whoever goes away now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// No transaction is open.
    Settled,
    /// A transaction is open, which may be thrown away.
    Open,
    /// Something was sent that was not answered yet. Unless the answer ends it, a transaction is open then.
    Asked { is_open: bool },
    /// It cannot be used any more.
    Broken,
}

impl Wire {
    /// A connection that has just been opened.
    pub(super) fn new(connection: PgConnection) -> Self {
        Self {
            connection,
            state: State::Settled,
            prepared: HashSet::new(),
        }
    }

    pub(super) const fn state(&self) -> State {
        self.state
    }

    /// Whether a statement can be executed by its name.
    pub(super) fn knows(&self, kept: &Kept) -> bool {
        self.prepared.contains(&kept.name)
    }

    /// Notes that it can.
    pub(super) fn has_prepared(&mut self, kept: &Kept) {
        if !self.knows(kept) {
            self.prepared.insert(Arc::clone(&kept.name));
        }
    }

    /// Whether a statement is prepared is not known after a failure, unless it was before.
    pub(super) fn may_have_prepared(&mut self, kept: &Kept) {
        if !self.knows(kept) {
            self.state = State::Broken;
        }
    }

    /// Says how the connection is to be left from now on.
    pub(super) const fn is_now(&mut self, state: State) {
        self.state = state;
    }

    /// Prepares to ask something. Until it is answered, the connection is not left as it was.
    pub(super) fn ask(&mut self) -> Asking<'_> {
        let before = self.state;
        let is_open = matches!(before, State::Open | State::Asked { is_open: true });
        self.state = State::Asked { is_open };
        Asking { wire: self, before }
    }

    /// Takes the answers that are still to come, and ends a transaction that is open.
    pub(super) async fn settle(&mut self) -> Result<(), sqlx::Error> {
        match self.state {
            State::Settled => return Ok(()),
            State::Asked { is_open: false } => self.connection.ping().await?,
            State::Open | State::Asked { is_open: true } => {
                self.connection.execute("ROLLBACK").await?;
            }
            State::Broken => return Err(sqlx::Error::PoolClosed),
        }
        self.state = State::Settled;
        Ok(())
    }

    /// Whether the connection still answers.
    pub(super) async fn ping(&mut self) -> Result<(), sqlx::Error> {
        self.connection.ping().await
    }

    pub(super) async fn close(self) {
        if let Err(error) = self.connection.close().await {
            tracing::debug!(%error, "a connection did not close");
        }
    }
}

/// A question on a connection. If its answer is not awaited, the connection says so.
pub(super) struct Asking<'a> {
    wire: &'a mut Wire,
    before: State,
}

impl Asking<'_> {
    pub(super) const fn connection(&mut self) -> &mut PgConnection {
        &mut self.wire.connection
    }

    /// The answer has come.
    pub(super) fn answered<T>(self, answer: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        self.wire.state = match &answer {
            Err(error) if breaks(error) => State::Broken,
            Ok(_) | Err(_) => self.before,
        };
        answer
    }
}

/// Whether a connection is of no use after an error.
pub(super) fn breaks(error: &sqlx::Error) -> bool {
    if let Some(error) = error.as_database_error() {
        let code = error.code();
        // Connection exceptions, what an operator or a crash ends, and what was idle in a transaction for too long.
        return code.is_some_and(|code| code.starts_with("08") || code.starts_with("57P") || code == "25P03");
    }
    matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::PoolClosed
    )
}

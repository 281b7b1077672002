//! A transaction on PostgreSQL that begins, is told which rows it is about and often answers its first question, in one message.
//!
//! sea-orm sends `BEGIN` by itself, and each setting is a statement more.

use super::{
    Kept, Pool,
    message::{beginning, execution},
    pool::Lent,
    query, unanswered, undone,
    wire::{State, Wire, breaks},
};
use crate::{error::sql_code, session::View};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sqlx::{AssertSqlSafe, Executor, postgres::PgRow};
use tokio::sync::Mutex;

/// One that is dropped is rolled back.
pub(crate) struct PgTransaction {
    lent: Mutex<Lent>,
}

/// What sets a transaction that a connection brings from whoever had it before apart from the one that begins.
const END: &str = "ROLLBACK; ";

impl PgTransaction {
    pub(crate) async fn begin(pool: &Pool, how: &str, view: View) -> Result<Self, DbErr> {
        let (tx, _rows) = Self::open(pool, &beginning(how, view), None).await?;
        Ok(tx)
    }

    /// Begins with a statement, and gives its rows.
    pub(crate) async fn begin_with(
        pool: &Pool,
        how: &str,
        view: View,
        first: Kept,
    ) -> Result<(Self, Vec<QueryResult>), DbErr> {
        let beginning = beginning(how, view);
        if pool.keeps_statements() {
            match Self::open(pool, &beginning, Some(&first)).await {
                Ok((tx, Some(rows))) => {
                    pool.note(&first.text);
                    return Ok((tx, rows.into_iter().map(Into::into).collect()));
                }
                // Its values have to be sent as parameters.
                Ok((tx, None)) => return Box::pin(tx.go_on(first)).await,
                Err(error) if is_lost(&error) => pool.has_lost_a_statement(),
                Err(error) => return Err(error),
            }
        }
        let tx = Self::begin(pool, how, view).await?;
        Box::pin(tx.go_on(first)).await
    }

    async fn go_on(self, first: Kept) -> Result<(Self, Vec<QueryResult>), DbErr> {
        let rows = self.query_all_raw(first.statement(DbBackend::Postgres)).await?;
        Ok((self, rows))
    }

    /// Begins on a connection that lives, with the execution of a statement where that can be written.
    async fn open(
        pool: &Pool,
        beginning: &str,
        first: Option<&Kept>,
    ) -> Result<(Self, Option<Vec<PgRow>>), DbErr> {
        loop {
            let mut lent = pool.lend().await?;
            let is_used = lent.is_used();
            match open_on(lent.wire()?, beginning, first).await {
                Ok(rows) => {
                    let lent = Mutex::new(lent);
                    return Ok((Self { lent }, rows));
                }
                // It may have ended long ago; nothing was done on it.
                Err(error) if is_used && breaks(&error) => {}
                Err(error) => return Err(unanswered(error)),
            }
        }
    }

    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        self.end("COMMIT").await
    }

    /// Commits with a last statement.
    pub(crate) async fn commit_with(self, last: Kept) -> Result<(), DbErr> {
        let mut lent = self.lent.into_inner();
        let pool = lent.pool().clone();
        let wire = lent.wire()?;
        let kept = Some(&last).filter(|_| pool.keeps_statements());
        let Some(execution) = kept.and_then(|last| execution(wire, last)) else {
            let tx = Self {
                lent: Mutex::new(lent),
            };
            tx.execute_raw(last.statement(DbBackend::Postgres)).await?;
            return tx.commit().await;
        };
        pool.note(&last.text);
        let mut asking = wire.ask();
        let message = [&execution, "; COMMIT"].concat();
        let done = asking.connection().execute(AssertSqlSafe(message)).await;
        match asking.answered(done).map_err(undone) {
            Ok(_done) => {
                wire.has_prepared(&last);
                wire.is_now(State::Settled);
                Ok(())
            }
            Err(error) => {
                wire.may_have_prepared(&last);
                if is_lost(&error) {
                    pool.has_lost_a_statement();
                }
                Err(error)
            }
        }
    }

    pub(crate) async fn roll_back(self) -> Result<(), DbErr> {
        self.end("ROLLBACK").await
    }

    async fn end(self, how: &'static str) -> Result<(), DbErr> {
        let mut lent = self.lent.into_inner();
        let wire = lent.wire()?;
        // Whatever is answered, no transaction is open then.
        wire.is_now(State::Settled);
        let mut asking = wire.ask();
        let done = asking.connection().execute(how).await;
        asking.answered(done).map_err(undone)?;
        Ok(())
    }
}

/// The rows of the first statement, if it was sent.
async fn open_on(
    wire: &mut Wire,
    beginning: &str,
    first: Option<&Kept>,
) -> Result<Option<Vec<PgRow>>, sqlx::Error> {
    let end = if wire.state() == State::Open { END } else { "" };
    let execution = first.and_then(|kept| execution(wire, kept));
    let message = match &execution {
        Some(execution) => [end, beginning, "; ", execution].concat(),
        None => [end, beginning].concat(),
    };
    // From now on, whatever is answered.
    wire.is_now(State::Open);
    let mut asking = wire.ask();
    let rows = sqlx::raw_sql(AssertSqlSafe(message))
        .fetch_all(asking.connection())
        .await;
    let rows = asking.answered(rows);
    if let Some(kept) = first.filter(|_| execution.is_some()) {
        match &rows {
            Ok(_rows) => wire.has_prepared(kept),
            Err(_) => wire.may_have_prepared(kept),
        }
    }
    let rows = rows?;
    Ok(execution.map(|_sent| rows))
}

/// Whether a statement that was prepared on a connection is not there, or one that was not is.
fn is_lost(error: &DbErr) -> bool {
    matches!(sql_code(error).as_deref(), Some("26000" | "42P05"))
}

#[async_trait::async_trait]
impl ConnectionTrait for PgTransaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, mut statement: Statement) -> Result<ExecResult, DbErr> {
        let mut lent = self.lent.lock().await;
        lent.pool().note(&statement.sql);
        let mut asking = lent.wire()?.ask();
        let done = query(&mut statement).execute(asking.connection()).await;
        Ok(asking.answered(done).map_err(undone)?.into())
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut lent = self.lent.lock().await;
        let mut asking = lent.wire()?.ask();
        let done = asking.connection().execute(AssertSqlSafe(sql.to_owned())).await;
        Ok(asking.answered(done).map_err(undone)?.into())
    }

    async fn query_one_raw(&self, mut statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut lent = self.lent.lock().await;
        lent.pool().note(&statement.sql);
        let mut asking = lent.wire()?.ask();
        let row = query(&mut statement).fetch_optional(asking.connection()).await;
        Ok(asking.answered(row).map_err(unanswered)?.map(Into::into))
    }

    async fn query_all_raw(&self, mut statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut lent = self.lent.lock().await;
        lent.pool().note(&statement.sql);
        let mut asking = lent.wire()?.ask();
        let rows = query(&mut statement).fetch_all(asking.connection()).await;
        let rows = asking.answered(rows).map_err(unanswered)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

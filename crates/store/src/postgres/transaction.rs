//! A transaction on PostgreSQL that begins, is told which rows it is about and often answers its first question, in one message.
//!
//! sea-orm sends `BEGIN` by itself, and each setting is a statement more.

use super::{
    Kept, Pool,
    gather::Gathering,
    message::{Written, beginning, executions},
    unanswered, undone,
    wire::{State, Wire, breaks},
    work::{Work, is_lost},
};
use crate::session::View;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sqlx::{AssertSqlSafe, Either, Executor, postgres::PgRow};
use std::pin::Pin;
use tokio::sync::Mutex;

/// One that is dropped is rolled back.
pub(crate) struct PgTransaction {
    work: Mutex<Work>,
    gathering: Gathering,
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
        let first = match Written::new(first) {
            Ok(written) if pool.keeps_statements() => {
                match Self::open(pool, &beginning, Some(&written)).await {
                    Ok((tx, rows)) => {
                        pool.note(&written.kept().text);
                        return Ok((tx, rows.into_iter().map(Into::into).collect()));
                    }
                    Err(error) if is_lost(&error) => {
                        pool.has_lost_a_statement();
                        written.into_kept()
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok(written) => written.into_kept(),
            // Its values have to be sent as parameters.
            Err(kept) => kept,
        };
        let tx = Self::begin(pool, how, view).await?;
        Box::pin(tx.go_on(first)).await
    }

    async fn go_on(self, first: Kept) -> Result<(Self, Vec<QueryResult>), DbErr> {
        let rows = self.query_all_raw(first.statement(DbBackend::Postgres)).await?;
        Ok((self, rows))
    }

    /// Begins on a connection that lives, with the rows of a statement if there is one.
    async fn open(
        pool: &Pool,
        beginning: &str,
        first: Option<&Written>,
    ) -> Result<(Self, Vec<PgRow>), DbErr> {
        loop {
            let mut lent = pool.lend().await?;
            let is_used = lent.is_used();
            match open_on(lent.wire()?, beginning, first).await {
                Ok(rows) => {
                    let tx = Self {
                        work: Mutex::new(Work::on(lent)),
                        gathering: Gathering::default(),
                    };
                    return Ok((tx, rows));
                }
                // It may have ended long ago; nothing was done on it.
                Err(error) if is_used && breaks(&error) => {}
                Err(error) => return Err(unanswered(error)),
            }
        }
    }

    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        self.work.into_inner().commit().await
    }

    /// Carries out a command whose outcome nobody waits for, but for that it succeeds: before the next statement, or with the end.
    pub(crate) async fn hold(&self, command: Statement) -> Result<(), DbErr> {
        self.work.lock().await.hold(command).await
    }

    /// Adds a row in the same way, to a table where others may race for its unique values. Who loses is told that it was not inserted.
    pub(crate) async fn race(&self, insert: Statement, table: &'static str) -> Result<(), DbErr> {
        let mut work = self.work.lock().await;
        work.races(table);
        work.hold(insert).await
    }

    /// Runs what reads. What it asks before it waits for an answer is sent in one message.
    pub(crate) async fn at_once<F: Future>(&self, asking: Pin<Box<F>>) -> F::Output {
        self.gathering.run(&self.work, asking).await
    }

    /// Carries out a command, and asks a question after it: in one message, where both can be written. Says how many rows the command
    /// has changed.
    pub(crate) async fn query_after(
        &self,
        command: Statement,
        question: Statement,
    ) -> Result<(u64, Vec<QueryResult>), DbErr> {
        let mut work = self.work.lock().await;
        let both = [command, question].map(|statement| Written::new(Kept::new(statement)));
        match both {
            [Ok(command), Ok(question)] if work.keeps_statements() => {
                let both = vec![command, question];
                for written in &both {
                    work.note(&written.kept().text);
                }
                let mut answers = work.send(both, "").await?.into_iter();
                let (changed, found) = (answers.next(), answers.next());
                Ok((
                    changed.map_or(0, |answer| answer.done.rows_affected()),
                    found.unwrap_or_default().rows,
                ))
            }
            both => {
                drop(work);
                let [command, question] = both.map(|statement| {
                    let kept = statement.map_or_else(|kept| kept, Written::into_kept);
                    kept.statement(DbBackend::Postgres)
                });
                let done = self.execute_raw(command).await?;
                let rows = self.query_all_raw(question).await?;
                Ok((done.rows_affected(), rows))
            }
        }
    }

    pub(crate) async fn roll_back(self) -> Result<(), DbErr> {
        self.work.into_inner().end("ROLLBACK").await
    }
}

/// The rows of the first statement, if there is one.
async fn open_on(
    wire: &mut Wire,
    beginning: &str,
    first: Option<&Written>,
) -> Result<Vec<PgRow>, sqlx::Error> {
    let end = if wire.state() == State::Open { END } else { "" };
    let message = match first {
        Some(first) => {
            let execution = executions(wire, std::slice::from_ref(first));
            [end, beginning, "; ", &execution].concat()
        }
        None => [end, beginning].concat(),
    };
    // From now on, whatever is answered.
    wire.is_now(State::Open);
    let mut asking = wire.ask();
    let rows = sqlx::raw_sql(AssertSqlSafe(message))
        .fetch_all(asking.connection())
        .await;
    let rows = asking.answered(rows);
    if let Some(first) = first {
        match &rows {
            Ok(_rows) => wire.has_prepared(first.kept()),
            Err(_) => wire.may_have_prepared(first.kept()),
        }
    }
    rows
}

#[async_trait::async_trait]
impl ConnectionTrait for PgTransaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut work = self.work.lock().await;
        work.note(&statement.sql);
        Ok(work.execute(statement).await?.into())
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut work = self.work.lock().await;
        let mut asking = work.wire().await?.ask();
        let done = asking.connection().execute(AssertSqlSafe(sql.to_owned())).await;
        Ok(asking.answered(done).map_err(undone)?.into())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let statement = match self.gathering.take_in(statement) {
            Either::Left(answer) => return Ok(answer.await?.into_iter().next()),
            Either::Right(statement) => statement,
        };
        let mut work = self.work.lock().await;
        work.note(&statement.sql);
        work.find_one(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let statement = match self.gathering.take_in(statement) {
            Either::Left(answer) => return answer.await,
            Either::Right(statement) => statement,
        };
        let mut work = self.work.lock().await;
        work.note(&statement.sql);
        work.find(statement).await
    }
}

//! A transaction on PostgreSQL that begins, is told which rows it is about and often answers its first question, in one message.
//!
//! sea-orm sends `BEGIN` by itself, and each setting is a statement more.

use super::{
    Kept, Pool,
    message::{Written, beginning, executions},
    pool::Lent,
    query, unanswered, undone,
    wire::{State, Wire, breaks},
};
use crate::{error::sql_code, session::View};
use futures::TryStreamExt;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sqlx::{
    AssertSqlSafe, Either, Executor,
    postgres::{PgQueryResult, PgRow},
};
use tokio::sync::Mutex;

/// One that is dropped is rolled back.
pub(crate) struct PgTransaction {
    work: Mutex<Work>,
}

struct Work {
    lent: Lent,
    /// What nobody waits for. It is sent before the next statement, or with the end.
    held: Vec<Written>,
    /// Whether something was refused that was sent together. PostgreSQL would answer a commit by rolling back, and call that a success.
    is_refused: bool,
}

impl Work {
    const fn on(lent: Lent) -> Self {
        Self {
            lent,
            held: Vec::new(),
            is_refused: false,
        }
    }

    /// The connection, with nothing held back any more.
    async fn wire(&mut self) -> Result<&mut Wire, DbErr> {
        if !self.held.is_empty() {
            let held = std::mem::take(&mut self.held);
            self.send(&held, "").await?;
        }
        self.lent.wire()
    }

    /// Sends statements in one message, and what ends it.
    async fn send(&mut self, statements: &[Written], end: &str) -> Result<Answers, DbErr> {
        self.is_refused = true;
        let pool = self.lent.pool().clone();
        let wire = self.lent.wire()?;
        let message = executions(wire, statements) + end;
        let mut asking = wire.ask();
        let answers = sqlx::raw_sql(AssertSqlSafe(message)).fetch_many(asking.connection());
        let answers = answers.try_collect().await;
        let answers = asking.answered(answers).map_err(undone);
        for written in statements {
            match &answers {
                Ok(_answers) => wire.has_prepared(written.kept()),
                Err(_) => wire.may_have_prepared(written.kept()),
            }
        }
        if let Err(error) = &answers
            && is_lost(error)
        {
            pool.has_lost_a_statement();
        }
        self.is_refused = answers.is_err();
        answers
    }

    /// Sends a statement with what is held back before it, in one message. Where it has to be sent alone, or nothing is held back, the
    /// statement is given back.
    async fn send_along(&mut self, statement: Statement) -> Result<Either<Answers, Statement>, DbErr> {
        if self.held.is_empty() || !is_short(&statement) {
            return Ok(Either::Right(statement));
        }
        match Written::new(Kept::new(statement)) {
            Ok(written) => {
                let mut held = std::mem::take(&mut self.held);
                held.push(written);
                self.send(&held, "").await.map(Either::Left)
            }
            Err(kept) => Ok(Either::Right(kept.statement(DbBackend::Postgres))),
        }
    }

    /// Commits with what is held back.
    async fn commit(mut self) -> Result<(), DbErr> {
        if self.is_refused {
            return Err(DbErr::Custom("what was refused cannot be committed".to_owned()));
        }
        if self.held.is_empty() {
            return end(self.lent, "COMMIT").await;
        }
        let held = std::mem::take(&mut self.held);
        self.send(&held, "; COMMIT").await?;
        self.lent.wire()?.is_now(State::Settled);
        Ok(())
    }
}

/// What is answered to the statements of a message, one after the other: rows, and after those of each statement how many it has
/// changed.
type Answers = Vec<Either<PgQueryResult, PgRow>>;

/// Values of a command that is held back. There is a prepared statement for each number of rows that are added together, and there
/// should not be many.
const MOST_HELD: usize = 160;

fn is_short(statement: &Statement) -> bool {
    let values = statement.values.as_ref();
    values.is_none_or(|values| values.0.len() <= MOST_HELD)
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
                    let work = Mutex::new(Work::on(lent));
                    return Ok((Self { work }, rows));
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

    /// Commits with a last statement.
    pub(crate) async fn commit_with(self, last: Kept) -> Result<(), DbErr> {
        let mut work = self.work.into_inner();
        let keeps = work.lent.pool().keeps_statements();
        match Written::new(last) {
            Ok(written) if keeps => {
                work.lent.pool().note(&written.kept().text);
                work.held.push(written);
                work.commit().await
            }
            last => {
                let last = last.map_or_else(|kept| kept, Written::into_kept);
                let tx = Self {
                    work: Mutex::new(work),
                };
                tx.execute_raw(last.statement(DbBackend::Postgres)).await?;
                tx.commit().await
            }
        }
    }

    /// Carries out a command whose outcome nobody waits for, but for that it succeeds: before the next statement, or with the end.
    pub(crate) async fn hold(&self, command: Statement) -> Result<(), DbErr> {
        let mut work = self.work.lock().await;
        if !is_short(&command) || !work.lent.pool().keeps_statements() {
            drop(work);
            return self.execute_raw(command).await.map(|_done| ());
        }
        match Written::new(Kept::new(command)) {
            Ok(written) => {
                work.lent.pool().note(&written.kept().text);
                work.held.push(written);
                Ok(())
            }
            Err(kept) => {
                drop(work);
                let command = kept.statement(DbBackend::Postgres);
                self.execute_raw(command).await.map(|_done| ())
            }
        }
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
            [Ok(command), Ok(question)] if work.lent.pool().keeps_statements() => {
                work.wire().await?;
                let both = [command, question];
                for written in &both {
                    work.lent.pool().note(&written.kept().text);
                }
                work.send(&both, "").await.map(apart)
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
        end(self.work.into_inner().lent, "ROLLBACK").await
    }
}

async fn end(mut lent: Lent, how: &'static str) -> Result<(), DbErr> {
    let wire = lent.wire()?;
    // Whatever is answered, no transaction is open then.
    wire.is_now(State::Settled);
    let mut asking = wire.ask();
    let done = asking.connection().execute(how).await;
    asking.answered(done).map_err(undone)?;
    Ok(())
}

/// The rows that a command has changed, and those that the question after it has found. What is prepared changes none.
fn apart(answers: Answers) -> (u64, Vec<QueryResult>) {
    let (mut changed, mut rows) = (0, Vec::new());
    for answer in answers {
        match answer {
            Either::Left(done) if rows.is_empty() => changed += done.rows_affected(),
            Either::Left(_of_the_question) => {}
            Either::Right(row) => rows.push(row.into()),
        }
    }
    (changed, rows)
}

/// The rows of the last statement of a message, where it is the only one that has any.
fn rows(answers: Answers) -> impl Iterator<Item = QueryResult> {
    answers
        .into_iter()
        .filter_map(|answer| answer.right().map(Into::into))
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

/// Whether a statement that was prepared on a connection is not there, or one that was not is.
fn is_lost(error: &DbErr) -> bool {
    matches!(sql_code(error).as_deref(), Some("26000" | "42P05"))
}

#[async_trait::async_trait]
impl ConnectionTrait for PgTransaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut work = self.work.lock().await;
        work.lent.pool().note(&statement.sql);
        let mut statement = match work.send_along(statement).await? {
            Either::Left(answers) => {
                let last = answers.into_iter().filter_map(Either::left).next_back();
                return Ok(last.unwrap_or_default().into());
            }
            Either::Right(statement) => statement,
        };
        let mut asking = work.wire().await?.ask();
        let done = query(&mut statement).execute(asking.connection()).await;
        Ok(asking.answered(done).map_err(undone)?.into())
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut work = self.work.lock().await;
        let mut asking = work.wire().await?.ask();
        let done = asking.connection().execute(AssertSqlSafe(sql.to_owned())).await;
        Ok(asking.answered(done).map_err(undone)?.into())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut work = self.work.lock().await;
        work.lent.pool().note(&statement.sql);
        let mut statement = match work.send_along(statement).await? {
            Either::Left(answers) => return Ok(rows(answers).next()),
            Either::Right(statement) => statement,
        };
        let mut asking = work.wire().await?.ask();
        let row = query(&mut statement).fetch_optional(asking.connection()).await;
        Ok(asking.answered(row).map_err(unanswered)?.map(Into::into))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut work = self.work.lock().await;
        work.lent.pool().note(&statement.sql);
        let mut statement = match work.send_along(statement).await? {
            Either::Left(answers) => return Ok(rows(answers).collect()),
            Either::Right(statement) => statement,
        };
        let mut asking = work.wire().await?.ask();
        let found = query(&mut statement).fetch_all(asking.connection()).await;
        let found = asking.answered(found).map_err(unanswered)?;
        Ok(found.into_iter().map(Into::into).collect())
    }
}

//! What is done on the connection of a transaction: statements by themselves, and several in one message.

use super::{
    Kept,
    message::{Written, executions},
    pool::Lent,
    query, unanswered, undone,
    wire::{State, Wire},
};
use crate::error::sql_code;
use futures::TryStreamExt;
use sea_orm::{DbBackend, DbErr, QueryResult, Statement};
use sqlx::{
    AssertSqlSafe, Either, Executor,
    error::DatabaseError,
    postgres::{PgQueryResult, PgRow},
};

/// A connection in a transaction.
pub(super) struct Work {
    lent: Lent,
    /// What nobody waits for. It is sent before the next statement, or with the end.
    held: Vec<Written>,
    /// The tables to which rows were added for whose unique values others may race.
    raced: Vec<&'static str>,
    /// Whether something was refused that was sent together. PostgreSQL would answer a commit by rolling back, and call that a success.
    is_refused: bool,
}

impl Work {
    pub(super) const fn on(lent: Lent) -> Self {
        Self {
            lent,
            held: Vec::new(),
            raced: Vec::new(),
            is_refused: false,
        }
    }

    /// The connection, with nothing held back any more.
    pub(super) async fn wire(&mut self) -> Result<&mut Wire, DbErr> {
        if !self.held.is_empty() {
            self.send(Vec::new(), "").await?;
        }
        self.lent.wire()
    }

    /// Sends statements in one message, with what is held back before them and what ends it, and gives the answers to the statements.
    pub(super) async fn send(&mut self, statements: Vec<Written>, end: &str) -> Result<Vec<Answer>, DbErr> {
        let mut message = std::mem::take(&mut self.held);
        let held = message.len();
        message.extend(statements);
        self.is_refused = true;
        let wire = self.lent.wire()?;
        let text = executions(wire, &message) + end;
        let mut asking = wire.ask();
        let told = sqlx::raw_sql(AssertSqlSafe(text)).fetch_many(asking.connection());
        let told = told.try_collect().await;
        let told = asking.answered(told);
        // Rows are refused when statements are carried out, and all of them were prepared before.
        let is_prepared = told.as_ref().err().is_none_or(is_about_rows);
        for written in &message {
            if is_prepared {
                wire.has_prepared(written.kept());
            } else {
                wire.may_have_prepared(written.kept());
            }
        }
        let told: Told = told.map_err(|error| self.refusal(error))?;
        self.is_refused = false;
        let ends = usize::from(!end.is_empty());
        let mut answers = each(told, message.len(), ends);
        Ok(answers.split_off(held))
    }

    /// What an error of a message means.
    fn refusal(&self, error: sqlx::Error) -> DbErr {
        let is_lost_race = error.as_database_error().is_some_and(|error| {
            error.is_unique_violation() && error.table().is_some_and(|table| self.raced.contains(&table))
        });
        if is_lost_race {
            return DbErr::RecordNotInserted;
        }
        let error = undone(error);
        if is_lost(&error) {
            self.lent.pool().has_lost_a_statement();
        }
        error
    }

    /// Sends a statement with what is held back before it, in one message. Where it has to be sent alone, or nothing is held back, the
    /// statement is given back.
    async fn send_along(&mut self, statement: Statement) -> Result<Either<Answer, Statement>, DbErr> {
        if self.held.is_empty() || !is_short(&statement) {
            return Ok(Either::Right(statement));
        }
        match Written::new(Kept::new(statement)) {
            Ok(written) => {
                let answers = self.send(vec![written], "").await?;
                Ok(Either::Left(answers.into_iter().next().unwrap_or_default()))
            }
            Err(kept) => Ok(Either::Right(kept.statement(DbBackend::Postgres))),
        }
    }

    /// Carries out a command.
    pub(super) async fn execute(&mut self, command: Statement) -> Result<PgQueryResult, DbErr> {
        let mut command = match self.send_along(command).await? {
            Either::Left(answer) => return Ok(answer.done),
            Either::Right(command) => command,
        };
        let mut asking = self.wire().await?.ask();
        let done = query(&mut command).execute(asking.connection()).await;
        asking.answered(done).map_err(|error| self.refusal(error))
    }

    /// The first row that a statement finds.
    pub(super) async fn find_one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut statement = match self.send_along(statement).await? {
            Either::Left(answer) => return Ok(answer.rows.into_iter().next()),
            Either::Right(statement) => statement,
        };
        let mut asking = self.wire().await?.ask();
        let row = query(&mut statement).fetch_optional(asking.connection()).await;
        Ok(asking.answered(row).map_err(unanswered)?.map(Into::into))
    }

    /// All rows that a statement finds.
    pub(super) async fn find(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut statement = match self.send_along(statement).await? {
            Either::Left(answer) => return Ok(answer.rows),
            Either::Right(statement) => statement,
        };
        let mut asking = self.wire().await?.ask();
        let found = query(&mut statement).fetch_all(asking.connection()).await;
        let found = asking.answered(found).map_err(unanswered)?;
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// Counts a statement.
    pub(super) fn note(&self, sql: &str) {
        self.lent.pool().note(sql);
    }

    pub(super) fn keeps_statements(&self) -> bool {
        self.lent.pool().keeps_statements()
    }

    /// Holds a command back, or carries it out where it has to be sent alone.
    pub(super) async fn hold(&mut self, command: Statement) -> Result<(), DbErr> {
        let alone = if is_short(&command) && self.keeps_statements() {
            match Written::new(Kept::new(command)) {
                Ok(written) => {
                    self.note(&written.kept().text);
                    self.held.push(written);
                    return Ok(());
                }
                Err(kept) => kept.statement(DbBackend::Postgres),
            }
        } else {
            command
        };
        self.note(&alone.sql);
        self.execute(alone).await?;
        Ok(())
    }

    /// Notes that others may race for the unique values of rows that are added to a table.
    pub(super) fn races(&mut self, table: &'static str) {
        if !self.raced.contains(&table) {
            self.raced.push(table);
        }
    }

    /// Commits with what is held back.
    pub(super) async fn commit(mut self) -> Result<(), DbErr> {
        if self.is_refused {
            return Err(DbErr::Custom("what was refused cannot be committed".to_owned()));
        }
        if self.held.is_empty() {
            return self.end("COMMIT").await;
        }
        self.send(Vec::new(), "; COMMIT").await?;
        self.lent.wire()?.is_now(State::Settled);
        Ok(())
    }

    /// Ends the transaction without what is held back.
    pub(super) async fn end(mut self, how: &'static str) -> Result<(), DbErr> {
        let wire = self.lent.wire()?;
        // Whatever is answered, no transaction is open then. What cannot be used any more stays so.
        if wire.state() != State::Broken {
            wire.is_now(State::Settled);
        }
        let mut asking = wire.ask();
        let done = asking.connection().execute(how).await;
        asking.answered(done).map_err(undone)?;
        Ok(())
    }
}

/// What is answered to a message: rows, and after those of each statement how many it has changed.
type Told = Vec<Either<PgQueryResult, PgRow>>;

/// What is answered to one statement of a message.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) rows: Vec<QueryResult>,
    pub(super) done: PgQueryResult,
}

/// The answers to the executions of a message, behind those to what was prepared before, and before those to what ended it.
fn each(told: Told, executions: usize, ends: usize) -> Vec<Answer> {
    let finished = told.iter().filter(|answer| answer.is_left()).count();
    let mut prepared = finished.saturating_sub(executions + ends);
    let mut answers = Vec::with_capacity(executions);
    let mut rows = Vec::new();
    for answer in told {
        match answer {
            Either::Right(row) => rows.push(row.into()),
            Either::Left(_prepared) if prepared > 0 => prepared -= 1,
            Either::Left(done) => answers.push(Answer {
                rows: std::mem::take(&mut rows),
                done,
            }),
        }
    }
    answers.truncate(executions);
    answers
}

/// Values of a command that is held back. There is a prepared statement for each number of rows that are added together, and there
/// should not be many.
const MOST_HELD: usize = 160;

pub(super) fn is_short(statement: &Statement) -> bool {
    let values = statement.values.as_ref();
    values.is_none_or(|values| values.0.len() <= MOST_HELD)
}

/// Whether the database has refused rows: as not unique, or for what they refer to.
fn is_about_rows(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| code.starts_with("23"))
}

/// Whether a statement that was prepared on a connection is not there, or one that was not is.
pub(super) fn is_lost(error: &DbErr) -> bool {
    matches!(sql_code(error).as_deref(), Some("26000" | "42P05"))
}

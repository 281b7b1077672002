//! Questions that are asked at once, such as with `try_join!`: they are sent in one message, and each gets its answer.
//!
//! Whoever asks does not know what is asked beside it. So nothing is sent before everybody has asked and waits.

use super::{
    Kept,
    message::Written,
    work::{Work, is_short},
};
use futures::future::{FutureExt, Map};
use sea_orm::{DbErr, QueryResult, Statement};
use sqlx::Either;
use std::{
    future::poll_fn,
    pin::Pin,
    sync::{Mutex as Lock, PoisonError},
    task::Poll,
};
use tokio::sync::{Mutex, MutexGuard, oneshot};

type Rows = Result<Vec<QueryResult>, DbErr>;

/// A question, and who waits for its answer.
type Question = (Statement, oneshot::Sender<Rows>);

/// An answer that comes with others.
type Waiting = Map<oneshot::Receiver<Rows>, fn(Result<Rows, oneshot::error::RecvError>) -> Rows>;

/// What was asked and not sent yet; nothing, where each question is sent as it comes.
#[derive(Default)]
pub(super) struct Gathering(Lock<Option<Vec<Question>>>);

/// Ends gathering, however it ends.
struct Gatherer<'a>(&'a Gathering);

impl Drop for Gatherer<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

/// What running as far as possible has led to.
enum Step<'a, T> {
    Done(T),
    Asked(MutexGuard<'a, Work>, Vec<Question>),
}

impl Gathering {
    /// Runs what asks, and answers what it asks together.
    pub(super) async fn run<F: Future>(&self, work: &Mutex<Work>, mut asking: Pin<Box<F>>) -> F::Output {
        if !work.lock().await.keeps_statements() || self.is_on() {
            return asking.await;
        }
        self.set(Some(Vec::new()));
        let _gatherer = Gatherer(self);
        loop {
            let step = poll_fn(|cx| match asking.as_mut().poll(cx) {
                Poll::Ready(done) => Poll::Ready(Step::Done(done)),
                // Whoever has the connection is part of what is polled here: it goes on first.
                Poll::Pending => match (self.has_questions(), work.try_lock()) {
                    (true, Ok(work)) => Poll::Ready(Step::Asked(work, self.questions())),
                    (true, Err(_)) | (false, _) => Poll::Pending,
                },
            });
            match step.await {
                Step::Done(done) => return done,
                Step::Asked(mut work, questions) => answer(&mut work, questions).await,
            }
        }
    }

    /// Takes a question in, and gives its answer when it comes; gives the question back where it is to be sent as it comes.
    pub(super) fn take_in(&self, question: Statement) -> Either<Waiting, Statement> {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match gathered.as_mut() {
            Some(questions) => {
                let (sender, answer) = oneshot::channel();
                questions.push((question, sender));
                Either::Left(answer.map(received))
            }
            None => Either::Right(question),
        }
    }

    fn is_on(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn has_questions(&self) -> bool {
        let gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.as_ref().is_some_and(|questions| !questions.is_empty())
    }

    fn questions(&self) -> Vec<Question> {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.as_mut().map(std::mem::take).unwrap_or_default()
    }

    fn set(&self, questions: Option<Vec<Question>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = questions;
    }
}

fn received(answer: Result<Rows, oneshot::error::RecvError>) -> Rows {
    answer.unwrap_or_else(|_lost| Err(unanswered_with_others()))
}

/// Only one of those who have asked together is told what was wrong; it ends the transaction of all of them.
fn unanswered_with_others() -> DbErr {
    DbErr::Custom("what was asked together was not answered".to_owned())
}

/// Answers questions: in one message, where all of them can be written, and else one after the other.
async fn answer(work: &mut Work, questions: Vec<Question>) {
    let (statements, waiting): (Vec<_>, Vec<_>) = questions.into_iter().unzip();
    for statement in &statements {
        work.note(&statement.sql);
    }
    let waiting = waiting.into_iter();
    match written(statements) {
        Ok(written) => match work.send(written, "").await {
            Ok(answers) => {
                for (waiting, answer) in waiting.zip(answers) {
                    let _gone = waiting.send(Ok(answer.rows));
                }
            }
            Err(error) => tell_one(waiting, error),
        },
        Err(statements) => {
            for (statement, waiting) in statements.into_iter().zip(waiting) {
                let _gone = waiting.send(work.find(statement).await);
            }
        }
    }
}

/// Tells the first who still waits; it cannot be told twice.
fn tell_one(waiting: impl Iterator<Item = oneshot::Sender<Rows>>, error: DbErr) {
    let mut untold = Err(error);
    for one in waiting {
        match one.send(untold) {
            Ok(()) => return,
            Err(returned) => untold = returned,
        }
    }
}

/// All statements with their values written, or none.
fn written(statements: Vec<Statement>) -> Result<Vec<Written>, Vec<Statement>> {
    if statements.len() < 2 || !statements.iter().all(is_short) {
        return Err(statements);
    }
    let mut all = Vec::with_capacity(statements.len());
    for statement in &statements {
        match Written::new(Kept::new(statement.clone())) {
            Ok(written) => all.push(written),
            Err(_kept) => return Err(statements),
        }
    }
    Ok(all)
}

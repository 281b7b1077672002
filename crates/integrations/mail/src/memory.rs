//! Mail for tests.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::address::recipient;
use crate::error::MailError;
use crate::mail::{Mail, Mailer};

/// Keeps mail in memory and fails on request. Sending the same mail twice keeps it twice, so a test
/// can count.
#[derive(Debug, Default)]
pub struct MemoryMailer {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    sent: Vec<Mail>,
    failures: VecDeque<Failure>,
}

#[derive(Debug, Clone, Copy)]
enum Failure {
    Temporary,
    Permanent,
}

impl MemoryMailer {
    /// A mailer with nothing sent.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything sent so far, oldest first.
    pub fn sent(&self) -> Vec<Mail> {
        self.state().sent.clone()
    }

    /// Everything sent so far, and forgets it.
    pub fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut self.state().sent)
    }

    /// Lets the next `count` sends fail temporarily, after the failures already ordered.
    pub fn fail_next(&self, count: usize) {
        self.order(count, Failure::Temporary);
    }

    /// Lets the next `count` sends fail permanently, after the failures already ordered.
    pub fn refuse_next(&self, count: usize) {
        self.order(count, Failure::Permanent);
    }

    fn order(&self, count: usize, failure: Failure) {
        let failures = std::iter::repeat_n(failure, count);
        self.state().failures.extend(failures);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for MemoryMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        recipient(mail)?;
        let mut state = self.state();
        match state.failures.pop_front() {
            Some(Failure::Temporary) => Err(MailError::Temporary(
                "this failure was ordered by a test; send the mail again".to_owned(),
            )),
            Some(Failure::Permanent) => Err(MailError::Permanent(
                "this refusal was ordered by a test; give the mail up".to_owned(),
            )),
            None => {
                state.sent.push(mail.clone());
                Ok(())
            }
        }
    }

    fn describe(&self) -> String {
        "memory, for tests".to_owned()
    }
}

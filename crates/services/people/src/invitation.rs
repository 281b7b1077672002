//! What both kinds of invitation have in common: how long they live, how often they are sent, who may answer.

use authz::Actor;
use chrono::{DateTime, Duration, Utc};
use kernel::{Code, Problem, UserId};
use store::{Failure, OrgTx};

/// How long an invitation can be answered where nothing else is said: seven days.
const USUAL_SECONDS: i32 = 604_800;
const SHORTEST_SECONDS: i32 = 60;
const LONGEST_SECONDS: i32 = 2_592_000;

/// How many mails one invitation may cause; a person who does not answer is left alone.
const MOST_MAILS: i32 = 5;
const BETWEEN_MAILS: Duration = Duration::minutes(1);

/// How long an invitation can be answered.
pub(crate) fn lifetime(seconds: Option<i32>) -> Result<Duration, Problem> {
    let seconds = seconds.unwrap_or(USUAL_SECONDS);
    if (SHORTEST_SECONDS..=LONGEST_SECONDS).contains(&seconds) {
        Ok(Duration::seconds(i64::from(seconds)))
    } else {
        Err(Problem::at("expiresInSeconds", Code::OutOfRange)
            .with("min", SHORTEST_SECONDS)
            .with("max", LONGEST_SECONDS))
    }
}

/// The mails an invitation has caused so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mails {
    pub(crate) count: i32,
    pub(crate) last: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
}

impl Mails {
    /// Whether one more may be sent. Where there have been too many, the next chance is a new invitation, once this
    /// one has ended.
    pub(crate) fn allow_another(self, now: DateTime<Utc>) -> Result<(), Problem> {
        let exhausted = self.count >= MOST_MAILS;
        if exhausted && self.expires_at <= now {
            return Err(closed(Code::InvitationClosed, "EXPIRED"));
        }
        let next = if exhausted {
            self.expires_at
        } else {
            self.last + BETWEEN_MAILS
        };
        if next <= now {
            return Ok(());
        }
        let wait = next - now;
        let seconds = wait.num_seconds() + i64::from(wait.subsec_nanos() > 0);
        Err(Problem::new(Code::TooManyAttempts).with("retryAfterSeconds", seconds))
    }
}

/// The signed-in user who answers an invitation. The address must be theirs, and proven.
pub(crate) fn recipient(tx: &OrgTx, email_key: &str) -> Result<UserId, Failure> {
    let user = tx.actor().signed_in().ok_or(Failure::Unauthenticated)?;
    if user.email_key != email_key {
        return Err(Problem::new(Code::WrongRecipient).into());
    }
    if !user.email_verified {
        return Err(Problem::new(Code::EmailNotVerified).into());
    }
    Ok(user.user)
}

/// Refuses whoever is not signed in before the token is even looked at.
pub(crate) fn signed_in(actor: &Actor) -> Result<(), Failure> {
    actor.signed_in().map(|_| ()).ok_or(Failure::Unauthenticated)
}

/// A refusal of the token itself.
pub(crate) fn token(code: Code) -> Problem {
    Problem::at("token", code)
}

/// A refusal because of what has become of an invitation.
pub(crate) fn closed(code: Code, status: &str) -> Problem {
    Problem::new(code).with("status", status)
}

//! Limits on guessing and on causing mail. An attempt is counted before anything is looked at, in one statement of its
//! own, so that parallel requests cannot slip through and a refused request stays counted.

use crate::{Client, Identity};
use chrono::Duration;
use entities::{login_attempt, throttle};
use kernel::{Code, Problem, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, Order};
use sha2::{Digest, Sha256};
use store::{CrossOrganization, StoreError, Tx};

/// So many attempts in a window of time.
pub(crate) struct Limit {
    name: &'static str,
    most: i64,
    window: Duration,
}

impl Limit {
    const fn per_quarter_hour(name: &'static str, most: i64) -> Self {
        Self {
            name,
            most,
            window: Duration::minutes(15),
        }
    }

    const fn per_hour(name: &'static str, most: i64) -> Self {
        Self {
            name,
            most,
            window: Duration::hours(1),
        }
    }

    fn key(&self, parts: &[&str]) -> Vec<u8> {
        let mut digest = Sha256::new();
        for part in std::iter::once(&self.name).chain(parts) {
            digest.update(part.as_bytes());
            // No part contains it, so two lists of parts never run together into one.
            digest.update([0]);
        }
        digest.finalize().to_vec()
    }
}

/// Passwords for one account from one place.
const SIGN_IN: Limit = Limit::per_quarter_hour("sign-in", 5);
/// Passwords from one place.
const SIGN_IN_ADDRESS: Limit = Limit::per_quarter_hour("sign-in address", 50);
/// Passwords for one account from all places its owner has not been at.
const SIGN_IN_ACCOUNT: Limit = Limit::per_quarter_hour("sign-in account", 30);
/// Sign-ups from one place.
pub(crate) const SIGN_UP: Limit = Limit::per_hour("sign-up", 20);
/// Sign-ups with one new address.
pub(crate) const SIGN_UP_NEW: Limit = Limit::per_quarter_hour("sign-up new", 1);
/// Mails about sign-ups with an address that has an account.
pub(crate) const SIGN_UP_REPEATED: Limit = Limit::per_quarter_hour("sign-up repeated", 1);
/// Verification mails to one address.
pub(crate) const VERIFICATION_MAIL: Limit = Limit::per_hour("verification mail", 3);
/// Verification mails asked for from one place.
pub(crate) const VERIFICATION_ADDRESS: Limit = Limit::per_hour("verification address", 20);
/// Reset mails to one address.
pub(crate) const RESET_MAIL: Limit = Limit::per_hour("reset mail", 3);
/// Reset mails asked for from one place.
pub(crate) const RESET_ADDRESS: Limit = Limit::per_hour("reset address", 20);
/// Mailed tokens tried from one place.
pub(crate) const TOKEN: Limit = Limit::per_hour("token", 50);

/// How long a place from which the owner signed in is remembered.
const FAMILIAR: Duration = Duration::days(90);
/// How many past sign-ins are looked through for a familiar place.
const SIGN_INS_LOOKED_AT: u64 = 200;

/// What came of counting an attempt.
pub(crate) enum Turn {
    /// Within the limits.
    Granted,
    /// Beyond one of them.
    Refused {
        /// What to tell the client.
        problem: Problem,
        /// Whether it is the first one beyond in its window, which is enough for the history.
        is_first: bool,
    },
}

impl Identity {
    /// Counts an attempt.
    pub(crate) async fn count(&self, limit: &Limit, parts: &[&str]) -> Result<Turn, StoreError> {
        let attempt = self.store.count_attempt(&limit.key(parts), limit.window).await?;
        if attempt.count <= limit.most {
            return Ok(Turn::Granted);
        }
        let wait = attempt.resets_at - self.store.now();
        let seconds = wait.num_milliseconds().max(0) / 1000 + 1;
        Ok(Turn::Refused {
            problem: Problem::new(Code::TooManyAttempts).with("retryAfterSeconds", seconds),
            is_first: attempt.count == limit.most + 1,
        })
    }

    /// Counts an attempt that is refused beyond the limit.
    pub(crate) async fn admit(&self, limit: &Limit, parts: &[&str]) -> Result<(), store::Failure> {
        match self.count(limit, parts).await? {
            Turn::Granted => Ok(()),
            Turn::Refused { problem, .. } => Err(problem.into()),
        }
    }

    /// Counts a try to guess the password of the account with an e-mail address, whether it exists or not. A place
    /// that has used up its own tries cannot use up those of others.
    pub(crate) async fn count_guess(
        &self,
        email_key: &str,
        user: Option<UserId>,
        client: &Client,
    ) -> Result<Turn, StoreError> {
        let place = client.network();
        let refused = self.count(&SIGN_IN_ADDRESS, &[&place]).await?;
        if let Turn::Refused { .. } = refused {
            return Ok(refused);
        }
        let refused = self.count(&SIGN_IN, &[email_key, &place]).await?;
        if let Turn::Refused { .. } = refused {
            return Ok(refused);
        }
        if self.is_familiar(user, client).await? {
            return Ok(Turn::Granted);
        }
        self.count(&SIGN_IN_ACCOUNT, &[email_key]).await
    }

    /// Forgets the tries an account's owner needed at a place, once they have proven to be the owner.
    pub(crate) async fn forget_guesses(&self, email_key: &str, client: &Client) -> Result<(), StoreError> {
        let key = SIGN_IN.key(&[email_key, &client.network()]);
        self.store.forget_attempts(&key).await
    }

    /// Settles a counted guess that was right. A classroom signs in from one address: only those who fail use up its
    /// tries.
    pub(crate) async fn settle_guess(&self, email_key: &str, client: &Client) -> Result<(), StoreError> {
        self.forget_guesses(email_key, client).await?;
        let key = SIGN_IN_ADDRESS.key(&[&client.network()]);
        self.store.take_back_attempt(&key).await
    }

    /// Whether the account's owner has signed in from this place lately.
    async fn is_familiar(&self, user: Option<UserId>, client: &Client) -> Result<bool, StoreError> {
        // An unknown user costs the same statement.
        let user = user.unwrap_or_else(|| self.store.new_id());
        let past = self
            .store
            .find_unscoped::<login_attempt::Entity>(CrossOrganization::SignIn)
            .filter(
                Condition::all()
                    .add(login_attempt::Column::UserId.eq(user))
                    .add(login_attempt::Column::Success.eq(true))
                    .add(login_attempt::Column::CreatedAt.gt(self.store.now() - FAMILIAR)),
            )
            .order_by(login_attempt::Column::CreatedAt, Order::Desc)
            .limit(SIGN_INS_LOOKED_AT)
            .all()
            .await?;
        Ok(past
            .iter()
            .filter_map(|attempt| attempt.ip_address.as_deref())
            .any(|address| client.is_at(address)))
    }
}

/// Writes rows that mean nothing, where for another e-mail address as many rows with a meaning would be written: the
/// time an answer takes must not tell who has an account. They look like counters of a past window and are removed
/// with those.
pub(crate) async fn write_decoys(tx: &Tx, rows: u8) -> Result<(), StoreError> {
    for _ in 0..rows {
        tx.insert::<throttle::Entity>(throttle::ActiveModel {
            key: Set(tx.new_secret("").hash().into_bytes()),
            count: Set(0),
            resets_at: Set(tx.now().timestamp_micros()),
        })
        .await?;
    }
    Ok(())
}

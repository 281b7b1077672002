//! Signing in with a password.

use crate::{
    Client, Identity, Passwords, SignedInSession,
    attempts::{Turn, write_decoys},
    ban,
    change_password::password_of,
    session::{NewSession, TOKEN_PREFIX, actor_of},
};
use authz::{Actor, actions::ProveIdentity};
use entities::{
    account,
    event::EventAction,
    login_attempt::{self, LoginFailure},
    session::{self, SessionTransport},
    user,
};
use kernel::{Code, Email, Problem, RequestId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{CrossOrganization, Failure, NewEvent, Tx};

/// An e-mail address and the password that goes with it.
#[derive(Clone)]
pub struct SignIn {
    /// The address in any spelling.
    pub email: String,
    /// The password.
    pub password: String,
    /// How the client will carry the session.
    pub transport: SessionTransport,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn")
    }
}

impl Identity {
    /// Opens a session for whoever knows the password. An unknown address and a wrong password are the same refusal
    /// after the same work; only the right password learns that the address is not verified or the user banned.
    pub async fn sign_in(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        input: SignIn,
    ) -> Result<SignedInSession, Failure> {
        let SignIn {
            email,
            password,
            transport,
        } = input;
        // What is no address belongs to nobody, like any address without an account.
        let key = Email::parse("email", &email).map_or_else(|_problem| String::new(), |e| e.key().to_owned());
        let found = self
            .account_where(user::Column::EmailKey.eq(key.as_str()))
            .await?;
        let user = found.as_ref().map(|found| found.user.id);
        if let Turn::Refused { problem, is_first } = self.count_guess(&key, user, client).await? {
            if is_first {
                self.note_failure(actor, request, user, client, LoginFailure::TooManyAttempts)
                    .await?;
            }
            return Err(problem.into());
        }
        let hash = found.as_ref().and_then(|found| found.row.password_hash.clone());
        let is_right = self.is_right(&password, hash.as_deref()).await?;
        let (Some(found), Some(hash), true) = (found, hash, is_right) else {
            self.note_failure(actor, request, user, client, LoginFailure::WrongPassword)
                .await?;
            return Err(Problem::new(Code::InvalidCredentials).into());
        };
        let token = self.store.new_secret(TOKEN_PREFIX);
        let opening = Opening {
            hash,
            session: NewSession {
                id: self.store.new_id(),
                user: found.user.id,
                token_hash: token.hash(),
                transport,
                client: client.clone(),
                lifetime: self.settings.session_lifetime,
                impersonation: None,
            },
        };
        // Whoever knows the password is the user: the log says so of the sign-in itself.
        let proven = actor_of(&found.user, opening.session.id, None);
        let outcome = self
            .store
            .write(&proven, request, |tx| Box::pin(open(tx, opening.clone())))
            .await?;
        let (session, user) = outcome?;
        self.settle_guess(&key, client).await?;
        Ok(SignedInSession::new(token, session, user))
    }

    /// Compares the password, or spends as long where there is nothing to compare it with.
    async fn is_right(&self, password: &str, hash: Option<&str>) -> Result<bool, Failure> {
        if Passwords::is_overlong(password) {
            return Ok(false);
        }
        if let Some(hash) = hash {
            return Ok(self.passwords.verify(password, hash).await?);
        }
        self.passwords.verify_against_nothing(password).await?;
        Ok(false)
    }

    /// Writes a failure into the history of an account; without an account it writes as much for nothing.
    async fn note_failure(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        user: Option<UserId>,
        client: &Client,
        failure: LoginFailure,
    ) -> Result<(), Failure> {
        self.store
            .write(actor, request, |tx| {
                let client = client.clone();
                Box::pin(async move {
                    match user {
                        Some(user) => note(tx, user, &client, Some(failure)).await,
                        None => Ok(write_decoys(tx, 1).await?),
                    }
                })
            })
            .await
    }
}

/// A session about to be opened on the strength of a password.
#[derive(Clone)]
struct Opening {
    hash: String,
    session: NewSession,
}

/// Opens the session, unless something has happened to the user or the password meanwhile. A refusal is committed: it
/// is part of the history.
async fn open(tx: &Tx, opening: Opening) -> Result<Result<(session::Model, user::Model), Problem>, Failure> {
    let Opening { hash, session } = opening;
    let user = tx
        .load_proven::<ProveIdentity>(user::Column::Id.eq(session.user))
        .await?
        .ok_or(Failure::Defect("an account without its user"))?;
    let account = tx
        .find_unscoped::<account::Entity>(CrossOrganization::SignIn)
        .filter(password_of(user.id))
        .one()
        .await?;
    let is_current = account.is_some_and(|account| account.password_hash == Some(hash));
    let refusal = if !is_current {
        let problem = Problem::new(Code::InvalidCredentials);
        Some((LoginFailure::WrongPassword, problem))
    } else if user.is_banned(tx.now()) {
        Some((LoginFailure::Banned, ban::problem(&user)))
    } else if user.email_verified_at.is_none() {
        let problem = Problem::new(Code::EmailNotVerified);
        Some((LoginFailure::EmailNotVerified, problem))
    } else {
        None
    };
    if let Some((failure, problem)) = refusal {
        note(tx, user.id, &session.client, Some(failure)).await?;
        return Ok(Err(problem));
    }
    note(tx, user.id, &session.client, None).await?;
    let session = session.insert(tx).await?;
    tx.emit(
        NewEvent::new(EventAction::SignedIn, session.id)
            .after(json!({ "transport": session.transport.name() })),
    )
    .await?;
    Ok(Ok((session, (*user).clone())))
}

async fn note(tx: &Tx, user: UserId, client: &Client, failure: Option<LoginFailure>) -> Result<(), Failure> {
    tx.insert::<login_attempt::Entity>(login_attempt::ActiveModel {
        id: Set(tx.new_id()),
        user_id: Set(user),
        ip_address: Set(client.address()),
        user_agent: Set(client.user_agent()),
        success: Set(failure.is_none()),
        failure: Set(failure),
        created_at: Set(tx.now()),
    })
    .await?;
    Ok(())
}

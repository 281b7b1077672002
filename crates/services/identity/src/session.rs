//! Sessions: who a token belongs to, and ending them.

use crate::{Client, Identity, impersonation, signed_in};
use authz::{Actor, SignedIn, actions::EndSession};
use chrono::Duration;
use entities::{
    event::EventAction,
    session::{self, SessionTransport},
    user::{self, PlatformRole},
};
use kernel::{RequestId, Secret, SecretHash, SessionId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Brings, Failure, FoundSession, NewEvent, Standing, Store, StoreError, Target, Tx};

/// How session tokens begin, so that one that has leaked can be recognized.
pub(crate) const TOKEN_PREFIX: &str = "vms_";
/// The length of a session token: the prefix and 256 bits in base 64.
const TOKEN_LENGTH: usize = 47;
/// How exactly it is known when a session was last used.
const SEEN_EVERY: Duration = Duration::minutes(5);

/// Whoever sent a valid session token.
#[derive(Debug)]
pub struct Authenticated {
    /// The user as the rest of the server sees them.
    pub actor: Actor,
    /// What they are in the organization that the request seemed to lead to, where that was asked and there is one.
    pub standing: Option<Standing>,
}

/// A session that has just been opened.
#[derive(Clone, Debug)]
pub struct SignedInSession {
    /// The token in clear text; it cannot be had again.
    pub token: Secret,
    /// The session.
    pub session: session::Model,
    /// Who is signed in.
    pub user: user::Model,
    /// The user as the rest of the server sees them.
    pub actor: Actor,
}

impl SignedInSession {
    pub(crate) fn new(token: Secret, session: session::Model, user: user::Model) -> Self {
        let actor = actor_of(&user, session.id, session.impersonator_id);
        Self {
            token,
            session,
            user,
            actor,
        }
    }
}

impl Identity {
    /// Who a session token belongs to; nobody, if it is unknown or has ended, or the user is banned now. One
    /// statement; every five minutes of use some more, which note that the session is in use.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Authenticated>, StoreError> {
        let Some(hash) = hash_of(token) else {
            return Ok(None);
        };
        match self.store.find_session(&hash).await? {
            Some(found) => self.recognize(&self.store, found).await,
            None => Ok(None),
        }
    }

    /// The same for a request that says at its beginning which organization it is about, with what the user is there. One
    /// statement for both, on the connection that the request goes on reading on.
    pub async fn authenticate_at(
        &self,
        request: &Store,
        token: &str,
        target: &Target,
        brings: Brings,
    ) -> Result<Option<Authenticated>, StoreError> {
        let Some(hash) = hash_of(token) else {
            return Ok(None);
        };
        match request.find_session_at(&hash, target, brings).await? {
            Some(found) => self.recognize(request, found).await,
            None => Ok(None),
        }
    }

    /// The same for a request that says at its beginning in which organization it changes something. One statement for both, in the
    /// transaction that the request goes on writing in.
    pub async fn authenticate_to_write(
        &self,
        request: &Store,
        token: &str,
        target: &Target,
    ) -> Result<Option<Authenticated>, StoreError> {
        let Some(hash) = hash_of(token) else {
            return Ok(None);
        };
        match request.find_session_to_write(&hash, target).await? {
            Some(found) => self.recognize(request, found).await,
            None => Ok(None),
        }
    }

    /// Who has a session, unless they are banned now.
    async fn recognize(
        &self,
        request: &Store,
        found: FoundSession,
    ) -> Result<Option<Authenticated>, StoreError> {
        let now = self.store.now();
        if user::is_banned(found.banned_at, found.ban_expires_at, now) {
            return Ok(None);
        }
        let actor = Actor::User(SignedIn {
            user: found.user,
            session: found.id,
            email_key: found.email_key,
            email_verified: found.email_verified_at.is_some(),
            is_operator: is_operator(found.platform_role, found.impersonator),
            impersonator: found.impersonator,
        });
        if found.last_seen_at + SEEN_EVERY <= now {
            // Nobody waits for a connection to write on while they hold one to read.
            request.end_reading().await;
            self.note_seen(&actor, found.id).await?;
        }
        Ok(Some(Authenticated {
            actor,
            standing: found.standing,
        }))
    }

    /// Of many requests that find the moment too old, one writes the new one.
    async fn note_seen(&self, actor: &Actor, session: SessionId) -> Result<(), StoreError> {
        let noted = self
            .store
            .write(actor, None, |tx| {
                Box::pin(async move {
                    let stale = Condition::all()
                        .add(session::Column::Id.eq(session))
                        .add(session::Column::LastSeenAt.lte(tx.now() - SEEN_EVERY));
                    if let Some(session) = tx.load_proven::<EndSession>(stale).await? {
                        tx.update(session, |session| session.last_seen_at = Set(tx.now()))
                            .await?;
                    }
                    Ok(())
                })
            })
            .await;
        match noted {
            Err(Failure::Store(error)) => Err(error),
            // Nothing in it is ever refused.
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Ends the session that asks. If it impersonates somebody, that is what ends.
    pub async fn sign_out(&self, actor: &Actor, request: Option<RequestId>) -> Result<(), Failure> {
        signed_in(actor)?;
        self.store
            .write(actor, request, |tx| {
                Box::pin(async move {
                    let me = signed_in(tx.actor())?;
                    if me.impersonator.is_some() {
                        return impersonation::end(tx, me).await;
                    }
                    end(tx, me.session).await?;
                    tx.emit(NewEvent::new(EventAction::SignedOut, me.session)).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Ends one of the own sessions.
    pub async fn revoke_session(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        id: SessionId,
    ) -> Result<(), Failure> {
        signed_in(actor)?;
        self.store
            .write(actor, request, |tx| {
                Box::pin(async move {
                    end(tx, id).await?;
                    tx.emit(NewEvent::new(EventAction::SessionRevoked, id)).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Ends all own sessions but the one that asks, and says how many there were.
    pub async fn revoke_other_sessions(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
    ) -> Result<u64, Failure> {
        signed_in(actor)?;
        self.store
            .write(actor, request, |tx| {
                Box::pin(async move {
                    let me = signed_in(tx.actor())?;
                    let ended = end_others(tx, me.user, me.session).await?;
                    if ended > 0 {
                        tx.emit(
                            NewEvent::new(EventAction::SessionRevoked, me.user)
                                .after(json!({ "sessionsEnded": ended })),
                        )
                        .await?;
                    }
                    Ok(ended)
                })
            })
            .await
    }
}

/// A session to be written.
#[derive(Clone)]
pub(crate) struct NewSession {
    pub(crate) id: SessionId,
    pub(crate) user: UserId,
    pub(crate) token_hash: SecretHash,
    pub(crate) transport: SessionTransport,
    pub(crate) client: Client,
    pub(crate) lifetime: Duration,
    /// The operator who acts as the user, and why.
    pub(crate) impersonation: Option<(UserId, String)>,
}

impl NewSession {
    pub(crate) async fn insert(self, tx: &Tx) -> Result<session::Model, StoreError> {
        let Self {
            id,
            user,
            token_hash,
            transport,
            client,
            lifetime,
            impersonation,
        } = self;
        let (impersonator, reason) = impersonation.unzip();
        tx.insert::<session::Entity>(session::ActiveModel {
            id: Set(id),
            token_hash: Set(token_hash.into_bytes()),
            user_id: Set(user),
            transport: Set(transport),
            impersonator_id: Set(impersonator),
            impersonation_reason: Set(reason),
            ip_address: Set(client.address()),
            user_agent: Set(client.user_agent()),
            created_at: Set(tx.now()),
            last_seen_at: Set(tx.now()),
            expires_at: Set(tx.now() + lifetime),
        })
        .await
    }
}

/// The hash of a token that may be one of a session.
fn hash_of(token: &str) -> Option<SecretHash> {
    let is_one = token.len() == TOKEN_LENGTH && token.starts_with(TOKEN_PREFIX);
    is_one.then(|| Secret::presented(token).hash())
}

/// Whoever acts as somebody else is no operator meanwhile, whatever that somebody is.
fn is_operator(role: Option<PlatformRole>, impersonator: Option<UserId>) -> bool {
    role == Some(PlatformRole::Operator) && impersonator.is_none()
}

/// The user of a session.
pub(crate) fn actor_of(user: &user::Model, session: SessionId, impersonator: Option<UserId>) -> Actor {
    Actor::User(SignedIn {
        user: user.id,
        session,
        email_key: user.email_key.clone(),
        email_verified: user.email_verified_at.is_some(),
        is_operator: is_operator(user.platform_role, impersonator),
        impersonator,
    })
}

/// Ends one of the actor's own sessions.
pub(crate) async fn end(tx: &Tx, id: SessionId) -> Result<(), Failure> {
    let session = tx.load_global_for::<EndSession>("id", id).await?;
    Ok(tx.delete(session).await?)
}

/// Ends all sessions of a user.
pub(crate) async fn end_all(tx: &Tx, user: UserId) -> Result<u64, StoreError> {
    tx.delete_proven::<EndSession>(session::Column::UserId.eq(user))
        .await
}

/// Ends all sessions of a user but one.
pub(crate) async fn end_others(tx: &Tx, user: UserId, kept: SessionId) -> Result<u64, StoreError> {
    tx.delete_proven::<EndSession>(
        Condition::all()
            .add(session::Column::UserId.eq(user))
            .add(session::Column::Id.ne(kept)),
    )
    .await
}

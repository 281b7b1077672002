//! Acting as somebody else, for support: in a session of its own that says who does it and why.

use crate::{
    Client, Identity, SignedInSession, ban,
    session::{self, NewSession, TOKEN_PREFIX},
    signed_in,
};
use authz::{Actor, SignedIn, actions};
use entities::{
    event::EventAction,
    session::{Model as Session, SessionTransport},
    user::{self, PlatformRole},
};
use kernel::{Code, Problem, RequestId, TextLimits, UserId, line};
use serde_json::json;
use store::{Failure, NewEvent, Tx};

/// Whom an operator wants to act as.
#[derive(Clone, Debug)]
pub struct Impersonate {
    /// Whom.
    pub user_id: UserId,
    /// Why; it is kept in the session and in the log.
    pub reason: String,
    /// How the client will carry the session.
    pub transport: SessionTransport,
}

impl Identity {
    /// Opens a session in which a platform operator acts as somebody else, who is neither an operator nor banned. The
    /// operator's own session stays as it is.
    pub async fn impersonate(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        input: Impersonate,
    ) -> Result<SignedInSession, Failure> {
        let me = signed_in(actor)?;
        if actor.is_impersonated() {
            return Err(Problem::new(Code::AlreadyImpersonating).into());
        }
        let Impersonate {
            user_id,
            reason,
            transport,
        } = input;
        let reason = line("reason", &reason, TextLimits::LINE)?;
        let token = self.store.new_secret(TOKEN_PREFIX);
        let opening = NewSession {
            id: self.store.new_id(),
            user: user_id,
            token_hash: token.hash(),
            transport,
            client: client.clone(),
            lifetime: self.settings.impersonation_lifetime,
            impersonation: Some((me.user, reason)),
        };
        let (session, user) = self
            .store
            .write(actor, request, |tx| Box::pin(begin(tx, opening.clone())))
            .await?;
        Ok(SignedInSession::new(token, session, user))
    }

    /// Ends the session in which an operator acts as somebody else.
    pub async fn stop_impersonating(&self, actor: &Actor, request: Option<RequestId>) -> Result<(), Failure> {
        signed_in(actor)?;
        if !actor.is_impersonated() {
            return Err(Problem::new(Code::NotImpersonating).into());
        }
        self.store
            .write(actor, request, |tx| {
                Box::pin(async move { end(tx, signed_in(tx.actor())?).await })
            })
            .await
    }
}

async fn begin(tx: &Tx, opening: NewSession) -> Result<(Session, user::Model), Failure> {
    let user = tx
        .load_global_for::<actions::Impersonate>("userId", opening.user)
        .await?;
    if user.platform_role == Some(PlatformRole::Operator) {
        return Err(Problem::at("userId", Code::OperatorProtected).into());
    }
    if user.is_banned(tx.now()) {
        return Err(ban::problem(&user).into());
    }
    let session = opening.insert(tx).await?;
    tx.emit(
        NewEvent::new(EventAction::ImpersonationStarted, user.id).after(json!({
            "sessionId": session.id.to_string(),
            "reason": session.impersonation_reason,
        })),
    )
    .await?;
    Ok((session, (*user).clone()))
}

/// Ends the impersonating session that asks.
pub(crate) async fn end(tx: &Tx, me: &SignedIn) -> Result<(), Failure> {
    session::end(tx, me.session).await?;
    tx.emit(
        NewEvent::new(EventAction::ImpersonationEnded, me.user)
            .after(json!({ "sessionId": me.session.to_string() })),
    )
    .await?;
    Ok(())
}

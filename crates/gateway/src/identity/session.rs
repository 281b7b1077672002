//! Signing in and out.

use super::{SessionCookie, client, commands, cookie};
use crate::base::{parse_id, payload, settle};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use graph::{RequestContext, SessionTransport, UserErrors, Viewer, unauthenticated};
use identity::{SignIn, SignedInSession};
use kernel::SessionId;
use std::sync::Arc;

/// Signing in.
#[derive(InputObject)]
pub struct SignInInput {
    /// Your e-mail address.
    pub email: String,
    /// Your password.
    pub password: String,
    /// How the session travels: as a token you send in the `Authorization` header, or as a cookie for browsers;
    /// `BEARER` if not given.
    pub transport: Option<SessionTransport>,
}

/// Ending one of your sessions.
#[derive(InputObject)]
pub struct RevokeSessionInput {
    /// The session.
    pub id: ID,
}

/// What became of signing in.
#[derive(SimpleObject, Debug)]
pub struct SignInPayload {
    /// The token to send as `Authorization: Bearer …`. Shown only here. Null for the cookie, which is set by this answer.
    pub token: Option<String>,
    /// You.
    pub viewer: Option<Viewer>,
    /// Why nobody was signed in; empty after a success.
    pub user_errors: UserErrors,
}

payload! {
    /// What became of signing out.
    SignOutPayload {
        /// True when the session has ended.
        done: bool
    }
    /// The session that has ended.
    RevokeSessionPayload {
        /// The id of the session.
        revoked_id: ID
    }
    /// The sessions that have ended.
    RevokeOtherSessionsPayload {
        /// How many there were.
        revoked_count: i32
    }
}

/// Hands a new session to the client in the way it asked for.
pub(super) fn hand_over(
    ctx: &Context<'_>,
    request: &Arc<RequestContext>,
    opened: SignedInSession,
) -> Result<(Option<String>, Option<Viewer>)> {
    let seconds = (opened.session.expires_at - opened.session.created_at).num_seconds();
    let token = match opened.session.transport {
        entities::session::SessionTransport::Bearer => Some(opened.token.reveal().to_owned()),
        entities::session::SessionTransport::Cookie => {
            let cookie = ctx.data::<SessionCookie>()?;
            ctx.append_http_header("set-cookie", cookie.set(opened.token.reveal(), seconds));
            None
        }
    };
    let request = request.seen_by(opened.actor);
    let viewer = Viewer::with_rows(request, opened.session, opened.user);
    Ok((token, Some(viewer)))
}

pub(super) async fn sign_in(ctx: &Context<'_>, input: SignInInput) -> Result<SignInPayload> {
    let SignInInput {
        email,
        password,
        transport,
    } = input;
    let transport = transport.unwrap_or(SessionTransport::Bearer);
    cookie::may_set(ctx, transport)?;
    let request = RequestContext::of(ctx)?;
    let input = SignIn {
        email,
        password,
        transport: transport.into(),
    };
    let done = commands(ctx, &request)
        .await?
        .sign_in(&request.actor, Some(request.request), &client(&request), input)
        .await;
    Ok(match settle(done)? {
        Ok(opened) => {
            let (token, viewer) = hand_over(ctx, &request, opened)?;
            SignInPayload {
                token,
                viewer,
                user_errors: Vec::new(),
            }
        }
        Err(user_errors) => SignInPayload {
            token: None,
            viewer: None,
            user_errors,
        },
    })
}

pub(super) async fn sign_out(ctx: &Context<'_>) -> Result<SignOutPayload> {
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = commands(ctx, &request)
        .await?
        .sign_out(&request.actor, Some(request.request))
        .await;
    let done = settle(done)?;
    if done.is_ok() {
        cookie::forget(ctx);
    }
    Ok(done.map(|()| true).into())
}

pub(super) async fn revoke(ctx: &Context<'_>, input: RevokeSessionInput) -> Result<RevokeSessionPayload> {
    let RevokeSessionInput { id } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = match parse_id::<SessionId>("id", &id) {
        Ok(session) => {
            commands(ctx, &request)
                .await?
                .revoke_session(&request.actor, Some(request.request), session)
                .await
        }
        Err(problem) => Err(problem.into()),
    };
    Ok(settle(done)?.map(|()| id).into())
}

pub(super) async fn revoke_others(ctx: &Context<'_>) -> Result<RevokeOtherSessionsPayload> {
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = commands(ctx, &request)
        .await?
        .revoke_other_sessions(&request.actor, Some(request.request))
        .await;
    Ok(settle(done)?
        .map(|count| i32::try_from(count).unwrap_or(i32::MAX))
        .into())
}

//! What platform operators do.

use super::{client, commands, cookie, session::hand_over};
use crate::base::{parse_id, payload, settle};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use graph::{
    DateTime, Disclosure, RequestContext, SessionTransport, User, UserErrors, Viewer, unauthenticated,
};
use identity::{BanUser, Impersonate};
use kernel::UserId;

/// Keeping somebody out of the platform.
#[derive(InputObject)]
pub struct BanUserInput {
    /// The user.
    pub id: ID,
    /// Why; the user is told when they try to sign in.
    pub reason: String,
    /// When the ban ends by itself; null means until it is lifted.
    pub until: Option<DateTime>,
}

/// Letting somebody in again.
#[derive(InputObject)]
pub struct UnbanUserInput {
    /// The user.
    pub id: ID,
}

/// Acting as somebody else, for support.
#[derive(InputObject)]
pub struct ImpersonateUserInput {
    /// The user.
    pub user_id: ID,
    /// Why; kept with the session and with everything done in it.
    pub reason: String,
    /// How the session travels; `BEARER` if not given.
    pub transport: Option<SessionTransport>,
}

payload! {
    /// The banned user.
    BanUserPayload {
        /// The user.
        user: User
    }
    /// The user whose ban was lifted.
    UnbanUserPayload {
        /// The user.
        user: User
    }
    /// What became of ending the impersonation.
    StopImpersonatingPayload {
        /// True when the impersonated session has ended. Your own session is as it was.
        done: bool
    }
}

/// A session in which you act as somebody else.
#[derive(SimpleObject, Debug)]
pub struct ImpersonateUserPayload {
    /// The token of the session; null for the cookie, which is set by this answer. It ends after an hour.
    pub token: Option<String>,
    /// The user, as the session sees them.
    pub viewer: Option<Viewer>,
    /// Why there is no session; empty after a success.
    pub user_errors: UserErrors,
}

pub(super) async fn ban(ctx: &Context<'_>, input: BanUserInput) -> Result<BanUserPayload> {
    let BanUserInput { id, reason, until } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = match parse_id::<UserId>("id", &id) {
        Ok(id) => {
            let ban = BanUser {
                id,
                reason,
                until: until.map(|moment| moment.0),
            };
            commands(ctx, &request)
                .await?
                .ban_user(&request.actor, Some(request.request), ban)
                .await
        }
        Err(problem) => Err(problem.into()),
    };
    Ok(settle(done)?
        .map(|row| User::new(row, Disclosure::Private))
        .into())
}

pub(super) async fn unban(ctx: &Context<'_>, input: UnbanUserInput) -> Result<UnbanUserPayload> {
    let UnbanUserInput { id } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = match parse_id::<UserId>("id", &id) {
        Ok(user) => {
            commands(ctx, &request)
                .await?
                .unban_user(&request.actor, Some(request.request), user)
                .await
        }
        Err(problem) => Err(problem.into()),
    };
    Ok(settle(done)?
        .map(|row| User::new(row, Disclosure::Private))
        .into())
}

pub(super) async fn impersonate(
    ctx: &Context<'_>,
    input: ImpersonateUserInput,
) -> Result<ImpersonateUserPayload> {
    let ImpersonateUserInput {
        user_id,
        reason,
        transport,
    } = input;
    let transport = transport.unwrap_or(SessionTransport::Bearer);
    cookie::may_set(ctx, transport)?;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = match parse_id::<UserId>("userId", &user_id) {
        Ok(user_id) => {
            let wish = Impersonate {
                user_id,
                reason,
                transport: transport.into(),
            };
            commands(ctx, &request)
                .await?
                .impersonate(&request.actor, Some(request.request), &client(&request), wish)
                .await
        }
        Err(problem) => Err(problem.into()),
    };
    Ok(match settle(done)? {
        Ok(opened) => {
            let (token, viewer) = hand_over(ctx, &request, opened)?;
            ImpersonateUserPayload {
                token,
                viewer,
                user_errors: Vec::new(),
            }
        }
        Err(user_errors) => ImpersonateUserPayload {
            token: None,
            viewer: None,
            user_errors,
        },
    })
}

pub(super) async fn stop(ctx: &Context<'_>) -> Result<StopImpersonatingPayload> {
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = commands(ctx, &request)
        .await?
        .stop_impersonating(&request.actor, Some(request.request))
        .await;
    let done = settle(done)?;
    if done.is_ok() {
        cookie::forget(ctx);
    }
    Ok(done.map(|()| true).into())
}

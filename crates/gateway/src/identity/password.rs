//! Passwords: forgotten and changed.

use super::{client, commands};
use crate::base::{payload, settle};
use async_graphql::{Context, InputObject, Result};
use graph::{RequestContext, unauthenticated};
use identity::ChangePassword;

/// Asking for a mail that lets you set a new password.
#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    /// The address of the account.
    pub email: String,
}

/// Setting a new password by a mailed token.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// The token from the link in the mail.
    pub token: String,
    /// The new password: 10 to 256 characters.
    pub new_password: String,
}

/// Changing your password.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The password you have now.
    pub current_password: String,
    /// The new password: 10 to 256 characters.
    pub new_password: String,
}

payload! {
    /// What became of the request.
    RequestPasswordResetPayload {
        /// True when the input was accepted. If the address has an account, a mail is on its way; the answer is the same
        /// if it has none.
        accepted: bool
    }
    /// What became of the reset.
    ResetPasswordPayload {
        /// True when the new password is in force. All sessions of the account have ended; sign in again.
        done: bool
    }
    /// What became of the change.
    ChangePasswordPayload {
        /// True when the new password is in force. All other sessions have ended; this one goes on.
        done: bool
    }
}

pub(super) async fn request_reset(
    ctx: &Context<'_>,
    input: RequestPasswordResetInput,
) -> Result<RequestPasswordResetPayload> {
    let RequestPasswordResetInput { email } = input;
    let request = RequestContext::of(ctx)?;
    let done = commands(ctx, &request)
        .await?
        .request_password_reset(&request.actor, Some(request.request), &client(&request), &email)
        .await;
    Ok(settle(done)?.map(|()| true).into())
}

pub(super) async fn reset(ctx: &Context<'_>, input: ResetPasswordInput) -> Result<ResetPasswordPayload> {
    let ResetPasswordInput { token, new_password } = input;
    let request = RequestContext::of(ctx)?;
    let done = commands(ctx, &request)
        .await?
        .reset_password(
            &request.actor,
            Some(request.request),
            &client(&request),
            &token,
            &new_password,
        )
        .await;
    Ok(settle(done)?.map(|_user| true).into())
}

pub(super) async fn change(ctx: &Context<'_>, input: ChangePasswordInput) -> Result<ChangePasswordPayload> {
    let ChangePasswordInput {
        current_password,
        new_password,
    } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let input = ChangePassword {
        current_password,
        new_password,
    };
    let done = commands(ctx, &request)
        .await?
        .change_password(&request.actor, Some(request.request), &client(&request), input)
        .await;
    Ok(settle(done)?.map(|_user| true).into())
}

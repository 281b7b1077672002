//! Signing up, and proving the address.

use super::{client, commands};
use crate::base::{payload, settle};
use async_graphql::{Context, InputObject, Result};
use graph::{LanguageTag, RequestContext};
use identity::SignUp;

/// A new account.
#[derive(InputObject)]
pub struct SignUpInput {
    /// Your e-mail address.
    pub email: String,
    /// Your password: 10 to 256 characters.
    pub password: String,
    /// Your given name; 1 to 100 characters.
    pub first_name: String,
    /// Your family name.
    pub last_name: Option<String>,
    /// Your preferred language.
    pub locale: Option<LanguageTag>,
}

/// Proving an address.
#[derive(InputObject)]
pub struct VerifyEmailInput {
    /// The token from the link in the mail.
    pub token: String,
}

/// Asking for another verification mail.
#[derive(InputObject)]
pub struct RequestEmailVerificationInput {
    /// The address of the account.
    pub email: String,
}

payload! {
    /// What became of signing up.
    SignUpPayload {
        /// True when the input was accepted: whoever owns the address gets a mail that says how to go on. The answer is
        /// the same whether or not the address has an account already.
        accepted: bool
    }
    /// What became of proving the address.
    VerifyEmailPayload {
        /// The proven address. You can sign in now.
        email: String
    }
    /// What became of the request.
    RequestEmailVerificationPayload {
        /// True when the input was accepted. If the address has an unverified account, a mail is on its way; the answer
        /// is the same if it has none.
        accepted: bool
    }
}

pub(super) async fn sign_up(ctx: &Context<'_>, input: SignUpInput) -> Result<SignUpPayload> {
    let SignUpInput {
        email,
        password,
        first_name,
        last_name,
        locale,
    } = input;
    let request = RequestContext::of(ctx)?;
    let input = SignUp {
        email,
        password,
        first_name,
        last_name,
        locale: locale.map(|tag| tag.0),
    };
    let done = commands(ctx, &request)
        .await?
        .sign_up(&request.actor, Some(request.request), &client(&request), input)
        .await;
    Ok(settle(done)?.map(|()| true).into())
}

pub(super) async fn verify_email(ctx: &Context<'_>, input: VerifyEmailInput) -> Result<VerifyEmailPayload> {
    let VerifyEmailInput { token } = input;
    let request = RequestContext::of(ctx)?;
    let done = commands(ctx, &request)
        .await?
        .verify_email(&request.actor, Some(request.request), &client(&request), &token)
        .await;
    Ok(settle(done)?.map(|user| user.email).into())
}

pub(super) async fn request_email_verification(
    ctx: &Context<'_>,
    input: RequestEmailVerificationInput,
) -> Result<RequestEmailVerificationPayload> {
    let RequestEmailVerificationInput { email } = input;
    let request = RequestContext::of(ctx)?;
    let done = commands(ctx, &request)
        .await?
        .request_email_verification(&request.actor, Some(request.request), &client(&request), &email)
        .await;
    Ok(settle(done)?.map(|()| true).into())
}

//! Everything that changes persons and their sessions. Each field is one line; the work is beside it.

use super::{
    account::{
        self, RequestEmailVerificationInput, RequestEmailVerificationPayload, SignUpInput, SignUpPayload,
        VerifyEmailInput, VerifyEmailPayload,
    },
    avatar::{self, RemoveAvatarPayload, UploadAvatarInput, UploadAvatarPayload},
    operator::{
        self, BanUserInput, BanUserPayload, ImpersonateUserInput, ImpersonateUserPayload,
        StopImpersonatingPayload, UnbanUserInput, UnbanUserPayload,
    },
    password::{
        self, ChangePasswordInput, ChangePasswordPayload, RequestPasswordResetInput,
        RequestPasswordResetPayload, ResetPasswordInput, ResetPasswordPayload,
    },
    profile::{
        self, CreateJobProfileInput, CreateJobProfilePayload, UpdateJobProfileInput, UpdateJobProfilePayload,
        UpdateProfileInput, UpdateProfilePayload, UpdateUserInput, UpdateUserPayload,
    },
    session::{
        self, RevokeOtherSessionsPayload, RevokeSessionInput, RevokeSessionPayload, SignInInput,
        SignInPayload, SignOutPayload,
    },
};
use crate::rate::{FILE, HEAVY, WRITE};
use async_graphql::{Context, Object, Result};

/// Changes to persons and their sessions.
#[derive(Debug, Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Makes an account and sends a mail to prove the address. The answer and its timing do not tell whether the address has an account.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn sign_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SignUpInput,
    ) -> Result<SignUpPayload> {
        account::sign_up(ctx, input).await
    }

    /// Proves an address by the token that was mailed to it.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn verify_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: VerifyEmailInput,
    ) -> Result<VerifyEmailPayload> {
        account::verify_email(ctx, input).await
    }

    /// Sends another verification mail. The answer does not tell whether there is such an account.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn request_email_verification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RequestEmailVerificationInput,
    ) -> Result<RequestEmailVerificationPayload> {
        account::request_email_verification(ctx, input).await
    }

    /// Signs in by e-mail address and password and opens a session for 30 days.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        session::sign_in(ctx, input).await
    }

    /// Ends the session this request was made with.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        session::sign_out(ctx).await
    }

    /// Ends one of your sessions, such as that of a lost device.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RevokeSessionInput,
    ) -> Result<RevokeSessionPayload> {
        session::revoke(ctx, input).await
    }

    /// Ends all your sessions but this one.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn revoke_other_sessions(&self, ctx: &Context<'_>) -> Result<RevokeOtherSessionsPayload> {
        session::revoke_others(ctx).await
    }

    /// Sends a mail that lets its owner set a new password. The answer does not tell whether there is such an account.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RequestPasswordResetInput,
    ) -> Result<RequestPasswordResetPayload> {
        password::request_reset(ctx, input).await
    }

    /// Sets a new password by a mailed token and ends all sessions of the account.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ResetPasswordInput,
    ) -> Result<ResetPasswordPayload> {
        password::reset(ctx, input).await
    }

    /// Changes your password and ends your other sessions. Not possible while impersonating.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        password::change(ctx, input).await
    }

    /// Changes your personal data.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateUserInput,
    ) -> Result<UpdateUserPayload> {
        profile::update_user(ctx, input).await
    }

    /// Shows a picture of you, in place of the one before.
    #[graphql(complexity = "FILE + child_complexity")]
    async fn upload_avatar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UploadAvatarInput,
    ) -> Result<UploadAvatarPayload> {
        avatar::upload(ctx, input).await
    }

    /// Removes the picture of you.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_avatar(&self, ctx: &Context<'_>) -> Result<RemoveAvatarPayload> {
        avatar::remove(ctx).await
    }

    /// Changes your main profile.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_profile(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateProfileInput,
    ) -> Result<UpdateProfilePayload> {
        profile::update_profile(ctx, input).await
    }

    /// Makes a professional identity of yours.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_job_profile(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateJobProfileInput,
    ) -> Result<CreateJobProfilePayload> {
        profile::create_job_profile(ctx, input).await
    }

    /// Changes one of your professional identities.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_job_profile(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateJobProfileInput,
    ) -> Result<UpdateJobProfilePayload> {
        profile::update_job_profile(ctx, input).await
    }

    /// Keeps somebody out of the platform and ends their sessions. For platform operators only.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn ban_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: BanUserInput,
    ) -> Result<BanUserPayload> {
        operator::ban(ctx, input).await
    }

    /// Lets a banned user in again. For platform operators only.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn unban_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UnbanUserInput,
    ) -> Result<UnbanUserPayload> {
        operator::unban(ctx, input).await
    }

    /// Opens a session in which you act as somebody else; it is flagged in everything done with it. For platform operators only.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn impersonate_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ImpersonateUserInput,
    ) -> Result<ImpersonateUserPayload> {
        operator::impersonate(ctx, input).await
    }

    /// Ends the impersonated session this request was made with.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn stop_impersonating(&self, ctx: &Context<'_>) -> Result<StopImpersonatingPayload> {
        operator::stop(ctx).await
    }
}

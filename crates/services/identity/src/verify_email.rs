//! Proving that an e-mail address belongs to a user.

use crate::{
    Client, Identity,
    attempts::{VERIFICATION_ADDRESS, VERIFICATION_MAIL},
    token::{self, Mail},
};
use authz::Actor;
use entities::{email_token::TokenPurpose, event::EventAction, user};
use kernel::{RequestId, Secret};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent};

impl Identity {
    /// Uses a mailed token to prove the address it was mailed to.
    pub async fn verify_email(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        token: &str,
    ) -> Result<user::Model, Failure> {
        let purpose = TokenPurpose::VerifyEmail;
        let found = self
            .presented(client, purpose, token)
            .await?
            .ok_or_else(token::invalid)?;
        token::check(&found.row, self.store.now())?;
        let (user, token) = (found.user.id, Secret::presented(token));
        self.store
            .write(actor, request, |tx| {
                let token = token.clone();
                Box::pin(async move {
                    let user = token::redeem(tx, user, purpose, &token).await?;
                    if user.email_verified_at.is_some() {
                        return Ok((*user).clone());
                    }
                    let version = user.version + 1;
                    let user = tx
                        .update(user, |user| {
                            user.email_verified_at = Set(Some(tx.now()));
                            user.version = Set(version);
                            user.updated_at = Set(tx.now());
                        })
                        .await?;
                    tx.emit(
                        NewEvent::new(EventAction::EmailVerified, user.id)
                            .after(json!({ "emailVerified": true })),
                    )
                    .await?;
                    Ok(user)
                })
            })
            .await
    }

    /// Asks for a new verification mail, which replaces the token of the last one. Nothing is sent when nobody has the
    /// address or it is proven already; the answer is the same.
    pub async fn request_email_verification(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        email: &str,
    ) -> Result<(), Failure> {
        let mail = Mail {
            purpose: TokenPurpose::VerifyEmail,
            action: EventAction::EmailVerificationRequested,
            lifetime: self.settings.verification_lifetime,
            per_address: &VERIFICATION_ADDRESS,
            per_email: &VERIFICATION_MAIL,
            is_due: |user| user.email_verified_at.is_none(),
        };
        self.request_mail(actor, request, client, email, mail).await
    }
}

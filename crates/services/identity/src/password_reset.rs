//! Setting a new password with a token that was mailed to its owner.

use crate::{
    Client, Identity,
    attempts::{RESET_ADDRESS, RESET_MAIL},
    change_password::{password_of, replace_hash, words_about},
    session::end_all,
    token::{self, Mail},
};
use authz::{Actor, actions::ChangePassword};
use entities::{email_token::TokenPurpose, event::EventAction};
use kernel::{Problems, RequestId, Secret, UserId, password};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, Tx};

impl Identity {
    /// Asks for a mail with which a new password can be set. The answer is the same whether somebody has the address.
    pub async fn request_password_reset(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        email: &str,
    ) -> Result<(), Failure> {
        let mail = Mail {
            purpose: TokenPurpose::ResetPassword,
            action: EventAction::PasswordResetRequested,
            lifetime: self.settings.reset_lifetime,
            per_address: &RESET_ADDRESS,
            per_email: &RESET_MAIL,
            is_due: |_user| true,
        };
        self.request_mail(actor, request, client, email, mail).await
    }

    /// Uses a mailed token to set a new password. Every session of the user ends, and the address counts as proven:
    /// the token was read there.
    pub async fn reset_password(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        token: &str,
        new_password: &str,
    ) -> Result<(), Failure> {
        let found = self.presented(client, TokenPurpose::ResetPassword, token).await?;
        let mut problems = Problems::default();
        problems.take(match &found {
            Some(found) => token::check(&found.row, self.store.now()),
            None => Err(token::invalid()),
        });
        let words = found
            .as_ref()
            .map_or_else(Vec::new, |found| words_about(&found.user));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let new = problems.take(password("newPassword", new_password, &words));
        problems.into_result()?;
        let (Some(found), Some(new)) = (found, new) else {
            return Err(Failure::Defect("a checked reset without its parts"));
        };
        let hash = self.passwords.hash(&new, self.store.random()).await?;
        let (user, token) = (found.user.id, Secret::presented(token));
        self.store
            .write(actor, request, |tx| {
                Box::pin(reset(tx, user, token.clone(), hash.clone()))
            })
            .await?;
        self.forget_guesses(&found.user.email_key, client).await?;
        Ok(())
    }
}

async fn reset(tx: &Tx, user: UserId, token: Secret, hash: String) -> Result<(), Failure> {
    let user = token::redeem(tx, user, TokenPurpose::ResetPassword, &token).await?;
    let user_id = user.id;
    let account = tx
        .load_proven::<ChangePassword>(password_of(user_id))
        .await?
        .ok_or(Failure::Defect("a user without a password"))?;
    replace_hash(tx, account, hash).await?;
    let was_verified = user.email_verified_at.is_some();
    if !was_verified {
        let version = user.version + 1;
        tx.update(user, |user| {
            user.email_verified_at = Set(Some(tx.now()));
            user.version = Set(version);
            user.updated_at = Set(tx.now());
        })
        .await?;
    }
    let ended = end_all(tx, user_id).await?;
    tx.emit(
        NewEvent::new(EventAction::PasswordReset, user_id)
            .after(json!({ "emailVerified": !was_verified, "sessionsEnded": ended })),
    )
    .await?;
    Ok(())
}

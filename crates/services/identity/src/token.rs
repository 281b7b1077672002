//! Tokens that are sent by e-mail: at most one per user and purpose, used once.
//!
//! A command only makes the row. The clear text comes into being when the mail is written, so no event and no queue
//! ever holds it.

use crate::{
    Client, Identity,
    attempts::{Limit, TOKEN, Turn, write_decoys},
    of_user::{OWNER, OfUser},
};
use authz::{
    Actor,
    actions::{ProveIdentity, UseEmailToken},
};
use chrono::{DateTime, Duration, Utc};
use entities::{
    email_token::{self, TokenPurpose},
    event::EventAction,
    user,
};
use kernel::{Code, Email, EmailTokenId, Problem, RequestId, Secret, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{CrossOrganization, Failure, Granted, NewEvent, Tx};

/// Replaces the user's token for a purpose. The transaction must hold the user's row.
pub(crate) async fn issue(
    tx: &Tx,
    user: UserId,
    purpose: TokenPurpose,
    lifetime: Duration,
) -> Result<EmailTokenId, Failure> {
    if let Some(old) = tx.load_proven::<UseEmailToken>(of(user, purpose)).await? {
        tx.delete(old).await?;
    }
    let token = tx
        .insert::<email_token::Entity>(email_token::ActiveModel {
            id: Set(tx.new_id()),
            user_id: Set(user),
            purpose: Set(purpose),
            token_hash: Set(None),
            created_at: Set(tx.now()),
            expires_at: Set(tx.now() + lifetime),
            used_at: Set(None),
        })
        .await?;
    Ok(token.id)
}

/// Does the work of [`issue`] for nobody.
pub(crate) async fn pretend_to_issue(tx: &Tx, purpose: TokenPurpose) -> Result<(), Failure> {
    tx.load_proven::<UseEmailToken>(of(tx.new_id(), purpose)).await?;
    Ok(write_decoys(tx, 1).await?)
}

/// What an event tells the writer of the mail.
pub(crate) fn event(action: EventAction, user: UserId, token: EmailTokenId) -> NewEvent {
    NewEvent::new(action, user).after(json!({ "emailTokenId": token.to_string() }))
}

/// A mail with a token that anybody can ask for by naming an address.
#[derive(Clone, Copy)]
pub(crate) struct Mail {
    pub(crate) purpose: TokenPurpose,
    pub(crate) action: EventAction,
    pub(crate) lifetime: Duration,
    pub(crate) per_address: &'static Limit,
    pub(crate) per_email: &'static Limit,
    pub(crate) is_due: fn(&user::Model) -> bool,
}

impl Identity {
    /// Asks for a mail with a token. The answer is the same whether somebody has the address or not.
    pub(crate) async fn request_mail(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        email: &str,
        mail: Mail,
    ) -> Result<(), Failure> {
        let email = Email::parse("email", email)?;
        self.admit(mail.per_address, &[&client.network()]).await?;
        if let Turn::Refused { .. } = self.count(mail.per_email, &[email.key()]).await? {
            return Ok(());
        }
        self.store
            .write(actor, request, |tx| Box::pin(order(tx, email.clone(), mail)))
            .await
    }

    /// The row a presented token belongs to, and its user. It is looked at again when it is used.
    pub(crate) async fn presented(
        &self,
        client: &Client,
        purpose: TokenPurpose,
        token: &str,
    ) -> Result<Option<OfUser<email_token::Model>>, Failure> {
        self.admit(&TOKEN, &[&client.network()]).await?;
        Ok(self
            .store
            .find_unscoped::<email_token::Entity>(CrossOrganization::Token)
            .join_global::<user::Entity>(sea_orm::RelationTrait::def(&email_token::Relation::User), OWNER)
            .filter(by_hash(purpose, token))
            .one_as()
            .await?)
    }
}

async fn order(tx: &Tx, email: Email, mail: Mail) -> Result<(), Failure> {
    let by_email = user::Column::EmailKey.eq(email.key());
    let user = tx.load_proven::<ProveIdentity>(by_email).await?;
    if let Some(user) = user.filter(|user| (mail.is_due)(user)) {
        let token = issue(tx, user.id, mail.purpose, mail.lifetime).await?;
        tx.emit(event(mail.action, user.id, token)).await?;
    } else {
        pretend_to_issue(tx, mail.purpose).await?;
        // The event and its delivery.
        write_decoys(tx, 2).await?;
    }
    Ok(())
}

/// Uses up a token that was found before, together with the right to change its user. Of two who come with the same
/// token, the second waits here for the first and then finds it used.
pub(crate) async fn redeem(
    tx: &Tx,
    user: UserId,
    purpose: TokenPurpose,
    token: &Secret,
) -> Result<Granted<ProveIdentity>, Failure> {
    // The user first: whoever asks for another token locks in this order too.
    let user = tx
        .load_proven::<ProveIdentity>(user::Column::Id.eq(user))
        .await?
        .ok_or(Failure::Defect("a token without its user"))?;
    let row = tx
        .load_proven::<UseEmailToken>(by_hash(purpose, token.reveal()))
        .await?
        .ok_or_else(invalid)?;
    check(&row, tx.now())?;
    tx.update(row, |row| row.used_at = Set(Some(tx.now()))).await?;
    Ok(user)
}

/// Whether a token can be used now.
pub(crate) fn check(token: &email_token::Model, now: DateTime<Utc>) -> Result<(), Problem> {
    if token.used_at.is_some() {
        return Err(Problem::at("token", Code::TokenUsed));
    }
    if now >= token.expires_at {
        return Err(Problem::at("token", Code::TokenExpired));
    }
    Ok(())
}

/// There is no such token, or not any more.
pub(crate) fn invalid() -> Problem {
    Problem::at("token", Code::TokenInvalid)
}

fn of(user: UserId, purpose: TokenPurpose) -> Condition {
    Condition::all()
        .add(email_token::Column::UserId.eq(user))
        .add(email_token::Column::Purpose.eq(purpose))
}

fn by_hash(purpose: TokenPurpose, token: &str) -> Condition {
    let hash = Secret::presented(token.trim()).hash().into_bytes();
    Condition::all()
        .add(email_token::Column::TokenHash.eq(hash))
        .add(email_token::Column::Purpose.eq(purpose))
}

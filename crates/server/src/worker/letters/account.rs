//! Letters about a user's own account.

use super::{Addressed, Desk};
use crate::worker::links;
use chrono::{DateTime, Utc};
use entities::{email_token, user};
use kernel::{EmailTokenId, Secret};
use mail::Letter;
use sea_orm::ColumnTrait;
use store::{StoreError, TokenTable};

impl Desk<'_> {
    pub(super) async fn verify_email(&self) -> Result<Option<Addressed>, StoreError> {
        let Some((user, token, expires_at)) = self.with_token().await? else {
            return Ok(None);
        };
        let link = links::with_token(self.base, &["verify-email"], &token);
        let name = user.first_name.clone();
        Ok(Some(to(
            user,
            Letter::VerifyEmail {
                name,
                link,
                expires_at,
            },
        )))
    }

    pub(super) async fn reset_password(&self) -> Result<Option<Addressed>, StoreError> {
        let Some((user, token, expires_at)) = self.with_token().await? else {
            return Ok(None);
        };
        let link = links::with_token(self.base, &["reset-password"], &token);
        let name = user.first_name.clone();
        Ok(Some(to(
            user,
            Letter::ResetPassword {
                name,
                link,
                expires_at,
            },
        )))
    }

    pub(super) async fn account_exists(&self) -> Result<Option<Addressed>, StoreError> {
        let (sign_in_link, reset_link) = (
            links::plain(self.base, &["sign-in"]),
            links::plain(self.base, &["forgot-password"]),
        );
        Ok(self.subject().await?.map(|user| {
            let name = user.first_name.clone();
            to(
                user,
                Letter::AccountExists {
                    name,
                    sign_in_link,
                    reset_link,
                },
            )
        }))
    }

    pub(super) async fn password_changed(&self) -> Result<Option<Addressed>, StoreError> {
        let reset_link = links::plain(self.base, &["forgot-password"]);
        Ok(self.subject().await?.map(|user| {
            let name = user.first_name.clone();
            to(user, Letter::PasswordChanged { name, reset_link })
        }))
    }

    async fn subject(&self) -> Result<Option<user::Model>, StoreError> {
        self.one::<user::Entity>(user::Column::Id.eq(self.event.subject_id))
            .await
    }

    /// The user and a token for them. The event names the row of the token; when another one was asked for since, that
    /// row is gone.
    async fn with_token(&self) -> Result<Option<(user::Model, Secret, DateTime<Utc>)>, StoreError> {
        let named = self
            .event
            .after
            .as_ref()
            .and_then(|after| after.get("emailTokenId"));
        let Some(id) = named
            .and_then(|id| id.as_str())
            .and_then(|id| id.parse::<EmailTokenId>().ok())
        else {
            return Ok(None);
        };
        let row = self
            .one::<email_token::Entity>(email_token::Column::Id.eq(id))
            .await?;
        let Some(row) = row.filter(|row| row.used_at.is_none() && self.store.now() < row.expires_at) else {
            return Ok(None);
        };
        let Some(user) = self.subject().await? else {
            return Ok(None);
        };
        let token = self.arm(TokenTable::EmailToken, row.id).await?;
        Ok(token.map(|token| (user, token, row.expires_at)))
    }
}

fn to(user: user::Model, letter: Letter) -> Addressed {
    Addressed {
        to_name: Some(user.full_name()),
        to: user.email,
        letter,
    }
}

//! Signing up.

use crate::{
    Client, Identity,
    attempts::{SIGN_UP, SIGN_UP_NEW, SIGN_UP_REPEATED, Turn, write_decoys},
    token,
    user::person_name,
};
use authz::Actor;
use entities::{
    account::{self, AccountProvider},
    email_token::TokenPurpose,
    event::EventAction,
    profile::{self, ProfileKind},
    user,
};
use kernel::{Email, LanguageTag, Problems, RequestId, UserId, password};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use store::{CrossOrganization, Failure, NewEvent, StoreError, Tx};

/// Somebody who wants an account.
#[derive(Clone)]
pub struct SignUp {
    /// The address, which has to be proven before the first sign-in.
    pub email: String,
    /// 10 to 256 characters, and not too easy to guess.
    pub password: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: Option<String>,
    /// Preferred language, BCP 47.
    pub locale: Option<String>,
}

impl std::fmt::Debug for SignUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignUp")
    }
}

/// A checked sign-up.
#[derive(Clone)]
pub(crate) struct NewUser {
    pub(crate) email: Email,
    pub(crate) password: String,
    first_name: String,
    last_name: Option<String>,
    locale: Option<String>,
}

impl Identity {
    /// Makes an account and has a mail sent that proves its address. Somebody who has an account already is told by
    /// mail; whoever asks gets the same answer in the same time.
    pub async fn sign_up(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        input: SignUp,
    ) -> Result<(), Failure> {
        let new = checked(input)?;
        self.admit(&SIGN_UP, &[&client.network()]).await?;
        let hash = self.passwords.hash(&new.password, self.store.random()).await?;
        if let Some(user) = self.user_with(&new.email).await? {
            return self.repeat_sign_up(actor, request, &new.email, user.id).await;
        }
        // Limits nothing: a repeated sign-up counts too.
        self.count(&SIGN_UP_NEW, &[new.email.key()]).await?;
        let lifetime = self.settings.verification_lifetime;
        let outcome = self
            .store
            .write(actor, request, |tx| {
                let (new, hash) = (new.clone(), hash.clone());
                Box::pin(async move {
                    let user = create(tx, new, hash, false).await?;
                    let token = token::issue(tx, user.id, TokenPurpose::VerifyEmail, lifetime).await?;
                    tx.emit(token::event(EventAction::UserSignedUp, user.id, token))
                        .await?;
                    Ok(())
                })
            })
            .await;
        match outcome {
            // Somebody else was faster with the same address.
            Err(Failure::Store(error)) if error.is_about("email_key") => {
                let user = self
                    .user_with(&new.email)
                    .await?
                    .ok_or(Failure::Defect("a taken address without its user"))?;
                self.repeat_sign_up(actor, request, &new.email, user.id).await
            }
            outcome => outcome,
        }
    }

    /// Has the owner of an address told that somebody wanted to sign up with it, but not again and again.
    async fn repeat_sign_up(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        email: &Email,
        user: UserId,
    ) -> Result<(), Failure> {
        let is_told = match self.count(&SIGN_UP_REPEATED, &[email.key()]).await? {
            Turn::Granted => true,
            Turn::Refused { .. } => false,
        };
        self.store
            .write(actor, request, |tx| {
                Box::pin(async move {
                    // As much as for a new account: user, profile and password, token, event and delivery.
                    write_decoys(tx, 3).await?;
                    token::pretend_to_issue(tx, TokenPurpose::VerifyEmail).await?;
                    if is_told {
                        tx.emit(NewEvent::new(EventAction::SignUpRepeated, user)).await?;
                    } else {
                        write_decoys(tx, 2).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The user who has an address, in whatever spelling.
    pub(crate) async fn user_with(&self, email: &Email) -> Result<Option<user::Model>, StoreError> {
        self.store
            .find_unscoped::<user::Entity>(CrossOrganization::SignIn)
            .filter(user::Column::EmailKey.eq(email.key()))
            .one()
            .await
    }
}

/// Checks a sign-up and reports everything that is wrong with it.
pub(crate) fn checked(input: SignUp) -> Result<NewUser, Failure> {
    let SignUp {
        email,
        password: secret,
        first_name,
        last_name,
        locale,
    } = input;
    let mut problems = Problems::default();
    let name = problems.take(person_name("firstName", &first_name));
    let family = match last_name.filter(|name| !name.trim().is_empty()) {
        Some(name) => problems.take(person_name("lastName", &name)),
        None => None,
    };
    let locale = locale.and_then(|tag| problems.take(LanguageTag::parse("locale", &tag)));
    let full_name = format!("{first_name} {}", family.as_deref().unwrap_or_default());
    let secret = problems.take(password("password", &secret, &[email.trim(), full_name.trim()]));
    let email = problems.take(Email::parse("email", &email));
    problems.into_result()?;
    match (email, secret, name) {
        (Some(email), Some(password), Some(first_name)) => Ok(NewUser {
            email,
            password,
            first_name,
            last_name: family,
            locale: locale.map(LanguageTag::into_string),
        }),
        (None, _, _) | (_, None, _) | (_, _, None) => {
            Err(Failure::Defect("a checked sign-up without its parts"))
        }
    }
}

/// Writes the user, their main profile and their password.
pub(crate) async fn create(
    tx: &Tx,
    new: NewUser,
    password_hash: String,
    is_verified: bool,
) -> Result<user::Model, Failure> {
    let NewUser {
        email,
        password: _,
        first_name,
        last_name,
        locale,
    } = new;
    let now = tx.now();
    let user = tx
        .insert::<user::Entity>(user::ActiveModel {
            id: Set(tx.new_id()),
            email: Set(email.address().to_owned()),
            email_key: Set(email.key().to_owned()),
            email_verified_at: Set(is_verified.then_some(now)),
            first_name: Set(first_name),
            last_name: Set(last_name),
            locale: Set(locale),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await?;
    tx.insert::<profile::Entity>(profile::ActiveModel {
        id: Set(tx.new_id()),
        user_id: Set(user.id),
        kind: Set(ProfileKind::Main),
        display_name: Set(user.full_name()),
        about: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    })
    .await?;
    tx.insert::<account::Entity>(account::ActiveModel {
        id: Set(tx.new_id()),
        user_id: Set(user.id),
        provider: Set(AccountProvider::Password),
        provider_account_id: Set(user.id.to_string()),
        password_hash: Set(Some(password_hash)),
        created_at: Set(now),
        updated_at: Set(now),
    })
    .await?;
    Ok(user)
}

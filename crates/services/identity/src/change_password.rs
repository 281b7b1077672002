//! Changing one's own password.

use crate::{
    Client, Identity, Passwords,
    attempts::Turn,
    of_user::{OWNER, OfUser},
    session::end_others,
    signed_in,
};
use authz::{Actor, actions};
use entities::{
    account::{self, AccountProvider},
    event::EventAction,
    user,
};
use kernel::{AccountId, Code, Problem, RequestId, UserId, password};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, RelationTrait};
use serde_json::json;
use store::{CrossOrganization, Failure, Granted, NewEvent, StoreError, Tx};

/// A new password of a signed-in user.
#[derive(Clone)]
pub struct ChangePassword {
    /// The password as it is.
    pub current_password: String,
    /// 10 to 256 characters, and not too easy to guess.
    pub new_password: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangePassword")
    }
}

impl Identity {
    /// Changes the own password. This session stays, all others end. The current password can be guessed here as
    /// little as when signing in.
    pub async fn change_password(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        client: &Client,
        input: ChangePassword,
    ) -> Result<(), Failure> {
        let me = signed_in(actor)?;
        if actor.is_impersonated() {
            return Err(Problem::new(Code::ImpersonationRestricted).into());
        }
        let ChangePassword {
            current_password,
            new_password,
        } = input;
        let found = self
            .account_where(user::Column::Id.eq(me.user))
            .await?
            .ok_or(Failure::Unauthenticated)?;
        let words = words_about(&found.user);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let new = password("newPassword", &new_password, &words)?;
        let key = &found.user.email_key;
        if let Turn::Refused { problem, .. } = self.count_guess(key, Some(me.user), client).await? {
            return Err(problem.into());
        }
        let old = found.row.password_hash.unwrap_or_default();
        if Passwords::is_overlong(&current_password)
            || !self.passwords.verify(&current_password, &old).await?
        {
            return Err(wrong().into());
        }
        let hash = self.passwords.hash(&new, self.store.random()).await?;
        let account = found.row.id;
        self.store
            .write(actor, request, |tx| {
                Box::pin(change(tx, account, old.clone(), hash.clone()))
            })
            .await?;
        self.settle_guess(key, client).await?;
        Ok(())
    }

    /// The password account that a condition on its user leads to, and the user.
    pub(crate) async fn account_where(
        &self,
        condition: sea_orm::sea_query::Expr,
    ) -> Result<Option<OfUser<account::Model>>, StoreError> {
        self.store
            .find_unscoped::<account::Entity>(CrossOrganization::SignIn)
            .join_global::<user::Entity>(account::Relation::User.def(), OWNER)
            .filter(
                Condition::all()
                    .add(account::Column::Provider.eq(AccountProvider::Password))
                    .add(condition),
            )
            .one_as()
            .await
    }
}

async fn change(tx: &Tx, account: AccountId, old: String, new: String) -> Result<(), Failure> {
    let me = signed_in(tx.actor())?;
    // The user first: whoever signs in or resets the password locks in this order too.
    tx.load_global_for::<actions::UpdateUser>("id", me.user).await?;
    let account = tx
        .load_global_for::<actions::ChangePassword>("currentPassword", account)
        .await?;
    if account.password_hash.as_ref() != Some(&old) {
        return Err(wrong().into());
    }
    replace_hash(tx, account, new).await?;
    let ended = end_others(tx, me.user, me.session).await?;
    tx.emit(NewEvent::new(EventAction::PasswordChanged, me.user).after(json!({ "sessionsEnded": ended })))
        .await?;
    Ok(())
}

/// Writes the new hash.
pub(crate) async fn replace_hash(
    tx: &Tx,
    account: Granted<actions::ChangePassword>,
    hash: String,
) -> Result<(), StoreError> {
    tx.update(account, |account| {
        account.password_hash = Set(Some(hash));
        account.updated_at = Set(tx.now());
    })
    .await?;
    Ok(())
}

/// What somebody who knows the user would try first.
pub(crate) fn words_about(user: &user::Model) -> Vec<String> {
    let mut words = vec![user.email.clone(), user.full_name()];
    words.extend(user.username.clone());
    words
}

/// A user's password account.
pub(crate) fn password_of(user: UserId) -> Condition {
    Condition::all()
        .add(account::Column::UserId.eq(user))
        .add(account::Column::Provider.eq(AccountProvider::Password))
}

fn wrong() -> Problem {
    Problem::at("currentPassword", Code::WrongPassword)
}

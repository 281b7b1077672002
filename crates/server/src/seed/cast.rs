//! The people of a seed as actors.

use anyhow::Context;
use authz::{Actor, SignedIn};
use entities::user;
use kernel::UserId;
use std::collections::HashMap;
use store::{CrossOrganization, Store};

/// Whether nobody has an account yet.
pub async fn is_empty(store: &Store) -> anyhow::Result<bool> {
    let anybody = store.find_unscoped::<user::Entity>(CrossOrganization::CommandLine);
    Ok(anybody.limit(1).one().await?.is_none())
}

/// Everybody in the file, by the address as the file writes it.
#[derive(Default)]
pub(super) struct Cast(HashMap<String, user::Model>);

impl Cast {
    pub(super) fn add(&mut self, email: &str, user: user::Model) {
        self.0.insert(email.to_owned(), user);
    }

    /// The user with an address of the file.
    pub(super) fn user(&self, email: &str) -> anyhow::Result<&user::Model> {
        self.0.get(email).with_context(|| {
            format!("{email} is named, but is not among the `users` of the file; add them there")
        })
    }

    /// The same user as somebody who acts.
    pub(super) fn actor(&self, store: &Store, email: &str) -> anyhow::Result<Actor> {
        let user = self.user(email)?;
        Ok(Actor::User(SignedIn {
            user: user.id,
            session: store.new_id(),
            email_key: user.email_key.clone(),
            email_verified: user.email_verified_at.is_some(),
            is_operator: user.platform_role.is_some(),
            impersonator: None,
        }))
    }

    pub(super) fn by_id(&self) -> HashMap<UserId, &str> {
        self.0
            .iter()
            .map(|(email, user)| (user.id, email.as_str()))
            .collect()
    }

    pub(super) fn everybody(&self) -> impl Iterator<Item = (&str, &user::Model)> {
        self.0.iter().map(|(email, user)| (email.as_str(), user))
    }
}

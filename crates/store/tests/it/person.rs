//! A person: a user with a profile.

use crate::{
    database::START,
    tenant::{id, plant},
};
use chrono::{DateTime, Utc};
use entities::{
    profile::{self, ProfileKind},
    user,
};
use kernel::{ProfileId, UserId};
use sea_orm::ConnectionTrait;

fn start() -> DateTime<Utc> {
    START.parse().unwrap()
}

/// A user with a main profile.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) profile: ProfileId,
}

impl Person {
    pub(crate) fn new() -> Self {
        Self {
            user: id(),
            profile: id(),
        }
    }

    pub(crate) fn user(&self) -> user::Model {
        let address = format!("{}@example.test", self.user);
        user::Model {
            id: self.user,
            email: address.clone(),
            email_key: address,
            email_verified_at: Some(start()),
            first_name: "Somebody".to_owned(),
            last_name: None,
            username: None,
            username_key: None,
            phone_number: None,
            designation: None,
            bio: None,
            social_website: None,
            social_github: None,
            social_facebook: None,
            social_twitter: None,
            social_linkedin: None,
            image_url: None,
            avatar: None,
            locale: None,
            time_zone: None,
            platform_role: None,
            banned_at: None,
            ban_reason: None,
            ban_expires_at: None,
            version: 1,
            created_at: start(),
            updated_at: start(),
        }
    }

    pub(crate) fn profile(&self) -> profile::Model {
        profile::Model {
            id: self.profile,
            user_id: self.user,
            kind: ProfileKind::Main,
            display_name: "Somebody".to_owned(),
            about: None,
            created_at: start(),
            updated_at: start(),
        }
    }

    pub(crate) async fn plant(&self, connection: &impl ConnectionTrait) {
        plant(connection, self.user()).await.unwrap();
        plant(connection, self.profile()).await.unwrap();
    }
}

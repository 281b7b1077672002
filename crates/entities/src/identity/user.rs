//! A person with a login.

use crate::{ByPosition, column::stored_enum};
use kernel::UserId;
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What a user is for the platform as a whole, beyond any organization.
    PlatformRole {
        /// Runs the platform: creates organizations, bans users, impersonates for support.
        Operator = "OPERATOR",
    }
}

/// One user.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "user")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// The address as its owner writes it.
    pub email: String,
    /// The address in the form that is unique.
    pub email_key: String,
    /// When the address was proven to belong to the user.
    pub email_verified_at: Option<DateTimeUtc>,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: Option<String>,
    /// A name of the user's choice, unique on the platform.
    pub username: Option<String>,
    /// The username in the form that is unique.
    pub username_key: Option<String>,
    /// Digits with an optional leading plus.
    pub phone_number: Option<String>,
    /// Job title as the user writes it.
    pub designation: Option<String>,
    /// A few words about the user.
    pub bio: Option<String>,
    /// Web site.
    pub social_website: Option<String>,
    /// GitHub profile.
    pub social_github: Option<String>,
    /// Facebook profile.
    pub social_facebook: Option<String>,
    /// X (Twitter) profile.
    pub social_twitter: Option<String>,
    /// LinkedIn profile.
    pub social_linkedin: Option<String>,
    /// Address of a picture.
    pub image_url: Option<String>,
    /// The name of an uploaded picture, see `kernel::Picture`.
    pub avatar: Option<String>,
    /// Preferred language, BCP 47.
    pub locale: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Set for platform operators only.
    pub platform_role: Option<PlatformRole>,
    /// When the user was banned.
    pub banned_at: Option<DateTimeUtc>,
    /// Why the user was banned.
    pub ban_reason: Option<String>,
    /// When the ban ends by itself.
    pub ban_expires_at: Option<DateTimeUtc>,
    /// Counts changes.
    pub version: i32,
    /// When the account was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

/// Whether a ban holds at a moment: one that began, and has no end or one that is still to come.
pub fn is_banned(banned_at: Option<DateTimeUtc>, expires_at: Option<DateTimeUtc>, now: DateTimeUtc) -> bool {
    banned_at.is_some() && expires_at.is_none_or(|end| now < end)
}

impl Model {
    /// Whether the user is banned at a moment.
    pub fn is_banned(&self, now: DateTimeUtc) -> bool {
        is_banned(self.banned_at, self.ban_expires_at, now)
    }

    /// First and last name in one.
    pub fn full_name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name.clone(),
        }
    }
}

/// A user refers to nothing.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

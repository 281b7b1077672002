//! What makes a profile a professional one. It belongs to the person, not to an organization.

use crate::{ByPosition, column::belongs_to};
use kernel::{ProfileId, UserId};
use sea_orm::entity::prelude::*;

/// The professional part of one `JOB` profile.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "job_profile")]
pub struct Model {
    /// Primary key, the same as the profile's.
    #[sea_orm(primary_key, auto_increment = false)]
    pub profile_id: ProfileId,
    /// Whose profile; the same user as the profile's.
    pub user_id: UserId,
    /// Professional title.
    pub title: String,
    /// Professional level from 1 (beginner) to 5 (leading expert).
    pub level: i32,
    /// Names of skills, in the person's own order.
    pub skills: Json,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Profile: ProfileId -> entities::profile, Id;
    User: UserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}

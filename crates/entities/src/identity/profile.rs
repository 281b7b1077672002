//! The faces of a user: exactly one main profile (customer), any number of job profiles (professional).

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{ProfileId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Which face it is.
    ProfileKind {
        /// The customer and learner; one per user.
        Main = "MAIN",
        /// A professional; any number.
        Job = "JOB",
    }
}

/// One profile.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "profile")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProfileId,
    /// Whose profile.
    pub user_id: UserId,
    /// Main or job.
    pub kind: ProfileKind,
    /// The name it shows.
    pub display_name: String,
    /// A few words about it.
    pub about: Option<String>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    User: UserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}

//! Secrets that the servers of a platform share: each is drawn once and never changes.

use crate::ByPosition;
use sea_orm::entity::prelude::*;

/// One secret.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "platform_secret")]
pub struct Model {
    /// What it is for.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Thirty-two random bytes.
    pub secret: Vec<u8>,
    /// When it was drawn.
    pub created_at: DateTimeUtc,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlatformSecret({})", self.name)
    }
}

/// A secret refers to nothing.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

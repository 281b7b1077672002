//! Counters of attempts in a window of time, kept in the database so that all replicas count together.

use crate::ByPosition;
use sea_orm::entity::prelude::*;

/// One counter.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "throttle")]
pub struct Model {
    /// What is counted, hashed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// How often in the current window.
    pub count: i32,
    /// When the window ends, in microseconds since 1970; a number, so that one statement can compare and replace it.
    pub resets_at: i64,
}

/// A counter refers to nothing.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

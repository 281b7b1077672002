//! A member's points.

use crate::{ByPosition, column::belongs_to};
use kernel::{MemberId, OrganizationId, PointBalanceId};
use sea_orm::entity::prelude::*;

/// One point balance.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "point_balance")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PointBalanceId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Whose.
    pub member_id: MemberId,
    /// Everything ever earned; decides the rank and never falls.
    pub lifetime: i64,
    /// What can be spent.
    pub spendable: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Member: MemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}

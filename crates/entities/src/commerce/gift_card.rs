//! A balance that pays for orders. It is a means of payment, not a discount.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, GiftCardId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where a gift card comes from.
    GiftCardKind {
        /// Given away; the organization bears its value.
        Promotional = "PROMOTIONAL",
        /// Paid for outside the platform; what it is worth is owed to its holder.
        Purchased = "PURCHASED",
    }
}

/// One gift card.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "gift_card")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GiftCardId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// SHA-256 of the code; the code itself is shown once and never stored.
    pub code_hash: Vec<u8>,
    /// The last four characters of the code.
    pub code_ending: String,
    /// Where it comes from.
    pub kind: GiftCardKind,
    /// ISO 4217 code.
    pub currency: String,
    /// What it was issued with, in minor units.
    pub initial_minor: i64,
    /// What is left, in minor units.
    pub balance_minor: i64,
    /// Who issued it.
    pub issued_by_employee_id: EmployeeId,
    /// When it ends; none: never.
    pub expires_at: Option<DateTimeUtc>,
    /// Whether it can be used.
    pub is_active: bool,
    /// What it was issued for.
    pub note: Option<String>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    IssuedByEmployee: IssuedByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}

//! What a variant costs in one currency from a moment on. Past prices stay.

use crate::{ByPosition, column::belongs_to};
use kernel::{EmployeeId, OrganizationId, PriceId, VariantId};
use sea_orm::entity::prelude::*;

/// One price.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "price")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriceId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The variant.
    pub variant_id: VariantId,
    /// ISO 4217 code.
    pub currency: String,
    /// The price in minor units.
    pub amount_minor: i64,
    /// Whether sales tax is in it already.
    pub is_tax_inclusive: bool,
    /// From when, inclusive.
    pub valid_from: DateTimeUtc,
    /// Until when, exclusive; none: until it is replaced.
    pub valid_to: Option<DateTimeUtc>,
    /// Who set it.
    pub set_by_employee_id: EmployeeId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Variant: VariantId -> entities::variant, Id;
    SetByEmployee: SetByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}

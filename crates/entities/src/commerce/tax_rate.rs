//! The sales tax of a jurisdiction during a time. A change is a new version; old ones stay.

use crate::{ByPosition, column::belongs_to};
use kernel::{EmployeeId, OrganizationId, TaxRateId};
use sea_orm::entity::prelude::*;

/// One tax rate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "tax_rate")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaxRateId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// ISO 3166-1 alpha-2 code of the country, or ISO 3166-2 of a part of it.
    pub jurisdiction: String,
    /// The name on invoices, such as `VAT`.
    pub name: String,
    /// Which version for the jurisdiction, from 1.
    pub version: i32,
    /// The rate in millionths.
    pub rate_ppm: i32,
    /// From when, inclusive.
    pub valid_from: DateTimeUtc,
    /// Until when, exclusive; none: until a newer one.
    pub valid_to: Option<DateTimeUtc>,
    /// Who made it.
    pub by_employee_id: EmployeeId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    ByEmployee: ByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}

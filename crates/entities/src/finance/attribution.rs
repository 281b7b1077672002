//! An employee's share of what a product earns, during a time.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{AttributionId, EmployeeId, OrganizationId, ProductId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What somebody has done for a product.
    AttributionKind {
        /// Made it.
        Creator = "CREATOR",
        /// Helped to make it.
        Collaborator = "COLLABORATOR",
        /// Teaches it.
        Instructor = "INSTRUCTOR",
        /// Reviewed it.
        Reviewer = "REVIEWER",
    }
}

/// One attribution.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "attribution")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttributionId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The product.
    pub product_id: ProductId,
    /// Who earns.
    pub employee_id: EmployeeId,
    /// What for.
    pub kind: AttributionKind,
    /// The share in millionths.
    pub share_ppm: i32,
    /// From when, inclusive.
    pub effective_from: DateTimeUtc,
    /// Until when, exclusive; none: open end.
    pub effective_to: Option<DateTimeUtc>,
    /// Who decided.
    pub set_by_employee_id: EmployeeId,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Product: ProductId -> entities::product, Id;
    Employee: EmployeeId -> entities::employee, Id;
    SetByEmployee: SetByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}

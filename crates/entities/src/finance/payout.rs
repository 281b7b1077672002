//! What one employee is paid in one currency by a run.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, OrganizationId, PayoutId, PayoutRunId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where a payout stands.
    PayoutStatus {
        /// Paid out.
        Paid = "PAID",
    }
}

/// One payout.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "payout")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PayoutId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The run.
    pub run_id: PayoutRunId,
    /// Who is paid.
    pub employee_id: EmployeeId,
    /// ISO 4217 code.
    pub currency: String,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// Where it stands.
    pub status: PayoutStatus,
    /// When.
    pub paid_at: DateTimeUtc,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Run: RunId -> entities::payout_run, Id;
    Employee: EmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}

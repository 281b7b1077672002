//! Paying out what has been earned until a moment.

use crate::{ByPosition, column::belongs_to};
use kernel::{EmployeeId, OrganizationId, PayoutRunId};
use sea_orm::entity::prelude::*;

/// One payout run.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "payout_run")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PayoutRunId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Which run, from 1.
    pub number: i32,
    /// Only what was earned before counts.
    pub cutoff_at: DateTimeUtc,
    /// Smaller sums are carried over: thousandths of the major unit of each currency.
    pub minimum_thousandths: i64,
    /// Who ran it.
    pub run_by_employee_id: EmployeeId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    RunByEmployee: RunByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}

//! One employee's part of one revenue. A payout pays earnings; every line of it is one.

use crate::{ByPosition, column::belongs_to};
use kernel::{AttributionId, EarningId, EmployeeId, OrganizationId, PayoutId, RevenueId};
use sea_orm::entity::prelude::*;

/// One earning.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "earning")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EarningId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The revenue it is a part of.
    pub revenue_id: RevenueId,
    /// The attribution that gives the right to it.
    pub attribution_id: AttributionId,
    /// Who earns.
    pub employee_id: EmployeeId,
    /// ISO 4217 code.
    pub currency: String,
    /// The share in millionths, as of the sale.
    pub share_ppm: i32,
    /// How much, in minor units; negative for a refund.
    pub amount_minor: i64,
    /// When.
    pub earned_at: DateTimeUtc,
    /// The payout that paid it; none: not paid yet.
    pub payout_id: Option<PayoutId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Revenue: RevenueId -> entities::revenue, Id;
    Attribution: AttributionId -> entities::attribution, Id;
    Employee: EmployeeId -> entities::employee, Id;
    Payout: PayoutId -> entities::payout, Id;
}

impl ActiveModelBehavior for ActiveModel {}

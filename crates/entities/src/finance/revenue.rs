//! What an order line has earned, or a refund has taken back, with every amount in between.

use crate::{ByPosition, column::belongs_to};
use kernel::{OrderLineId, OrganizationId, RefundId, RevenueId};
use sea_orm::entity::prelude::*;

/// One revenue.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "revenue")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevenueId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The line.
    pub order_line_id: OrderLineId,
    /// The refund that takes it back; none: the sale.
    pub refund_id: Option<RefundId>,
    /// Which of the line: 0 is the sale, refunds follow in the order in which they were posted.
    pub position: i32,
    /// ISO 4217 code.
    pub currency: String,
    /// Line total after discounts without sales tax; negative for a refund.
    pub gross_minor: i64,
    /// The platform's fee.
    pub platform_fee_minor: i64,
    /// The payment provider's fee. Of a refund it is not returned: the organization bears it.
    pub processing_fee_minor: i64,
    /// The tax withheld.
    pub withholding_minor: i64,
    /// Gross less the three fees.
    pub net_minor: i64,
    /// The organization's part of the net.
    pub organization_minor: i64,
    /// When.
    pub recognized_at: DateTimeUtc,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    OrderLine: OrderLineId -> entities::order_line, Id;
    Refund: RefundId -> entities::refund, Id;
}

impl ActiveModelBehavior for ActiveModel {}

//! What a refund gives back of one line.

use crate::{ByPosition, column::belongs_to};
use kernel::{OrderLineId, OrganizationId, RefundId, RefundLineId};
use sea_orm::entity::prelude::*;

/// One refund line.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "refund_line")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefundLineId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The refund.
    pub refund_id: RefundId,
    /// The line.
    pub order_line_id: OrderLineId,
    /// How much, sales tax included.
    pub amount_minor: i64,
    /// The part that is no sales tax.
    pub net_minor: i64,
    /// The sales tax.
    pub tax_minor: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Refund: RefundId -> entities::refund, Id;
    OrderLine: OrderLineId -> entities::order_line, Id;
}

impl ActiveModelBehavior for ActiveModel {}

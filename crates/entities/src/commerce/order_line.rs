//! One variant in an order.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, OrderId, OrderLineId, OrganizationId, ProductId, TaxRateId, VariantId};
use sea_orm::entity::prelude::*;

/// One order line.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "order_line")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderLineId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The order.
    pub order_id: OrderId,
    /// Place in the order, from 1.
    pub position: i32,
    /// The product.
    pub product_id: ProductId,
    /// The variant.
    pub variant_id: VariantId,
    /// The course the buyer gets, as of the order.
    pub course_id: Option<CourseId>,
    /// The product's name, as of the order.
    pub name: String,
    /// How many.
    pub quantity: i32,
    /// List price of one, in minor units.
    pub unit_minor: i64,
    /// List price of all.
    pub list_minor: i64,
    /// What offers took off.
    pub discount_minor: i64,
    /// Whether the list price has sales tax in it.
    pub is_tax_inclusive: bool,
    /// The rate that was applied; none: no tax is due there.
    pub tax_rate_id: Option<TaxRateId>,
    /// The rate in millionths.
    pub tax_rate_ppm: i32,
    /// What is paid without sales tax: the base of revenue.
    pub net_minor: i64,
    /// Sales tax.
    pub tax_minor: i64,
    /// What is paid, sales tax included.
    pub total_minor: i64,
    /// What was given back so far, sales tax included.
    pub refunded_minor: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Order: OrderId -> entities::order, Id;
    Product: ProductId -> entities::product, Id;
    Variant: VariantId -> entities::variant, Id;
    Course: CourseId -> entities::course, Id;
    TaxRate: TaxRateId -> entities::tax_rate, Id;
}

impl ActiveModelBehavior for ActiveModel {}

//! What a member buys at once.

use crate::ByPosition;
use crate::{
    column::{belongs_to, stored_enum},
    fee_schedule::RefundedFeeBearer,
    organization::TaxRounding,
};
use kernel::{MemberId, OrderId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where an order stands.
    OrderStatus {
        /// Waiting for the payment.
        Pending = "PENDING",
        /// Paid and fulfilled.
        Paid = "PAID",
        /// Never paid; what it had reserved was given back.
        Cancelled = "CANCELLED",
        /// Part of it was given back.
        PartiallyRefunded = "PARTIALLY_REFUNDED",
        /// All of it was given back.
        Refunded = "REFUNDED",
    }
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "order")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The number on invoices, unique in the organization.
    pub number: String,
    /// Who buys.
    pub member_id: MemberId,
    /// Where it stands.
    pub status: OrderStatus,
    /// ISO 4217 code of every amount of it.
    pub currency: String,
    /// Where it is taxed: ISO 3166-1 alpha-2 or ISO 3166-2.
    pub jurisdiction: String,
    /// Sum of the list prices.
    pub list_minor: i64,
    /// Sum of the discounts.
    pub discount_minor: i64,
    /// What is paid without sales tax: the base of revenue.
    pub net_minor: i64,
    /// Sales tax.
    pub tax_minor: i64,
    /// What is paid, sales tax included.
    pub total_minor: i64,
    /// The part that gift cards pay.
    pub gift_card_minor: i64,
    /// The part that a payment pays.
    pub due_minor: i64,
    /// What was given back so far.
    pub refunded_minor: i64,
    /// The platform's fee in millionths, as of the order.
    pub platform_fee_ppm: i32,
    /// The payment provider's fee in millionths, as of the order.
    pub processing_fee_ppm: i32,
    /// The tax withheld in millionths, as of the order.
    pub withholding_ppm: i32,
    /// Who bears the processing fee of what is refunded, as of the order.
    pub refunded_fee_bearer: RefundedFeeBearer,
    /// Where its tax was rounded, as of the order.
    pub tax_rounding: TaxRounding,
    /// When it was placed.
    pub placed_at: DateTimeUtc,
    /// When it was paid.
    pub paid_at: Option<DateTimeUtc>,
    /// When it was given up.
    pub cancelled_at: Option<DateTimeUtc>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Member: MemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}

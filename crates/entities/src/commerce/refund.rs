//! Money given back.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, OrderId, OrganizationId, RefundId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where a refund stands.
    RefundStatus {
        /// Above what its requester may refund; somebody else decides.
        PendingApproval = "PENDING_APPROVAL",
        /// Decided; the provider has not confirmed yet.
        Pending = "PENDING",
        /// Given back.
        Completed = "COMPLETED",
        /// Turned down.
        Rejected = "REJECTED",
        /// The provider could not give it back; what it had reserved is free again.
        Failed = "FAILED",
        /// It was given back and came back to the provider: the customer still has to be paid, in another way.
        Returned = "RETURNED",
    }
}

/// One refund.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "refund")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefundId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Of which order.
    pub order_id: OrderId,
    /// Where it stands.
    pub status: RefundStatus,
    /// How much, sales tax included, in minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Why.
    pub reason: String,
    /// Who asked for it; none: the server, because money came for an order that had been given up.
    pub requested_by_employee_id: Option<EmployeeId>,
    /// Who approved or rejected it, where that was needed.
    pub decided_by_employee_id: Option<EmployeeId>,
    /// Why it was turned down.
    pub rejection_reason: Option<String>,
    /// When it was given back.
    pub completed_at: Option<DateTimeUtc>,
    /// When the provider was last asked to give it back.
    pub asked_at: Option<DateTimeUtc>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Order: OrderId -> entities::order, Id;
    RequestedByEmployee: RequestedByEmployeeId -> entities::employee, Id;
    DecidedByEmployee: DecidedByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}

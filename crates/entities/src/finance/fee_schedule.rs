//! The rates that are taken from every sale, from a moment on.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{FeeScheduleId, OrganizationId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Who bears the payment provider's fee for what is refunded; the provider does not give it back (rule m10).
    RefundedFeeBearer {
        /// The organization alone.
        Organization = "ORGANIZATION",
        /// Everybody who had a part of the sale, the organization included, in proportion to their parts.
        Shared = "SHARED",
    }
}

/// One fee schedule.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "fee_schedule")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FeeScheduleId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The platform's fee in millionths.
    pub platform_fee_ppm: i32,
    /// The payment provider's fee in millionths.
    pub processing_fee_ppm: i32,
    /// The tax withheld in millionths.
    pub withholding_ppm: i32,
    /// Who bears the processing fee of what is refunded.
    pub refunded_fee_bearer: RefundedFeeBearer,
    /// From when.
    pub valid_from: DateTimeUtc,
    /// The operator who set it.
    pub set_by_user_id: UserId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    SetByUser: SetByUserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}

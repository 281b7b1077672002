//! What is taken from every sale.

use super::{RefundedFeeBearer, value::percentage};
use crate::{
    DateTime, Decimal, Disclosure, OrgView, Organization, User,
    base::{connection, fault, page_arguments, position},
    governance::PageInput,
    people::keys::UserById,
};
use async_graphql::{Context, ID, Object, Result};
use entities::fee_schedule;

/// What is taken from every sale.
#[derive(Clone, Debug)]
pub struct FeeSchedule {
    view: OrgView,
    row: fee_schedule::Model,
}

impl FeeSchedule {
    /// A fee schedule the actor may see.
    pub const fn new(view: OrgView, row: fee_schedule::Model) -> Self {
        Self { view, row }
    }
}

/// The rates that are taken from what is sold, before the rest is shared. They hold for orders placed from a moment on,
/// until the next schedule begins.
#[Object]
impl FeeSchedule {
    /// The schedule's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// What the platform keeps, as a percentage: `"5.00"`.
    async fn platform_fee(&self) -> Decimal {
        percentage(self.row.platform_fee_ppm)
    }
    /// The estimate of what the payment provider keeps, as a percentage.
    async fn processing_fee(&self) -> Decimal {
        percentage(self.row.processing_fee_ppm)
    }
    /// The tax that is withheld, as a percentage.
    async fn withholding(&self) -> Decimal {
        percentage(self.row.withholding_ppm)
    }
    /// Who bears the payment provider's fee for what is refunded of these orders.
    async fn refunded_fee_bearer(&self) -> RefundedFeeBearer {
        self.row.refunded_fee_bearer.into()
    }
    /// From when on.
    async fn valid_from(&self) -> DateTime {
        DateTime(self.row.valid_from)
    }
    /// The platform operator who set it.
    async fn set_by(&self) -> Result<Option<User>> {
        let row = self.view.load(UserById(self.row.set_by_user_id)).await?;
        Ok(row.map(|row| User::new(row, Disclosure::Public)))
    }
    /// When it was set.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

connection! {
    /// A page of fee schedules.
    FeeScheduleConnection,
    /// A fee schedule and its position in the list.
    FeeScheduleEdge,
    FeeSchedule
}

pub(crate) async fn fee_schedules(
    ctx: &Context<'_>,
    view: &OrgView,
    (first, after, last, before): PageInput,
) -> Result<FeeScheduleConnection> {
    let page = page_arguments("validFrom", first, after, last, before)?;
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::fee_schedules(view.scope().await?, &page, total)
        .await
        .map_err(fault)?;
    Ok(FeeScheduleConnection::new(slice.map(|row| {
        let cursor = position("validFrom", row.valid_from, row.id);
        (cursor, FeeSchedule::new(view.clone(), row))
    })))
}

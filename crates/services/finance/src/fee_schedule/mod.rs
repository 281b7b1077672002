//! What is taken from every sale, from a moment on.

mod set;

pub use set::{SetFeeSchedule, set_fee_schedule};

use crate::fees::FeeRates;
use chrono::{DateTime, Utc};
use entities::fee_schedule::{self, Column};
use kernel::Rate;
use sea_orm::{ColumnTrait, Order};
use store::{Failure, OrgTx};

/// The rates in force at a moment; nothing is taken where none were set.
pub async fn at(tx: &OrgTx, moment: DateTime<Utc>) -> Result<FeeRates, Failure> {
    let schedule = tx
        .find_for_rule::<fee_schedule::Entity>()
        .filter(Column::ValidFrom.lte(moment))
        .order_by(Column::ValidFrom, Order::Desc)
        .limit(1)
        .one()
        .await?;
    schedule.map_or(Ok(FeeRates::default()), |schedule| {
        rates(
            schedule.platform_fee_ppm,
            schedule.processing_fee_ppm,
            schedule.withholding_ppm,
        )
    })
}

/// Rates from their stored form.
pub(crate) fn rates(platform: i32, processing: i32, withholding: i32) -> Result<FeeRates, Failure> {
    let rate = |ppm| Rate::from_ppm(ppm).map_err(crate::miscalculated);
    Ok(FeeRates {
        platform: rate(platform)?,
        processing: rate(processing)?,
        withholding: rate(withholding)?,
    })
}

//! What is taken from every sale, from a moment on.

mod set;

pub use set::{SetFeeSchedule, set_fee_schedule};

use crate::fees::{FeeRates, Terms};
use chrono::{DateTime, Utc};
use entities::fee_schedule::{self, Column, RefundedFeeBearer};
use kernel::Rate;
use sea_orm::{ColumnTrait, Order};
use store::{Failure, OrgTx};

/// The terms in force at a moment; where none were set, nothing is taken.
pub async fn at(tx: &OrgTx, moment: DateTime<Utc>) -> Result<Terms, Failure> {
    let schedule = tx
        .find_for_rule::<fee_schedule::Entity>()
        .filter(Column::ValidFrom.lte(moment))
        .order_by(Column::ValidFrom, Order::Desc)
        .limit(1)
        .one()
        .await?;
    let Some(schedule) = schedule else {
        return Ok(Terms {
            rates: FeeRates::default(),
            refunded_fee_bearer: RefundedFeeBearer::Organization,
        });
    };
    let rates = rates(
        schedule.platform_fee_ppm,
        schedule.processing_fee_ppm,
        schedule.withholding_ppm,
    )?;
    Ok(Terms {
        rates,
        refunded_fee_bearer: schedule.refunded_fee_bearer,
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

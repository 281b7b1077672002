//! Setting what is taken from every sale.

use crate::input::{moment, rate, told};
use authz::{Action, actions};
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    fee_schedule::{self, Column, RefundedFeeBearer},
};
use kernel::{Code, OrganizationId, Problem, Problems, Rate};
use rust_decimal::Decimal;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Rates from a moment on, as percentages with at most four decimals.
#[derive(Clone, Debug)]
pub struct SetFeeSchedule {
    /// What the platform keeps.
    pub platform_fee: Decimal,
    /// The estimate of what the payment provider keeps.
    pub processing_fee: Decimal,
    /// The tax that is withheld.
    pub withholding: Decimal,
    /// Who bears the processing fee of what is refunded.
    pub refunded_fee_bearer: RefundedFeeBearer,
    /// From when on; now, if not given.
    pub valid_from: Option<DateTime<Utc>>,
}

/// Sets what is taken from the sales of orders that are placed from a moment on, until the next schedule. Orders that
/// were placed keep their rates. The same rates from the same moment change nothing.
///
/// Refuses with `OUT_OF_RANGE`, `PERCENT_TOO_PRECISE`, `FEES_EXCEED_WHOLE`, `FEE_SCHEDULE_EXISTS`.
pub async fn set_fee_schedule(
    tx: &OrgTx,
    organization: OrganizationId,
    input: SetFeeSchedule,
) -> Result<fee_schedule::Model, Failure> {
    let granted = tx
        .load_for::<actions::SetFeeSchedule>("organizationId", organization)
        .await?;
    let SetFeeSchedule {
        platform_fee,
        processing_fee,
        withholding,
        refunded_fee_bearer,
        valid_from,
    } = input;
    let user = tx
        .actor()
        .user()
        .ok_or(Failure::Forbidden(actions::SetFeeSchedule::NAME))?;
    let mut problems = Problems::default();
    let rates = [
        problems.take(rate("platformFee", platform_fee, Rate::ZERO)),
        problems.take(rate("processingFee", processing_fee, Rate::ZERO)),
        problems.take(rate("withholding", withholding, Rate::ZERO)),
    ];
    let together: i64 = rates.iter().flatten().map(|rate| i64::from(rate.ppm())).sum();
    problems.require(together <= i64::from(Rate::WHOLE.ppm()), || {
        Problem::new(Code::FeesExceedWhole).with("total", told(together))
    });
    problems.into_result()?;
    let [Some(platform), Some(processing), Some(withheld)] = rates else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    let valid_from = valid_from.unwrap_or_else(|| tx.now());
    let taken = || Problem::at("validFrom", Code::FeeScheduleExists).with("validFrom", moment(valid_from));
    let existing = tx
        .find_for_rule::<fee_schedule::Entity>()
        .filter(Column::ValidFrom.eq(valid_from))
        .one()
        .await?;
    if let Some(existing) = existing {
        let same = existing.platform_fee_ppm == platform.ppm()
            && existing.processing_fee_ppm == processing.ppm()
            && existing.withholding_ppm == withheld.ppm()
            && existing.refunded_fee_bearer == refunded_fee_bearer;
        return if same { Ok(existing) } else { Err(taken().into()) };
    }
    let row = fee_schedule::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        platform_fee_ppm: Set(platform.ppm()),
        processing_fee_ppm: Set(processing.ppm()),
        withholding_ppm: Set(withheld.ppm()),
        refunded_fee_bearer: Set(refunded_fee_bearer),
        valid_from: Set(valid_from),
        set_by_user_id: Set(user),
        created_at: Set(tx.now()),
    };
    let schedule = tx
        .create_from::<_, fee_schedule::Entity>(&granted, row)
        .await
        .map_err(|failure| failure.when_taken("valid_from", taken))?;
    tx.emit(
        NewEvent::new(EventAction::FeeScheduleSet, schedule.id).after(json!({
            "platformFee": told(schedule.platform_fee_ppm.into()),
            "processingFee": told(schedule.processing_fee_ppm.into()),
            "withholding": told(schedule.withholding_ppm.into()),
            "refundedFeeBearer": schedule.refunded_fee_bearer,
            "validFrom": moment(schedule.valid_from),
        })),
    )
    .await?;
    Ok(schedule)
}

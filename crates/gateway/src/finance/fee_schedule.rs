//! Setting what is taken from every sale.

use crate::base::{in_organization, parse_id, payload, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use finance::fee_schedule as commands;
use futures::FutureExt;
use graph::{DateTime, Decimal, FeeSchedule, RefundedFeeBearer, RequestContext};
use kernel::OrganizationId;
use store::{Failure, Target};

/// What is taken from every sale, from a moment on.
#[derive(InputObject)]
pub struct SetFeeScheduleInput {
    /// The organization.
    pub organization_id: ID,
    /// What the platform keeps, as a percentage with at most four decimals: `"5"`.
    pub platform_fee: Decimal,
    /// The estimate of what the payment provider keeps, as a percentage with at most four decimals.
    pub processing_fee: Decimal,
    /// The tax that is withheld, as a percentage with at most four decimals.
    pub withholding: Decimal,
    /// Who bears the payment provider's fee for what is refunded.
    #[graphql(default_with = "RefundedFeeBearer::Organization")]
    pub refunded_fee_bearer: RefundedFeeBearer,
    /// From when on; now, if not given. Orders that were placed before keep their rates.
    pub valid_from: Option<DateTime>,
}

payload! {
    /// The new rates.
    SetFeeSchedulePayload {
        /// The schedule.
        fee_schedule: FeeSchedule
    }
}

pub(super) async fn set(ctx: &Context<'_>, input: SetFeeScheduleInput) -> Result<SetFeeSchedulePayload> {
    let SetFeeScheduleInput {
        organization_id,
        platform_fee,
        processing_fee,
        withholding,
        refunded_fee_bearer,
        valid_from,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<OrganizationId>("organizationId", &organization_id);
    let target = id.clone().map(|id| Target::organization("organizationId", id));
    let rates = commands::SetFeeSchedule {
        platform_fee: platform_fee.0,
        processing_fee: processing_fee.0,
        withholding: withholding.0,
        refunded_fee_bearer: refunded_fee_bearer.into(),
        valid_from: valid_from.map(|at| at.0),
    };
    let done = in_organization(&request, target, |tx| {
        let (id, rates) = (id.clone(), rates.clone());
        async move {
            let id = id.map_err(Failure::from)?;
            commands::set_fee_schedule(tx, id, rates).await
        }
        .boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(FeeSchedule::new(view_after(&request, row.organization_id), row)),
        Err(refused) => Err(refused),
    }
    .into())
}

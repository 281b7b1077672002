//! Setting the sales tax of jurisdictions.

use super::run::on;
use crate::base::payload;
use async_graphql::{Context, ID, InputObject, Result};
use commerce::tax_rate as commands;
use entities::organization;
use futures::FutureExt;
use graph::{DateTime, Decimal, TaxRate};
use kernel::OrganizationId;

/// A new version of a jurisdiction's rate.
#[derive(InputObject)]
pub struct CreateTaxRateInput {
    /// The organization.
    pub organization_id: ID,
    /// ISO 3166-1 alpha-2 code of the country such as `SI`, or ISO 3166-2 code of a part of it such as `US-CA`. A part
    /// without a rate of its own has that of its country.
    pub jurisdiction: String,
    /// The name on invoices, such as `VAT`.
    pub name: String,
    /// The rate in percent, 0 to 100, at most four decimals.
    pub percent: Decimal,
    /// From when on; now, if not given. It may lie in the past, but has to be later than that of the version before,
    /// which ends then. Orders that were placed meanwhile stay what they are.
    pub valid_from: Option<DateTime>,
}

payload! {
    /// The new version.
    CreateTaxRatePayload {
        /// The version.
        tax_rate: TaxRate
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateTaxRateInput) -> Result<CreateTaxRatePayload> {
    let CreateTaxRateInput {
        organization_id,
        jurisdiction,
        name,
        percent,
        valid_from,
    } = input;
    let new = commands::CreateTaxRate {
        jurisdiction,
        name,
        percent: percent.0,
        valid_from: valid_from.map(|at| at.0),
    };
    let done = on::<organization::Entity, OrganizationId, _, _, _>(
        ctx,
        ("organizationId", &organization_id),
        false,
        |tx, _| commands::create_tax_rate(tx, new.clone()).boxed(),
        TaxRate::new,
    );
    Ok(done.await?.into())
}

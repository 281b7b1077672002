//! What sales are subject to: fees, taxes, discounts; and paying out.

use super::{SeedFees, SeedOffer, SeedSchool};
use crate::seed::{organization::House, planter::Planter};
use commerce::{
    offer::{CreateOffer, create_offer},
    tax_rate::{CreateTaxRate, create_tax_rate},
};
use entities::{
    fee_schedule::{self, RefundedFeeBearer},
    offer, tax_rate,
};
use finance::{
    fee_schedule::{SetFeeSchedule, set_fee_schedule},
    payout::{RunPayouts, run_payouts},
};
use sea_orm::ColumnTrait;
use store::CrossOrganization;

impl Planter<'_> {
    /// Fees and taxes that are not there yet.
    pub(super) async fn rates(&self, house: &House, seed: &SeedSchool) -> anyhow::Result<()> {
        if let Some(fees) = &seed.fees {
            self.fees(house, fees).await?;
        }
        for rate in &seed.tax_rates {
            let there = self
                .store
                .across(CrossOrganization::CommandLine)
                .find::<tax_rate::Entity>()
                .filter(tax_rate::Column::OrganizationId.eq(house.row.id))
                .filter(tax_rate::Column::Jurisdiction.eq(rate.jurisdiction.as_str()));
            if there.one().await?.is_some() {
                continue;
            }
            self.act_as_owner(house, |tx| {
                let input = CreateTaxRate {
                    jurisdiction: rate.jurisdiction.clone(),
                    name: rate.name.clone(),
                    percent: rate.percent,
                    valid_from: None,
                };
                Box::pin(create_tax_rate(tx, input))
            })
            .await?;
        }
        Ok(())
    }

    async fn fees(&self, house: &House, fees: &SeedFees) -> anyhow::Result<()> {
        let there = self
            .store
            .across(CrossOrganization::CommandLine)
            .find::<fee_schedule::Entity>()
            .filter(fee_schedule::Column::OrganizationId.eq(house.row.id));
        if there.one().await?.is_some() {
            return Ok(());
        }
        let organization = house.row.id;
        self.act(house, &fees.set_by, |tx| {
            let input = SetFeeSchedule {
                platform_fee: fees.platform,
                processing_fee: fees.processing,
                withholding: fees.withholding,
                refunded_fee_bearer: RefundedFeeBearer::Organization,
                valid_from: None,
            };
            Box::pin(set_fee_schedule(tx, organization, input))
        })
        .await?;
        Ok(())
    }

    /// A discount that is not there yet.
    pub(super) async fn offer(&self, house: &House, seed: &SeedOffer) -> anyhow::Result<()> {
        let there = self
            .store
            .across(CrossOrganization::CommandLine)
            .find::<offer::Entity>()
            .filter(offer::Column::OrganizationId.eq(house.row.id))
            .filter(offer::Column::Code.eq(seed.code.as_str()));
        if there.one().await?.is_some() {
            return Ok(());
        }
        self.act_as_owner(house, |tx| {
            let input = CreateOffer {
                name: seed.name.clone(),
                code: Some(seed.code.clone()),
                percent: Some(seed.percent),
                amount: None,
                product_id: None,
                exclusive_group: None,
                position: None,
                starts_at: None,
                ends_at: None,
                max_uses: None,
                max_uses_per_member: seed.max_uses_per_member,
            };
            Box::pin(create_offer(tx, input))
        })
        .await?;
        Ok(())
    }

    /// Pays out what was earned. The key makes it once.
    pub(super) async fn pay_out(&self, house: &House, by: &str) -> anyhow::Result<()> {
        let organization = house.row.id;
        self.act(house, by, |tx| {
            let input = RunPayouts {
                minimum: None,
                cutoff: None,
                hold_days: None,
            };
            Box::pin(run_payouts(tx, organization, input, "seed"))
        })
        .await?;
        Ok(())
    }
}

//! A creator's dashboard: what they have earned, what was paid, what is left.

use super::{
    keys::{AttributionById, EarningSums},
    value::money,
};
use crate::{Money, OrgView, Product, commerce::keys::ProductById};
use async_graphql::{ComplexObject, Result, SimpleObject};
use futures::future::try_join_all;
use kernel::{EmployeeId, ProductId};
use reads::EarningSum;
use std::collections::BTreeMap;

/// What an employee has earned altogether.
#[derive(SimpleObject, Debug)]
pub struct EarningsOverview {
    /// Once per currency, in the order of their codes.
    pub totals: Vec<EarningsTotal>,
    /// Once per product and currency, the most first.
    pub by_product: Vec<EarningsByProduct>,
}

/// What was earned in one currency.
#[derive(SimpleObject, Debug)]
pub struct EarningsTotal {
    /// All of it, less what refunds have taken back.
    pub earned: Money,
    /// What of it was paid out.
    pub paid: Money,
    /// What is left; below zero, where refunds have taken back more than was earned since the last payout.
    pub unpaid: Money,
}

/// What was earned by one product in one currency.
#[derive(SimpleObject, Debug)]
#[graphql(complex)]
pub struct EarningsByProduct {
    #[graphql(skip)]
    view: OrgView,
    #[graphql(skip)]
    product_id: Option<ProductId>,
    /// All of it, less what refunds have taken back.
    pub earned: Money,
    /// What of it was paid out.
    pub paid: Money,
    /// What is left.
    pub unpaid: Money,
}

#[ComplexObject]
impl EarningsByProduct {
    /// The product; null, if you may not see it.
    async fn product(&self) -> Result<Option<Product>> {
        let Some(id) = self.product_id else {
            return Ok(None);
        };
        let row = self.view.load(ProductById(id)).await?;
        Ok(row.map(|row| Product::new(self.view.clone(), row)))
    }
}

#[derive(Clone, Copy, Default)]
struct Sum {
    earned: i64,
    paid: i64,
}

impl Sum {
    fn add(&mut self, row: &EarningSum) {
        self.earned += row.earned_minor;
        self.paid += row.paid_minor;
    }
}

pub(crate) async fn overview_of(view: &OrgView, employee: EmployeeId) -> Result<EarningsOverview> {
    let rows = view.load(EarningSums(employee)).await?.unwrap_or_default();
    let products = try_join_all(
        rows.iter()
            .map(|row| view.load(AttributionById(row.attribution_id))),
    )
    .await?;
    let mut totals: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut by_product: BTreeMap<(&str, Option<ProductId>), Sum> = BTreeMap::new();
    for (row, attribution) in rows.iter().zip(&products) {
        let product = attribution.as_ref().map(|attribution| attribution.product_id);
        totals.entry(&row.currency).or_default().add(row);
        by_product.entry((&row.currency, product)).or_default().add(row);
    }
    let mut by_product: Vec<_> = by_product.into_iter().collect();
    by_product.sort_by_key(|((currency, _), sum)| (*currency, std::cmp::Reverse(sum.earned)));
    Ok(EarningsOverview {
        totals: totals
            .into_iter()
            .map(|(currency, sum)| {
                Ok(EarningsTotal {
                    earned: money(sum.earned, currency)?,
                    paid: money(sum.paid, currency)?,
                    unpaid: money(sum.earned - sum.paid, currency)?,
                })
            })
            .collect::<Result<_>>()?,
        by_product: by_product
            .into_iter()
            .map(|((currency, product_id), sum)| {
                Ok(EarningsByProduct {
                    view: view.clone(),
                    product_id,
                    earned: money(sum.earned, currency)?,
                    paid: money(sum.paid, currency)?,
                    unpaid: money(sum.earned - sum.paid, currency)?,
                })
            })
            .collect::<Result<_>>()?,
    })
}

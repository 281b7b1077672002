//! The tax rate of the moment.

use crate::{jurisdiction, window::valid_at};
use entities::{
    organization::{self, TaxRounding},
    tax_rate::{self, Column},
};
use futures::{TryFutureExt, try_join};
use sea_orm::ColumnTrait;
use store::{Failure, OrgTx};

/// Where a cart is taxed, and at which rate.
pub(super) struct Taxes {
    pub(super) jurisdiction: String,
    pub(super) rate: Option<tax_rate::Model>,
    pub(super) rounding: TaxRounding,
}

/// What is known about the taxes of a cart.
pub(super) enum Found {
    /// Where it is taxed, and at which rate.
    Taxes(Taxes),
    /// Somebody has to say where the buyer is.
    WhereIsNeeded,
    /// What was said about it has a problem already.
    WhereIsWrong,
}

/// The rate that is valid now: that of the part of the country, else that of the country, else none. An organization
/// that has any rate has to know where its buyers are; one without needs not.
pub(super) async fn find(tx: &OrgTx, jurisdiction: Option<&str>, asked: bool) -> Result<Found, Failure> {
    let Some(jurisdiction) = jurisdiction else {
        if asked {
            return Ok(Found::WhereIsWrong);
        }
        let any = tx.find_for_rule::<tax_rate::Entity>().limit(1).one();
        let (any, rounding) = try_join!(any.map_err(Failure::from), rounding(tx))?;
        return Ok(match any {
            Some(_rate) => Found::WhereIsNeeded,
            None => Found::Taxes(Taxes {
                jurisdiction: jurisdiction::UNKNOWN.to_owned(),
                rate: None,
                rounding,
            }),
        });
    };
    let chain = jurisdiction::chain(jurisdiction);
    let rates = tx
        .find_for_rule::<tax_rate::Entity>()
        .filter(
            valid_at(Column::ValidFrom, Column::ValidTo, tx.now())
                .add(Column::Jurisdiction.is_in(chain.iter().copied())),
        )
        .all();
    let (rates, rounding) = try_join!(rates.map_err(Failure::from), rounding(tx))?;
    let closest = chain.iter().find_map(|place| {
        let mut rates = rates.iter();
        rates.find(|rate| rate.jurisdiction == *place)
    });
    Ok(Found::Taxes(Taxes {
        jurisdiction: jurisdiction.to_owned(),
        rate: closest.cloned(),
        rounding,
    }))
}

/// Where the organization rounds the tax of an order.
async fn rounding(tx: &OrgTx) -> Result<TaxRounding, Failure> {
    let organization = tx.find_for_rule::<organization::Entity>().one().await?;
    organization
        .map(|organization| organization.tax_rounding)
        .ok_or(Failure::Defect("the organization of a transaction is not there"))
}

//! The tax rate of the moment.

use crate::{jurisdiction, window::valid_at};
use entities::{
    organization::{self, TaxRounding},
    tax_rate::{self, Column},
};
use kernel::{Code, Problem, Problems};
use sea_orm::ColumnTrait;
use store::{Failure, OrgTx};

/// Where a cart is taxed, and at which rate.
pub(super) struct Taxes {
    pub(super) jurisdiction: String,
    pub(super) rate: Option<tax_rate::Model>,
    pub(super) rounding: TaxRounding,
}

/// The rate that is valid now: that of the part of the country, else that of the country, else none. An organization
/// that has any rate has to know where its buyers are; one without needs not.
pub(super) async fn find(
    tx: &OrgTx,
    jurisdiction: Option<&str>,
    asked: bool,
    problems: &mut Problems,
) -> Result<Option<Taxes>, Failure> {
    let Some(jurisdiction) = jurisdiction else {
        if asked {
            return Ok(None);
        }
        let any = tx.find_for_rule::<tax_rate::Entity>().limit(1).one().await?;
        if any.is_some() {
            problems.add(Problem::at("jurisdiction", Code::Required));
            return Ok(None);
        }
        return Ok(Some(Taxes {
            jurisdiction: jurisdiction::UNKNOWN.to_owned(),
            rate: None,
            rounding: rounding(tx).await?,
        }));
    };
    let chain = jurisdiction::chain(jurisdiction);
    let rates = tx
        .find_for_rule::<tax_rate::Entity>()
        .filter(
            valid_at(Column::ValidFrom, Column::ValidTo, tx.now())
                .add(Column::Jurisdiction.is_in(chain.iter().copied())),
        )
        .all()
        .await?;
    let closest = chain.iter().find_map(|place| {
        let mut rates = rates.iter();
        rates.find(|rate| rate.jurisdiction == *place)
    });
    Ok(Some(Taxes {
        jurisdiction: jurisdiction.to_owned(),
        rate: closest.cloned(),
        rounding: rounding(tx).await?,
    }))
}

/// Where the organization rounds the tax of an order.
async fn rounding(tx: &OrgTx) -> Result<TaxRounding, Failure> {
    let organization = tx.find_for_rule::<organization::Entity>().one().await?;
    organization
        .map(|organization| organization.tax_rounding)
        .ok_or(Failure::Defect("the organization of a transaction is not there"))
}

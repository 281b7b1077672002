//! The lines of a cart with their list prices.

use super::request::RequestedLine;
use crate::window::valid_at;
use entities::{
    ByPosition, Columns, price,
    product::{self, ProductStatus},
    variant,
};
use kernel::{Code, Currency, Problem, Problems, VariantId, within};
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, QueryResult, RelationTrait};
use std::collections::{BTreeSet, HashMap};
use store::{Failure, OrgTx};

/// A line that can be bought, at its list price.
pub(super) struct ListedLine {
    pub(super) product: product::Model,
    pub(super) variant: variant::Model,
    pub(super) price: price::Model,
    pub(super) quantity: i32,
    pub(super) list_minor: i64,
}

/// A variant with what decides whether and for how much it can be bought.
pub(super) struct Listed {
    variant: variant::Model,
    product: product::Model,
    price: Option<price::Model>,
}

/// What the columns of the product and of the price are called in the statement.
const PRODUCT: &str = "product_";
const PRICE: &str = "price_";

impl FromQueryResult for Listed {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let product = product::Model::read_prefixed(row, PRODUCT)?;
        let price = Columns::find(row, PRICE, price::Model::FIRST).filter(|price| !price.is_null(0));
        Ok(Self {
            variant: variant::Model::read(Columns::all(row))?,
            product: product.ok_or_else(|| DbErr::Custom("no product is selected".to_owned()))?,
            price: price.map(price::Model::read).transpose()?,
        })
    }
}

/// Finds what the lines are about and what it costs now, in one statement. There is never more than one price per variant in a currency.
pub(super) async fn listed(
    tx: &OrgTx,
    requested: &[RequestedLine],
    currency: Option<Currency>,
) -> Result<HashMap<VariantId, Listed>, Failure> {
    let ids: BTreeSet<VariantId> = requested.iter().map(|line| line.variant_id).collect();
    let mut query = tx
        .find_for_rule::<variant::Entity>()
        .among(variant::Column::Id, ids)
        .join_for_rule::<product::Entity>(variant::Relation::Product.def(), Condition::all(), PRODUCT);
    if let Some(currency) = currency {
        let current = valid_at(price::Column::ValidFrom, price::Column::ValidTo, tx.now())
            .add(price::Column::Currency.eq(currency.code()));
        query = query.join_for_rule::<price::Entity>(price::Relation::Variant.def().rev(), current, PRICE);
    }
    let listed: Vec<Listed> = query.all_as().await?;
    Ok(listed.into_iter().map(|row| (row.variant.id, row)).collect())
}

/// The lines that can be bought. Each other one has a problem instead.
pub(super) fn check(
    requested: &[RequestedLine],
    listed: &HashMap<VariantId, Listed>,
    currency: Option<Currency>,
    problems: &mut Problems,
) -> Vec<ListedLine> {
    let mut lines = Vec::with_capacity(requested.len());
    for (place, line) in requested.iter().enumerate() {
        let at = |code| within("lines", place, Problem::at("variantId", code));
        let Some(Listed {
            variant,
            product,
            price,
        }) = listed.get(&line.variant_id)
        else {
            problems.add(at(Code::NotFound));
            continue;
        };
        if !variant.is_active || product.status != ProductStatus::Active {
            problems.add(at(Code::VariantNotAvailable));
            continue;
        }
        let Some(currency) = currency else { continue };
        let Some(price) = price else {
            problems.add(at(Code::PriceNotAvailable).with("currency", currency.code()));
            continue;
        };
        // A quantity or a sum that is too large has a problem of its own.
        let list_minor = price.amount_minor.saturating_mul(i64::from(line.quantity.max(0)));
        lines.push(ListedLine {
            product: product.clone(),
            variant: variant.clone(),
            price: price.clone(),
            quantity: line.quantity,
            list_minor,
        });
    }
    lines
}

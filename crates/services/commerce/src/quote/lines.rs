//! The lines of a cart with their list prices.

use super::request::RequestedLine;
use crate::window::valid_at;
use entities::{
    price,
    product::{self, ProductStatus},
    variant,
};
use kernel::{Code, Currency, Problem, Problems, ProductId, VariantId, within};
use sea_orm::ColumnTrait;
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

/// Finds what the lines are about and what it costs now. Each line that cannot be bought has a problem instead.
pub(super) async fn find(
    tx: &OrgTx,
    requested: &[RequestedLine],
    currency: Option<Currency>,
    problems: &mut Problems,
) -> Result<Vec<ListedLine>, Failure> {
    let ids: BTreeSet<VariantId> = requested.iter().map(|line| line.variant_id).collect();
    let variants = tx
        .find_for_rule::<variant::Entity>()
        .among(variant::Column::Id, ids.iter().copied())
        .all()
        .await?;
    let variants: HashMap<VariantId, variant::Model> =
        variants.into_iter().map(|row| (row.id, row)).collect();
    let of: BTreeSet<ProductId> = variants.values().map(|row| row.product_id).collect();
    let products = tx
        .find_for_rule::<product::Entity>()
        .among(product::Column::Id, of)
        .all()
        .await?;
    let products: HashMap<ProductId, product::Model> =
        products.into_iter().map(|row| (row.id, row)).collect();
    let prices = match currency {
        Some(currency) => prices(tx, &ids, currency).await?,
        None => HashMap::new(),
    };

    let mut lines = Vec::with_capacity(requested.len());
    for (place, line) in requested.iter().enumerate() {
        let at = |code| within("lines", place, Problem::at("variantId", code));
        let Some(variant) = variants.get(&line.variant_id) else {
            problems.add(at(Code::NotFound));
            continue;
        };
        let Some(product) = products.get(&variant.product_id) else {
            return Err(Failure::Defect("a variant without its product"));
        };
        if !variant.is_active || product.status != ProductStatus::Active {
            problems.add(at(Code::VariantNotAvailable));
            continue;
        }
        let Some(currency) = currency else { continue };
        let Some(price) = prices.get(&variant.id) else {
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
    Ok(lines)
}

/// The prices of variants in one currency at this moment. There is never more than one per variant.
async fn prices(
    tx: &OrgTx,
    of: &BTreeSet<VariantId>,
    currency: Currency,
) -> Result<HashMap<VariantId, price::Model>, Failure> {
    let prices = tx
        .find_for_rule::<price::Entity>()
        .among(price::Column::VariantId, of.iter().copied())
        .filter(
            valid_at(price::Column::ValidFrom, price::Column::ValidTo, tx.now())
                .add(price::Column::Currency.eq(currency.code())),
        )
        .all()
        .await?;
    Ok(prices.into_iter().map(|row| (row.variant_id, row)).collect())
}

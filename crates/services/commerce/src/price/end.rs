//! Ending a price without another one.

use super::told;
use crate::{product::of_variant, window};
use authz::actions::EditProduct;
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    price::{self, Column},
};
use kernel::{Code, PriceId, Problem};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use store::{Failure, NewEvent, OrgTx};

/// The end of a price.
#[derive(Clone, Debug)]
pub struct EndPrice {
    /// The price.
    pub id: PriceId,
    /// When it ends; none: now.
    pub valid_to: Option<DateTime<Utc>>,
}

/// Ends a price. From then on the variant cannot be bought in its currency, until another price is set.
///
/// Refuses with `IN_THE_PAST`, with `ALREADY_ENDED`, and with `OUT_OF_RANGE` where the end is not after the beginning or
/// beyond the end the price has already.
pub async fn end_price(tx: &OrgTx, input: EndPrice) -> Result<price::Model, Failure> {
    let EndPrice { id, valid_to } = input;
    let price = tx.find::<price::Entity>().filter(Column::Id.eq(id));
    let price = price.one().await?.ok_or(Failure::NotFound("id"))?;
    let (product, _variant) = of_variant(tx, "id", price.variant_id).await?;
    let locked = tx
        .load_entailed::<EditProduct, price::Entity>(&product, Column::Id.eq(id))
        .await?;
    let price = locked.into_iter().next().ok_or(Failure::NotFound("id"))?;
    if let Some(end) = price.valid_to.filter(|end| *end <= tx.now()) {
        return Err(Problem::at("id", Code::AlreadyEnded)
            .with("endedAt", crate::moment(end))
            .into());
    }
    let end = window::from_now(tx, "validTo", valid_to)?;
    if end <= price.valid_from || price.valid_to.is_some_and(|current| end > current) {
        let problem = Problem::at("validTo", Code::OutOfRange).with("min", crate::moment(price.valid_from));
        let max = price
            .valid_to
            .map_or(serde_json::Value::Null, |at| crate::moment(at).into());
        return Err(problem.with("max", max).into());
    }
    if price.valid_to == Some(end) {
        return Ok(price.clone());
    }
    let before = told(&price)?;
    let price = tx.update(price, |row| row.valid_to = Set(Some(end))).await?;
    let event = NewEvent::new(EventAction::PriceEnded, price.id);
    tx.emit(event.before(before).after(told(&price)?)).await?;
    Ok(price)
}

//! Prices: what a variant costs in a currency during a time.
//!
//! Of a variant and currency there is at most one price at any moment: windows are half-open, and every change is made
//! under the lock of the product. Past prices stay, so that anybody can see what something cost when.

mod end;
mod set;

pub use end::{EndPrice, end_price};
pub use set::{SetPrice, set_price};

use entities::price;
use kernel::{Currency, Money};
use serde_json::{Value, json};
use store::Failure;

/// What the event log is told about a price.
fn told(price: &price::Model) -> Result<Value, Failure> {
    let currency =
        Currency::parse(&price.currency).ok_or(Failure::Defect("a price has no known currency"))?;
    Ok(json!({
        "variantId": price.variant_id.to_string(),
        "amount": Money::new(price.amount_minor, currency).to_decimal().to_string(),
        "currency": price.currency,
        "isTaxInclusive": price.is_tax_inclusive,
        "validFrom": crate::moment(price.valid_from),
        "validTo": price.valid_to.map(crate::moment),
    }))
}

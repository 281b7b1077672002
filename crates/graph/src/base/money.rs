//! Money as clients see it.

use crate::{CurrencyCode, Decimal};
use async_graphql::SimpleObject;

/// An amount of money. Exact: a decimal number with as many decimals as the currency has, never a floating point number.
#[derive(SimpleObject, Clone, Debug)]
pub struct Money {
    /// The amount in the currency's major unit, such as `"100.00"` euros or `"100"` yen.
    pub amount: Decimal,
    /// The currency of the amount.
    pub currency: CurrencyCode,
}

impl From<kernel::Money> for Money {
    fn from(money: kernel::Money) -> Self {
        Self {
            amount: Decimal(money.to_decimal()),
            currency: CurrencyCode(money.currency.code().to_owned()),
        }
    }
}

impl Money {
    /// An amount as it is stored. Nothing, where there is none.
    pub(crate) fn stored(minor: Option<i64>, currency: Option<&str>) -> Option<Self> {
        let currency = kernel::Currency::parse(currency?)?;
        Some(kernel::Money::new(minor?, currency).into())
    }
}

//! Amounts, percentages and ids as this domain shows them.

use crate::{Decimal, Money, base::error};
use async_graphql::{ID, Result};
use kernel::{ErrorKind, TypedId, percent};

/// An amount as it is stored.
pub(super) fn money(minor: i64, currency: &str) -> Result<Money> {
    Money::stored(Some(minor), Some(currency)).ok_or_else(|| "an amount in no known currency".into())
}

/// A percentage from its stored form.
pub(super) fn percentage(ppm: impl Into<i64>) -> Decimal {
    Decimal(percent(ppm.into()))
}

/// The id of a filter.
pub(super) fn id_of<I: TypedId>(text: Option<ID>) -> Result<Option<I>> {
    text.map(|text| I::parse(&text))
        .transpose()
        .map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))
}

//! Scalars of our own, so that each is described and prints one form only.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};
use std::str::FromStr;

/// A moment in UTC, RFC 3339 with microseconds at most, such as `2026-03-14T08:00:00Z`. Input may carry any offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A moment in UTC, RFC 3339 with microseconds at most, such as `2026-03-14T08:00:00Z`. Input may carry any offset.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        use chrono::SubsecRound;
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        chrono::DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|moment| Self(moment.with_timezone(&Utc).trunc_subsecs(6)))
            .filter(|Self(moment)| (0..=9999).contains(&chrono::Datelike::year(moment)))
            .ok_or_else(|| InputValueError::custom("expected a moment like 2026-03-14T08:00:00Z"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// A calendar day without a time, ISO 8601, such as `2026-03-14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A calendar day without a time, ISO 8601, such as `2026-03-14`.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|day| (0..=9999).contains(&chrono::Datelike::year(day)))
            .map(Self)
            .ok_or_else(|| InputValueError::custom("expected a day like 2026-03-14"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%Y-%m-%d").to_string())
    }
}

/// An exact decimal number as a string, such as `"12.50"`. Input may also be an integer literal; floating point is
/// refused because it cannot hold most amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal(pub rust_decimal::Decimal);

/// An exact decimal number as a string, such as `"12.50"`. Input may also be an integer literal; floating point is
/// refused because it cannot hold most amounts.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = if let Value::String(text) = &value
            && text.len() <= 40
        {
            text.clone()
        } else if let Value::Number(number) = &value
            && (number.is_i64() || number.is_u64())
        {
            number.to_string()
        } else {
            return Err(InputValueError::expected_type(value));
        };
        rust_decimal::Decimal::from_str(&text)
            .map(Self)
            .map_err(|_reason| InputValueError::custom("expected a decimal number like \"12.50\""))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

macro_rules! text_scalars {
    ($($(#[$doc:meta])* $name:ident, $text:literal, $url:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub String);

        $(#[$doc])*
        #[Scalar(name = $text, specified_by_url = $url)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }
    )*};
}

text_scalars! {
    /// The code of a currency, ISO 4217, such as `EUR`.
    CurrencyCode, "CurrencyCode", "https://www.iso.org/iso-4217-currency-codes.html";
    /// The tag of a language, BCP 47, such as `sl` or `pt-BR`.
    LanguageTag, "LanguageTag", "https://www.rfc-editor.org/info/bcp47";
    /// A fragment of HTML that is safe to show: scripts, styles, frames and event handlers were removed when it was stored.
    Html, "Html", "https://html.spec.whatwg.org/";
}

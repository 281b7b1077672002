//! How an organization works.

use crate::{CurrencyCode, TaxRounding};
use async_graphql::SimpleObject;
use entities::organization;

/// How an organization works.
#[derive(SimpleObject, Clone, Debug)]
pub struct OrganizationSettings {
    /// The currency it keeps its books and salaries in.
    pub currency: CurrencyCode,
    /// IANA time zone in which its days begin.
    pub time_zone: String,
    /// Whether people who are not members can see that it exists.
    pub is_public: bool,
    /// Whether members can leave by themselves.
    pub members_may_leave: bool,
    /// Where the tax of its orders is rounded. An order keeps what was set when it was placed.
    pub tax_rounding: TaxRounding,
}

impl OrganizationSettings {
    pub(crate) fn of(row: &organization::Model) -> Self {
        Self {
            currency: CurrencyCode(row.currency.clone()),
            time_zone: row.time_zone.clone(),
            is_public: row.is_public,
            members_may_leave: row.members_may_leave,
            tax_rounding: row.tax_rounding.into(),
        }
    }
}

//! What a variant costs during a time.

use crate::{
    DateTime, Employee, Money, OrgView, Variant, base::not_found, commerce::keys::VariantById,
    people::keys::EmployeeById,
};
use async_graphql::{ID, Object, Result};
use entities::price;

/// What a variant costs during a time.
#[derive(Clone, Debug)]
pub struct Price {
    view: OrgView,
    row: price::Model,
}

impl Price {
    /// A price the actor may see.
    pub const fn new(view: OrgView, row: price::Model) -> Self {
        Self { view, row }
    }
}

/// What a variant costs in one currency during a time. Of a variant and currency there is at most one at any moment.
#[Object]
impl Price {
    /// The price's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The variant.
    async fn variant(&self) -> Result<Variant> {
        let row = self.view.load(VariantById(self.row.variant_id)).await?;
        row.map(|row| Variant::new(self.view.clone(), row))
            .ok_or_else(|| not_found("variant"))
    }
    /// What one costs before discounts.
    async fn amount(&self) -> Result<Money> {
        Money::stored(Some(self.row.amount_minor), Some(&self.row.currency))
            .ok_or_else(|| "a price without a known currency".into())
    }
    /// Whether sales tax is in it already; otherwise it comes on top.
    async fn is_tax_inclusive(&self) -> bool {
        self.row.is_tax_inclusive
    }
    /// From when, inclusive.
    async fn valid_from(&self) -> DateTime {
        DateTime(self.row.valid_from)
    }
    /// Until when, exclusive; null: until another price is set.
    async fn valid_to(&self) -> Option<DateTime> {
        self.row.valid_to.map(DateTime)
    }
    /// Who set it; null for those who do not see the employees.
    async fn set_by(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.row.set_by_employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// When it was entered.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

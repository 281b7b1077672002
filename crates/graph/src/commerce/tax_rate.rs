//! The sales tax of a jurisdiction.

use crate::{
    DateTime, Decimal, Employee, OrgView, Organization, base::connection, people::keys::EmployeeById,
};
use async_graphql::{ID, Object, Result};
use entities::tax_rate;
use kernel::Rate;

/// The sales tax of a jurisdiction.
#[derive(Clone, Debug)]
pub struct TaxRate {
    view: OrgView,
    row: tax_rate::Model,
}

impl TaxRate {
    /// A version of a rate.
    pub const fn new(view: OrgView, row: tax_rate::Model) -> Self {
        Self { view, row }
    }
}

/// The sales tax of a jurisdiction during a time. A change is a new version; orders keep the version they were taxed
/// with.
#[Object]
impl TaxRate {
    /// The id of this version.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// ISO 3166-1 alpha-2 code of the country such as `SI`, or ISO 3166-2 code of a part of it such as `US-CA`.
    async fn jurisdiction(&self) -> &str {
        &self.row.jurisdiction
    }
    /// The name on invoices, such as `VAT`.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// Which version for the jurisdiction, from 1.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// The rate in percent.
    async fn percent(&self) -> Decimal {
        Decimal(Rate::from_ppm(self.row.rate_ppm).unwrap_or_default().to_percent())
    }
    /// From when, inclusive.
    async fn valid_from(&self) -> DateTime {
        DateTime(self.row.valid_from)
    }
    /// Until when, exclusive; null: until a newer version.
    async fn valid_to(&self) -> Option<DateTime> {
        self.row.valid_to.map(DateTime)
    }
    /// Who made it; null for those who do not see the employees.
    async fn by_employee(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.row.by_employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// When it was entered.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

connection! {
    /// A page of tax rates.
    TaxRateConnection,
    /// A tax rate and its position in the list.
    TaxRateEdge,
    TaxRate
}

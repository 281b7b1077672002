//! Shares of what a product earns.

use super::{
    AttributionKind,
    value::{id_of, percentage},
};
use crate::{
    DateTime, Decimal, Employee, OrgView, Organization, Product,
    base::{connection, fault, page_arguments, position},
    commerce::keys::ProductById,
    governance::PageInput,
    people::keys::EmployeeById,
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::attribution;

/// A share of what a product earns.
#[derive(Clone, Debug)]
pub struct Attribution {
    view: OrgView,
    row: attribution::Model,
}

impl Attribution {
    /// An attribution the actor may see.
    pub const fn new(view: OrgView, row: attribution::Model) -> Self {
        Self { view, row }
    }
}

/// An employee's share of the net of what a product earns, during a time. A change of the share ends one attribution and
/// begins another, so what was earned before stays as it was.
#[Object]
impl Attribution {
    /// The attribution's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The product; null, if you may not see it.
    async fn product(&self) -> Result<Option<Product>> {
        let row = self.view.load(ProductById(self.row.product_id)).await?;
        Ok(row.map(|row| Product::new(self.view.clone(), row)))
    }
    /// Who earns.
    async fn employee(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.row.employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// What for.
    async fn kind(&self) -> AttributionKind {
        self.row.kind.into()
    }
    /// The share of the net, as a percentage: `"60.00"`.
    async fn share(&self) -> Decimal {
        percentage(self.row.share_ppm)
    }
    /// From when on. Sales that are paid at this very moment count.
    async fn effective_from(&self) -> DateTime {
        DateTime(self.row.effective_from)
    }
    /// Until before when; null: for good. Sales that are paid at this very moment no longer count.
    async fn effective_to(&self) -> Option<DateTime> {
        self.row.effective_to.map(DateTime)
    }
    /// Whether a sale that is paid now counts.
    async fn is_in_force(&self) -> Result<bool> {
        let now = self.view.request()?.store.now();
        Ok(self.row.effective_from <= now && self.row.effective_to.is_none_or(|to| now < to))
    }
    /// Who decided.
    async fn set_by(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.row.set_by_employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// Counts changes.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

connection! {
    /// A page of attributions.
    AttributionConnection,
    /// An attribution and its position in the list.
    AttributionEdge,
    Attribution
}

/// Which attributions to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct AttributionFilter {
    /// Of this product.
    pub product_id: Option<ID>,
    /// Of this employee.
    pub employee_id: Option<ID>,
    /// In force at this moment.
    pub at: Option<DateTime>,
}

pub(crate) async fn attributions(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<AttributionFilter>,
    (first, after, last, before): PageInput,
) -> Result<AttributionConnection> {
    let page = page_arguments("effectiveFrom", first, after, last, before)?;
    let AttributionFilter {
        product_id,
        employee_id,
        at,
    } = filter.unwrap_or_default();
    let filter = reads::AttributionFilter {
        product: id_of(product_id)?,
        employee: id_of(employee_id)?,
        at: at.map(|at| at.0),
    };
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::attributions(view.scope().await?, filter, &page, total)
        .await
        .map_err(fault)?;
    Ok(AttributionConnection::new(slice.map(|row| {
        let cursor = position("effectiveFrom", row.effective_from, row.id);
        (cursor, Attribution::new(view.clone(), row))
    })))
}

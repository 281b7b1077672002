//! What can be put on sale.

use crate::{
    Course, DateTime, OrgView, Organization, ProductStatus, RevenuePool, Variant, base::connection,
    commerce::keys::VariantsByProduct, content::keys::CourseById, finance,
};
use async_graphql::{ID, Object, Result};
use authz::{OwnedAction, actions::EditProduct};
use entities::product;

/// What can be put on sale.
#[derive(Clone, Debug)]
pub struct Product {
    view: OrgView,
    row: product::Model,
}

impl Product {
    /// A product the actor may see.
    pub const fn new(view: OrgView, row: product::Model) -> Self {
        Self { view, row }
    }
}

/// What can be put on sale, such as a course. Products on sale are for everybody who sees the organization; drafts and
/// archived ones for those who set prices.
#[Object]
impl Product {
    /// The product's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The name in addresses, unique in the organization.
    async fn slug(&self) -> &str {
        &self.row.slug
    }
    /// The name shown.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// A few words; plain text.
    async fn description(&self) -> Option<&str> {
        self.row.description.as_deref()
    }
    /// Whether it can be bought.
    async fn status(&self) -> ProductStatus {
        self.row.status.into()
    }
    /// The course that buyers get; null, if it sells none or you may not see it.
    async fn course(&self) -> Result<Option<Course>> {
        let Some(id) = self.row.course_id else {
            return Ok(None);
        };
        let row = self.view.load(CourseById(id)).await?;
        Ok(row.map(|row| Course::new(self.view.clone(), row)))
    }
    /// The forms in which it is sold, in their order; at most 50. Those off sale are for those who set prices.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn variants(&self) -> Result<Vec<Variant>> {
        let rows = self.view.load(VariantsByProduct(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Variant::new(self.view.clone(), row))
            .collect())
    }
    /// How much of what the product earns is shared at a moment, and how that changes over time; null unless you decide on
    /// shares or account for them.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn revenue_pool(
        &self,
        #[graphql(desc = "The moment; now, if not given.")] at: Option<DateTime>,
    ) -> Result<Option<RevenuePool>> {
        finance::pool_of(&self.view, self.row.id, at).await
    }
    /// Whether you may change the product, its variants and its prices.
    async fn viewer_can_edit(&self) -> Result<bool> {
        Ok(EditProduct::allowed(self.view.access().await?, &self.row))
    }
    /// Counts changes; for `expectedVersion`.
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
    /// A page of products.
    ProductConnection,
    /// A product and its position in the list.
    ProductEdge,
    Product
}

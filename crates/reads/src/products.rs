//! What is sold: products, their variants, and what they cost.

use crate::list;
use entities::{
    price,
    product::{self, ProductStatus},
    variant,
};
use kernel::{CourseId, PageRequest, PageSlice, PriceId, ProductId, VariantId};
use sea_orm::{ColumnTrait, Condition, Order};
use store::{Keyset, OrgScope, StoreError};

/// What a client wants to see of the products.
#[derive(Clone, Debug, Default)]
pub struct ProductFilter {
    /// Part of the name or of the description.
    pub search: Option<String>,
    /// In one of these states.
    pub status: Option<Vec<ProductStatus>>,
}

/// What products can be ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProductOrder {
    /// By name.
    Name,
    /// By when they were made.
    #[default]
    CreatedAt,
}

impl ProductOrder {
    /// The order as a range of an index.
    pub const fn keyset(self, descending: bool) -> Keyset<product::Entity> {
        let (name, column, is_time) = match self {
            Self::Name => ("name", product::Column::Name, false),
            Self::CreatedAt => ("createdAt", product::Column::CreatedAt, true),
        };
        Keyset {
            name,
            column,
            id: product::Column::Id,
            descending,
            is_time,
        }
    }
}

/// One page of the products that the actor sees.
pub async fn products(
    scope: &OrgScope,
    filter: ProductFilter,
    keyset: &Keyset<product::Entity>,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<product::Model>, StoreError> {
    let ProductFilter { search, status } = filter;
    let condition = Condition::all()
        .add_option(search.map(|text| {
            Condition::any()
                .add(list::column_contains(product::Column::Name, &text))
                .add(list::column_contains(product::Column::Description, &text))
        }))
        .add_option(status.map(|any| product::Column::Status.is_in(any)));
    list::page(
        || scope.find::<product::Entity>(),
        condition,
        |query| query,
        keyset,
        page,
        with_total,
    )
    .await
}

/// The product with a slug, if the actor sees it.
pub async fn product_by_slug(scope: &OrgScope, slug: &str) -> Result<Option<product::Model>, StoreError> {
    if slug.contains('\0') {
        return Ok(None);
    }
    let products = scope.find::<product::Entity>();
    products.filter(product::Column::Slug.eq(slug)).one().await
}

/// Products by id, as far as the actor sees them.
pub async fn products_by_id(
    scope: &OrgScope,
    ids: Vec<ProductId>,
) -> Result<Vec<product::Model>, StoreError> {
    let products = scope.find::<product::Entity>();
    products.among(product::Column::Id, ids).all().await
}

/// The products that sell courses; at most one each.
pub async fn products_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
) -> Result<Vec<product::Model>, StoreError> {
    let products = scope.find::<product::Entity>();
    products.among(product::Column::CourseId, courses).all().await
}

/// The variants of products, in their order.
pub async fn variants_by_product(
    scope: &OrgScope,
    products: Vec<ProductId>,
) -> Result<Vec<variant::Model>, StoreError> {
    scope
        .find::<variant::Entity>()
        .among(variant::Column::ProductId, products)
        .order_by(variant::Column::Position, Order::Asc)
        .order_by(variant::Column::Id, Order::Asc)
        .all()
        .await
}

/// Variants by id, as far as the actor sees them.
pub async fn variants_by_id(
    scope: &OrgScope,
    ids: Vec<VariantId>,
) -> Result<Vec<variant::Model>, StoreError> {
    let variants = scope.find::<variant::Entity>();
    variants.among(variant::Column::Id, ids).all().await
}

/// What variants cost at this moment, in every currency.
pub async fn current_prices(
    scope: &OrgScope,
    variants: Vec<VariantId>,
) -> Result<Vec<price::Model>, StoreError> {
    let now = scope.store().now();
    scope
        .find::<price::Entity>()
        .among(price::Column::VariantId, variants)
        .filter(price::Column::ValidFrom.lte(now))
        .filter(
            Condition::any()
                .add(price::Column::ValidTo.is_null())
                .add(price::Column::ValidTo.gt(now)),
        )
        .order_by(price::Column::Currency, Order::Asc)
        .all()
        .await
}

/// Every price of variants, the latest first.
pub async fn prices_by_variant(
    scope: &OrgScope,
    variants: Vec<VariantId>,
) -> Result<Vec<price::Model>, StoreError> {
    scope
        .find::<price::Entity>()
        .among(price::Column::VariantId, variants)
        .order_by(price::Column::ValidFrom, Order::Desc)
        .order_by(price::Column::Id, Order::Desc)
        .all()
        .await
}

/// Prices by id, as far as the actor sees them.
pub async fn prices_by_id(scope: &OrgScope, ids: Vec<PriceId>) -> Result<Vec<price::Model>, StoreError> {
    let prices = scope.find::<price::Entity>();
    prices.among(price::Column::Id, ids).all().await
}

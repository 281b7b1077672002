//! Lists of what is sold and of what changes its price.

use crate::{
    GiftCard, GiftCardConnection, GiftCardKind, Offer, OfferConnection, OrderDirection, OrgView, Product,
    ProductConnection, ProductStatus, TaxRate, TaxRateConnection,
    base::{error, fault, page_arguments},
    governance::PageInput,
};
use async_graphql::{Context, Enum, ID, InputObject, Result};
use chrono::{DateTime, Utc};
use kernel::{Cursor, ErrorKind, ProductId, TypedId};

/// Which products to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct ProductFilter {
    /// Part of the name or of the description; ignores case.
    pub search: Option<String>,
    /// In one of these states.
    pub status: Option<Vec<ProductStatus>>,
}

/// What products can be ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "reads::ProductOrder")]
pub enum ProductOrderField {
    /// The name.
    Name,
    /// When they were made.
    CreatedAt,
}

/// The order of a list of products. Ties are broken by id, so that pages never overlap.
#[derive(InputObject)]
pub struct ProductOrder {
    /// What to order by.
    pub field: ProductOrderField,
    /// Which way.
    #[graphql(default)]
    pub direction: OrderDirection,
}

/// Which offers to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct OfferFilter {
    /// Part of the name or of the code; ignores case.
    pub search: Option<String>,
    /// Whether they are switched on.
    pub is_active: Option<bool>,
    /// Only for this product.
    pub product_id: Option<ID>,
}

/// Which tax rates to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct TaxRateFilter {
    /// Of this jurisdiction, such as `SI` or `US-CA`.
    pub jurisdiction: Option<String>,
    /// Whether they are valid at this moment.
    pub is_current: Option<bool>,
}

/// Which gift cards to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct GiftCardFilter {
    /// The last characters of the code, or some of the last four; ignores case.
    pub code_ending: Option<String>,
    /// Of one of these kinds.
    pub kind: Option<Vec<GiftCardKind>>,
    /// Whether they are switched on.
    pub is_active: Option<bool>,
}

fn by_time(at: DateTime<Utc>, id: impl TypedId) -> Cursor {
    Cursor {
        order: "createdAt".to_owned(),
        key: at.timestamp_micros().to_string(),
        id: id.uuid(),
    }
}

fn by_text(order: &str, text: &str, id: impl TypedId) -> Cursor {
    Cursor {
        order: order.to_owned(),
        key: text.to_owned(),
        id: id.uuid(),
    }
}

fn counts(ctx: &Context<'_>) -> bool {
    ctx.look_ahead().field("totalCount").exists()
}

pub(crate) async fn products(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<ProductFilter>,
    order: Option<ProductOrder>,
    (first, after, last, before): PageInput,
) -> Result<ProductConnection> {
    let ProductFilter { search, status } = filter.unwrap_or_default();
    let (field, descending) = match order {
        Some(order) => (order.field.into(), order.direction.is_descending()),
        None => (reads::ProductOrder::CreatedAt, true),
    };
    let keyset = field.keyset(descending);
    let page = page_arguments(keyset.name, first, after, last, before)?;
    let filter = reads::ProductFilter {
        search,
        status: status.map(|any| any.into_iter().map(Into::into).collect()),
    };
    let slice = reads::products(view.scope().await?, filter, &keyset, &page, counts(ctx))
        .await
        .map_err(fault)?;
    Ok(ProductConnection::new(slice.map(|row| {
        let cursor = match field {
            reads::ProductOrder::Name => by_text(keyset.name, &row.name, row.id),
            reads::ProductOrder::CreatedAt => by_time(row.created_at, row.id),
        };
        (cursor, Product::new(view.clone(), row))
    })))
}

pub(crate) async fn offers(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<OfferFilter>,
    (first, after, last, before): PageInput,
) -> Result<OfferConnection> {
    let OfferFilter {
        search,
        is_active,
        product_id,
    } = filter.unwrap_or_default();
    let product = product_id.map(|id| ProductId::parse(&id)).transpose();
    let filter = reads::OfferFilter {
        search,
        is_active,
        product: product.map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))?,
    };
    let page = page_arguments("createdAt", first, after, last, before)?;
    let slice = reads::offers(view.scope().await?, filter, &page, counts(ctx)).await;
    Ok(OfferConnection::new(slice.map_err(fault)?.map(|row| {
        (by_time(row.created_at, row.id), Offer::new(view.clone(), row))
    })))
}

pub(crate) async fn tax_rates(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<TaxRateFilter>,
    (first, after, last, before): PageInput,
) -> Result<TaxRateConnection> {
    let TaxRateFilter {
        jurisdiction,
        is_current,
    } = filter.unwrap_or_default();
    let filter = reads::TaxRateFilter {
        jurisdiction,
        is_current,
    };
    let page = page_arguments("jurisdiction", first, after, last, before)?;
    let slice = reads::tax_rates(view.scope().await?, filter, &page, counts(ctx)).await;
    Ok(TaxRateConnection::new(slice.map_err(fault)?.map(|row| {
        let cursor = by_text("jurisdiction", &row.jurisdiction, row.id);
        (cursor, TaxRate::new(view.clone(), row))
    })))
}

pub(crate) async fn gift_cards(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<GiftCardFilter>,
    (first, after, last, before): PageInput,
) -> Result<GiftCardConnection> {
    let GiftCardFilter {
        code_ending,
        kind,
        is_active,
    } = filter.unwrap_or_default();
    let filter = reads::GiftCardFilter {
        code_ending,
        kind: kind.map(|any| any.into_iter().map(Into::into).collect()),
        is_active,
    };
    let page = page_arguments("createdAt", first, after, last, before)?;
    let slice = reads::gift_cards(view.scope().await?, filter, &page, counts(ctx)).await;
    Ok(GiftCardConnection::new(slice.map_err(fault)?.map(|row| {
        (by_time(row.created_at, row.id), GiftCard::new(view.clone(), row))
    })))
}

//! What changes a price: offers, tax rates, gift cards.

use crate::list;
use entities::{
    gift_card::{self, GiftCardKind},
    offer, tax_rate,
};
use kernel::{GiftCardId, OfferId, PageRequest, PageSlice, ProductId, TaxRateId};
use sea_orm::{ColumnTrait, Condition, EntityTrait};
use store::{Keyset, OrgScope, StoreError};

fn newest_first<E: EntityTrait>(column: E::Column, id: E::Column) -> Keyset<E> {
    Keyset {
        name: "createdAt",
        column,
        id,
        descending: true,
        is_time: true,
    }
}

/// What a client wants to see of the offers.
#[derive(Clone, Debug, Default)]
pub struct OfferFilter {
    /// Part of the name or of the code.
    pub search: Option<String>,
    /// Whether it is switched on.
    pub is_active: Option<bool>,
    /// Only for this product.
    pub product: Option<ProductId>,
}

/// One page of the offers that the actor sees, the newest first.
pub async fn offers(
    scope: &OrgScope,
    filter: OfferFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<offer::Model>, StoreError> {
    let OfferFilter {
        search,
        is_active,
        product,
    } = filter;
    let condition = Condition::all()
        .add_option(search.map(|text| {
            Condition::any()
                .add(list::column_contains(offer::Column::Name, &text))
                .add(list::column_contains(offer::Column::Code, &text))
        }))
        .add_option(is_active.map(|is| offer::Column::IsActive.eq(is)))
        .add_option(product.map(|id| offer::Column::ProductId.eq(id)));
    let keyset = newest_first(offer::Column::CreatedAt, offer::Column::Id);
    let scoped = || scope.find::<offer::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Offers by id, as far as the actor sees them.
pub async fn offers_by_id(scope: &OrgScope, ids: Vec<OfferId>) -> Result<Vec<offer::Model>, StoreError> {
    scope
        .find::<offer::Entity>()
        .among(offer::Column::Id, ids)
        .all()
        .await
}

/// What a client wants to see of the tax rates.
#[derive(Clone, Debug, Default)]
pub struct TaxRateFilter {
    /// Of this jurisdiction.
    pub jurisdiction: Option<String>,
    /// Whether it is valid at this moment.
    pub is_current: Option<bool>,
}

/// One page of the versions of tax rates, by jurisdiction and the oldest first.
pub async fn tax_rates(
    scope: &OrgScope,
    filter: TaxRateFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<tax_rate::Model>, StoreError> {
    let TaxRateFilter {
        jurisdiction,
        is_current,
    } = filter;
    let now = scope.store().now();
    let current = Condition::all().add(tax_rate::Column::ValidFrom.lte(now)).add(
        Condition::any()
            .add(tax_rate::Column::ValidTo.is_null())
            .add(tax_rate::Column::ValidTo.gt(now)),
    );
    let condition = Condition::all()
        .add_option(jurisdiction.map(|code| {
            // PostgreSQL cannot even be asked about a text with this character.
            if code.contains('\0') {
                authz::never()
            } else {
                Condition::all().add(tax_rate::Column::Jurisdiction.eq(code.to_ascii_uppercase()))
            }
        }))
        .add_option(is_current.map(|is| if is { current } else { current.not() }));
    let keyset = Keyset {
        name: "jurisdiction",
        column: tax_rate::Column::Jurisdiction,
        id: tax_rate::Column::Id,
        descending: false,
        is_time: false,
    };
    let scoped = || scope.find::<tax_rate::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Versions of tax rates by id.
pub async fn tax_rates_by_id(
    scope: &OrgScope,
    ids: Vec<TaxRateId>,
) -> Result<Vec<tax_rate::Model>, StoreError> {
    let rates = scope.find::<tax_rate::Entity>();
    rates.among(tax_rate::Column::Id, ids).all().await
}

/// What a client wants to see of the gift cards.
#[derive(Clone, Debug, Default)]
pub struct GiftCardFilter {
    /// The last characters of the code.
    pub code_ending: Option<String>,
    /// Of one of these kinds.
    pub kind: Option<Vec<GiftCardKind>>,
    /// Whether it is switched on.
    pub is_active: Option<bool>,
}

/// One page of the gift cards that the actor sees, the newest first.
pub async fn gift_cards(
    scope: &OrgScope,
    filter: GiftCardFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<gift_card::Model>, StoreError> {
    let GiftCardFilter {
        code_ending,
        kind,
        is_active,
    } = filter;
    let condition = Condition::all()
        .add_option(code_ending.map(|text| list::column_contains(gift_card::Column::CodeEnding, &text)))
        .add_option(kind.map(|any| gift_card::Column::Kind.is_in(any)))
        .add_option(is_active.map(|is| gift_card::Column::IsActive.eq(is)));
    let keyset = newest_first(gift_card::Column::CreatedAt, gift_card::Column::Id);
    let scoped = || scope.find::<gift_card::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Gift cards by id, as far as the actor sees them.
pub async fn gift_cards_by_id(
    scope: &OrgScope,
    ids: Vec<GiftCardId>,
) -> Result<Vec<gift_card::Model>, StoreError> {
    let cards = scope.find::<gift_card::Entity>();
    cards.among(gift_card::Column::Id, ids).all().await
}

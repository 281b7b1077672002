//! Orders and what belongs to them: lines, discounts, payments, refunds.

use crate::{Joined, list};
use chrono::{DateTime, Utc};
use entities::{
    ByPosition, Columns, gift_card_use, member, order,
    order::OrderStatus,
    order_discount, order_line, payment,
    refund::{self, RefundStatus},
    refund_line, refund_tender,
};
use kernel::{GiftCardId, GiftCardUseId, MemberId, OrderId, OrderLineId, PageRequest, PageSlice, RefundId};
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, Order, QueryResult, RelationTrait};
use store::{Keyset, OrgScope, StoreError};

/// What a client wants to see of the orders.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// Part of the number.
    pub number: Option<String>,
    /// In one of these states.
    pub status: Option<Vec<OrderStatus>>,
    /// Of this member.
    pub member: Option<MemberId>,
    /// In this currency, ISO 4217.
    pub currency: Option<String>,
    /// Placed at this moment or later.
    pub placed_since: Option<DateTime<Utc>>,
    /// Placed before this moment.
    pub placed_until: Option<DateTime<Utc>>,
}

/// Which relations of the orders are selected.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderShape {
    /// The customer.
    pub member: bool,
    /// The size of the whole list.
    pub total: bool,
}

/// An order with what was joined.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// The order.
    pub order: order::Model,
    /// The customer.
    pub member: Joined<member::Model>,
}

impl From<order::Model> for OrderRow {
    fn from(order: order::Model) -> Self {
        Self {
            order,
            member: Joined::NotAsked,
        }
    }
}

impl FromQueryResult for OrderRow {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            order: order::Model::read(Columns::all(row))?,
            member: Joined::read(row, "m_")?,
        })
    }
}

/// The order of orders: by when they were placed.
pub const fn order_keyset(descending: bool) -> Keyset<order::Entity> {
    Keyset {
        name: "placedAt",
        column: order::Column::PlacedAt,
        id: order::Column::Id,
        descending,
        is_time: true,
    }
}

/// One page of the orders that the actor sees.
pub async fn orders(
    scope: &OrgScope,
    filter: OrderFilter,
    keyset: &Keyset<order::Entity>,
    page: &PageRequest,
    shape: OrderShape,
) -> Result<PageSlice<OrderRow>, StoreError> {
    let OrderFilter {
        number,
        status,
        member,
        currency,
        placed_since,
        placed_until,
    } = filter;
    let condition = Condition::all()
        .add_option(number.map(|text| list::column_contains(order::Column::Number, &text)))
        .add_option(status.map(|any| order::Column::Status.is_in(any)))
        .add_option(member.map(|id| order::Column::MemberId.eq(id)))
        .add_option(currency.map(|code| order::Column::Currency.eq(code)))
        .add_option(placed_since.map(|at| order::Column::PlacedAt.gte(at)))
        .add_option(placed_until.map(|at| order::Column::PlacedAt.lt(at)));
    list::page(
        || scope.find::<order::Entity>(),
        condition,
        |query| {
            if shape.member {
                query.join_owned::<member::Entity>(order::Relation::Member.def(), "m_")
            } else {
                query
            }
        },
        keyset,
        page,
        shape.total,
    )
    .await
}

/// Orders by id, as far as the actor sees them.
pub async fn orders_by_id(scope: &OrgScope, ids: Vec<OrderId>) -> Result<Vec<order::Model>, StoreError> {
    scope
        .find::<order::Entity>()
        .among(order::Column::Id, ids)
        .all()
        .await
}

/// The lines of orders, by position.
pub async fn lines_by_order(
    scope: &OrgScope,
    orders: Vec<OrderId>,
) -> Result<Vec<order_line::Model>, StoreError> {
    scope
        .find::<order_line::Entity>()
        .among(order_line::Column::OrderId, orders)
        .order_by(order_line::Column::Position, Order::Asc)
        .all()
        .await
}

/// Lines by id, as far as the actor sees them.
pub async fn order_lines_by_id(
    scope: &OrgScope,
    ids: Vec<OrderLineId>,
) -> Result<Vec<order_line::Model>, StoreError> {
    let lines = scope.find::<order_line::Entity>();
    lines.among(order_line::Column::Id, ids).all().await
}

/// What offers took off lines, in the order in which they were applied.
pub async fn discounts_by_line(
    scope: &OrgScope,
    lines: Vec<OrderLineId>,
) -> Result<Vec<order_discount::Model>, StoreError> {
    scope
        .find::<order_discount::Entity>()
        .among(order_discount::Column::OrderLineId, lines)
        .order_by(order_discount::Column::Position, Order::Asc)
        .order_by(order_discount::Column::Id, Order::Asc)
        .all()
        .await
}

/// The payments of orders, oldest first.
pub async fn payments_by_order(
    scope: &OrgScope,
    orders: Vec<OrderId>,
) -> Result<Vec<payment::Model>, StoreError> {
    scope
        .find::<payment::Entity>()
        .among(payment::Column::OrderId, orders)
        .order_by(payment::Column::CreatedAt, Order::Asc)
        .order_by(payment::Column::Id, Order::Asc)
        .all()
        .await
}

/// What gift cards paid of orders, in the order of their use.
pub async fn gift_card_uses_by_order(
    scope: &OrgScope,
    orders: Vec<OrderId>,
) -> Result<Vec<gift_card_use::Model>, StoreError> {
    scope
        .find::<gift_card_use::Entity>()
        .among(gift_card_use::Column::OrderId, orders)
        .order_by(gift_card_use::Column::UsedAt, Order::Asc)
        .order_by(gift_card_use::Column::Id, Order::Asc)
        .all()
        .await
}

/// One page of what a gift card paid, the latest first, as far as the actor sees it.
pub async fn gift_card_uses_of_card(
    scope: &OrgScope,
    card: GiftCardId,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<gift_card_use::Model>, StoreError> {
    use gift_card_use::Column;
    let keyset = Keyset {
        name: "usedAt",
        column: Column::UsedAt,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let condition = Condition::all().add(Column::GiftCardId.eq(card));
    let scoped = || scope.find::<gift_card_use::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Uses of gift cards by id, as far as the actor sees them.
pub async fn gift_card_uses_by_id(
    scope: &OrgScope,
    ids: Vec<GiftCardUseId>,
) -> Result<Vec<gift_card_use::Model>, StoreError> {
    let uses = scope.find::<gift_card_use::Entity>();
    uses.among(gift_card_use::Column::Id, ids).all().await
}

/// The refunds of orders, oldest first.
pub async fn refunds_by_order(
    scope: &OrgScope,
    orders: Vec<OrderId>,
) -> Result<Vec<refund::Model>, StoreError> {
    scope
        .find::<refund::Entity>()
        .among(refund::Column::OrderId, orders)
        .order_by(refund::Column::CreatedAt, Order::Asc)
        .order_by(refund::Column::Id, Order::Asc)
        .all()
        .await
}

/// Refunds by id, as far as the actor sees them.
pub async fn refunds_by_id(scope: &OrgScope, ids: Vec<RefundId>) -> Result<Vec<refund::Model>, StoreError> {
    scope
        .find::<refund::Entity>()
        .among(refund::Column::Id, ids)
        .all()
        .await
}

/// What refunds give back of lines.
pub async fn lines_by_refund(
    scope: &OrgScope,
    refunds: Vec<RefundId>,
) -> Result<Vec<refund_line::Model>, StoreError> {
    scope
        .find::<refund_line::Entity>()
        .among(refund_line::Column::RefundId, refunds)
        .order_by(refund_line::Column::Id, Order::Asc)
        .all()
        .await
}

/// What refunds give back to gift cards and payments; gift cards first.
pub async fn tenders_by_refund(
    scope: &OrgScope,
    refunds: Vec<RefundId>,
) -> Result<Vec<refund_tender::Model>, StoreError> {
    scope
        .find::<refund_tender::Entity>()
        .among(refund_tender::Column::RefundId, refunds)
        .order_by(refund_tender::Column::Kind, Order::Asc)
        .order_by(refund_tender::Column::Id, Order::Asc)
        .all()
        .await
}

/// What a client wants to see of the refunds.
#[derive(Clone, Debug, Default)]
pub struct RefundFilter {
    /// In one of these states.
    pub status: Option<Vec<RefundStatus>>,
}

/// The order of refunds: by when they were asked for.
pub const fn refund_keyset(descending: bool) -> Keyset<refund::Entity> {
    Keyset {
        name: "createdAt",
        column: refund::Column::CreatedAt,
        id: refund::Column::Id,
        descending,
        is_time: true,
    }
}

/// One page of the refunds that the actor sees.
pub async fn refunds(
    scope: &OrgScope,
    filter: RefundFilter,
    keyset: &Keyset<refund::Entity>,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<refund::Model>, StoreError> {
    let RefundFilter { status } = filter;
    let condition = Condition::all().add_option(status.map(|any| refund::Column::Status.is_in(any)));
    list::page(
        || scope.find::<refund::Entity>(),
        condition,
        |query| query,
        keyset,
        page,
        with_total,
    )
    .await
}

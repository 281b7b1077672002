//! Lists of orders and refunds.

use crate::{
    CurrencyCode, DateTime, Order, OrderConnection, OrderDirection, OrderStatus, OrgView, Refund,
    RefundConnection, RefundStatus,
    base::{error, fault, page_arguments, selects},
    governance::PageInput,
};
use async_graphql::{Context, Enum, ID, InputObject, Result};
use kernel::{Cursor, ErrorKind, MemberId, TypedId};
use reads::{OrderRow, OrderShape};

/// Which orders to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct OrderFilter {
    /// Part of the number; ignores case.
    pub number: Option<String>,
    /// In one of these states.
    pub status: Option<Vec<OrderStatus>>,
    /// Of this member.
    pub member_id: Option<ID>,
    /// In this currency.
    pub currency: Option<CurrencyCode>,
    /// Placed at this moment or later.
    pub placed_since: Option<DateTime>,
    /// Placed before this moment.
    pub placed_until: Option<DateTime>,
}

/// What orders can be ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderOrderField {
    /// When they were placed.
    PlacedAt,
}

/// The order of a list of orders. Ties are broken by id, so that pages never overlap.
#[derive(InputObject)]
pub struct OrderOrder {
    /// What to order by.
    pub field: OrderOrderField,
    /// Which way.
    #[graphql(default)]
    pub direction: OrderDirection,
}

/// Which refunds to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct RefundFilter {
    /// In one of these states; `PENDING_APPROVAL` are those that somebody has to decide on.
    pub status: Option<Vec<RefundStatus>>,
}

pub(crate) async fn orders(
    ctx: &Context<'_>,
    view: &OrgView,
    member: Option<MemberId>,
    filter: Option<OrderFilter>,
    order: Option<OrderOrder>,
    (first, after, last, before): PageInput,
) -> Result<OrderConnection> {
    let OrderFilter {
        number,
        status,
        member_id,
        currency,
        placed_since,
        placed_until,
    } = filter.unwrap_or_default();
    let descending = order.is_none_or(|OrderOrder { field, direction }| match field {
        OrderOrderField::PlacedAt => direction.is_descending(),
    });
    let wanted = member_id
        .map(|id| MemberId::parse(&id))
        .transpose()
        .map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))?;
    // Another member than the one the list belongs to: nothing is of both.
    let is_other = member.zip(wanted).is_some_and(|(of, wanted)| of != wanted);
    let status = status.map(|any| any.into_iter().map(Into::into).collect());
    let filter = reads::OrderFilter {
        number,
        status: if is_other { Some(Vec::new()) } else { status },
        member: member.or(wanted),
        currency: currency.map(|code| code.0),
        placed_since: placed_since.map(|at| at.0),
        placed_until: placed_until.map(|at| at.0),
    };
    let keyset = reads::order_keyset(descending);
    let page = page_arguments(keyset.name, first, after, last, before)?;
    let shape = OrderShape {
        member: selects(ctx, "member"),
        total: ctx.look_ahead().field("totalCount").exists(),
    };
    let slice = reads::orders(view.scope().await?, filter, &keyset, &page, shape)
        .await
        .map_err(fault)?;
    Ok(OrderConnection::new(slice.map(|row: OrderRow| {
        let cursor = Cursor {
            order: keyset.name.to_owned(),
            key: row.order.placed_at.timestamp_micros().to_string(),
            id: row.order.id.uuid(),
        };
        (cursor, Order::new(view.clone(), row))
    })))
}

pub(crate) async fn refunds(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<RefundFilter>,
    (first, after, last, before): PageInput,
) -> Result<RefundConnection> {
    let RefundFilter { status } = filter.unwrap_or_default();
    let filter = reads::RefundFilter {
        status: status.map(|any| any.into_iter().map(Into::into).collect()),
    };
    let keyset = reads::refund_keyset(true);
    let page = page_arguments(keyset.name, first, after, last, before)?;
    let with_total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::refunds(view.scope().await?, filter, &keyset, &page, with_total)
        .await
        .map_err(fault)?;
    Ok(RefundConnection::new(slice.map(|row| {
        let cursor = Cursor {
            order: keyset.name.to_owned(),
            key: row.created_at.timestamp_micros().to_string(),
            id: row.id.uuid(),
        };
        (cursor, Refund::new(view.clone(), row))
    })))
}

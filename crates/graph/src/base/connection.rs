//! Relay connections: our own types, so that every field is described and the total is counted only when selected.

use crate::{base::page_error, governance::PageInput};
use async_graphql::{Context, Lookahead, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::{Cursor, PageArguments, PageRequest, PageSlice, TypedId};

/// Where a page stands in its list.
#[derive(SimpleObject, Clone, Debug, Default)]
pub struct PageInfo {
    /// Whether there are items behind this page.
    pub has_next_page: bool,
    /// Whether there are items in front of this page.
    pub has_previous_page: bool,
    /// The position of the first item; null on an empty page.
    pub start_cursor: Option<String>,
    /// The position of the last item; null on an empty page.
    pub end_cursor: Option<String>,
}

/// What a page of a list costs: its size times the cost of one item.
pub fn connection_cost(first: Option<i32>, last: Option<i32>, item: usize) -> usize {
    cost(first, last, PageRequest::MAX, item)
}

/// What a page of a list costs that may be exported.
pub(crate) fn export_cost(first: Option<i32>, last: Option<i32>, item: usize) -> usize {
    cost(first, last, PageRequest::EXPORT_MAX, item)
}

fn cost(first: Option<i32>, last: Option<i32>, max: i32, item: usize) -> usize {
    let size = first.or(last).unwrap_or(PageRequest::DEFAULT).clamp(1, max);
    usize::try_from(size).unwrap_or(1).saturating_mul(item.max(1))
}

/// Checks the arguments of a connection.
pub fn page_arguments(
    order: &str,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<PageRequest> {
    page_of_at_most(PageRequest::MAX, order, (first, after, last, before))
}

/// Checks the arguments of a connection whose largest page is another than usual.
pub(crate) fn page_of_at_most(
    max: i32,
    order: &str,
    (first, after, last, before): PageInput,
) -> Result<PageRequest> {
    let arguments = PageArguments {
        first,
        after,
        last,
        before,
    };
    PageRequest::at_most(max, arguments, order).map_err(page_error)
}

/// The position of a row in a list that is ordered by a moment.
pub(crate) fn position(order: &str, at: DateTime<Utc>, id: impl TypedId) -> Cursor {
    Cursor {
        order: order.to_owned(),
        key: at.timestamp_micros().to_string(),
        id: id.uuid(),
    }
}

/// Whether the client selected a field of the items of the connection that is being resolved.
pub(crate) fn selects(ctx: &Context<'_>, field: &str) -> bool {
    let ahead = ctx.look_ahead();
    ahead.field("nodes").field(field).exists() || ahead.field("edges").field("node").field(field).exists()
}

/// The same for a field of an object that is a field of the items.
pub(crate) fn selects_in(ctx: &Context<'_>, object: &str, field: &str) -> bool {
    let ahead = ctx.look_ahead();
    let below = |item: Lookahead<'_>| item.field(object).field(field).exists();
    below(ahead.field("nodes")) || below(ahead.field("edges").field("node"))
}

/// The total as the API's integer.
pub(crate) fn total_of<T>(slice: &PageSlice<T>) -> Option<i32> {
    slice.total.map(|total| i32::try_from(total).unwrap_or(i32::MAX))
}

macro_rules! connection {
    ($(#[$connection_doc:meta])* $connection:ident, $(#[$edge_doc:meta])* $edge:ident, $node:ident) => {
        $(#[$edge_doc])*
        #[derive(Debug)]
        pub struct $edge {
            cursor: String,
            node: $node,
        }

        $(#[$edge_doc])*
        #[async_graphql::Object]
        impl $edge {
            /// The item's position, for `after` and `before`.
            async fn cursor(&self) -> &str {
                &self.cursor
            }
            /// The item.
            async fn node(&self) -> $crate::base::Row<&$node> {
                $crate::base::Row(&self.node)
            }
        }

        $(#[$connection_doc])*
        #[derive(Debug)]
        pub struct $connection {
            edges: Vec<$edge>,
            page: $crate::PageInfo,
            total: Option<i32>,
        }

        impl $connection {
            pub(crate) fn new(slice: kernel::PageSlice<(kernel::Cursor, $node)>) -> Self {
                let total = $crate::base::connection_total(&slice);
                let (has_next_page, has_previous_page) = (slice.has_next, slice.has_previous);
                let edges: Vec<$edge> = slice
                    .items
                    .into_iter()
                    .map(|(cursor, node)| $edge { cursor: cursor.encode(), node })
                    .collect();
                Self {
                    page: $crate::PageInfo {
                        has_next_page,
                        has_previous_page,
                        start_cursor: edges.first().map(|edge| edge.cursor.clone()),
                        end_cursor: edges.last().map(|edge| edge.cursor.clone()),
                    },
                    edges,
                    total,
                }
            }
        }

        $(#[$connection_doc])*
        #[async_graphql::Object]
        impl $connection {
            /// The items of this page with their positions.
            async fn edges(&self) -> $crate::base::Rows<&$edge> {
                self.edges.iter().collect()
            }
            /// The items of this page.
            async fn nodes(&self) -> $crate::base::Rows<&$node> {
                self.edges.iter().map(|edge| &edge.node).collect()
            }
            /// Where this page stands in the list.
            async fn page_info(&self) -> &$crate::PageInfo {
                &self.page
            }
            /// How many items the filtered list has on all pages together. Counted only when selected.
            async fn total_count(&self) -> async_graphql::Result<i32> {
                self.total.ok_or_else(|| "the list was not counted".into())
            }
        }
    };
}
pub(crate) use connection;

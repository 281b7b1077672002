//! Keyset pages: a page is found by the position of its neighbour, never by counting rows.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// The four arguments of a Relay connection, as the client gave them.
#[derive(Clone, Debug, Default)]
pub struct PageArguments {
    /// How many items from the start.
    pub first: Option<i32>,
    /// Only items behind this cursor.
    pub after: Option<String>,
    /// How many items from the end.
    pub last: Option<i32>,
    /// Only items in front of this cursor.
    pub before: Option<String>,
}

/// From which end a page is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `first`: from the start of the order.
    Forward,
    /// `last`: from the end of the order.
    Backward,
}

/// A checked request for one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most.
    pub limit: u64,
    /// From which end.
    pub direction: Direction,
    /// The exclusive lower bound in the order.
    pub after: Option<Cursor>,
    /// The exclusive upper bound in the order.
    pub before: Option<Cursor>,
}

/// The position of one item: the value it is ordered by, and its id to make the order total.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cursor {
    /// The name of the order this cursor belongs to.
    #[serde(rename = "o")]
    pub order: String,
    /// The sort value: text as it is, a moment in microseconds since 1970.
    #[serde(rename = "k")]
    pub key: String,
    /// The id of the item.
    #[serde(rename = "i")]
    pub id: Uuid,
}

/// Why the arguments make no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// Both ends at once.
    #[error("pass either `first` or `last`, not both")]
    BothEnds,
    /// A size out of range.
    #[error("`{argument}` must be between 1 and {max}")]
    Size {
        /// The argument at fault.
        argument: &'static str,
        /// The largest page.
        max: i32,
    },
    /// Not a cursor of this list.
    #[error("`{argument}` is not a cursor of this list in this order")]
    Cursor {
        /// The argument at fault.
        argument: &'static str,
    },
}

impl Cursor {
    /// The opaque text form.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn decode(argument: &'static str, text: &str, order: &str) -> Result<Self, CursorError> {
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|cursor| cursor.order == order && !cursor.key.contains('\0'))
            .ok_or(CursorError::Cursor { argument })
    }
}

impl PageRequest {
    /// The size of a page when the client names none.
    pub const DEFAULT: i32 = 20;
    /// The largest page.
    pub const MAX: i32 = 100;
    /// The largest page of a list that may be exported.
    pub const EXPORT_MAX: i32 = 1_000;

    /// Checks a connection's arguments for a list that is ordered by `order`.
    pub fn new(arguments: PageArguments, order: &str) -> Result<Self, CursorError> {
        Self::at_most(Self::MAX, arguments, order)
    }

    /// The same for a list whose largest page is another.
    pub fn at_most(max: i32, arguments: PageArguments, order: &str) -> Result<Self, CursorError> {
        let PageArguments {
            first,
            after,
            last,
            before,
        } = arguments;
        let (direction, argument, size) = match (first, last) {
            (Some(_), Some(_)) => return Err(CursorError::BothEnds),
            (None, Some(size)) => (Direction::Backward, "last", size),
            (size, None) => (Direction::Forward, "first", size.unwrap_or(Self::DEFAULT)),
        };
        let limit = u64::try_from(size)
            .ok()
            .filter(|_| (1..=max).contains(&size))
            .ok_or(CursorError::Size { argument, max })?;
        let cursor = |argument, text: Option<String>| {
            text.map(|text| Cursor::decode(argument, &text, order))
                .transpose()
        };
        Ok(Self {
            limit,
            direction,
            after: cursor("after", after)?,
            before: cursor("before", before)?,
        })
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct PageSlice<T> {
    /// The items in the list's order.
    pub items: Vec<T>,
    /// Whether there are items behind the last one.
    pub has_next: bool,
    /// Whether there are items in front of the first one.
    pub has_previous: bool,
    /// The size of the whole filtered list, where it was asked for.
    pub total: Option<u64>,
}

impl<T> PageSlice<T> {
    /// Cuts a page from rows that were fetched in the page's direction with a limit of one more than the page holds.
    pub fn cut(mut rows: Vec<T>, page: &PageRequest, total: Option<u64>) -> Self {
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let (has_previous, has_next) = match page.direction {
            Direction::Forward => (page.after.is_some(), more),
            Direction::Backward => {
                rows.reverse();
                (more, page.before.is_some())
            }
        };
        Self {
            items: rows,
            has_next,
            has_previous,
            total,
        }
    }

    /// The same page of something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> PageSlice<U> {
        PageSlice {
            items: self.items.into_iter().map(f).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
            total: self.total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_bounded() {
        let size = |first, last| {
            PageRequest::new(
                PageArguments {
                    first,
                    last,
                    ..PageArguments::default()
                },
                "name",
            )
            .map(|page| (page.limit, page.direction))
        };
        assert_eq!(size(None, None), Ok((20, Direction::Forward)));
        assert_eq!(size(None, Some(100)), Ok((100, Direction::Backward)));
        assert_eq!(size(Some(1), Some(1)), Err(CursorError::BothEnds));
        for wrong in [0, -1, 101, i32::MAX, i32::MIN] {
            assert!(size(Some(wrong), None).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_cursor_belongs_to_its_order() {
        let cursor = Cursor {
            order: "name".to_owned(),
            key: "Žiga".to_owned(),
            id: Uuid::nil(),
        };
        let page = |order, after: String| {
            PageRequest::new(
                PageArguments {
                    after: Some(after),
                    ..PageArguments::default()
                },
                order,
            )
            .map(|page| page.after)
        };
        assert_eq!(page("name", cursor.encode()), Ok(Some(cursor.clone())));
        let refused = Err(CursorError::Cursor { argument: "after" });
        assert_eq!(page("joined", cursor.encode()), refused);
        assert_eq!(page("name", "rubbish".to_owned()), refused);
    }
}

//! What accountants do with the books: post entries by hand, reverse them, and close the books.
//!
//! Everything else posts by itself, at the moment it happens. An entry says when it happened, so it may belong into books that
//! were closed; then it is posted into the open ones instead, with the day it belongs to, if that is what is wanted.

mod close;
mod entry;
mod reverse;

pub use close::close_books;
pub use entry::{EntrySide, PostLedgerEntry, Posted, post_ledger_entry};
pub use reverse::{ReverseLedgerEntry, reverse_ledger_entry};

use crate::input::moment;
use chrono::{DateTime, Utc};
use entities::organization;
use kernel::{Code, Problem};
use store::{Failure, OrgTx};

/// When an entry counts.
#[derive(Clone, Copy, Debug)]
struct Counts {
    /// The moment it counts for.
    at: DateTime<Utc>,
    /// The moment it really happened, where that is in closed books.
    originally: Option<DateTime<Utc>>,
}

/// When an entry counts that happened at a moment: then, or now, if the books were closed and that is wanted.
fn counts(
    tx: &OrgTx,
    organization: &organization::Model,
    occurred_at: Option<DateTime<Utc>>,
    into_open_books: bool,
) -> Result<Counts, Problem> {
    let at = occurred_at.unwrap_or_else(|| tx.now());
    let (earliest, latest) = (DateTime::UNIX_EPOCH, tx.now());
    if !(earliest..=latest).contains(&at) {
        return Err(Problem::at("occurredAt", Code::OutOfRange)
            .with("min", moment(earliest))
            .with("max", moment(latest)));
    }
    let counts = |at, originally| Ok(Counts { at, originally });
    match (
        organization.books_closed_before,
        organization.books_closed_through,
    ) {
        (Some(open_from), Some(_)) if at < open_from && into_open_books => counts(latest, Some(at)),
        (Some(open_from), Some(through)) if at < open_from => {
            Err(Problem::at("occurredAt", Code::PeriodClosed)
                .with("closedThrough", through.to_string())
                .with("openFrom", moment(open_from)))
        }
        _ => counts(at, None),
    }
}

/// The organization whose books they are.
async fn keeper(tx: &OrgTx) -> Result<organization::Model, Failure> {
    tx.find_for_rule::<organization::Entity>()
        .one()
        .await?
        .ok_or(Failure::Defect("the organization of a transaction is not there"))
}

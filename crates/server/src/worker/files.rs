//! Bytes that nobody needs any more.

use ::files::Files;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt, TryStreamExt};
use store::Store;
use uuid::Uuid;

/// How long bytes may be without a row: the row comes after them, and what is being downloaded is given to its end.
const GRACE: TimeDelta = TimeDelta::days(1);

/// How many files are asked about in one statement.
const AT_ONCE: usize = 500;

/// Removes the bytes that have no row: what was removed, and what was never finished. Gives their number.
pub(super) async fn sweep(store: &Store, files: &Files) -> anyhow::Result<usize> {
    let mut chunks = files.ids().try_chunks(AT_ONCE);
    let mut removed = 0;
    while let Some(chunk) = chunks.next().await {
        let old: Vec<Uuid> = chunk?
            .into_iter()
            .filter(|id| made_at(*id).is_some_and(|made| made + GRACE <= store.now()))
            .collect();
        if old.is_empty() {
            continue;
        }
        let needed = reads::needed_bytes(store, old.clone()).await?;
        for id in old {
            if !needed.contains(&id) {
                files.delete(id).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

/// When an id was given, by the clock that gave it. What has no such id is not ours.
fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

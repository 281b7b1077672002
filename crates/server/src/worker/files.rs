//! Bytes that nobody needs any more.

use ::files::Files;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt, TryStreamExt};
use kernel::Picture;
use store::Store;
use uuid::Uuid;

/// How long bytes may be without a row: the row comes after them, and what is being downloaded is given to its end.
const GRACE: TimeDelta = TimeDelta::days(1);

/// How many files are asked about in one statement.
const AT_ONCE: usize = 500;

/// Removes the bytes that no row needs: what was removed, and what was never finished. Gives their number.
pub(super) async fn sweep(store: &Store, files: &Files) -> anyhow::Result<usize> {
    Ok(sweep_files(store, files).await? + sweep_pictures(store, files).await?)
}

async fn sweep_pictures(store: &Store, files: &Files) -> anyhow::Result<usize> {
    let mut chunks = files.pictures().try_chunks(AT_ONCE);
    let mut removed = 0;
    while let Some(chunk) = chunks.next().await {
        let old: Vec<Picture> = chunk?
            .into_iter()
            .filter(|picture| is_old(store, picture.id))
            .collect();
        if old.is_empty() {
            continue;
        }
        let names = old.iter().map(ToString::to_string).collect();
        let shown = reads::shown_pictures(store, names).await?;
        for picture in old {
            if !shown.contains(&picture.to_string()) {
                files.delete_picture(&picture).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

async fn sweep_files(store: &Store, files: &Files) -> anyhow::Result<usize> {
    let mut chunks = files.ids().try_chunks(AT_ONCE);
    let mut removed = 0;
    while let Some(chunk) = chunks.next().await {
        let old: Vec<Uuid> = chunk?.into_iter().filter(|id| is_old(store, *id)).collect();
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

/// Whether bytes under the id have had their time to get a row.
fn is_old(store: &Store, id: Uuid) -> bool {
    made_at(id).is_some_and(|made| made + GRACE <= store.now())
}

/// When an id was given, by the clock that gave it. What has no such id is not ours.
fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

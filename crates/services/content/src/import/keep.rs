//! Storing the bytes of a package's files.

use files::{FileStorageError, Files};
use kernel::{FileId, TypedId};
use packages::{CourseDraft, FileDraft, PackageError, Source};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Store;
use tokio::{
    sync::mpsc,
    task::{JoinError, spawn_blocking},
};
use uuid::Uuid;

/// Where bytes are, by their hashes.
#[derive(Clone, Debug, Default)]
pub struct KeptFiles(BTreeMap<Vec<u8>, Uuid>);

/// Files of a package could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The file store failed.
    #[error(transparent)]
    Storage(#[from] FileStorageError),
    /// The package could not be read again.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The package is not what it was a moment ago.
    #[error("the package was changed while it was read")]
    Changed,
    /// Reading ended early.
    #[error("reading the package was interrupted")]
    Interrupted(#[from] JoinError),
}

impl KeptFiles {
    /// What a rehearsal takes for the bytes of a course, of which it stores none.
    pub fn rehearsed(store: &Store, draft: &CourseDraft) -> Self {
        let files = draft.attachments.iter();
        Self(
            files
                .map(|file| (file.sha256.clone(), store.new_id::<FileId>().uuid()))
                .collect(),
        )
    }

    /// Forgets the bytes again, as far as possible: what stays goes with the next sweep.
    pub async fn forget(&self, files: &Files) {
        for id in self.0.values() {
            let _swept_later = files.delete(*id).await;
        }
    }

    pub(super) fn with(&self, known: BTreeMap<Vec<u8>, Uuid>) -> Self {
        let mut all = self.0.clone();
        all.extend(known);
        Self(all)
    }

    pub(super) fn find(&self, sha256: &[u8]) -> Option<Uuid> {
        self.0.get(sha256).copied()
    }
}

/// Reads files out of a package and stores their bytes. Nothing is kept where that fails.
pub async fn keep_files(
    store: &Store,
    files: &Files,
    source: &Source,
    wanted: &[FileDraft],
) -> Result<KeptFiles, KeepError> {
    if wanted.is_empty() {
        return Ok(KeptFiles::default());
    }
    let ids = wanted
        .iter()
        .map(|file| (file.sha256.clone(), store.new_id::<FileId>().uuid()));
    let kept = KeptFiles(ids.collect());
    match put(files, source.clone(), wanted, &kept).await {
        Ok(()) => Ok(kept),
        Err(error) => {
            kept.forget(files).await;
            Err(error)
        }
    }
}

/// One file is in memory while the one before it is being stored.
async fn put(files: &Files, source: Source, wanted: &[FileDraft], kept: &KeptFiles) -> Result<(), KeepError> {
    let by_path: BTreeMap<&str, &FileDraft> = wanted.iter().map(|file| (file.path.as_str(), file)).collect();
    let paths = wanted.iter().map(|file| file.path.clone()).collect();
    let (send, mut contents) = mpsc::channel(1);
    let reading = spawn_blocking(move || {
        source.contents(paths, move |path, bytes| {
            // Nobody listens any more where storing has failed.
            let _told_there = send.blocking_send((path, bytes));
        })
    });
    let mut missing = wanted.len();
    while let Some((path, bytes)) = contents.recv().await {
        let file = by_path.get(path.as_str());
        let expected = file.filter(|file| Sha256::digest(&bytes).as_slice() == file.sha256);
        let id = expected.and_then(|file| kept.find(&file.sha256));
        files.put(id.ok_or(KeepError::Changed)?, bytes).await?;
        missing = missing.saturating_sub(1);
    }
    reading.await??;
    if missing > 0 {
        return Err(KeepError::Changed);
    }
    Ok(())
}

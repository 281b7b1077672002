//! Which files of a package have to be stored.

use super::{earlier, has_content, repeat};
use entities::file;
use kernel::CourseId;
use packages::{CourseDraft, FileDraft};
use sea_orm::ColumnTrait;
use std::collections::{BTreeMap, BTreeSet};
use store::{Failure, OrgTx};
use uuid::Uuid;

/// The files whose bytes have to be stored before the course is imported: none, where the import would change nothing, and none that
/// the course has already. To be asked in a transaction of its own.
///
/// Refuses like [`import_course`](super::import_course).
pub async fn files_to_keep(tx: &OrgTx, draft: &CourseDraft) -> Result<Vec<FileDraft>, Failure> {
    has_content(tx, draft)?;
    let mut known: BTreeSet<Vec<u8>> = BTreeSet::new();
    if let Some(record) = earlier(tx, draft).await? {
        let (course, record) = repeat::open(tx, record).await?;
        if record.content_hash == draft.fingerprint() {
            return Ok(Vec::new());
        }
        repeat::untouched(tx, &course, &record).await?;
        known.extend(stored_for(tx, course.id).await?.into_keys());
    }
    let wanted = draft.attachments.iter();
    Ok(wanted
        .filter(|file| known.insert(file.sha256.clone()))
        .cloned()
        .collect())
}

/// Where the bytes of a course's files are, by their hashes.
pub(super) async fn stored_for(tx: &OrgTx, course: CourseId) -> Result<BTreeMap<Vec<u8>, Uuid>, Failure> {
    let rows = tx
        .find_for_rule::<file::Entity>()
        .filter(file::Column::CourseId.eq(course))
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.sha256.clone(), row.stored_as()))
        .collect())
}

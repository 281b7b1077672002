//! Files that people uploaded.

use entities::file;
use kernel::{FileId, LessonId};
use sea_orm::Order;
use std::collections::HashSet;
use store::{CrossOrganization, OrgScope, Store, StoreError};

/// Files by id, as far as the actor may read them now.
pub async fn files_by_id(scope: &OrgScope, ids: Vec<FileId>) -> Result<Vec<file::Model>, StoreError> {
    scope
        .find::<file::Entity>()
        .among(file::Column::Id, ids)
        .filter(authz::readable_files(scope.access(), scope.store().now()))
        .all()
        .await
}

/// The files of lessons in the order they were added, as far as the actor may read them now.
pub async fn files_by_lesson(
    scope: &OrgScope,
    lessons: Vec<LessonId>,
) -> Result<Vec<file::Model>, StoreError> {
    scope
        .find::<file::Entity>()
        .among(file::Column::LessonId, lessons)
        .filter(authz::readable_files(scope.access(), scope.store().now()))
        .order_by(file::Column::Id, Order::Asc)
        .all()
        .await
}

/// Those of the files that have a row.
pub async fn files_with_rows(store: &Store, ids: Vec<FileId>) -> Result<HashSet<FileId>, StoreError> {
    let rows = store
        .across(CrossOrganization::SweepFiles)
        .find::<file::Entity>()
        .among(file::Column::Id, ids)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

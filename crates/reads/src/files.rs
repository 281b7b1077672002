//! Files that people uploaded.

use entities::file;
use kernel::{FileId, LessonId};
use sea_orm::Order;
use std::collections::HashSet;
use store::{CrossOrganization, OrgScope, Store, StoreError};
use uuid::Uuid;

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

/// Those of the stored bytes that some file needs.
pub async fn needed_bytes(store: &Store, ids: Vec<Uuid>) -> Result<HashSet<Uuid>, StoreError> {
    let store = store.across(CrossOrganization::SweepFiles);
    let own = store
        .find::<file::Entity>()
        .among(file::Column::Id, ids.clone())
        .all()
        .await?;
    let shared = store
        .find::<file::Entity>()
        .among(file::Column::StorageId, ids)
        .all()
        .await?;
    Ok(own.iter().chain(&shared).map(file::Model::stored_as).collect())
}

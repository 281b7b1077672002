//! Files that people uploaded.

use entities::{course, file, organization, user};
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

/// Those of the stored pictures, by their names, that somebody shows.
pub async fn shown_pictures(store: &Store, names: Vec<String>) -> Result<HashSet<String>, StoreError> {
    let users = store
        .find_unscoped::<user::Entity>(CrossOrganization::SweepFiles)
        .among(user::Column::Avatar, names.clone())
        .all()
        .await?;
    let store = store.across(CrossOrganization::SweepFiles);
    let organizations = store
        .find::<organization::Entity>()
        .among(organization::Column::Logo, names.clone())
        .all()
        .await?;
    let courses = store
        .find::<course::Entity>()
        .among(course::Column::Cover, names)
        .all()
        .await?;
    let avatars = users.into_iter().filter_map(|row| row.avatar);
    let logos = organizations.into_iter().filter_map(|row| row.logo);
    let covers = courses.into_iter().filter_map(|row| row.cover);
    Ok(avatars.chain(logos).chain(covers).collect())
}

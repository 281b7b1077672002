//! The outline of courses, and what lessons teach.

use entities::{chapter, lesson, lesson_content};
use kernel::{ChapterId, CourseId, LessonId};
use sea_orm::Order;
use store::{OrgScope, StoreError};

/// The chapters of courses, in their order.
pub async fn chapters_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
) -> Result<Vec<chapter::Model>, StoreError> {
    scope
        .find::<chapter::Entity>()
        .among(chapter::Column::CourseId, courses)
        .order_by(chapter::Column::Position, Order::Asc)
        .order_by(chapter::Column::Id, Order::Asc)
        .all()
        .await
}

/// Chapters by id, as far as the actor sees them.
pub async fn chapters_by_id(
    scope: &OrgScope,
    ids: Vec<ChapterId>,
) -> Result<Vec<chapter::Model>, StoreError> {
    scope
        .find::<chapter::Entity>()
        .among(chapter::Column::Id, ids)
        .all()
        .await
}

/// The lessons of chapters, in their order.
pub async fn lessons_by_chapter(
    scope: &OrgScope,
    chapters: Vec<ChapterId>,
) -> Result<Vec<lesson::Model>, StoreError> {
    scope
        .find::<lesson::Entity>()
        .among(lesson::Column::ChapterId, chapters)
        .order_by(lesson::Column::Position, Order::Asc)
        .order_by(lesson::Column::Id, Order::Asc)
        .all()
        .await
}

/// Lessons by id, as far as the actor sees them.
pub async fn lessons_by_id(scope: &OrgScope, ids: Vec<LessonId>) -> Result<Vec<lesson::Model>, StoreError> {
    scope
        .find::<lesson::Entity>()
        .among(lesson::Column::Id, ids)
        .all()
        .await
}

/// What lessons teach: to their authors always, to everybody else who may read it once lesson and chapter are released.
pub async fn contents_by_lesson(
    scope: &OrgScope,
    lessons: Vec<LessonId>,
) -> Result<Vec<lesson_content::Model>, StoreError> {
    scope
        .find::<lesson_content::Entity>()
        .among(lesson_content::Column::LessonId, lessons)
        .filter(authz::readable_contents(scope.access(), scope.store().now()))
        .all()
        .await
}

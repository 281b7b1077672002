//! What a course asks of its learners: its required lessons and quizzes, as far as they are published.

use entities::{
    chapter::{self, ContentStatus},
    lesson, quiz,
};
use kernel::CourseId;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Query, SelectStatement},
};
use store::{OrgTx, StoreError};

/// The required lessons of a course. Those that open later count as well: the course is not done before they are.
pub(crate) async fn required_lessons(tx: &OrgTx, course: CourseId) -> Result<Vec<lesson::Model>, StoreError> {
    tx.find_for_rule::<lesson::Entity>()
        .filter(
            Condition::all()
                .add(lesson::Column::CourseId.eq(course))
                .add(lesson::Column::IsRequired.eq(true))
                .add(lesson::Column::Status.ne(ContentStatus::Draft))
                .add(lesson::Column::ChapterId.in_subquery(published_chapters(tx, course))),
        )
        .all()
        .await
}

/// The keys of the chapters of a course that are no drafts.
fn published_chapters(tx: &OrgTx, course: CourseId) -> SelectStatement {
    Query::select()
        .column(chapter::Column::Id.as_column_ref())
        .from(chapter::Entity)
        .and_where(chapter::Column::OrganizationId.eq(tx.organization()))
        .and_where(chapter::Column::CourseId.eq(course))
        .and_where(chapter::Column::Status.ne(ContentStatus::Draft))
        .to_owned()
}

/// The required quizzes of a course: its own, and those of lessons that are no drafts.
pub(crate) async fn required_quizzes(tx: &OrgTx, course: CourseId) -> Result<Vec<quiz::Model>, StoreError> {
    tx.find_for_rule::<quiz::Entity>()
        .filter(
            Condition::all()
                .add(quiz::Column::CourseId.eq(course))
                .add(quiz::Column::IsRequired.eq(true))
                .add(
                    Condition::any()
                        .add(quiz::Column::LessonId.is_null())
                        .add(quiz::Column::LessonId.in_subquery(published_lessons(tx, course))),
                ),
        )
        .all()
        .await
}

/// The keys of the lessons of a course that are no drafts, in chapters that are none.
fn published_lessons(tx: &OrgTx, course: CourseId) -> SelectStatement {
    Query::select()
        .column(lesson::Column::Id.as_column_ref())
        .from(lesson::Entity)
        .and_where(lesson::Column::OrganizationId.eq(tx.organization()))
        .and_where(lesson::Column::CourseId.eq(course))
        .and_where(lesson::Column::Status.ne(ContentStatus::Draft))
        .and_where(lesson::Column::ChapterId.in_subquery(published_chapters(tx, course)))
        .to_owned()
}

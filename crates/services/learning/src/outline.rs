//! What a course asks of its learners: its required lessons and quizzes, as far as they are published.

use entities::{
    chapter::{self, ContentStatus},
    lesson,
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

//! The outline of courses, and what lessons teach.

use crate::Joined;
use authz::Owned;
use entities::{ByPosition, Columns, chapter, enrollment, lesson, lesson_content, lesson_progress};
use kernel::{ChapterId, CourseId, LessonId, MemberId};
use sea_orm::{
    ColumnTrait, Condition, DbErr, FromQueryResult, Order, QueryResult, RelationTrait,
    sea_query::{Expr, ExprTrait, IntoCondition, Query},
};
use std::collections::BTreeSet;
use store::{OrgScope, Scoped, StoreError, among};

/// The chapters of courses that the actor sees, in their order.
pub async fn chapters_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
) -> Result<Vec<chapter::Model>, StoreError> {
    scope
        .find_below::<chapter::Entity>(authz::chapters_of_visible_courses(scope.access()))
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

/// The lessons of chapters that the actor sees, in their order.
pub async fn lessons_by_chapter(
    scope: &OrgScope,
    chapters: Vec<ChapterId>,
) -> Result<Vec<lesson::Model>, StoreError> {
    of_chapters(scope, chapters).all().await
}

fn of_chapters(scope: &OrgScope, chapters: Vec<ChapterId>) -> Scoped<lesson::Entity> {
    scope
        .find_below::<lesson::Entity>(authz::lessons_of_visible_chapters(scope.access()))
        .among(lesson::Column::ChapterId, chapters)
        .order_by(lesson::Column::Position, Order::Asc)
        .order_by(lesson::Column::Id, Order::Asc)
}

/// A lesson with what the actor has done in it.
#[derive(Clone, Debug)]
pub struct LearnedLesson {
    /// The lesson.
    pub lesson: lesson::Model,
    /// What the actor has done in it.
    pub progress: Joined<lesson_progress::Model>,
}

impl FromQueryResult for LearnedLesson {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            lesson: lesson::Model::read(Columns::all(row))?,
            progress: Joined::read(row, "p_")?,
        })
    }
}

/// The lessons of chapters that the actor sees, in their order, with what the actor has done in them. Each chapter comes with its course.
pub async fn learned_lessons_by_chapter(
    scope: &OrgScope,
    chapters: Vec<(ChapterId, CourseId)>,
) -> Result<Vec<LearnedLesson>, StoreError> {
    let (chapters, courses): (Vec<_>, BTreeSet<_>) = chapters.into_iter().unzip();
    let mut query = of_chapters(scope, chapters);
    if let Some(member) = scope.access().member() {
        let own = within_own(scope, member, courses.into_iter().collect());
        let relation = lesson_progress::Relation::Lesson.def().rev();
        query = query.join_below::<lesson_progress::Entity>(relation, own, "p_");
    }
    query.all_as().await
}

/// Progress in the enrollments of a member in courses, as far as the actor sees those: one in each, so a lesson has one progress at most.
/// They are looked up once, and not once for each lesson.
fn within_own(scope: &OrgScope, member: MemberId, courses: Vec<CourseId>) -> Condition {
    let own = |which: Condition| {
        Query::select()
            .column(enrollment::Column::Id.as_column_ref())
            .from(enrollment::Entity)
            .and_where(enrollment::Column::OrganizationId.eq(scope.access().organization()))
            .and_where(enrollment::Column::MemberId.eq(member))
            .cond_where(enrollment::Entity::visible(scope.access()))
            .cond_where(which)
            .to_owned()
    };
    let enrollment = Expr::col(lesson_progress::Column::EnrollmentId.as_column_ref());
    Condition::all().add(match courses[..] {
        // A single one is found before anything else is read.
        [course] => enrollment.eq(own(enrollment::Column::CourseId.eq(course).into_condition())),
        _ => enrollment.in_subquery(own(among(
            scope.store().engine(),
            enrollment::Column::CourseId,
            courses,
        ))),
    })
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

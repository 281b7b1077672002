//! What a course asks of its learners: its required lessons and quizzes, as far as they are published, and what a lesson asks of them.

use entities::{
    Columns,
    chapter::{self, ContentStatus},
    course_prerequisite, enrollment, lesson, lesson_progress, quiz,
};
use kernel::{ChapterId, CourseId, EnrollmentId, LessonId};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, QueryResult,
    prelude::DateTimeUtc,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use store::{OrgTx, Scoped, StoreError};

/// The required lessons of a course. Those that open later count as well: the course is not done before they are.
pub(crate) fn required_lessons(tx: &OrgTx, course: CourseId) -> Scoped<lesson::Entity> {
    tx.find_for_rule::<lesson::Entity>().filter(
        Condition::all()
            .add(lesson::Column::CourseId.eq(course))
            .add(lesson::Column::IsRequired.eq(true))
            .add(entities::is_not(lesson::Column::Status, ContentStatus::Draft))
            .add(lesson::Column::ChapterId.in_subquery(published_chapters(tx, course))),
    )
}

/// How the required lessons with [progress](required_lessons_learned) are counted, and where the counts belong.
pub(crate) const LESSON_COUNTS: &[(&str, enrollment::Column)] = &[
    ("COUNT(*)", enrollment::Column::RequiredLessons),
    (
        "COUNT(*) FILTER (WHERE is_learned)",
        enrollment::Column::CompletedLessons,
    ),
];

/// The required lessons of a course, with whether each was completed in an enrollment. What was completed is looked up once, and not
/// once for each lesson.
pub(crate) fn required_lessons_learned(
    tx: &OrgTx,
    course: CourseId,
    enrollment: EnrollmentId,
) -> Scoped<lesson::Entity> {
    let completed = Query::select()
        .column(lesson_progress::Column::LessonId.as_column_ref())
        .from(lesson_progress::Entity)
        .and_where(lesson_progress::Column::OrganizationId.eq(tx.organization()))
        .and_where(lesson_progress::Column::EnrollmentId.eq(enrollment))
        .and_where(lesson_progress::Column::CompletedAt.is_not_null())
        .to_owned();
    let is_learned = Expr::col(lesson::Column::Id.as_column_ref()).in_subquery(completed);
    required_lessons(tx, course).expr_as(is_learned, "is_learned")
}

/// What decides whether a lesson is open, and whether it can be completed just like that.
#[derive(Debug)]
pub(crate) struct LessonToLearn {
    pub(crate) id: LessonId,
    pub(crate) chapter_id: ChapterId,
    /// Its own status and when it opens.
    pub(crate) own: (ContentStatus, Option<DateTimeUtc>),
    /// The status of its chapter and when that opens.
    pub(crate) chapter: (ContentStatus, Option<DateTimeUtc>),
    /// Length of its video.
    pub(crate) video_seconds: Option<i32>,
    /// Whether other courses have to be completed before its course.
    pub(crate) asks_prerequisites: bool,
    /// Whether a quiz has to be passed to complete it.
    pub(crate) has_required_quiz: bool,
    /// Whether the actor had opened it when this was read. They may have meanwhile.
    pub(crate) was_opened: bool,
}

/// What is selected of the lesson, in the order in which it is read.
const COLUMNS: [(lesson::Column, &str); 5] = [
    (lesson::Column::Id, "lesson_id"),
    (lesson::Column::ChapterId, "lesson_chapter_id"),
    (lesson::Column::Status, "lesson_status"),
    (lesson::Column::ReleaseAt, "lesson_release_at"),
    (lesson::Column::VideoSeconds, "lesson_video_seconds"),
];

impl FromQueryResult for LessonToLearn {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let columns = Columns::find(row, "lesson_", "id");
        let columns = columns.ok_or_else(|| DbErr::Custom("no lesson is selected".to_owned()))?;
        Ok(Self {
            id: columns.required(0, "id")?,
            chapter_id: columns.required(1, "chapter_id")?,
            own: (columns.required(2, "status")?, columns.optional(3, "release_at")?),
            video_seconds: columns.optional(4, "video_seconds")?,
            chapter: (
                columns.required(5, "chapter_status")?,
                columns.optional(6, "chapter_release_at")?,
            ),
            asks_prerequisites: columns.required(7, "asks_prerequisites")?,
            has_required_quiz: columns.required(8, "has_required_quiz")?,
            was_opened: columns.required(9, "was_opened")?,
        })
    }
}

/// A lesson of the organization with what its course and chapter say about it, in one statement, whether or not the actor sees it.
pub(crate) async fn lesson_to_learn(tx: &OrgTx, id: LessonId) -> Result<Option<LessonToLearn>, StoreError> {
    let own = Query::select()
        .column(enrollment::Column::Id.as_column_ref())
        .from(enrollment::Entity)
        .and_where(enrollment::Column::OrganizationId.eq(tx.organization()))
        .cond_where(match tx.access().member() {
            Some(member) => Condition::all().add(enrollment::Column::MemberId.eq(member)),
            None => authz::never(),
        })
        .and_where(same(
            Expr::col(enrollment::Column::CourseId.as_column_ref()),
            lesson::Column::CourseId,
        ))
        .to_owned();
    let lesson = tx
        .find_for_rule::<lesson::Entity>()
        .filter(lesson::Column::Id.eq(id))
        .only([]);
    let own = lesson_progress::Column::EnrollmentId.in_subquery(own);
    with_lesson_to_learn(tx, lesson, own).one_as().await
}

/// Adds what [`LessonToLearn`] reads to a statement in which a lesson stands; `own` finds the actor's progress in it.
pub(crate) fn with_lesson_to_learn<E: EntityTrait>(
    tx: &OrgTx,
    mut select: Scoped<E>,
    own: Expr,
) -> Scoped<E> {
    let of_chapter = |column: chapter::Column| {
        Query::select()
            .column(column.as_column_ref())
            .from(chapter::Entity)
            .and_where(chapter::Column::OrganizationId.eq(tx.organization()))
            .and_where(same(
                Expr::col(chapter::Column::Id.as_column_ref()),
                lesson::Column::ChapterId,
            ))
            .to_owned()
    };
    let prerequisite = Query::select()
        .expr(Expr::val(1))
        .from(course_prerequisite::Entity)
        .and_where(course_prerequisite::Column::OrganizationId.eq(tx.organization()))
        .and_where(same(
            Expr::col(course_prerequisite::Column::CourseId.as_column_ref()),
            lesson::Column::CourseId,
        ))
        .to_owned();
    let required_quiz = Query::select()
        .expr(Expr::val(1))
        .from(quiz::Entity)
        .and_where(quiz::Column::OrganizationId.eq(tx.organization()))
        .and_where(same(
            Expr::col(quiz::Column::LessonId.as_column_ref()),
            lesson::Column::Id,
        ))
        .and_where(quiz::Column::IsRequired.eq(true))
        .to_owned();
    let progress = Query::select()
        .expr(Expr::val(1))
        .from(lesson_progress::Entity)
        .and_where(lesson_progress::Column::OrganizationId.eq(tx.organization()))
        .and_where(own)
        .and_where(same(
            Expr::col(lesson_progress::Column::LessonId.as_column_ref()),
            lesson::Column::Id,
        ))
        .to_owned();
    for (column, alias) in COLUMNS {
        select = select.expr_as(Expr::col(column.as_column_ref()), alias);
    }
    select
        .expr_as(of_chapter(chapter::Column::Status), "chapter_status")
        .expr_as(of_chapter(chapter::Column::ReleaseAt), "chapter_release_at")
        .expr_as(Expr::exists(prerequisite), "asks_prerequisites")
        .expr_as(Expr::exists(required_quiz), "has_required_quiz")
        .expr_as(Expr::exists(progress), "was_opened")
}

fn same(column: Expr, other: lesson::Column) -> Expr {
    column.eq(Expr::col(other.as_column_ref()))
}

/// The keys of the chapters of a course that are no drafts.
fn published_chapters(tx: &OrgTx, course: CourseId) -> SelectStatement {
    Query::select()
        .column(chapter::Column::Id.as_column_ref())
        .from(chapter::Entity)
        .and_where(chapter::Column::OrganizationId.eq(tx.organization()))
        .and_where(chapter::Column::CourseId.eq(course))
        .and_where(entities::is_not(chapter::Column::Status, ContentStatus::Draft))
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
        .and_where(entities::is_not(lesson::Column::Status, ContentStatus::Draft))
        .and_where(lesson::Column::ChapterId.in_subquery(published_chapters(tx, course)))
        .to_owned()
}

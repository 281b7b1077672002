//! The outline of courses, and what lessons teach.

use crate::Joined;
use authz::Owned;
use entities::{ByPosition, Columns, chapter, enrollment, lesson, lesson_content, lesson_progress, shared};
use kernel::{ChapterId, CourseId, LessonId, MemberId};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, Order, QueryResult, RelationTrait,
    sea_query::{Expr, ExprTrait, IntoCondition, Query},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
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
        query = with_own_progress(scope, query, member, courses.into_iter().collect());
    }
    query.all_as().await
}

/// A chapter with its lessons.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The chapter.
    pub chapter: Arc<chapter::Model>,
    /// Its lessons in their order.
    pub lessons: Vec<LearnedLesson>,
}

/// A chapter with one of its lessons, if it has any.
struct Outlined {
    chapter: Arc<chapter::Model>,
    lesson: Option<LearnedLesson>,
}

impl FromQueryResult for Outlined {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let columns = Columns::all(row);
        let lesson = Columns::find(row, LESSON, lesson::Model::FIRST).filter(|columns| !columns.is_null(0));
        Ok(Self {
            chapter: shared(columns.required(0, chapter::Model::FIRST)?, || {
                chapter::Model::read(columns)
            })?,
            lesson: match lesson {
                Some(columns) => Some(LearnedLesson {
                    lesson: lesson::Model::read(columns)?,
                    progress: Joined::read(row, "p_")?,
                }),
                None => None,
            },
        })
    }
}

/// What the columns of a lesson beside its chapter begin with.
const LESSON: &str = "l_";

/// The chapters of courses that the actor sees, in their order, with their lessons that the actor sees, and with what the actor
/// has done in them if that is asked for.
pub async fn outlines_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
    with_progress: bool,
) -> Result<Vec<Outline>, StoreError> {
    let mut query = scope
        .find_below::<chapter::Entity>(authz::chapters_of_visible_courses(scope.access()))
        .among(chapter::Column::CourseId, courses.clone())
        .join_below::<lesson::Entity>(
            lesson::Relation::Chapter.def().rev(),
            authz::lessons_of_visible_chapters(scope.access()),
            LESSON,
        );
    if let Some(member) = scope.access().member().filter(|_| with_progress) {
        query = with_own_progress(scope, query, member, courses);
    }
    Ok(outlines(query.all_as().await?))
}

/// Puts the lessons of each chapter together. Both are sorted here, where they are short, and not where they are wide.
fn outlines(rows: Vec<Outlined>) -> Vec<Outline> {
    let mut outlines: HashMap<ChapterId, Outline> = HashMap::new();
    for Outlined { chapter, lesson } in rows {
        let outline = outlines.entry(chapter.id).or_insert_with(|| Outline {
            chapter,
            lessons: Vec::new(),
        });
        outline.lessons.extend(lesson);
    }
    let mut outlines: Vec<_> = outlines.into_values().collect();
    outlines.sort_by_key(|outline| (outline.chapter.position, outline.chapter.id));
    for outline in &mut outlines {
        outline
            .lessons
            .sort_by_key(|learned| (learned.lesson.position, learned.lesson.id));
    }
    outlines
}

/// Joins what a member has done in lessons of courses.
fn with_own_progress<E: EntityTrait>(
    scope: &OrgScope,
    query: Scoped<E>,
    member: MemberId,
    courses: Vec<CourseId>,
) -> Scoped<E> {
    let relation = lesson_progress::Relation::Lesson.def().rev();
    query.join_below::<lesson_progress::Entity>(relation, within_own(scope, member, courses), "p_")
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

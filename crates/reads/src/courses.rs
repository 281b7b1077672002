//! Courses and what hangs on them: subjects, tags, mentors, prerequisites.

use crate::{Joined, list};
use entities::{
    category, chapter,
    course::{self, CourseLevel, CourseStatus},
    course_mentor, course_prerequisite, course_tag, employee, lesson, tag,
};
use kernel::{CategoryId, CourseId, EmployeeId, PageRequest, PageSlice, TagId};
use sea_orm::{
    ColumnTrait, Condition, DbErr, FromQueryResult, Order, QueryResult, RelationTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use store::{Keyset, OrgScope, Scoped, StoreError};

/// What a client wants to see of the courses.
#[derive(Clone, Debug, Default)]
pub struct CourseFilter {
    /// Part of the title or of the summary.
    pub search: Option<String>,
    /// In one of these states.
    pub status: Option<Vec<CourseStatus>>,
    /// On one of these levels.
    pub level: Option<Vec<CourseLevel>>,
    /// Listed under this subject.
    pub category: Option<CategoryId>,
    /// With the tag that has this slug.
    pub tag: Option<String>,
    /// Looked after by this employee.
    pub mentor: Option<EmployeeId>,
}

/// What courses can be ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CourseOrder {
    /// By title.
    Title,
    /// By when they were last published; the others are left out.
    PublishedAt,
    /// By when they were begun.
    #[default]
    CreatedAt,
}

impl CourseOrder {
    /// The order as a range of an index.
    pub const fn keyset(self, descending: bool) -> Keyset<course::Entity> {
        let (name, column, is_time) = match self {
            Self::Title => ("title", course::Column::Title, false),
            Self::PublishedAt => ("publishedAt", course::Column::PublishedAt, true),
            Self::CreatedAt => ("createdAt", course::Column::CreatedAt, true),
        };
        Keyset {
            name,
            column,
            id: course::Column::Id,
            descending,
            is_time,
        }
    }
}

/// Which relations of the courses are selected.
#[expect(clippy::struct_excessive_bools, reason = "one for each relation")]
#[derive(Clone, Copy, Debug, Default)]
pub struct CourseShape {
    /// The employee who is responsible.
    pub owner: bool,
    /// How much there is of chapters and lessons.
    pub counts: bool,
    /// And how many of the lessons are required, which is another count for each course.
    pub required: bool,
    /// The size of the whole list.
    pub total: bool,
}

/// A course with what was joined.
#[derive(Clone, Debug)]
pub struct CourseRow {
    /// The course.
    pub course: course::Model,
    /// The employee who is responsible.
    pub owner: Joined<employee::Model>,
    /// How much there is of chapters and lessons, if it was asked for.
    pub counts: Option<CourseCounts>,
}

impl From<course::Model> for CourseRow {
    fn from(course: course::Model) -> Self {
        Self {
            course,
            owner: Joined::NotAsked,
            counts: None,
        }
    }
}

impl FromQueryResult for CourseRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            course: course::Model::from_query_result(row, prefix)?,
            owner: Joined::read(row, "o_", "id")?,
            // Columns that are not there are the sign that they were not asked for.
            counts: CourseCounts::from_query_result(row, prefix).ok(),
        })
    }
}

/// One page of the courses that the actor sees.
pub async fn courses(
    scope: &OrgScope,
    filter: CourseFilter,
    order: CourseOrder,
    keyset: &Keyset<course::Entity>,
    page: &PageRequest,
    shape: CourseShape,
) -> Result<PageSlice<CourseRow>, StoreError> {
    let mut condition = condition(scope, filter);
    if order == CourseOrder::PublishedAt {
        condition = condition.add(course::Column::PublishedAt.is_not_null());
    }
    list::page(
        || scope.find::<course::Entity>(),
        condition,
        |mut query| {
            if shape.owner {
                query = query.join_owned::<employee::Entity>(course::Relation::OwnerEmployee.def(), "o_");
            }
            if shape.counts {
                query = with_counts(scope, query, shape.required);
            }
            query
        },
        keyset,
        page,
        shape.total,
    )
    .await
}

fn condition(scope: &OrgScope, filter: CourseFilter) -> Condition {
    let CourseFilter {
        search,
        status,
        level,
        category,
        tag,
        mentor,
    } = filter;
    let organization = scope.access().organization();
    let mentored = |employee: EmployeeId| {
        Query::select()
            .column(course_mentor::Column::CourseId)
            .from(course_mentor::Entity)
            .and_where(course_mentor::Column::OrganizationId.eq(organization))
            .and_where(course_mentor::Column::EmployeeId.eq(employee))
            .to_owned()
    };
    let tagged = |slug: &str| {
        let tags = Query::select()
            .column(tag::Column::Id)
            .from(tag::Entity)
            .and_where(tag::Column::OrganizationId.eq(organization))
            .and_where(tag::Column::Slug.eq(slug))
            .to_owned();
        let courses = Query::select()
            .column(course_tag::Column::CourseId)
            .from(course_tag::Entity)
            .and_where(course_tag::Column::OrganizationId.eq(organization))
            .and_where(course_tag::Column::TagId.in_subquery(tags))
            .to_owned();
        // PostgreSQL cannot even be asked about a text with this character.
        if slug.contains('\0') {
            authz::never()
        } else {
            Condition::all().add(course::Column::Id.in_subquery(courses))
        }
    };
    Condition::all()
        .add_option(search.map(|text| {
            Condition::any()
                .add(list::column_contains(course::Column::Title, &text))
                .add(list::column_contains(course::Column::Summary, &text))
        }))
        .add_option(status.map(|any| course::Column::Status.is_in(any)))
        .add_option(level.map(|any| course::Column::Level.is_in(any)))
        .add_option(category.map(|id| course::Column::CategoryId.eq(id)))
        .add_option(tag.as_deref().map(tagged))
        .add_option(mentor.map(|id| course::Column::Id.in_subquery(mentored(id))))
}

/// The course with a slug, if the actor sees it.
pub async fn course_by_slug(scope: &OrgScope, slug: &str) -> Result<Option<course::Model>, StoreError> {
    if slug.contains('\0') {
        return Ok(None);
    }
    scope
        .find::<course::Entity>()
        .filter(course::Column::Slug.eq(slug))
        .one()
        .await
}

/// Courses by id, as far as the actor sees them.
pub async fn courses_by_id(scope: &OrgScope, ids: Vec<CourseId>) -> Result<Vec<course::Model>, StoreError> {
    scope
        .find::<course::Entity>()
        .among(course::Column::Id, ids)
        .all()
        .await
}

/// How much of a course the actor sees.
#[derive(Clone, Copy, Debug)]
pub struct CourseCounts {
    /// Which course.
    pub course: CourseId,
    /// Its chapters.
    pub chapters: i64,
    /// Its lessons.
    pub lessons: i64,
    /// Those of them that completing the course takes, if they were asked for.
    pub required_lessons: Option<i64>,
}

impl FromQueryResult for CourseCounts {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            course: row.try_get(prefix, "id")?,
            chapters: row.try_get("", "chapters")?,
            lessons: row.try_get("", "lessons")?,
            // A column that is not there is the sign that it was not asked for.
            required_lessons: row.try_get("", "required_lessons").ok(),
        })
    }
}

/// Counts the outlines of courses, in one statement.
pub async fn course_counts(scope: &OrgScope, ids: Vec<CourseId>) -> Result<Vec<CourseCounts>, StoreError> {
    let query = scope.find::<course::Entity>().among(course::Column::Id, ids);
    with_counts(scope, query, true).all_as().await
}

fn with_counts(
    scope: &OrgScope,
    query: Scoped<course::Entity>,
    with_required: bool,
) -> Scoped<course::Entity> {
    // The course is one that the actor sees, so its parts are not asked again whether it is.
    fn number_of<E: authz::Owned>(scope: &OrgScope, of: E::Column, seen: Condition) -> SelectStatement {
        Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from(E::default().table_ref())
            .and_where(E::ORGANIZATION.eq(scope.access().organization()))
            .and_where(Expr::col(of.as_column_ref()).eq(Expr::col(course::Column::Id.as_column_ref())))
            .cond_where(seen)
            .to_owned()
    }
    let access = scope.access();
    let lessons = |seen| number_of::<lesson::Entity>(scope, lesson::Column::CourseId, seen);
    let chapters = authz::chapters_of_visible_courses(access);
    let chapters = number_of::<chapter::Entity>(scope, chapter::Column::CourseId, chapters);
    let seen = || authz::lessons_of_visible_courses(access);
    let required = Condition::all()
        .add(seen())
        .add(lesson::Column::IsRequired.eq(true));
    let query = query
        .expr_as(chapters, "chapters")
        .expr_as(lessons(seen()), "lessons");
    if with_required {
        query.expr_as(lessons(required), "required_lessons")
    } else {
        query
    }
}

/// What a course refers to, as far as the actor sees it.
#[derive(Clone, Debug)]
pub struct OfCourse<M> {
    /// Which course.
    pub course: CourseId,
    /// What it refers to.
    pub to: Option<M>,
}

macro_rules! of_course {
    ($($(#[$doc:meta])* $name:ident: $through:ident -> $module:ident by $relation:ident, ordered by $order:ident;)*) => {$(
        impl FromQueryResult for OfCourse<$module::Model> {
            fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
                Ok(Self {
                    course: row.try_get(prefix, "course_id")?,
                    to: match Joined::read(row, "j_", "id")? {
                        Joined::Found(found) => found,
                        Joined::NotAsked => None,
                    },
                })
            }
        }

        $(#[$doc])*
        pub async fn $name(
            scope: &OrgScope,
            courses: Vec<CourseId>,
        ) -> Result<Vec<OfCourse<$module::Model>>, StoreError> {
            scope
                .find::<$through::Entity>()
                .among($through::Column::CourseId, courses)
                .join_owned::<$module::Entity>($through::Relation::$relation.def(), "j_")
                .order_by($through::Column::$order, Order::Asc)
                .order_by($through::Column::Id, Order::Asc)
                .all_as()
                .await
        }
    )*};
}

of_course! {
    /// The tags of courses, in the order they were given.
    tags_of_courses: course_tag -> tag by Tag, ordered by CreatedAt;
    /// The mentors of courses, the first one first.
    mentors_of_courses: course_mentor -> employee by Employee, ordered by CreatedAt;
    /// What courses ask for, in the order it was added.
    prerequisites_of_courses: course_prerequisite -> course by PrerequisiteCourse, ordered by CreatedAt;
}

/// Every subject, in its order.
pub async fn categories(scope: &OrgScope) -> Result<Vec<category::Model>, StoreError> {
    scope
        .find::<category::Entity>()
        .order_by(category::Column::Position, Order::Asc)
        .order_by(category::Column::Id, Order::Asc)
        .all()
        .await
}

/// Subjects by id.
pub async fn categories_by_id(
    scope: &OrgScope,
    ids: Vec<CategoryId>,
) -> Result<Vec<category::Model>, StoreError> {
    scope
        .find::<category::Entity>()
        .among(category::Column::Id, ids)
        .all()
        .await
}

/// Tags by id.
pub async fn tags_by_id(scope: &OrgScope, ids: Vec<TagId>) -> Result<Vec<tag::Model>, StoreError> {
    scope
        .find::<tag::Entity>()
        .among(tag::Column::Id, ids)
        .all()
        .await
}

/// The first tags in the order of the alphabet.
pub async fn tags(scope: &OrgScope, most: u64) -> Result<Vec<tag::Model>, StoreError> {
    scope
        .find::<tag::Entity>()
        .order_by(tag::Column::Slug, Order::Asc)
        .limit(most)
        .all()
        .await
}

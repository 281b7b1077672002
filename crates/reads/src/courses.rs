//! Courses and what hangs on them: subjects, tags, mentors, prerequisites.

use crate::{EnrollmentRow, Joined, enrollments::with_progress, joined::optional, list, search};
use entities::{
    ByPosition, Columns, category, chapter,
    course::{self, CourseLevel, CourseStatus},
    course_mentor, course_prerequisite, course_tag, employee, enrollment, lesson, position, tag,
};
use kernel::{CategoryId, CourseId, EmployeeId, PageRequest, PageSlice, SearchTerms, TagId};
use sea_orm::{
    ColumnTrait, Condition, DbErr, FromQueryResult, Order, QueryResult, RelationTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use store::{Keyset, OrgScope, Paging, Ranking, Scoped, StoreError};

/// What a client wants to see of the courses.
#[derive(Clone, Debug, Default)]
pub struct CourseFilter {
    /// With words that begin like these.
    pub search: Option<Search>,
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
    /// Rated with at least this average, in hundredths.
    pub min_rating: Option<i32>,
}

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// These words.
    Terms(SearchTerms),
    /// Something without letters or digits, which is nowhere.
    Nothing,
}

impl Search {
    /// What a text asks for; an empty one asks for nothing in particular.
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            return None;
        }
        Some(SearchTerms::parse(text).map_or(Self::Nothing, Self::Terms))
    }
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
    /// By their average rating; those without one are left out.
    Rating,
    /// By how well they fit what is looked for.
    Relevance,
}

/// A course with what was joined, and with the number it is ordered by, where it is one.
#[derive(Clone, Debug)]
pub struct CourseRow {
    /// The course.
    pub course: course::Model,
    /// The employee who is responsible.
    pub owner: Joined<employee::Model>,
    /// How much there is of chapters and lessons, if it was asked for.
    pub counts: Option<CourseCounts>,
    /// How well it fits what is looked for.
    pub relevance: Option<i64>,
}

impl From<course::Model> for CourseRow {
    fn from(course: course::Model) -> Self {
        Self {
            course,
            owner: Joined::NotAsked,
            counts: None,
            relevance: None,
        }
    }
}

impl FromQueryResult for CourseRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            course: course::Model::read(Columns::all(row))?,
            owner: Joined::read(row, "o_")?,
            counts: match position(row, "chapters") {
                Some(_) => Some(CourseCounts::from_query_result(row, prefix)?),
                None => None,
            },
            relevance: optional(row, "relevance")?,
        })
    }
}

impl CourseOrder {
    /// The name of the order, as cursors carry it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::PublishedAt => "publishedAt",
            Self::CreatedAt => "createdAt",
            Self::Rating => "rating",
            Self::Relevance => "relevance",
        }
    }

    /// Where a row stands in this order.
    pub fn key(self, row: &CourseRow) -> String {
        let course = &row.course;
        match self {
            Self::Title => course.title.clone(),
            Self::PublishedAt => course
                .published_at
                .unwrap_or(course.created_at)
                .timestamp_micros()
                .to_string(),
            Self::CreatedAt => course.created_at.timestamp_micros().to_string(),
            Self::Rating => course.rating_hundredths.unwrap_or_default().to_string(),
            Self::Relevance => row.relevance.unwrap_or_default().to_string(),
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

/// One page of the courses that the actor sees. Without anything to look for, the order by relevance is by id.
pub async fn courses(
    scope: &OrgScope,
    filter: CourseFilter,
    order: CourseOrder,
    descending: bool,
    page: &PageRequest,
    shape: CourseShape,
) -> Result<PageSlice<CourseRow>, StoreError> {
    let terms = match &filter.search {
        Some(Search::Terms(terms)) => Some(terms.clone()),
        Some(Search::Nothing) | None => None,
    };
    let mut condition = condition(scope, filter);
    let by_column = |column, is_time| Keyset {
        name: order.name(),
        column,
        id: course::Column::Id,
        descending,
        is_time,
    };
    let by_number = |rank| Ranking {
        name: order.name(),
        rank,
        id: course::Column::Id,
        descending,
    };
    match order {
        CourseOrder::Title => {
            let order = by_column(course::Column::Title, false);
            listed(scope, condition, &order, page, shape, None).await
        }
        CourseOrder::PublishedAt => {
            condition = condition.add(course::Column::PublishedAt.is_not_null());
            let order = by_column(course::Column::PublishedAt, true);
            listed(scope, condition, &order, page, shape, None).await
        }
        CourseOrder::CreatedAt => {
            let order = by_column(course::Column::CreatedAt, true);
            listed(scope, condition, &order, page, shape, None).await
        }
        CourseOrder::Rating => {
            condition = condition.add(course::Column::RatingHundredths.is_not_null());
            let order = by_number(Expr::col(course::Column::RatingHundredths.as_column_ref()));
            listed(scope, condition, &order, page, shape, None).await
        }
        CourseOrder::Relevance => {
            let rank = terms.map_or_else(|| Expr::val(0i64), |terms| search::relevance(&terms));
            let order = by_number(rank.clone());
            listed(scope, condition, &order, page, shape, Some(rank)).await
        }
    }
}

async fn listed(
    scope: &OrgScope,
    condition: Condition,
    order: &impl Paging<course::Entity>,
    page: &PageRequest,
    shape: CourseShape,
    relevance: Option<Expr>,
) -> Result<PageSlice<CourseRow>, StoreError> {
    let joined = |mut query: Scoped<course::Entity>| {
        if shape.owner {
            query = query.join_owned::<employee::Entity>(course::Relation::OwnerEmployee.def(), "o_");
        }
        if shape.counts {
            query = with_counts(scope, query, shape.required);
        }
        match relevance {
            Some(rank) => query.expr_as(rank, "relevance"),
            None => query,
        }
    };
    let scoped = || scope.find::<course::Entity>();
    list::page(scoped, condition, joined, order, page, shape.total).await
}

fn condition(scope: &OrgScope, filter: CourseFilter) -> Condition {
    let CourseFilter {
        search,
        status,
        level,
        category,
        tag,
        mentor,
        min_rating,
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
        .add_option(search.map(|search| match search {
            Search::Nothing => authz::never(),
            Search::Terms(terms) => {
                let found = search::matching(scope.store().engine(), organization, &terms);
                Condition::all().add(course::Column::Id.in_subquery(found))
            }
        }))
        .add_option(min_rating.map(|least| course::Column::RatingHundredths.gte(least)))
        .add_option(status.map(|any| course::Column::Status.is_in(any)))
        .add_option(level.map(|any| course::Column::Level.is_in(any)))
        .add_option(category.map(|id| course::Column::CategoryId.eq(id)))
        .add_option(tag.as_deref().map(tagged))
        .add_option(mentor.map(|id| course::Column::Id.in_subquery(mentored(id))))
}

/// A course, and the actor's own enrollment in it.
#[derive(Clone, Debug)]
pub struct OwnCourse {
    /// The course.
    pub course: course::Model,
    /// The enrollment.
    pub own: Joined<EnrollmentRow>,
}

/// What the columns of the enrollment begin with.
const OWN: &str = "own_";

impl FromQueryResult for OwnCourse {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            course: course::Model::read(Columns::all(row))?,
            own: EnrollmentRow::beside(row, OWN)?,
        })
    }
}

/// The course with a slug, if the actor sees one; with their own enrollment if that is asked for.
pub async fn course_by_slug(
    scope: &OrgScope,
    slug: &str,
    with_own: bool,
) -> Result<Option<OwnCourse>, StoreError> {
    if slug.contains('\0') {
        return Ok(None);
    }
    let mut query = scope
        .find::<course::Entity>()
        .filter(course::Column::Slug.eq(slug));
    if let Some(member) = scope.access().member().filter(|_| with_own) {
        let own = Condition::all().add(enrollment::Column::MemberId.eq(member));
        let to_own = enrollment::Relation::Course.def().rev();
        query = with_progress(query.join_owned_where::<enrollment::Entity>(to_own, own, OWN));
    }
    query.one_as().await
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
            required_lessons: optional(row, "required_lessons")?,
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
                    to: Joined::read(row, "j_")?.into_found(),
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

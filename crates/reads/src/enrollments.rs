//! Enrollments with the progress they have now.

use crate::{Joined, courses_by_id, joined::optional, list};
use entities::{
    ByPosition, Columns, certificate, course,
    enrollment::{self, EnrollmentSource, EnrollmentStatus},
    member::{self, MemberStatus},
    user,
};
use kernel::{CourseId, EnrollmentId, MemberId, PageRequest, PageSlice, UserId};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, QueryResult, RelationTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use store::{CrossOrganization, Keyset, OrgScope, Scoped, Store, StoreError};

/// How many lessons the course asks for at this moment. Counted when it is read: what authors change counts at once. The course of the
/// chapters is named so that they are found by it, and not one by one by their lessons.
const REQUIRED: &str = "(SELECT COUNT(*) FROM lesson AS l \
    JOIN chapter AS c ON c.organization_id = l.organization_id AND c.id = l.chapter_id \
    AND c.course_id = enrollment.course_id \
    WHERE l.organization_id = enrollment.organization_id AND l.course_id = enrollment.course_id \
    AND l.is_required AND l.status <> 'DRAFT' AND c.status <> 'DRAFT')";

/// How many of them are completed.
const COMPLETED: &str = "(SELECT COUNT(*) FROM lesson_progress AS p \
    JOIN lesson AS l ON l.organization_id = p.organization_id AND l.id = p.lesson_id \
    JOIN chapter AS c ON c.organization_id = l.organization_id AND c.id = l.chapter_id \
    WHERE p.organization_id = enrollment.organization_id AND p.enrollment_id = enrollment.id \
    AND p.completed_at IS NOT NULL AND l.is_required AND l.status <> 'DRAFT' AND c.status <> 'DRAFT')";

/// The latest certificate of an enrollment.
const LATEST: &str = "certificate.id = (SELECT k.id FROM certificate AS k \
    WHERE k.organization_id = enrollment.organization_id AND k.enrollment_id = enrollment.id \
    ORDER BY k.issued_at DESC, k.id DESC LIMIT 1)";

/// What a client wants to see of the enrollments.
#[derive(Clone, Debug, Default)]
pub struct EnrollmentFilter {
    /// In one of these states.
    pub status: Option<Vec<EnrollmentStatus>>,
    /// That came about in one of these ways.
    pub source: Option<Vec<EnrollmentSource>>,
    /// In this course.
    pub course: Option<CourseId>,
    /// Of this member.
    pub member: Option<MemberId>,
}

/// Which relations of the enrollments are selected.
#[expect(clippy::struct_excessive_bools, reason = "one for each relation")]
#[derive(Clone, Copy, Debug, Default)]
pub struct EnrollmentShape {
    /// The course.
    pub course: bool,
    /// The learner.
    pub member: bool,
    /// The learner's person; comes with the learner only.
    pub user: bool,
    /// How far the learner is.
    pub progress: bool,
    /// The latest certificate.
    pub certificate: bool,
    /// The size of the whole list.
    pub total: bool,
    /// Whether the list may be a report. A thousand enrollments are in a hundred courses, so each course is read once, by itself.
    pub is_report: bool,
}

/// How far a learner is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Required lessons that are completed.
    pub completed: i64,
    /// Required lessons.
    pub required: i64,
}

/// An enrollment with what was joined.
#[derive(Clone, Debug)]
pub struct EnrollmentRow {
    /// The enrollment.
    pub enrollment: enrollment::Model,
    /// How far the learner is, if it was asked for.
    pub progress: Option<Progress>,
    /// The course.
    pub course: Joined<course::Model>,
    /// The learner.
    pub member: Joined<member::Model>,
    /// The learner's person.
    pub user: Joined<user::Model>,
    /// The latest certificate.
    pub certificate: Joined<certificate::Model>,
}

impl From<enrollment::Model> for EnrollmentRow {
    fn from(enrollment: enrollment::Model) -> Self {
        Self {
            progress: Some(stored(&enrollment)),
            enrollment,
            course: Joined::NotAsked,
            member: Joined::NotAsked,
            user: Joined::NotAsked,
            certificate: Joined::NotAsked,
        }
    }
}

impl FromQueryResult for EnrollmentRow {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Self::read(Columns::all(row), row)
    }
}

impl EnrollmentRow {
    /// An enrollment beside something else, whose columns carry a prefix.
    pub(crate) fn beside(row: &QueryResult, prefix: &'static str) -> Result<Joined<Self>, DbErr> {
        match Columns::find(row, prefix, enrollment::Model::FIRST) {
            Some(columns) if columns.is_null(0) => Ok(Joined::Found(None)),
            Some(columns) => Ok(Joined::Found(Some(Arc::new(Self::read(columns, row)?)))),
            None => Ok(Joined::NotAsked),
        }
    }

    fn read(columns: Columns<'_>, row: &QueryResult) -> Result<Self, DbErr> {
        let enrollment = enrollment::Model::read(columns)?;
        // What was completed stays as it was then, whatever became of the course.
        let progress = if enrollment.completed_at.is_some() {
            Some(stored(&enrollment))
        } else {
            match optional(row, "now_completed")? {
                Some(completed) => Some(Progress {
                    completed,
                    required: row.try_get("", "now_required")?,
                }),
                None => None,
            }
        };
        Ok(Self {
            enrollment,
            progress,
            course: Joined::read(row, "co_")?,
            member: Joined::read(row, "m_")?,
            user: Joined::read(row, "u_")?,
            certificate: Joined::read(row, "ce_")?,
        })
    }
}

/// What the enrollment itself says: counted when it was completed, and when it was last worked on.
fn stored(enrollment: &enrollment::Model) -> Progress {
    Progress {
        completed: enrollment.completed_lessons.into(),
        required: enrollment.required_lessons.into(),
    }
}

impl EnrollmentRow {
    /// The progress in percent, rounded down; 100 means completed and nothing else does.
    pub fn percent(&self, progress: Progress) -> i64 {
        if self.enrollment.completed_at.is_some() {
            return 100;
        }
        let exact = progress
            .completed
            .saturating_mul(100)
            .checked_div(progress.required);
        Ord::min(exact.unwrap_or_default(), 99)
    }
}

/// The order of enrollments: by when they began.
pub const fn enrollment_keyset(descending: bool) -> Keyset<enrollment::Entity> {
    Keyset {
        name: "enrolledAt",
        column: enrollment::Column::EnrolledAt,
        id: enrollment::Column::Id,
        descending,
        is_time: true,
    }
}

/// Counts for each enrollment in a statement how far its learner is.
pub(crate) fn with_progress<E: EntityTrait>(query: Scoped<E>) -> Scoped<E> {
    query
        .expr_as(Expr::cust(COMPLETED), "now_completed")
        .expr_as(Expr::cust(REQUIRED), "now_required")
}

fn latest() -> Condition {
    Condition::all().add(Expr::cust(LATEST))
}

/// One page of the enrollments that the actor sees.
pub async fn enrollments(
    scope: &OrgScope,
    filter: EnrollmentFilter,
    keyset: &Keyset<enrollment::Entity>,
    page: &PageRequest,
    shape: EnrollmentShape,
) -> Result<PageSlice<EnrollmentRow>, StoreError> {
    let mut slice: PageSlice<EnrollmentRow> = list::page(
        || scope.find::<enrollment::Entity>(),
        condition(filter),
        |mut query| {
            if shape.progress {
                query = with_progress(query);
            }
            if shape.course && !shape.is_report {
                query = query.join_owned::<course::Entity>(enrollment::Relation::Course.def(), "co_");
            }
            if shape.member {
                query = query.join_owned::<member::Entity>(enrollment::Relation::Member.def(), "m_");
                if shape.user {
                    query = query.join_global::<user::Entity>(member::Relation::User.def(), "u_");
                }
            }
            if shape.certificate {
                let relation = certificate::Relation::Enrollment.def().rev();
                query = query.join_owned_where::<certificate::Entity>(relation, latest(), "ce_");
            }
            query
        },
        keyset,
        page,
        shape.total,
    )
    .await?;
    if shape.course && shape.is_report {
        find_courses(scope, &mut slice.items).await?;
    }
    Ok(slice)
}

/// Finds the courses of enrollments, each of them once.
async fn find_courses(scope: &OrgScope, rows: &mut [EnrollmentRow]) -> Result<(), StoreError> {
    let ids: BTreeSet<CourseId> = rows.iter().map(|row| row.enrollment.course_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let courses = courses_by_id(scope, ids.into_iter().collect()).await?;
    let courses: HashMap<CourseId, Arc<course::Model>> =
        courses.into_iter().map(|row| (row.id, Arc::new(row))).collect();
    for row in rows {
        row.course = Joined::Found(courses.get(&row.enrollment.course_id).cloned());
    }
    Ok(())
}

/// One page of a user's own enrollments, wherever they are an active member.
pub async fn own_enrollments(
    store: &Store,
    user: UserId,
    status: Option<Vec<EnrollmentStatus>>,
    keyset: &Keyset<enrollment::Entity>,
    page: &PageRequest,
    shape: EnrollmentShape,
) -> Result<PageSlice<EnrollmentRow>, StoreError> {
    let across = store.across(CrossOrganization::OwnEnrollments);
    let memberships = Query::select()
        .column(member::Column::OrganizationId)
        .column(member::Column::Id)
        .from(member::Entity)
        .and_where(member::Column::UserId.eq(user))
        .and_where(member::Column::Status.eq(MemberStatus::Active))
        .to_owned();
    let own = Expr::tuple([
        Expr::col(enrollment::Column::OrganizationId.as_column_ref()),
        Expr::col(enrollment::Column::MemberId.as_column_ref()),
    ])
    .in_subquery(memberships);
    let filter = EnrollmentFilter {
        status,
        ..EnrollmentFilter::default()
    };
    list::page(
        || across.find::<enrollment::Entity>(),
        condition(filter).add(own),
        |mut query| {
            if shape.progress {
                query = with_progress(query);
            }
            if shape.course {
                let relation = enrollment::Relation::Course.def();
                query = query.join_across::<course::Entity>(relation, Condition::all(), "co_");
            }
            if shape.member {
                let relation = enrollment::Relation::Member.def();
                query = query.join_across::<member::Entity>(relation, Condition::all(), "m_");
                if shape.user {
                    query = query.join_global::<user::Entity>(member::Relation::User.def(), "u_");
                }
            }
            if shape.certificate {
                let relation = certificate::Relation::Enrollment.def().rev();
                query = query.join_across::<certificate::Entity>(relation, latest(), "ce_");
            }
            query
        },
        keyset,
        page,
        shape.total,
    )
    .await
}

fn condition(filter: EnrollmentFilter) -> Condition {
    let EnrollmentFilter {
        status,
        source,
        course,
        member,
    } = filter;
    Condition::all()
        .add_option(status.map(|any| enrollment::Column::Status.is_in(any)))
        .add_option(source.map(|any| enrollment::Column::Source.is_in(any)))
        .add_option(course.map(|id| enrollment::Column::CourseId.eq(id)))
        .add_option(member.map(|id| enrollment::Column::MemberId.eq(id)))
}

/// Enrollments by id, as far as the actor sees them.
pub async fn enrollments_by_id(
    scope: &OrgScope,
    ids: Vec<EnrollmentId>,
) -> Result<Vec<EnrollmentRow>, StoreError> {
    let query = scope
        .find::<enrollment::Entity>()
        .among(enrollment::Column::Id, ids);
    with_progress(query).all_as().await
}

/// The actor's own enrollments in courses.
pub async fn own_enrollments_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
) -> Result<Vec<EnrollmentRow>, StoreError> {
    let Some(member) = scope.access().member() else {
        return Ok(Vec::new());
    };
    let query = scope
        .find::<enrollment::Entity>()
        .filter(enrollment::Column::MemberId.eq(member))
        .among(enrollment::Column::CourseId, courses);
    with_progress(query).all_as().await
}

/// How learning goes in an organization.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct LearningOverview {
    /// Enrollments that are being learned.
    pub active: i64,
    /// Enrollments that are completed.
    pub completed: i64,
    /// Enrollments that are withheld.
    pub suspended: i64,
    /// Enrollments that have ended.
    pub cancelled: i64,
    /// The progress of the active and completed ones, added up.
    pub percent: i64,
}

/// How learning goes, as far as the actor sees enrollments.
pub async fn learning_overview(scope: &OrgScope) -> Result<Option<LearningOverview>, StoreError> {
    with_progress(scope.find::<enrollment::Entity>())
        .summary(&[
            (
                "CAST(COALESCE(SUM(CASE WHEN status = 'ACTIVE' THEN 1 ELSE 0 END), 0) AS BIGINT)",
                "active",
            ),
            (
                "CAST(COALESCE(SUM(CASE WHEN status = 'COMPLETED' THEN 1 ELSE 0 END), 0) AS BIGINT)",
                "completed",
            ),
            (
                "CAST(COALESCE(SUM(CASE WHEN status = 'SUSPENDED' THEN 1 ELSE 0 END), 0) AS BIGINT)",
                "suspended",
            ),
            (
                "CAST(COALESCE(SUM(CASE WHEN status = 'CANCELLED' THEN 1 ELSE 0 END), 0) AS BIGINT)",
                "cancelled",
            ),
            (
                "CAST(COALESCE(SUM(CASE WHEN status = 'COMPLETED' THEN 100 WHEN status <> 'ACTIVE' THEN 0 \
                 WHEN now_required = 0 THEN 0 WHEN now_completed >= now_required THEN 99 \
                 ELSE now_completed * 100 / now_required END), 0) AS BIGINT)",
                "percent",
            ),
        ])
        .await
}

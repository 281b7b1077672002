//! Q5: a report of enrollments.

use super::{
    Viewer,
    catalogue::position,
    wire::{Id, Of, Page, Variables},
};
use chrono::{DateTime, Utc};
use kernel::{CourseId, Cursor, EnrollmentId, MemberId, UserId};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

macro_rules! sql {
    ($page:literal) => {
        concat!(
            r#"SELECT e.id, e.status, e.enrolled_at, e.last_activity_at, m.id, m.display_name, u.id, u.first_name,
                u.last_name, u.email, c.id, c.slug, c.title
            FROM enrollment e
            JOIN member m ON m.organization_id = e.organization_id AND m.id = e.member_id
            JOIN "user" u ON u.id = m.user_id
            JOIN course c ON c.organization_id = e.organization_id AND c.id = e.course_id
            WHERE e.organization_id = (SELECT o.id FROM organization o
                JOIN member me ON me.organization_id = o.id AND me.user_id = $2 AND me.status = 'ACTIVE'
                    AND me.access_role IN ('OWNER', 'SUPER_ADMIN', 'ADMIN', 'HR')
                WHERE o.slug = $1)"#,
            $page,
            " ORDER BY e.enrolled_at DESC, e.id DESC LIMIT $3"
        )
    };
}

type Row = (
    Uuid,
    String,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
    Uuid,
    String,
    Uuid,
    String,
    Option<String>,
    String,
    Uuid,
    String,
    String,
);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Enrollment {
    id: Id<EnrollmentId>,
    status: String,
    enrolled_at: DateTime<Utc>,
    last_activity_at: Option<DateTime<Utc>>,
    member: Member,
    course: Course,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    id: Id<MemberId>,
    display_name: String,
    user: User,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: Id<UserId>,
    full_name: String,
    email: String,
}

#[derive(Serialize)]
struct Course {
    id: Id<CourseId>,
    slug: String,
    title: String,
}

#[derive(Serialize)]
pub(super) struct Enrollments {
    enrollments: Page<Enrollment>,
}

pub(super) async fn read(
    connection: &mut PgConnection,
    viewer: Viewer,
    variables: &Variables,
) -> anyhow::Result<Of<Enrollments>> {
    let limit = i64::try_from(variables.first + 1)?;
    let rows: Vec<Row> = match &variables.after {
        None => {
            sqlx::query_as(sql!(""))
                .bind(&variables.organization)
                .bind(viewer.user)
                .bind(limit)
                .fetch_all(connection)
                .await?
        }
        Some(after) => {
            let (enrolled_at, id) = position(after)?;
            sqlx::query_as(sql!(" AND (e.enrolled_at, e.id) < ($4, $5)"))
                .bind(&variables.organization)
                .bind(viewer.user)
                .bind(limit)
                .bind(enrolled_at)
                .bind(id)
                .fetch_all(connection)
                .await?
        }
    };
    let cursor = |enrollment: &Enrollment| Cursor {
        order: "enrolledAt".to_owned(),
        key: enrollment.enrolled_at.timestamp_micros().to_string(),
        id: enrollment.id.0,
    };
    let enrollments = rows.into_iter().map(enrollment).collect();
    Ok(Of {
        organization: Enrollments {
            enrollments: Page::cut(enrollments, variables.first, cursor),
        },
    })
}

fn enrollment(row: Row) -> Enrollment {
    let (
        id,
        status,
        enrolled_at,
        last_activity_at,
        member,
        name,
        user,
        first,
        last,
        email,
        course,
        slug,
        title,
    ) = row;
    Enrollment {
        id: id.into(),
        status,
        enrolled_at,
        last_activity_at,
        member: Member {
            id: member.into(),
            display_name: name,
            user: User {
                id: user.into(),
                full_name: match last {
                    Some(last) => format!("{first} {last}"),
                    None => first,
                },
                email,
            },
        },
        course: Course {
            id: course.into(),
            slug,
            title,
        },
    }
}

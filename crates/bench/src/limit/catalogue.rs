//! Q2: a page of the catalogue.

use super::{
    Viewer,
    wire::{Id, Of, Page, Variables},
};
use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use kernel::{CourseId, Cursor, EmployeeId};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

macro_rules! sql {
    ($page:literal) => {
        concat!(
            "SELECT c.id, c.slug, c.title, c.summary, c.level, c.duration_minutes, c.rating_hundredths, c.rating_count,
                c.published_at,
                (SELECT count(*) FROM chapter h WHERE h.organization_id = c.organization_id AND h.course_id = c.id
                    AND h.status <> 'DRAFT'),
                (SELECT count(*) FROM lesson l
                    JOIN chapter h ON h.organization_id = l.organization_id AND h.id = l.chapter_id
                    WHERE l.organization_id = c.organization_id AND l.course_id = c.id AND l.status <> 'DRAFT'
                    AND h.status <> 'DRAFT'),
                e.id, e.professional_display_name
            FROM course c
            JOIN employee e ON e.organization_id = c.organization_id AND e.id = c.owner_employee_id
            WHERE c.organization_id = (SELECT o.id FROM organization o
                    JOIN member m ON m.organization_id = o.id AND m.user_id = $2 AND m.status = 'ACTIVE'
                    WHERE o.slug = $1)
                AND c.status = 'PUBLISHED' AND c.published_at IS NOT NULL",
            $page,
            " ORDER BY c.published_at DESC, c.id DESC LIMIT $3"
        )
    };
}

type Row = (
    Uuid,
    String,
    String,
    Option<String>,
    String,
    Option<i32>,
    Option<i32>,
    i32,
    DateTime<Utc>,
    i64,
    i64,
    Uuid,
    String,
);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Course {
    id: Id<CourseId>,
    slug: String,
    title: String,
    summary: Option<String>,
    level: String,
    duration_minutes: Option<i32>,
    rating_average: Option<String>,
    rating_count: i32,
    chapter_count: i64,
    lesson_count: i64,
    owner: Owner,
    #[serde(skip)]
    published_at: DateTime<Utc>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Owner {
    id: Id<EmployeeId>,
    professional_display_name: String,
}

#[derive(Serialize)]
pub(super) struct Courses {
    courses: Page<Course>,
}

pub(super) async fn read(
    connection: &mut PgConnection,
    viewer: Viewer,
    variables: &Variables,
) -> anyhow::Result<Of<Courses>> {
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
            let (published_at, id) = position(after)?;
            sqlx::query_as(sql!(" AND (c.published_at, c.id) < ($4, $5)"))
                .bind(&variables.organization)
                .bind(viewer.user)
                .bind(limit)
                .bind(published_at)
                .bind(id)
                .fetch_all(connection)
                .await?
        }
    };
    let cursor = |course: &Course| Cursor {
        order: "publishedAt".to_owned(),
        key: course.published_at.timestamp_micros().to_string(),
        id: course.id.0,
    };
    let courses = rows.into_iter().map(course).collect();
    Ok(Of {
        organization: Courses {
            courses: Page::cut(courses, variables.first, cursor),
        },
    })
}

fn course(row: Row) -> Course {
    let (
        id,
        slug,
        title,
        summary,
        level,
        duration_minutes,
        hundredths,
        rating_count,
        published_at,
        chapters,
        lessons,
        owner,
        name,
    ) = row;
    Course {
        id: id.into(),
        slug,
        title,
        summary,
        level,
        duration_minutes,
        rating_average: hundredths.map(|all| format!("{}.{:02}", all / 100, all % 100)),
        rating_count,
        chapter_count: chapters,
        lesson_count: lessons,
        owner: Owner {
            id: owner.into(),
            professional_display_name: name,
        },
        published_at,
    }
}

/// What a cursor of a moment says.
pub(super) fn position(cursor: &str) -> anyhow::Result<(DateTime<Utc>, Uuid)> {
    let cursor: Cursor = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor)?)?;
    let moment = DateTime::from_timestamp_micros(cursor.key.parse()?).context("no moment")?;
    Ok((moment, cursor.id))
}

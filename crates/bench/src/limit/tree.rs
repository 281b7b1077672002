//! Q3: the page of a course for its learner.

use super::{
    Viewer,
    wire::{Id, Of, Variables},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{ChapterId, CourseId, EnrollmentId, LessonId};
use serde::Serialize;
use sqlx::{PgConnection, Row, postgres::PgRow};
use uuid::Uuid;

/// A row for each lesson; how far the learner is can be counted in them.
const SQL: &str = "SELECT h.id, h.title, h.position, l.id, l.title, l.kind, l.position, l.is_required, p.id, p.completed_at,
        c.id, c.title, c.summary, e.id, e.status, e.completed_at, e.completed_lessons, e.required_lessons
    FROM organization o
    JOIN member m ON m.organization_id = o.id AND m.user_id = $2 AND m.status = 'ACTIVE'
    JOIN course c ON c.organization_id = o.id AND c.slug = $3 AND c.status = 'PUBLISHED'
    JOIN chapter h ON h.organization_id = o.id AND h.course_id = c.id AND h.status <> 'DRAFT'
    JOIN lesson l ON l.organization_id = o.id AND l.chapter_id = h.id AND l.status <> 'DRAFT'
    LEFT JOIN enrollment e ON e.organization_id = o.id AND e.member_id = m.id AND e.course_id = c.id
    LEFT JOIN lesson_progress p ON p.organization_id = o.id AND p.enrollment_id = e.id AND p.lesson_id = l.id
    WHERE o.slug = $1 ORDER BY h.position, h.id, l.position, l.id";

#[derive(Serialize)]
pub(super) struct One {
    course: Course,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Course {
    id: Id<CourseId>,
    title: String,
    summary: Option<String>,
    viewer_enrollment: Option<Enrollment>,
    chapters: Vec<Chapter>,
}

#[derive(Serialize)]
struct Enrollment {
    id: Id<EnrollmentId>,
    status: String,
    progress: Progress,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Progress {
    completed_lessons: i64,
    required_lessons: i64,
    percent: i64,
}

impl Progress {
    pub(super) fn of(completed: i64, required: i64, is_completed: bool) -> Self {
        let exact = (completed * 100).checked_div(required).unwrap_or_default();
        Self {
            completed_lessons: completed,
            required_lessons: required,
            percent: if is_completed { 100 } else { exact.min(99) },
        }
    }
}

#[derive(Serialize)]
struct Chapter {
    id: Id<ChapterId>,
    title: String,
    position: i32,
    lessons: Vec<Lesson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lesson {
    id: Id<LessonId>,
    title: String,
    kind: String,
    position: i32,
    is_required: bool,
    viewer_progress: Option<LessonProgress>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LessonProgress {
    is_completed: bool,
    completed_at: Option<DateTime<Utc>>,
}

pub(super) async fn read(
    connection: &mut PgConnection,
    viewer: Viewer,
    variables: &Variables,
) -> anyhow::Result<Of<One>> {
    let rows = sqlx::query(SQL)
        .bind(&variables.organization)
        .bind(viewer.user)
        .bind(&variables.course)
        .fetch_all(connection)
        .await?;
    let mut chapters: Vec<Chapter> = Vec::new();
    let (mut completed, mut required) = (0, 0);
    for row in &rows {
        let chapter: Uuid = row.try_get(0)?;
        if chapters.last().is_none_or(|last| last.id.0 != chapter) {
            chapters.push(Chapter {
                id: chapter.into(),
                title: row.try_get(1)?,
                position: row.try_get(2)?,
                lessons: Vec::new(),
            });
        }
        let lesson = lesson(row)?;
        let done = lesson
            .viewer_progress
            .as_ref()
            .is_some_and(|progress| progress.is_completed);
        required += i64::from(lesson.is_required);
        completed += i64::from(lesson.is_required && done);
        if let Some(last) = chapters.last_mut() {
            last.lessons.push(lesson);
        }
    }
    let first = rows.first().context("no such course")?;
    let course = Course {
        id: first.try_get::<Uuid, _>(10)?.into(),
        title: first.try_get(11)?,
        summary: first.try_get(12)?,
        viewer_enrollment: enrollment(first, completed, required)?,
        chapters,
    };
    Ok(Of {
        organization: One { course },
    })
}

fn lesson(row: &PgRow) -> anyhow::Result<Lesson> {
    let completed_at: Option<DateTime<Utc>> = row.try_get(9)?;
    Ok(Lesson {
        id: row.try_get::<Uuid, _>(3)?.into(),
        title: row.try_get(4)?,
        kind: row.try_get(5)?,
        position: row.try_get(6)?,
        is_required: row.try_get(7)?,
        viewer_progress: row.try_get::<Option<Uuid>, _>(8)?.map(|_opened| LessonProgress {
            is_completed: completed_at.is_some(),
            completed_at,
        }),
    })
}

/// What was completed stays as it was then; otherwise the lessons count.
fn enrollment(row: &PgRow, completed: i64, required: i64) -> anyhow::Result<Option<Enrollment>> {
    let Some(id) = row.try_get::<Option<Uuid>, _>(13)? else {
        return Ok(None);
    };
    let is_completed = row.try_get::<Option<DateTime<Utc>>, _>(15)?.is_some();
    let (completed, required) = if is_completed {
        (
            row.try_get::<i32, _>(16)?.into(),
            row.try_get::<i32, _>(17)?.into(),
        )
    } else {
        (completed, required)
    };
    Ok(Some(Enrollment {
        id: id.into(),
        status: row.try_get(14)?,
        progress: Progress::of(completed, required, is_completed),
    }))
}

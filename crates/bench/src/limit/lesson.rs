//! M1: completing a lesson.

use super::{
    Viewer,
    tree::Progress,
    wire::{Id, Variables, parse},
};
use kernel::{EnrollmentId, EventId, LessonProgressId, SystemClock, SystemRandom, TypedId};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// Everything our server writes, and nothing of what it looks at to know whether it may.
const SQL: &str = "WITH place AS (
        SELECT e.id, e.organization_id, e.course_id, l.id AS lesson_id
        FROM lesson l
        JOIN member m ON m.organization_id = l.organization_id AND m.user_id = $2 AND m.status = 'ACTIVE'
        JOIN enrollment e ON e.organization_id = l.organization_id AND e.member_id = m.id AND e.course_id = l.course_id
        WHERE l.id = $1 AND l.status <> 'DRAFT' AND e.status = 'ACTIVE' FOR UPDATE OF e
    ), done AS (
        INSERT INTO lesson_progress (id, organization_id, enrollment_id, lesson_id, opened_at, completed_at, watched,
            watched_seconds, created_at, updated_at)
        SELECT $4, organization_id, id, lesson_id, $3, $3, '[]', 0, $3, $3 FROM place
        ON CONFLICT (organization_id, enrollment_id, lesson_id)
            DO UPDATE SET completed_at = COALESCE(lesson_progress.completed_at, excluded.completed_at)
        RETURNING id
    ), counted AS (
        SELECT count(*) AS required, count(*) FILTER (WHERE p.completed_at IS NOT NULL OR l.id = place.lesson_id) AS completed
        FROM place
        JOIN lesson l ON l.organization_id = place.organization_id AND l.course_id = place.course_id
            AND l.is_required AND l.status <> 'DRAFT'
        JOIN chapter h ON h.organization_id = l.organization_id AND h.id = l.chapter_id AND h.status <> 'DRAFT'
        LEFT JOIN lesson_progress p ON p.organization_id = place.organization_id AND p.enrollment_id = place.id
            AND p.lesson_id = l.id
    ), logged AS (
        INSERT INTO event (id, organization_id, actor_user_id, capacity, action, subject_type, subject_id, after, occurred_at)
        SELECT told.id, place.organization_id, $2, 'MEMBER', told.action, 'lesson_progress', done.id,
            jsonb_build_object('enrollmentId', place.id, 'lessonId', place.lesson_id), $3
        FROM place, done, (VALUES ($5::uuid, 'LESSON_OPENED'), ($6::uuid, 'LESSON_COMPLETED')) AS told (id, action)
    )
    UPDATE enrollment e SET completed_lessons = counted.completed, required_lessons = counted.required,
        last_activity_at = $3, updated_at = $3
    FROM place, counted WHERE e.id = place.id
    RETURNING e.id, e.status, counted.completed, counted.required";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Done {
    complete_lesson: Payload,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    lesson_progress: LessonProgress,
    user_errors: [Value; 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LessonProgress {
    is_completed: bool,
    enrollment: Enrollment,
}

#[derive(Serialize)]
struct Enrollment {
    id: Id<EnrollmentId>,
    status: String,
    progress: Progress,
}

pub(super) async fn complete(
    connection: &mut PgConnection,
    viewer: Viewer,
    variables: &Variables,
) -> anyhow::Result<Done> {
    let (id, status, completed, required): (Uuid, String, i64, i64) = sqlx::query_as(SQL)
        .bind(parse(&variables.lesson)?)
        .bind(viewer.user)
        .bind(viewer.now)
        .bind(new_id::<LessonProgressId>())
        .bind(new_id::<EventId>())
        .bind(new_id::<EventId>())
        .fetch_one(connection)
        .await?;
    let enrollment = Enrollment {
        id: id.into(),
        status,
        progress: Progress::of(completed, required, false),
    };
    Ok(Done {
        complete_lesson: Payload {
            lesson_progress: LessonProgress {
                is_completed: true,
                enrollment,
            },
            user_errors: [],
        },
    })
}

pub(super) fn new_id<I: TypedId>() -> Uuid {
    I::generate(&SystemClock, &SystemRandom).uuid()
}

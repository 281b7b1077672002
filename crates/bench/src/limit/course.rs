//! Q1: one course by its id.

use super::{
    Viewer,
    wire::{Id, Node, Variables, parse},
};
use chrono::{DateTime, Utc};
use kernel::CourseId;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

const SQL: &str = "SELECT c.id, c.slug, c.title, c.summary, c.level, c.duration_minutes, c.published_at
    FROM course c JOIN organization o ON o.id = c.organization_id
    WHERE c.id = $1 AND c.status = 'PUBLISHED' AND (o.is_public OR EXISTS (SELECT FROM member m
        WHERE m.organization_id = o.id AND m.user_id = $2 AND m.status = 'ACTIVE'))";

type Row = (
    Uuid,
    String,
    String,
    Option<String>,
    String,
    Option<i32>,
    Option<DateTime<Utc>>,
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
    published_at: Option<DateTime<Utc>>,
}

pub(super) async fn read(
    connection: &mut PgConnection,
    viewer: Viewer,
    variables: &Variables,
) -> anyhow::Result<Node<Course>> {
    let row: Row = sqlx::query_as(SQL)
        .bind(parse(&variables.id)?)
        .bind(viewer.user)
        .fetch_one(connection)
        .await?;
    let (id, slug, title, summary, level, duration_minutes, published_at) = row;
    Ok(Node {
        node: Course {
            id: id.into(),
            slug,
            title,
            summary,
            level,
            duration_minutes,
            published_at,
        },
    })
}

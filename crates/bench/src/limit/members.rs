//! Q4: the members dashboard.

use super::{
    Viewer,
    wire::{Id, Of, Page, Variables},
};
use chrono::{DateTime, Utc};
use kernel::{Cursor, MemberId, UserId};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

const SQL: &str = r#"SELECT m.id, m.display_name, m.status, m.customer_type, m.joined_at,
        EXISTS (SELECT FROM employee e WHERE e.organization_id = m.organization_id AND e.member_id = m.id
            AND e.status <> 'TERMINATED'),
        n.number, n.last, u.id, u.first_name, u.last_name, u.email
    FROM member m
    JOIN "user" u ON u.id = m.user_id
    LEFT JOIN LATERAL (SELECT count(*) AS number, max(e.last_activity_at) AS last FROM enrollment e
        WHERE e.organization_id = m.organization_id AND e.member_id = m.id) n ON true
    WHERE m.organization_id = (SELECT o.id FROM organization o
        JOIN member me ON me.organization_id = o.id AND me.user_id = $2 AND me.status = 'ACTIVE'
            AND me.access_role IN ('OWNER', 'SUPER_ADMIN', 'ADMIN', 'HR')
        WHERE o.slug = $1)
    ORDER BY m.joined_at DESC, m.id DESC LIMIT $3"#;

type Row = (
    Uuid,
    String,
    String,
    String,
    DateTime<Utc>,
    bool,
    i64,
    Option<DateTime<Utc>>,
    Uuid,
    String,
    Option<String>,
    String,
);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member {
    id: Id<MemberId>,
    display_name: String,
    status: String,
    customer_type: String,
    joined_at: DateTime<Utc>,
    is_employee: bool,
    enrollment_count: i64,
    last_activity_at: Option<DateTime<Utc>>,
    user: User,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: Id<UserId>,
    first_name: String,
    last_name: Option<String>,
    email: String,
}

#[derive(Serialize)]
pub(super) struct Members {
    members: Page<Member>,
}

pub(super) async fn read(
    connection: &mut PgConnection,
    viewer: Viewer,
    variables: &Variables,
) -> anyhow::Result<Of<Members>> {
    let rows: Vec<Row> = sqlx::query_as(SQL)
        .bind(&variables.organization)
        .bind(viewer.user)
        .bind(i64::try_from(variables.first + 1)?)
        .fetch_all(connection)
        .await?;
    let cursor = |member: &Member| Cursor {
        order: "joinedAt".to_owned(),
        key: member.joined_at.timestamp_micros().to_string(),
        id: member.id.0,
    };
    let members = rows.into_iter().map(member).collect();
    Ok(Of {
        organization: Members {
            members: Page::cut(members, variables.first, cursor),
        },
    })
}

fn member(row: Row) -> Member {
    let (
        id,
        display_name,
        status,
        customer_type,
        joined_at,
        is_employee,
        enrollment_count,
        last_activity_at,
        user,
        first_name,
        last_name,
        email,
    ) = row;
    Member {
        id: id.into(),
        display_name,
        status,
        customer_type,
        joined_at,
        is_employee,
        enrollment_count,
        last_activity_at,
        user: User {
            id: user.into(),
            first_name,
            last_name,
            email,
        },
    }
}

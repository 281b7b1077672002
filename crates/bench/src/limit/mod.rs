//! The limit: what the same machine and database give, if nothing stands between a request and its one SQL statement.
//!
//! It answers the operations of `bench/operations` and nothing else, with the JSON that our server answers. It finds out
//! who asks by the same statement and in the same way; then it runs one statement written by hand for the operation. No
//! GraphQL, no policies, no row-level security: it is not a server that anybody could use, but one that nobody can beat.
//!
//! Lists find their organization in a subquery and not in a join, so that the index gives the rows in their order and no
//! more of them are read than are shown.

mod catalogue;
mod course;
mod lesson;
mod members;
mod order;
mod report;
mod tree;
mod wire;

use anyhow::Context;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use clap::Parser;
use kernel::{Clock, Secret, SystemClock};
use serde::Serialize;
use sqlx::{PgConnection, PgPool, postgres::PgPoolOptions};
use std::{net::SocketAddr, num::NonZeroUsize, thread};
use uuid::Uuid;
use wire::{Asked, Data};

/// As many as our server has: four for each processor, at least eight.
fn connections() -> u32 {
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    u32::try_from(4 * processors).unwrap_or(u32::MAX).max(8)
}

#[derive(Parser)]
#[command(name = "bench limit")]
struct Options {
    #[arg(long)]
    listen: SocketAddr,
    #[arg(long)]
    database: String,
}

/// Serves until it is ended.
pub(crate) async fn main() -> anyhow::Result<()> {
    let Options { listen, database } = Options::parse_from(std::env::args().skip(1));
    let pool = PgPoolOptions::new()
        .max_connections(connections())
        .test_before_acquire(false)
        .connect(&database)
        .await
        .context("the limit server has no database")?;
    let router = Router::new()
        .route("/graphql", post(answer))
        .route("/readyz", get(|| async { "ready" }))
        .with_state(pool);
    let listener = tokio::net::TcpListener::bind(listen).await?;
    Ok(axum::serve(listener, router).await?)
}

/// Whoever asks, and when.
#[derive(Clone, Copy)]
struct Viewer {
    user: Uuid,
    now: DateTime<Utc>,
}

async fn answer(State(pool): State<PgPool>, headers: HeaderMap, body: Bytes) -> Response {
    match respond(&pool, &headers, &body).await {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
    }
}

async fn respond(pool: &PgPool, headers: &HeaderMap, body: &[u8]) -> anyhow::Result<Vec<u8>> {
    let asked: Asked = serde_json::from_slice(body)?;
    let mut connection = pool.acquire().await?;
    let viewer = authenticate(&mut connection, headers).await?;
    match asked.operation_name.as_str() {
        "Course" => json(course::read(&mut connection, viewer, &asked.variables).await?),
        "Catalogue" => json(catalogue::read(&mut connection, viewer, &asked.variables).await?),
        "CourseTree" => json(tree::read(&mut connection, viewer, &asked.variables).await?),
        "Members" => json(members::read(&mut connection, viewer, &asked.variables).await?),
        "Enrollments" => json(report::read(&mut connection, viewer, &asked.variables).await?),
        "CompleteLesson" => json(lesson::complete(&mut connection, viewer, &asked.variables).await?),
        "PlaceOrder" => json(order::place(&mut connection, viewer, &asked.variables).await?),
        other => anyhow::bail!("there is no operation `{other}`"),
    }
}

fn json<T: Serialize>(data: T) -> anyhow::Result<Vec<u8>> {
    Ok(serde_json::to_vec(&Data { data })?)
}

/// What our server's `authenticate` reads and asks.
const SESSION: &str = r#"SELECT s.id, s.user_id, s.impersonator_id, s.last_seen_at, u.email_key, u.email_verified_at,
        u.platform_role, u.banned_at, u.ban_expires_at
    FROM session s LEFT JOIN "user" u ON u.id = s.user_id WHERE s.token_hash = $1 AND s.expires_at > $2 LIMIT 1"#;

type Session = (
    Uuid,
    Uuid,
    Option<Uuid>,
    DateTime<Utc>,
    String,
    Option<DateTime<Utc>>,
    Option<String>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
);

async fn authenticate(connection: &mut PgConnection, headers: &HeaderMap) -> anyhow::Result<Viewer> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .context("no token")?;
    let now = SystemClock.now();
    let session: Session = sqlx::query_as(SESSION)
        .bind(Secret::presented(token).hash().into_bytes())
        .bind(now)
        .fetch_one(connection)
        .await?;
    let (_, user, _, _, _, _, _, banned_at, _) = session;
    anyhow::ensure!(banned_at.is_none(), "banned");
    Ok(Viewer { user, now })
}

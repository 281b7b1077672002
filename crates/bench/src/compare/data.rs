//! Who asks, and for what: taken from the database before anything is measured.

use super::database::Database;
use anyhow::Context;
use chrono::{Duration, Utc};
use kernel::{
    Clock, CourseId, LessonId, OrganizationId, Secret, SessionId, SystemClock, SystemRandom, TypedId,
    VariantId,
};
use serde_json::{Value, json};
use sqlx::QueryBuilder;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// How many different requests a read is asked with.
const ASKED: i64 = 400;
/// How many people change something.
const WRITERS: i64 = 1_000;
/// How many lessons are completed at most, and how many orders placed.
const CHANGES: i64 = 150_000;

/// Somebody who looks at a course that they learn.
pub(super) struct Learner {
    pub(super) token: String,
    pub(super) organization: String,
    pub(super) slug: String,
    pub(super) course: String,
}

pub(super) struct Data {
    database: Database,
    /// Owners with the slugs of their organizations.
    pub(super) owners: Vec<(String, String)>,
    pub(super) learners: Vec<Learner>,
    /// Lessons to complete: each is used once.
    pub(super) lessons: Vec<(String, Value)>,
    /// Orders to place: each is used once.
    pub(super) orders: Vec<(String, Value)>,
}

impl Data {
    pub(super) async fn collect(database: &Database) -> anyhow::Result<Self> {
        let owners: Vec<(Uuid, String)> = sqlx::query_as(
            "SELECT m.user_id, o.slug FROM organization o JOIN member m ON m.organization_id = o.id
                AND m.access_role = 'OWNER' ORDER BY o.id LIMIT 20",
        )
        .fetch_all(database.pool())
        .await?;
        let learners: Vec<(Uuid, String, String, Uuid)> = sqlx::query_as(
            "SELECT m.user_id, o.slug, c.slug, c.id FROM enrollment e
                JOIN organization o ON o.id = e.organization_id
                JOIN member m ON m.id = e.member_id AND m.status = 'ACTIVE' AND m.access_role = 'MEMBER'
                JOIN course c ON c.id = e.course_id
                ORDER BY md5(e.id::text) LIMIT $1",
        )
        .bind(ASKED)
        .fetch_all(database.pool())
        .await?;
        let (lessons, orders) = (lessons(database).await?, orders(database).await?);
        let people: BTreeSet<Uuid> = owners
            .iter()
            .map(|(user, _)| *user)
            .chain(learners.iter().map(|(user, ..)| *user))
            .chain(lessons.iter().map(|(user, _)| *user))
            .chain(orders.iter().map(|(user, _)| *user))
            .collect();
        let tokens = sign_in(database, people).await?;
        let token = |user: &Uuid| tokens.get(user).cloned().context("nobody to be");
        let with_token = |(user, what): (Uuid, Value)| Ok((token(&user)?, what));
        Ok(Self {
            owners: owners
                .into_iter()
                .map(|(user, slug)| Ok((token(&user)?, slug)))
                .collect::<anyhow::Result<_>>()?,
            learners: learners
                .into_iter()
                .map(|(user, organization, slug, course)| {
                    Ok(Learner {
                        token: token(&user)?,
                        organization,
                        slug,
                        course: CourseId::from_uuid(course).to_string(),
                    })
                })
                .collect::<anyhow::Result<_>>()?,
            lessons: lessons
                .into_iter()
                .map(with_token)
                .collect::<anyhow::Result<_>>()?,
            orders: orders
                .into_iter()
                .map(with_token)
                .collect::<anyhow::Result<_>>()?,
            database: database.clone(),
        })
    }

    pub(super) const fn database(&self) -> &Database {
        &self.database
    }
}

/// Lessons that have not been completed, of people who never complete the whole course by them.
async fn lessons(database: &Database) -> anyhow::Result<Vec<(Uuid, Value)>> {
    let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "SELECT m.user_id, l.id FROM enrollment e
            JOIN (SELECT DISTINCT user_id FROM member WHERE access_role = 'MEMBER' ORDER BY user_id LIMIT $1) w ON true
            JOIN member m ON m.id = e.member_id AND m.user_id = w.user_id AND m.status = 'ACTIVE'
                AND m.access_role = 'MEMBER'
            JOIN lesson l ON l.organization_id = e.organization_id AND l.course_id = e.course_id AND l.position < 7
            WHERE e.status = 'ACTIVE' AND NOT EXISTS (SELECT FROM lesson_progress p
                WHERE p.organization_id = e.organization_id AND p.enrollment_id = e.id AND p.lesson_id = l.id)
            ORDER BY md5(e.id::text || l.id::text) LIMIT $2",
    )
    .bind(WRITERS)
    .bind(CHANGES)
    .fetch_all(database.pool())
    .await?;
    let lesson = |(user, lesson): (Uuid, Uuid)| {
        let lesson = LessonId::from_uuid(lesson).to_string();
        (user, json!({ "lesson": lesson }))
    };
    Ok(rows.into_iter().map(lesson).collect())
}

/// Courses that people have not bought and do not learn.
async fn orders(database: &Database) -> anyhow::Result<Vec<(Uuid, Value)>> {
    let rows: Vec<(Uuid, Uuid, Uuid)> = sqlx::query_as(
        "SELECT m.organization_id, m.user_id, v.id
            FROM (SELECT DISTINCT user_id FROM member WHERE access_role = 'MEMBER' ORDER BY user_id LIMIT $1) w
            JOIN member m ON m.user_id = w.user_id AND m.status = 'ACTIVE' AND m.access_role = 'MEMBER'
            JOIN product p ON p.organization_id = m.organization_id AND p.course_id IS NOT NULL
            JOIN variant v ON v.organization_id = p.organization_id AND v.product_id = p.id
            WHERE NOT EXISTS (SELECT FROM enrollment e WHERE e.organization_id = m.organization_id
                AND e.member_id = m.id AND e.course_id = p.course_id)
            ORDER BY md5(m.id::text || v.id::text) LIMIT $2",
    )
    .bind(WRITERS)
    .bind(CHANGES)
    .fetch_all(database.pool())
    .await?;
    let order = |(organization, user, variant): (Uuid, Uuid, Uuid)| {
        let variant_id = VariantId::from_uuid(variant).to_string();
        let input = json!({
            "organizationId": OrganizationId::from_uuid(organization).to_string(),
            "lines": [{ "variantId": variant_id }],
            "currency": "EUR",
            "jurisdiction": "SI",
            "paymentMethod": "test_ok",
            "idempotencyKey": format!("{user} buys {variant}"),
        });
        (user, json!({ "input": input }))
    };
    Ok(rows.into_iter().map(order).collect())
}

/// Opens sessions past the server: signing in costs a second each, because it is made to.
async fn sign_in(database: &Database, people: BTreeSet<Uuid>) -> anyhow::Result<HashMap<Uuid, String>> {
    let now = SystemClock.now();
    let people: Vec<(Uuid, Secret)> = people
        .into_iter()
        .map(|user| (user, Secret::generate("vms_", &SystemRandom)))
        .collect();
    for some in people.chunks(1_000) {
        let mut sessions = QueryBuilder::<sqlx::Postgres>::new(
            "INSERT INTO session (id, token_hash, user_id, transport, created_at, last_seen_at, expires_at) ",
        );
        sessions.push_values(some, |mut row, (user, token)| {
            row.push_bind(SessionId::generate(&SystemClock, &SystemRandom).uuid())
                .push_bind(token.hash().into_bytes())
                .push_bind(*user)
                .push_bind("BEARER")
                .push_bind(now)
                .push_bind(now)
                .push_bind::<chrono::DateTime<Utc>>(now + Duration::days(1));
        });
        sessions.build().execute(database.pool()).await?;
    }
    Ok(people
        .into_iter()
        .map(|(user, token)| (user, token.reveal().to_owned()))
        .collect())
}

//! The database that is measured on.

use anyhow::{Context, ensure};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, postgres::PgPoolOptions};
use tokio::process::Command;
use url::Url;

#[derive(Clone)]
pub(super) struct Database {
    server: String,
    name: String,
    url: String,
    pool: PgPool,
}

impl Database {
    /// Makes it, or takes the one that is there, and says whether it is new.
    pub(super) async fn open(server: &str, name: &str) -> anyhow::Result<(Self, bool)> {
        let mut url = Url::parse(server).context("a server is named like postgres://user@host/name")?;
        if url.query_pairs().all(|(name, _)| name != "sslmode") {
            // Both servers are on the machine of the database, where encryption protects nothing and costs each message.
            url.query_pairs_mut().append_pair("sslmode", "disable");
        }
        let server = url.to_string();
        let mut connection = PgConnection::connect(&server)
            .await
            .with_context(|| format!("{server} does not answer; name another with --postgres"))?;
        let found: Option<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(name)
            .fetch_optional(&mut connection)
            .await?;
        if found.is_none() {
            let sql = AssertSqlSafe(format!("CREATE DATABASE \"{name}\""));
            connection.execute(sql).await?;
        }
        url.set_path(name);
        let url = url.to_string();
        let database = Self {
            server,
            name: name.to_owned(),
            pool: PgPoolOptions::new().max_connections(1).connect_lazy(&url)?,
            url,
        };
        Ok((database, found.is_none()))
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) const fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Fills it. The seed has a progress bar of its own.
    pub(super) async fn seed(&self, binary: &str, scale: &str) -> anyhow::Result<()> {
        let status = Command::new(binary)
            .args(["seed", "--scale", scale, "--log", "warn"])
            .env("VOLMIFY_DATABASE_URL", &self.url)
            .status()
            .await?;
        ensure!(status.success(), "the database cannot be filled");
        self.pool.execute("VACUUM ANALYZE").await?;
        Ok(())
    }

    /// What it is and what is in it.
    pub(super) async fn describe(&self) -> anyhow::Result<String> {
        let (version,): (String,) = sqlx::query_as("SELECT split_part(version(), ' ', 2)")
            .fetch_one(&self.pool)
            .await?;
        let (organizations, members, courses, enrollments, orders): (i64, i64, i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM organization), (SELECT count(*) FROM member), (SELECT count(*) FROM course),
                (SELECT count(*) FROM enrollment), (SELECT count(*) FROM \"order\")",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(format!(
            "PostgreSQL {version}, {organizations} organizations, {members} members, {courses} courses, \
             {enrollments} enrollments, {orders} orders"
        ))
    }

    /// The processes that work for those connected to it, but for our own connection.
    pub(super) async fn backends(&self) -> anyhow::Result<Vec<u32>> {
        let rows: Vec<(i32,)> = sqlx::query_as(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(pid,)| u32::try_from(pid).ok())
            .collect())
    }

    pub(super) async fn remove(&self) -> anyhow::Result<()> {
        self.pool.close().await;
        let mut connection = PgConnection::connect(&self.server).await?;
        let sql = AssertSqlSafe(format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name));
        connection.execute(sql).await?;
        Ok(())
    }
}

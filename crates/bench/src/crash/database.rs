//! Where the server keeps its data: a file that goes with its folder, or a database of its own on a server.

use anyhow::Context;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

pub(super) struct Database {
    /// The address of the server and of the database on it.
    made: Option<(String, String)>,
}

impl Database {
    /// Makes a database on a server; without one, it is a file.
    pub(super) async fn create(server: Option<&str>) -> anyhow::Result<Self> {
        let Some(server) = server else {
            return Ok(Self { made: None });
        };
        let (address, _) = server
            .rsplit_once('/')
            .context("a database is named like postgres://user@host/name")?;
        let url = format!("{address}/volmify_crash_{}", std::process::id());
        let database = Self {
            made: Some((server.to_owned(), url)),
        };
        database.say("CREATE DATABASE").await?;
        Ok(database)
    }

    pub(super) fn url(&self) -> Option<&str> {
        self.made.as_ref().map(|(_server, url)| url.as_str())
    }

    pub(super) fn name(&self) -> &'static str {
        if self.made.is_some() {
            "PostgreSQL"
        } else {
            "SQLite"
        }
    }

    pub(super) async fn remove(&self) -> anyhow::Result<()> {
        self.say("DROP DATABASE").await
    }

    async fn say(&self, what: &str) -> anyhow::Result<()> {
        let Some((server, url)) = &self.made else {
            return Ok(());
        };
        let (_, name) = url.rsplit_once('/').context("no name")?;
        let mut connection = PgConnection::connect(server).await?;
        connection
            .execute(AssertSqlSafe(format!("{what} {name}")))
            .await?;
        connection.close().await?;
        Ok(())
    }
}

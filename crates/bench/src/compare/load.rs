//! Load from wrk, which has a fixed number of connections and sends the next request when an answer has come.

use super::{
    database::Database,
    operations::Request,
    process::{cpu, cpu_of_all},
};
use crate::server::Server;
use anyhow::{Context, ensure};
use serde::Deserialize;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::process::Command;

/// How many requests a server is warmed with.
pub(super) const WARM: usize = 2_000;

const SCRIPT: &str = include_str!("../../../../bench/load.lua");

pub(super) struct Load {
    script: PathBuf,
    requests: PathBuf,
    connections: usize,
    time: Duration,
}

/// What the script tells at the end.
#[derive(Clone, Copy, Deserialize)]
struct Told {
    requests: f64,
    microseconds: f64,
    p50: f64,
    p99: f64,
    failed: u64,
    /// How often all requests were sent.
    repeated: u64,
}

/// What a server did in one turn.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) per_second: f64,
    /// Milliseconds.
    pub(super) p50: f64,
    pub(super) p99: f64,
    /// Milliseconds of the server's processors for a request.
    pub(super) server: f64,
    /// And of the database's.
    pub(super) database: f64,
    /// Whether requests were sent more than once.
    pub(super) repeated: bool,
}

pub(super) async fn check_tool() -> anyhow::Result<()> {
    Command::new("wrk")
        .arg("--version")
        .output()
        .await
        .map(|_usage| ())
        .context("wrk makes the load and is not installed: `apt install wrk`, `brew install wrk`")
}

impl Load {
    pub(super) fn new(folder: &Path, connections: usize, time: Duration) -> anyhow::Result<Self> {
        let script = folder.join("load.lua");
        std::fs::write(&script, SCRIPT)?;
        Ok(Self {
            script,
            requests: folder.join("requests"),
            connections,
            time,
        })
    }

    pub(super) async fn warm(&self, server: &Server, requests: &[Request]) -> anyhow::Result<()> {
        self.send(server, requests, Duration::from_secs(1))
            .await
            .map(|_told| ())
    }

    pub(super) async fn run(
        &self,
        server: &Server,
        requests: &[Request],
        database: &Database,
    ) -> anyhow::Result<Turn> {
        let backends = database.backends().await?;
        let before = (cpu(server.id()?)?, cpu_of_all(&backends));
        let told = self.send(server, requests, self.time).await?;
        let after = (cpu(server.id()?)?, cpu_of_all(&backends));
        ensure!(told.failed == 0, "{} requests failed", told.failed);
        let per_request = |spent: Duration| spent.as_secs_f64() * 1_000.0 / told.requests;
        Ok(Turn {
            per_second: told.requests * 1_000_000.0 / told.microseconds,
            p50: told.p50 / 1_000.0,
            p99: told.p99 / 1_000.0,
            server: per_request(after.0.saturating_sub(before.0)),
            database: per_request(after.1.saturating_sub(before.1)),
            repeated: told.repeated > 0,
        })
    }

    async fn send(&self, server: &Server, requests: &[Request], time: Duration) -> anyhow::Result<Told> {
        let mut lines = String::new();
        for Request { token, body } in requests {
            writeln!(lines, "{token}\t{body}")?;
        }
        std::fs::write(&self.requests, lines)?;
        let output = Command::new("wrk")
            .args(["--threads", "1", "--timeout", "30s"])
            .args(["--connections", &self.connections.to_string()])
            .args(["--duration", &format!("{}s", time.as_secs())])
            .arg("--script")
            .arg(&self.script)
            .arg(format!("http://{}/graphql", server.address()))
            .arg("--")
            .arg(&self.requests)
            .output()
            .await?;
        let text = String::from_utf8_lossy(&output.stdout);
        let told = text.lines().rfind(|line| line.starts_with('{'));
        let told = told.with_context(|| {
            format!(
                "wrk told nothing: {text}{}",
                String::from_utf8_lossy(&output.stderr)
            )
        })?;
        Ok(serde_json::from_str(told)?)
    }
}

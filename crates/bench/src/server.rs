//! The server as a process of its own.

use anyhow::{Context, ensure};
use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::{Child, Command},
};

/// An address that nobody listens at.
pub(crate) fn free_port() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// How many statements requests of GraphQL have taken.
#[derive(Clone, Copy)]
pub(crate) struct Statements {
    statements: f64,
    requests: f64,
}

impl Statements {
    /// What has come since.
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            statements: self.statements - before.statements,
            requests: self.requests - before.requests,
        }
    }

    pub(crate) fn per_request(self) -> f64 {
        self.statements / self.requests
    }
}

/// A running server; ended when it is dropped.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts it on a free port and says how long it took until it was ready.
    pub(crate) async fn start(binary: &str, folder: &Path) -> anyhow::Result<(Self, Duration)> {
        Self::start_with(binary, folder, free_port()?, &[], None).await
    }

    /// Starts it at an address with more settings, which tell their names in the environment, and with its log in a file.
    pub(crate) async fn start_with(
        binary: &str,
        folder: &Path,
        address: SocketAddr,
        settings: &[(&str, String)],
        log: Option<&Path>,
    ) -> anyhow::Result<(Self, Duration)> {
        let mut command = Command::new(binary);
        command
            .arg("--data-dir")
            .arg(folder)
            .args(["--listen", &address.to_string(), "--log", "warn"])
            // As fast as it can: a few clients here are as busy as thousands of people.
            .args([
                "--points-per-user",
                "0",
                "--points-per-address",
                "0",
                "--points-per-organization",
                "0",
            ])
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null());
        if let Some(log) = log {
            let log = std::fs::File::options().create(true).append(true).open(log)?;
            command.stdout(log.try_clone()?).stderr(log);
        }
        Self::spawn(command, address).await.with_context(|| {
            format!("{binary} cannot be started; build it with `cargo build --release -p server`")
        })
    }

    /// Starts whatever says at `/readyz` that it is ready.
    pub(crate) async fn spawn(mut command: Command, address: SocketAddr) -> anyhow::Result<(Self, Duration)> {
        let started = Instant::now();
        let process = command.kill_on_drop(true).spawn()?;
        let server = Self { process, address };
        while !server.is_ready().await {
            ensure!(
                started.elapsed() < Duration::from_secs(30),
                "the server does not become ready"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok((server, started.elapsed()))
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    async fn is_ready(&self) -> bool {
        self.get("/readyz")
            .await
            .is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    async fn get(&self, path: &str) -> anyhow::Result<String> {
        let mut stream = TcpStream::connect(self.address).await?;
        let question = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(question.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    /// What our server has counted so far.
    pub(crate) async fn statements(&self) -> anyhow::Result<Statements> {
        let metrics = self.get("/metrics").await?;
        let sum = |name: &str| -> f64 {
            let lines = metrics.lines().filter(|line| line.starts_with(name));
            let values = lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok());
            values.sum()
        };
        Ok(Statements {
            statements: sum("volmify_statements_sum"),
            requests: sum("volmify_statements_count"),
        })
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> anyhow::Result<u32> {
        self.process.id().context("the server has ended")
    }

    /// What it occupies in memory, in KiB.
    pub(crate) fn resident(&self) -> anyhow::Result<u64> {
        let memory = self.memory()?;
        let (size, _unit) = memory.split_once(' ').context("no unit")?;
        Ok(size.parse()?)
    }

    /// What the system says it occupies in memory.
    pub(crate) fn memory(&self) -> anyhow::Result<String> {
        let id = self.id()?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))
            .context("the memory of a process is read from /proc, which only Linux has")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.context("no VmRSS")?.trim().to_owned())
    }

    /// Ends it at once: it cannot finish anything.
    pub(crate) async fn kill(mut self) -> anyhow::Result<()> {
        self.process.start_kill()?;
        self.process.wait().await?;
        Ok(())
    }

    /// Asks it to end and waits until it has.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        let id = self.process.id().context("the server has ended")?;
        let asked = Command::new("kill")
            .args(["-TERM", &id.to_string()])
            .status()
            .await?;
        ensure!(asked.success(), "the server cannot be asked to end");
        let status = self.process.wait().await?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }
}

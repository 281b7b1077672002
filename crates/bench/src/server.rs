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
        let started = Instant::now();
        let mut command = Command::new(binary);
        command
            .arg("--data-dir")
            .arg(folder)
            .args(["--listen", &address.to_string(), "--log", "warn"])
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .kill_on_drop(true);
        if let Some(log) = log {
            let log = std::fs::File::options().create(true).append(true).open(log)?;
            command.stdout(log.try_clone()?).stderr(log);
        }
        let process = command.spawn().with_context(|| {
            format!("{binary} cannot be started; build it with `cargo build --release -p server`")
        })?;
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
        let Ok(mut stream) = TcpStream::connect(self.address).await else {
            return false;
        };
        let question = b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        let mut answer = String::new();
        stream.write_all(question).await.is_ok()
            && stream.read_to_string(&mut answer).await.is_ok()
            && answer.starts_with("HTTP/1.1 200")
    }

    /// What the system says it occupies in memory.
    pub(crate) fn memory(&self) -> anyhow::Result<String> {
        let id = self.process.id().context("the server has ended")?;
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

//! `volmify health`: a health check for containers that have no HTTP client.

use super::print;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks `/readyz` and prints what it says.
pub(super) async fn ask(listen: SocketAddr) -> anyhow::Result<ExitCode> {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    let address = SocketAddr::new(ip, listen.port());
    let answer = match tokio::time::timeout(PATIENCE, readiness(address)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            print(&format!("nothing answers on {address}: {error}\n"))?;
            return Ok(ExitCode::FAILURE);
        }
        Err(_elapsed) => {
            print(&format!("no answer from {address} in time\n"))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let is_ready = answer.starts_with("HTTP/1.1 200 ");
    print(if is_ready { "ready\n" } else { "not ready\n" })?;
    Ok(if is_ready {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn readiness(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

//! As little HTTP as a bench needs: one connection that is kept, one request after another.

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::{fmt::Write, net::SocketAddr};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    token: Option<String>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr, token: Option<String>) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            token,
        })
    }

    /// Sends one operation and reads its answer.
    pub(crate) async fn send(&mut self, document: &str, variables: Value) -> anyhow::Result<Value> {
        let body = json!({ "query": document, "variables": variables }).to_string();
        let (_status, answer) = self.post("/graphql", None, body.as_bytes()).await?;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Sends a body of JSON, with another header if there is one, and reads status and body of the answer.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        header: Option<(&str, &str)>,
        body: &[u8],
    ) -> anyhow::Result<(u16, Vec<u8>)> {
        let mut head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            body.len()
        );
        if let Some(token) = &self.token {
            write!(head, "authorization: Bearer {token}\r\n")?;
        }
        if let Some((name, value)) = header {
            write!(head, "{name}: {value}\r\n")?;
        }
        head.push_str("\r\n");
        self.stream.write_all(&[head.as_bytes(), body].concat()).await?;
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut length = None;
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        let mut answer = vec![0; length.context("an answer without a length")?];
        self.stream.read_exact(&mut answer).await?;
        Ok((status.context("an answer without a status")?, answer))
    }

    async fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line).await? > 0, "the server hung up");
        Ok(line.trim_end().to_owned())
    }
}

//! Measures the built server from outside, over loopback: how fast it starts, what it weighs at rest, and whether many
//! writers at once get in each other's way. Numbers belong here and never into a timed test.
//!
//! `just bench` builds the server for release and runs this with the path of the binary, after `bench compare`, which
//! holds it against the least that the same answers can cost. `just crash` runs `bench crash`, which kills the server
//! again and again while people buy.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod client;
mod compare;
mod crash;
mod limit;
mod server;

use anyhow::{Context, ensure};
use client::Client;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use server::Server;
use std::time::{Duration, Instant};

/// The limit gets what the server has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many clients write at the same time.
const WRITERS: usize = 32;
/// For how long.
const WRITING: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let binary = arguments.next();
    match binary.as_deref() {
        Some("crash") => return crash::main().await,
        Some("compare") => return Box::pin(compare::main()).await,
        Some("limit") => return limit::main().await,
        Some(_) | None => {}
    }
    let binary =
        binary.context("name the server's binary: bench target/release/volmify (`just bench` does)")?;
    let folder = tempfile::tempdir()?;

    let (server, first) = Server::start(&binary, folder.path()).await?;
    println!("start to ready, new database with demo   {first:>8.0?}");
    server.stop().await?;
    let (server, again) = Server::start(&binary, folder.path()).await?;
    println!("start to ready, existing database        {again:>8.0?}");
    tokio::time::sleep(Duration::from_secs(3)).await;
    println!("resident memory at rest                  {:>8}", server.memory()?);

    let (written, failed, fewest, most) = write_from_many(&server).await?;
    println!("writes of {WRITERS} clients in {WRITING:?}           {written:>8}");
    println!("  refused or failed                      {failed:>8}");
    println!("  per client, fewest and most            {fewest:>8} {most}");
    println!("resident memory afterwards               {:>8}", server.memory()?);
    server.stop().await?;
    ensure!(failed == 0, "a writer was refused");
    Ok(())
}

async fn write_from_many(server: &Server) -> anyhow::Result<(usize, usize, usize, usize)> {
    let token = sign_in(server).await?;
    let bar = ProgressBar::new(WRITING.as_secs());
    bar.set_style(ProgressStyle::with_template("writing {bar:30} {pos}/{len} s")?);
    let end = Instant::now() + WRITING;
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let (token, address) = (token.clone(), server.address());
        writers.push(tokio::spawn(async move {
            let mut client = Client::connect(address, Some(token)).await?;
            let (mut done, mut failed) = (0, 0);
            while Instant::now() < end {
                let input = json!({ "bio": format!("writer {writer}, {done}") });
                let document = "mutation($input: UpdateUserInput!) { updateUser(input: $input) { user { version } userErrors { code } } }";
                let answer = client.send(document, json!({ "input": input })).await?;
                if answer.pointer("/data/updateUser/user/version").is_some_and(Value::is_number) {
                    done += 1;
                } else {
                    failed += 1;
                }
            }
            Ok::<(usize, usize), anyhow::Error>((done, failed))
        }));
    }
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_secs(1)).await;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let mut counts = Vec::new();
    let mut failed = 0;
    for writer in writers {
        let (done, refused) = writer.await??;
        counts.push(done);
        failed += refused;
    }
    let fewest = counts.iter().min().copied().unwrap_or_default();
    let most = counts.iter().max().copied().unwrap_or_default();
    Ok((counts.iter().sum(), failed, fewest, most))
}

async fn sign_in(server: &Server) -> anyhow::Result<String> {
    let mut client = Client::connect(server.address(), None).await?;
    let document = "mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { code } } }";
    let input = json!({ "email": "ana@alpenglow.example", "password": "volmify-demo-2026" });
    let answer = client.send(document, json!({ "input": input })).await?;
    answer
        .pointer("/data/signIn/token")
        .and_then(Value::as_str)
        .map(ToOwned::to_owned)
        .with_context(|| format!("the demo's owner cannot sign in: {answer}"))
}

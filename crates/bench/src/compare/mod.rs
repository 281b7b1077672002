//! Our server against the limit: the same operations on the same rows, in turn, and the ratio of what both get done.

mod data;
mod database;
mod equal;
mod load;
mod operations;
mod process;
mod report;

use crate::server::{Server, free_port};
use anyhow::{Context, ensure};
use clap::Parser;
use data::Data;
use database::Database;
use indicatif::{ProgressBar, ProgressStyle};
use load::Load;
use operations::Operation;
use report::{Compared, Report, Round};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::process::Command;

/// Compares the server with the limit.
#[derive(Clone, Debug, Parser)]
#[command(name = "bench compare")]
struct Options {
    /// The server's binary
    binary: String,
    /// A `PostgreSQL` server on which databases may be made
    #[arg(long, default_value = "postgres://postgres@127.0.0.1:5432/postgres")]
    postgres: String,
    /// The database to make there
    #[arg(long, default_value = "volmify_bench")]
    database: String,
    /// Keep the database for another run, and use it if it is there already
    #[arg(long)]
    keep: bool,
    /// How much to measure on; 1 is a hundred organizations
    #[arg(long, default_value = "0.1")]
    scale: String,
    /// How often each server has its turn
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of a turn
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Requests at the same time
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Only these operations, such as `Q1,M2`
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Where to write what was measured
    #[arg(long)]
    output: Option<PathBuf>,
}

pub(crate) async fn main() -> anyhow::Result<()> {
    let options = Options::parse_from(std::env::args().skip(1));
    load::check_tool().await?;
    let (database, is_new) = Database::open(&options.postgres, &options.database).await?;
    let outcome = run(&options, &database, is_new).await;
    if !options.keep {
        database.remove().await?;
    }
    outcome
}

async fn run(options: &Options, database: &Database, is_new: bool) -> anyhow::Result<()> {
    if is_new {
        database.seed(&options.binary, &options.scale).await?;
    }
    let mut data = Data::collect(database).await?;
    let folder = tempfile::tempdir()?;
    let ours = start_ours(&options.binary, folder.path(), database).await?;
    let limit = start_limit(database).await?;
    let only = |operation: &&Operation| {
        options.only.is_empty() || options.only.iter().any(|name| name == operation.name)
    };
    let chosen: Vec<_> = operations::ALL.iter().filter(only).collect();
    let bar = ProgressBar::new(u64::try_from(chosen.len() * options.rounds * 2)?);
    bar.set_style(ProgressStyle::with_template(
        "{msg:4} {bar:30} {pos}/{len} {elapsed}",
    )?);
    let load = Load::new(
        folder.path(),
        options.connections,
        Duration::from_secs(options.seconds),
    )?;
    let mut report = Report::new(
        options.scale.clone(),
        database.describe().await?,
        options.connections,
    );
    for operation in chosen {
        bar.set_message(operation.name);
        equal::check(operation, &ours, &limit, &mut data)
            .await
            .with_context(|| format!("{} is not answered in the same way", operation.name))?;
        let compared = compare(options, operation, (&ours, &limit), &load, &mut data, &bar).await?;
        bar.suspend(|| println!("{compared}"));
        report.add(compared);
    }
    bar.finish_and_clear();
    report.growth(&growth(&ours, &load, &data).await?);
    report.memory(ours.resident()?, limit.resident()?);
    println!("{}", report.tail());
    ours.stop().await?;
    limit.kill().await?;
    if let Some(path) = &options.output {
        std::fs::write(path, report.to_string())?;
    }
    Ok(())
}

/// Both servers have their turns one after the other, so that whatever else the machine does hits both.
async fn compare(
    options: &Options,
    operation: &'static Operation,
    (ours, limit): (&Server, &Server),
    load: &Load,
    data: &mut Data,
    bar: &ProgressBar,
) -> anyhow::Result<Compared> {
    for server in [ours, limit] {
        load.warm(server, &operation.requests(data, load::WARM)?).await?;
    }
    let mut rounds = Vec::new();
    let before = ours.statements().await?;
    for _ in 0..options.rounds {
        let mut turns = Vec::new();
        for server in [ours, limit] {
            let requests = operation.requests(data, operation.fresh(options.seconds))?;
            let turn = load.run(server, &requests, data.database()).await?;
            ensure!(
                !(operation.is_change() && turn.repeated),
                "all changes were made before the turn was over; take shorter turns"
            );
            turns.push(turn);
            bar.inc(1);
        }
        if let [ours, limit] = turns[..] {
            rounds.push(Round { ours, limit });
        }
    }
    let statements = ours.statements().await?.since(before);
    Ok(Compared {
        operation,
        rounds,
        statements,
    })
}

/// What lists cost our server where they are long, and far from their beginning.
async fn growth(ours: &Server, load: &Load, data: &Data) -> anyhow::Result<Vec<(String, load::Turn)>> {
    let mut grown = Vec::new();
    for (what, requests) in operations::growth(ours, data).await? {
        load.warm(ours, &requests).await?;
        grown.push((what, load.run(ours, &requests, data.database()).await?));
    }
    Ok(grown)
}

async fn start_ours(binary: &str, folder: &Path, database: &Database) -> anyhow::Result<Server> {
    let settings = [
        ("VOLMIFY_DATABASE_URL", database.url().to_owned()),
        ("VOLMIFY_DEMO", "false".to_owned()),
    ];
    let log = folder.join("server.log");
    let (server, _) = Server::start_with(binary, folder, free_port()?, &settings, Some(&log)).await?;
    Ok(server)
}

async fn start_limit(database: &Database) -> anyhow::Result<Server> {
    let address = free_port()?;
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["limit", "--listen", &address.to_string()])
        .args(["--database", database.url()]);
    let (server, _) = Server::spawn(command, address).await?;
    Ok(server)
}

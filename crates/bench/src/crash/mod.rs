//! People buy while the server is killed again and again: `kill -9`, at moments nobody has chosen. Whoever gets no answer
//! asks again under the same key until there is one. Afterwards every key has exactly one order with the total that was
//! answered, no money was taken twice, offers and gift cards count what was really used, and the books verify.
#![expect(
    clippy::indexing_slicing,
    reason = "a value of JSON is null where there is nothing, and takes what is put there"
)]

mod audit;
mod customer;
mod database;
mod dice;
mod killer;
mod shop;

use crate::server::{Server, free_port};
use anyhow::{Context, ensure};
use clap::Parser;
use customer::{Bought, Customer};
use database::Database;
use dice::Dice;
use indicatif::{ProgressBar, ProgressStyle};
use killer::Killer;
use shop::Shop;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// With what the provider signs its messages.
const SECRET: &str = "whsec_of_the_crash_test";

/// How long everything may take.
const PATIENCE: Duration = Duration::from_mins(20);

/// Kills the server while people buy.
#[derive(Clone, Debug, Parser)]
#[command(name = "bench crash")]
struct Options {
    /// The server's binary
    binary: String,
    /// What chance begins with; the same seed makes the same carts
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many orders are placed
    #[arg(long, default_value_t = 500)]
    checkouts: u64,
    /// How often the server is killed meanwhile
    #[arg(long, default_value_t = 20)]
    kills: u64,
    /// How many people buy at the same time
    #[arg(long, default_value_t = 16)]
    customers: u64,
    /// A `PostgreSQL` server on which a database may be made, `postgres://user@host/name`; SQLite in a folder, if not given
    #[arg(long)]
    database: Option<String>,
}

pub(crate) async fn main() -> anyhow::Result<()> {
    let options = Options::parse_from(std::env::args().skip(1));
    let database = Database::create(options.database.as_deref()).await?;
    let outcome = tokio::time::timeout(PATIENCE, run(&options, &database)).await;
    database.remove().await?;
    outcome.context("it takes too long")?
}

async fn run(options: &Options, database: &Database) -> anyhow::Result<()> {
    let began = Instant::now();
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("server.log");
    let mut settings = vec![
        ("VOLMIFY_DEMO", "true".to_owned()),
        ("VOLMIFY_PAYMENT_WEBHOOK_SECRET", SECRET.to_owned()),
    ];
    settings.extend(database.url().map(|url| ("VOLMIFY_DATABASE_URL", url.to_owned())));
    let address = free_port()?;
    let (server, _) =
        Server::start_with(&options.binary, folder.path(), address, &settings, Some(&log)).await?;
    println!(
        "seed {}: {} checkouts of {} customers on {}, killed {} times",
        options.seed,
        options.checkouts,
        options.customers,
        database.name(),
        options.kills
    );
    let shop = Arc::new(Shop::open(address).await?);
    let before = audit::look(&shop).await?;
    let bar = ProgressBar::new(options.checkouts);
    bar.set_style(ProgressStyle::with_template(
        "buying {bar:30} {pos}/{len} {elapsed} {msg}",
    )?);
    let done = Arc::new(AtomicU64::new(0));
    let next = Arc::new(AtomicU64::new(0));
    let mut customers = Vec::new();
    for number in 0..options.customers {
        let (shop, done, next, bar) = (
            Arc::clone(&shop),
            Arc::clone(&done),
            Arc::clone(&next),
            bar.clone(),
        );
        let (seed, checkouts) = (options.seed, options.checkouts);
        customers.push(tokio::spawn(async move {
            let mut customer = Customer::new(shop, number)?;
            loop {
                let order = next.fetch_add(1, Ordering::Relaxed);
                if order >= checkouts {
                    return anyhow::Ok(customer.into_bought());
                }
                customer.buy(order, Dice::new(seed, order)).await?;
                done.fetch_add(1, Ordering::Relaxed);
                bar.inc(1);
            }
        }));
    }
    let killer = Killer {
        binary: options.binary.clone(),
        folder: folder.path().to_owned(),
        settings,
        log: log.clone(),
        address,
    };
    let dice = Dice::new(options.seed, u64::MAX);
    let murders = killer.work(server, options, &done, dice, &bar, &mut customers);
    let (server, slowest) = murders.await?;
    let mut bought = Bought::default();
    for customer in customers {
        bought.add(customer.await??);
    }
    bar.finish_and_clear();
    println!(
        "placed {:>5} orders in {:.0?}",
        bought.orders.len(),
        began.elapsed()
    );
    println!("  asked again after no answer       {:>6}", bought.retries);
    println!("  and the order was there already   {:>6}", bought.replays);
    println!("  refused, and bought without       {:>6}", bought.refusals);
    println!("  messages of the provider          {:>6}", bought.messages);
    println!("slowest start after a kill          {slowest:>6.0?}");
    let findings = audit::verify(&shop, &before, &bought).await;
    server.stop().await?;
    let mut findings = findings?;
    findings.extend(audit::books(&options.binary, folder.path(), &killer.settings).await?);
    findings.extend(audit::log(&log)?);
    if slowest > killer::READY {
        findings.push(format!("the server took {slowest:?} to be ready again"));
    }
    for finding in &findings {
        println!("WRONG {finding}");
    }
    ensure!(
        findings.is_empty(),
        "{} things are wrong, seed {}",
        findings.len(),
        options.seed
    );
    println!("every key has one order, nothing was taken twice, and the books verify");
    Ok(())
}

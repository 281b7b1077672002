//! Killing the server and starting it again.

use super::{Options, customer::Bought, dice::Dice};
use crate::server::Server;
use indicatif::ProgressBar;
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::{task::JoinHandle, time::sleep};

/// Within what the server has to be ready again.
pub(super) const READY: Duration = Duration::from_secs(5);

/// How much later than an order a kill may come, in microseconds: about as long as an order takes.
const WITHIN: u64 = 60_000;

pub(super) struct Killer {
    pub(super) binary: String,
    pub(super) folder: PathBuf,
    pub(super) settings: Vec<(&'static str, String)>,
    pub(super) log: PathBuf,
    pub(super) address: SocketAddr,
}

impl Killer {
    /// Kills at moments spread over all orders; gives the last server, and the longest time that one needed to be ready.
    pub(super) async fn work(
        &self,
        mut server: Server,
        options: &Options,
        done: &AtomicU64,
        mut dice: Dice,
        bar: &ProgressBar,
        customers: &mut [JoinHandle<anyhow::Result<Bought>>],
    ) -> anyhow::Result<(Server, Duration)> {
        // The last orders are left in peace, so that every kill hits somebody.
        let most = options.checkouts.saturating_sub(options.customers).max(1);
        let mut moments: Vec<u64> = (0..options.kills).map(|_| dice.roll(most)).collect();
        moments.sort_unstable();
        let mut slowest = Duration::ZERO;
        for (kill, moment) in (1..).zip(moments) {
            while done.load(Ordering::Relaxed) < moment {
                // They gave up, and will say why.
                if customers.iter().all(JoinHandle::is_finished) {
                    return Ok((server, slowest));
                }
                sleep(Duration::from_millis(1)).await;
            }
            sleep(Duration::from_micros(dice.roll(WITHIN))).await;
            server.kill().await?;
            let (started, took) = Server::start_with(
                &self.binary,
                &self.folder,
                self.address,
                &self.settings,
                Some(&self.log),
            )
            .await?;
            server = started;
            slowest = slowest.max(took);
            bar.set_message(format!("killed {kill} times"));
        }
        Ok((server, slowest))
    }
}

//! The loop of a worker.

use super::{chores, deliver, webhooks};
use crate::words::chain;
use ::webhooks::Sender;
use files::Files;
use mail::{Brand, Mailer};
use payments::PaymentGateway;
use std::{sync::Arc, time::Duration};
use store::Store;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How many deliveries one process works on at the same time.
const PARALLEL: usize = 4;

/// How long an idle worker sleeps before it looks again.
const IDLE: Duration = Duration::from_secs(1);

/// How long a worker waits when the database fails.
const TROUBLE: Duration = Duration::from_secs(5);

/// Sends mail, tells other systems what happened, and does timed work until it is told to stop.
#[derive(Clone)]
pub struct Worker {
    /// What it works on.
    pub store: Store,
    /// How mail leaves.
    pub mailer: Arc<dyn Mailer>,
    /// How money moves.
    pub payments: Arc<dyn PaymentGateway>,
    /// Where uploaded files are.
    pub files: Files,
    /// How other systems are told what happened.
    pub webhooks: Sender,
    /// In whose name mail is written; its address is the one that links lead to.
    pub brand: Brand,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker({})", self.mailer.describe())
    }
}

impl Worker {
    /// Works until the token is cancelled; what it has claimed by then is finished first.
    pub async fn run(self, stop: CancellationToken) {
        let chores = tokio::spawn(chores::keep_doing(
            self.store.clone(),
            Arc::clone(&self.payments),
            self.files.clone(),
            stop.clone(),
        ));
        let following = tokio::spawn(webhooks::keep_following(self.store.clone(), stop.clone()));
        let sending = tokio::spawn(webhooks::keep_sending(
            self.store.clone(),
            self.webhooks.clone(),
            stop.clone(),
        ));
        let mut running = JoinSet::new();
        while !stop.is_cancelled() {
            while running.len() >= PARALLEL {
                note(running.join_next().await);
            }
            match deliver::claim(&self.store).await {
                Ok(Some(claimed)) => {
                    let Self {
                        store,
                        mailer,
                        payments: _,
                        files: _,
                        webhooks: _,
                        brand,
                    } = self.clone();
                    running.spawn(async move { deliver::deliver(&store, &*mailer, &brand, &claimed).await });
                }
                Ok(None) => rest(IDLE, &stop).await,
                Err(error) => {
                    tracing::error!(error = chain(&error), "no delivery can be claimed");
                    rest(TROUBLE, &stop).await;
                }
            }
            while let Some(ended) = running.try_join_next() {
                note(Some(ended));
            }
        }
        while let Some(ended) = running.join_next().await {
            note(Some(ended));
        }
        for (work, ended) in [
            ("timed work", chores.await),
            ("following the logs", following.await),
            ("sending webhooks", sending.await),
        ] {
            if let Err(error) = ended {
                tracing::error!(work, %error, "work ended with a defect");
            }
        }
    }
}

pub(super) async fn rest(time: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

fn note(ended: Option<Result<Result<(), store::StoreError>, tokio::task::JoinError>>) {
    match ended {
        Some(Ok(Err(error))) => {
            tracing::error!(error = chain(&error), "a delivery could not be noted");
        }
        Some(Err(error)) => tracing::error!(%error, "a delivery ended with a defect"),
        Some(Ok(Ok(()))) | None => {}
    }
}

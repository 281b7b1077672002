//! `volmify worker`.

use super::signals::Signals;
use crate::{config::Settings, setup, worker::Worker};
use tokio_util::sync::CancellationToken;

/// Sends mail and does timed work until the process is asked to stop.
pub(super) async fn work(settings: Settings) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    let store = setup::prepared_store(&settings).await?;
    let public_url = settings.public_url_at(settings.listen)?;
    let worker = Worker {
        store: store.clone(),
        mailer: setup::mailer(&settings, &public_url)?,
        payments: setup::payments(&settings)?,
        files: setup::files(&settings)?,
        webhooks: setup::webhooks(&settings)?,
        brand: setup::brand(&settings, &public_url),
    };
    tracing::info!(mail = worker.mailer.describe(), "worker started");
    let stop = CancellationToken::new();
    let mut running = tokio::spawn(worker.run(stop.clone()));
    tokio::select! {
        // It only ends by itself when something is broken.
        ended = &mut running => {
            ended?;
            anyhow::bail!("the worker ended although nobody asked it to");
        }
        asked = signals.asked() => tracing::info!(?asked, "stopping"),
    }
    stop.cancel();
    if tokio::time::timeout(settings.drain.timeout, running)
        .await
        .is_err()
    {
        tracing::warn!("a delivery took too long and is left to the next worker");
    }
    store.close().await?;
    Ok(())
}

//! `volmify serve`.

use super::{
    print,
    signals::{Asked, Signals},
};
use crate::{
    config::{Demo, Settings},
    health::{self, Draining},
    listening, seed, serve, setup,
    worker::{Worker, run_due},
};
use anyhow::Context;
use gateway::Stopping;
use identity::Identity;
use indicatif::ProgressBar;
use std::fmt::Write;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use url::Url;

/// Brings the database up to date and serves until the process is asked to stop.
pub(super) async fn serve(settings: Settings) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    let metrics = health::collect_metrics()?;
    let listener = TcpListener::bind(settings.listen).await.with_context(|| {
        format!(
            "{} cannot be listened on; stop what uses it or choose another with --listen",
            settings.listen
        )
    })?;
    let bound = listener.local_addr()?;
    let public_url = settings.public_url_at(bound)?;
    let store = setup::prepared_store(&settings).await?;
    let identity = setup::identity(&store)?;
    let worker = Worker {
        store: store.clone(),
        mailer: setup::mailer(&settings, &public_url)?,
        payments: setup::payments(&settings)?,
        files: setup::files(&settings)?,
        webhooks: setup::webhooks(&settings)?,
        brand: setup::brand(&settings, &public_url),
    };
    let demo = Box::pin(demo(&settings, &worker, &identity)).await?;

    let draining = Draining::default();
    let stop = CancellationToken::new();
    let api = serve::router(&worker, identity, &settings, public_url.clone(), &demo)?;
    let app = api.merge(health::router(store.clone(), draining.clone(), metrics));
    let mut serving = tokio::spawn(listening::serve(listener, app, settings.listening, stop.clone()));
    let working = settings.worker.then(|| tokio::spawn(worker.run(stop.clone())));
    print(&greeting(&settings, &public_url, &demo))?;

    tokio::select! {
        ended = &mut serving => {
            ended?;
            anyhow::bail!("listening ended although nobody asked for it");
        }
        asked = signals.asked() => {
            tracing::info!(?asked, "stopping");
            draining.begin();
            if asked == Asked::Terminate {
                tokio::time::sleep(settings.drain.notice).await;
            }
        }
    }
    stop.cancel();
    let stopping = settings.live.stopping.clone();
    stopping.begin();
    match tokio::time::timeout(settings.drain.timeout, finish(serving, working, stopping)).await {
        Ok(finished) => {
            finished?;
            store.close().await?;
        }
        // What still runs holds connections, so closing would wait for it as well.
        Err(_elapsed) => tracing::warn!("requests or deliveries took too long and are cut off"),
    }
    tracing::info!("stopped");
    Ok(())
}

/// Waits for the running requests, the farewells of sockets and the claimed deliveries.
async fn finish(
    serving: JoinHandle<()>,
    working: Option<JoinHandle<()>>,
    stopping: Stopping,
) -> anyhow::Result<()> {
    serving.await?;
    stopping.ended().await;
    if let Some(working) = working {
        working.await?;
    }
    Ok(())
}

/// Seeds the demo where there should be one, and names the people who can sign in.
async fn demo(
    settings: &Settings,
    worker: &Worker,
    identity: &Identity,
) -> anyhow::Result<Vec<seed::SignIn>> {
    let store = &worker.store;
    let wanted = match settings.demo {
        Demo::Off => return Ok(Vec::new()),
        Demo::On => true,
        Demo::WhenNew => seed::is_empty(store).await?,
    };
    let demo = seed::demo()?;
    if !settings.listen.ip().is_loopback() {
        tracing::warn!("everybody knows the passwords of the demo; --no-demo serves without it");
    }
    if wanted {
        Box::pin(seed::plant(store, identity, &demo, &ProgressBar::hidden()))
            .await
            .context("the demo could not be added; --no-demo serves without")?;
        if settings.worker && settings.mail.smtp_url.is_none() {
            // Its mail is written now, so that what is logged about it does not bury the greeting.
            run_due(store, &*worker.mailer, &worker.brand).await?;
        }
    }
    seed::sign_ins(store, &demo).await
}

/// What somebody who starts the server wants to know.
fn greeting(settings: &Settings, public_url: &Url, demo: &[seed::SignIn]) -> String {
    let base = public_url.as_str().trim_end_matches('/');
    let mut text =
        format!("\n  Volmify listens on {base}\n\n  GraphiQL  {base}/graphiql\n  API       {base}/graphql\n");
    if settings.mail.smtp_url.is_none() {
        let _infallible = writeln!(text, "  Mail      {}", settings.mail.folder.display());
    }
    if !demo.is_empty() {
        text += "\n  Sign in to the demo as\n";
    }
    for person in demo {
        let _infallible = writeln!(
            text,
            "    {:<26} {:<20} {}",
            person.email, person.password, person.label
        );
    }
    text += "\n  Ctrl-C stops.\n\n";
    text
}

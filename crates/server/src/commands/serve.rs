//! `volmify serve`.

use super::{
    print,
    signals::{Asked, Signals},
};
use crate::{
    config::{Demo, Settings},
    health::{self, Draining},
    seed, serve, setup,
    worker::{Wake, Worker},
};
use anyhow::Context;
use identity::Identity;
use indicatif::ProgressBar;
use std::{fmt::Write, net::SocketAddr};
use store::Store;
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
    let demo = Box::pin(demo(&settings, &store, &identity)).await?;
    let mailer = setup::mailer(&settings, &public_url)?;

    let draining = Draining::default();
    let stop = CancellationToken::new();
    let api = serve::router(store.clone(), identity, &settings, public_url.clone(), &demo);
    let app = api.merge(health::router(store.clone(), draining.clone(), metrics));
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let stopped = stop.clone();
    let mut serving = tokio::spawn(
        axum::serve(listener, app)
            .with_graceful_shutdown(async move { stopped.cancelled().await })
            .into_future(),
    );
    let worker = settings.worker.then(|| {
        let worker = Worker {
            store: store.clone(),
            mailer,
            brand: setup::brand(&settings, &public_url),
            wake: Wake::default(),
        };
        tokio::spawn(worker.run(stop.clone()))
    });
    print(&greeting(&settings, &public_url, &demo))?;

    tokio::select! {
        ended = &mut serving => {
            ended?.context("listening ended")?;
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
    let finished = tokio::time::timeout(settings.drain.timeout, finish(serving, worker)).await;
    match finished {
        Ok(finished) => finished?,
        Err(_elapsed) => tracing::warn!("requests or deliveries took too long and were cut off"),
    }
    store.close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// Waits for the running requests and the claimed deliveries.
async fn finish(
    serving: JoinHandle<std::io::Result<()>>,
    worker: Option<JoinHandle<()>>,
) -> anyhow::Result<()> {
    serving.await?.context("listening ended")?;
    if let Some(worker) = worker {
        worker.await?;
    }
    Ok(())
}

/// Seeds the demo where there should be one, and names the people who can sign in.
async fn demo(settings: &Settings, store: &Store, identity: &Identity) -> anyhow::Result<Vec<seed::SignIn>> {
    let wanted = match settings.demo {
        Demo::Off => return Ok(Vec::new()),
        Demo::On => true,
        Demo::WhenNew => seed::is_empty(store).await?,
    };
    let demo = seed::demo()?;
    if wanted {
        Box::pin(seed::plant(store, identity, &demo, &ProgressBar::hidden()))
            .await
            .context("the demo could not be added; --no-demo serves without")?;
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

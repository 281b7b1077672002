//! What balancers, orchestrators and dashboards ask.

use crate::words::chain;
use anyhow::Context;
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use store::Store;
use tokio::sync::Mutex;

/// How long the database may take to answer before the server counts as not ready.
const PATIENCE: Duration = Duration::from_secs(1);

/// How old a counted gauge may be; counting costs the database more than a scrape is worth.
const GAUGE_AGE: Duration = Duration::from_secs(15);

/// What is sorted into which buckets: seconds, and numbers of statements.
const BUCKETS: &[(&str, &[f64])] = &[
    (
        "_seconds",
        &[
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
        ],
    ),
    ("_statements", &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]),
];

/// Says whether the server wants more requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draining(Arc<AtomicBool>);

impl Draining {
    /// From now on `/readyz` answers 503.
    pub(crate) fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Collects what the crates measure, from here to the end of the process.
pub(crate) fn collect_metrics() -> anyhow::Result<PrometheusHandle> {
    let mut builder = PrometheusBuilder::new();
    for (ending, buckets) in BUCKETS {
        builder = builder.set_buckets_for_metric(Matcher::Suffix((*ending).to_owned()), buckets)?;
    }
    builder.install_recorder().context("metrics could not be set up")
}

#[derive(Clone)]
struct Health {
    store: Store,
    draining: Draining,
    metrics: PrometheusHandle,
    counted: Arc<Mutex<Option<Instant>>>,
}

/// `/livez`, `/readyz` and `/metrics`.
pub(crate) fn router(store: Store, draining: Draining, metrics: PrometheusHandle) -> Router {
    let health = Health {
        store,
        draining,
        metrics,
        counted: Arc::default(),
    };
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(measures))
        .with_state(health)
}

async fn ready(State(health): State<Health>) -> (StatusCode, &'static str) {
    if health.draining.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    match tokio::time::timeout(PATIENCE, health.store.ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(error = chain(&error), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database fails\n")
        }
        Err(_elapsed) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn measures(State(health): State<Health>) -> Response {
    health.count().await;
    health.metrics.run_upkeep();
    let form = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (form, health.metrics.render()).into_response()
}

impl Health {
    /// Counts what lies in the database, unless it was counted a moment ago.
    async fn count(&self) {
        let mut counted = self.counted.lock().await;
        if counted.is_some_and(|at| at.elapsed() < GAUGE_AGE) {
            return;
        }
        *counted = Some(Instant::now());
        match tokio::time::timeout(PATIENCE, self.store.pending_deliveries()).await {
            Ok(Ok(pending)) => {
                let pending = u32::try_from(pending).unwrap_or(u32::MAX);
                metrics::gauge!("volmify_deliveries_pending").set(f64::from(pending));
            }
            Ok(Err(error)) => {
                tracing::warn!(error = chain(&error), "deliveries not counted");
            }
            Err(_elapsed) => tracing::warn!("deliveries not counted in time"),
        }
        metrics::counter!("volmify_database_statements_total").absolute(self.store.statements());
    }
}

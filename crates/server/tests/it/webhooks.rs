//! A running worker tells other systems what happened, each at its own pace.

use crate::world::World;
use axum::{Router, http::HeaderMap, http::StatusCode, routing::post};
use entities::{event::EventAction, webhook_endpoint::WebhookEvent};
use governance::webhook::{CreateWebhookEndpoint, create_webhook_endpoint};
use kernel::OrderId;
use server::worker::Worker;
use std::sync::{Arc, Mutex};
use store::NewEvent;
use tokio::{net::TcpListener, sync::Notify};
use tokio_util::sync::CancellationToken;
use webhooks::{Reach, Sender};

/// Who was told, and under which id.
type Told = Arc<Mutex<Vec<(&'static str, String)>>>;

/// Listens on this machine. Whoever is slow answers when the quick one was told everything.
async fn listen(told: &Told, enough: usize) -> (String, Arc<Notify>) {
    let (everything, done) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let note = |told: &Told, who, headers: &HeaderMap| {
        let id = headers["webhook-id"].to_str().unwrap().to_owned();
        told.lock().unwrap().push((who, id));
        told.lock().unwrap().iter().filter(|(one, _)| *one == who).count()
    };
    let quick = {
        let (told, everything) = (Arc::clone(told), Arc::clone(&everything));
        async move |headers: HeaderMap| {
            if note(&told, "quick", &headers) == enough {
                everything.notify_one();
            }
            StatusCode::NO_CONTENT
        }
    };
    let slow = {
        let (told, done) = (Arc::clone(told), Arc::clone(&done));
        async move |headers: HeaderMap| {
            everything.notified().await;
            note(&told, "slow", &headers);
            done.notify_one();
            StatusCode::NO_CONTENT
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new()
        .route("/quick", post(quick))
        .route("/slow", post(slow));
    tokio::spawn(axum::serve(listener, routes).into_future());
    (url, done)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_endpoint_keeps_nobody_waiting() {
    let world = World::new().await;
    let told = Told::default();
    let (url, done) = listen(&told, 6).await;
    let (ana, school) = (world.actor("ana@example.com").await, world.school());
    for who in ["slow", "quick"] {
        let new = CreateWebhookEndpoint {
            url: format!("{url}/{who}"),
            description: None,
            events: vec![WebhookEvent::OrderPaid],
        };
        let made = world.store.write_in(&ana, None, &school, |tx| {
            Box::pin(create_webhook_endpoint(tx, Reach::Anywhere, new.clone()))
        });
        made.await.unwrap();
    }
    let worker = Worker {
        payments: payments::build(&payments::PaymentSettings::Test { webhook_secret: None }).unwrap(),
        files: files::Files::in_memory(),
        webhooks: Sender::new(Reach::Anywhere).unwrap(),
        store: world.store.clone(),
        mailer: Arc::new(mail::MemoryMailer::new()),
        brand: world.brand.clone(),
    };
    let stop = CancellationToken::new();
    let running = tokio::spawn(worker.run(stop.clone()));
    for _ in 0..6 {
        let order: OrderId = world.store.new_id();
        let paid = world.store.write_in(&ana, None, &school, move |tx| {
            Box::pin(async move { Ok(tx.emit(NewEvent::new(EventAction::OrderPaid, order)).await?) })
        });
        paid.await.unwrap();
    }
    let patience = std::time::Duration::from_secs(30);
    tokio::time::timeout(patience, done.notified())
        .await
        .expect("everything is told in time");
    stop.cancel();
    running.await.unwrap();
    let told = told.lock().unwrap().clone();
    let ids = |who| -> Vec<String> {
        let own = told.iter().filter(|(one, _)| *one == who);
        own.map(|(_, id)| id.clone()).collect()
    };
    assert_eq!(ids("quick").len(), 6);
    assert_eq!(
        ids("slow")[0],
        ids("quick")[0],
        "both hear of the first one first"
    );
}

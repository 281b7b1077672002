//! Connections of clients: how many there may be, and how long one may take. What is asked over them is the router's business.

mod steady;

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use std::{
    io::ErrorKind,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use steady::Steady;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::sleep,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long a connection of HTTP/1 may be idle between two requests, as with the usual proxies. One in front that keeps connections for
/// longer has to be told so.
const IDLE: Duration = Duration::from_secs(75);

/// How often a client of HTTP/2 is asked whether it is still there, and how long it may take to say so.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// How long a client may take none of what is sent to it. Streams say something more often than that.
const UNREAD: Duration = Duration::from_mins(1);

/// How long to wait when the machine has no more connections to give.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// What connections may take up.
#[derive(Clone, Copy, Debug)]
pub struct ListenSettings {
    /// Connections at the same time. Those beyond wait until one of them ends.
    pub max_clients: usize,
    /// How long a connection may take until its first request has begun.
    pub first_request: Duration,
}

impl Default for ListenSettings {
    fn default() -> Self {
        Self {
            max_clients: 10_000,
            first_request: Duration::from_secs(15),
        }
    }
}

/// Answers over every connection until it is told to stop, and then until the requests that have begun are answered.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Router,
    settings: ListenSettings,
    stop: CancellationToken,
) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(IDLE);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(KEEP_ALIVE)
        .keep_alive_timeout(KEEP_ALIVE)
        .enable_connect_protocol();
    let builder = Arc::new(builder);
    let places = Arc::new(Semaphore::new(settings.max_clients.min(Semaphore::MAX_PERMITS)));
    let open = TaskTracker::new();
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accepted => accepted,
        };
        let hold = hold(
            Arc::clone(&builder),
            stream,
            peer,
            app.clone(),
            settings.first_request,
            stop.clone(),
        );
        open.spawn(async move {
            hold.await;
            drop(place);
        });
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// The next connection. One that ended before it was taken is no reason to stop.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                sleep(EXHAUSTED).await;
            }
        }
    }
}

/// One connection. A socket leaves it, and is counted where sockets are.
async fn hold(
    builder: Arc<Builder<TokioExecutor>>,
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    first_request: Duration,
    stop: CancellationToken,
) {
    let asked = Arc::new(AtomicBool::new(false));
    let has_asked = Arc::clone(&asked);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        has_asked.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request.map(Body::new))
    });
    let stream = TokioIo::new(Steady::new(stream, UNREAD));
    let mut connection = pin!(builder.serve_connection_with_upgrades(stream, service));
    let mut deadline = pin!(sleep(first_request));
    let (mut is_new, mut is_stopping) = (true, false);
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%peer, %error, "connection ended");
                }
                return;
            }
            // Neither half a head nor nothing at all is waited for, in whatever version of HTTP it would have been.
            () = deadline.as_mut(), if is_new => {
                is_new = false;
                if !asked.load(Ordering::Relaxed) {
                    return;
                }
            }
            () = stop.cancelled(), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

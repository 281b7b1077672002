//! How long and how many.

use std::time::Duration;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What open connections may take up, and how they are watched.
#[derive(Clone, Debug)]
pub struct LiveSettings {
    /// How long a socket may take to say who it is.
    pub init_timeout: Duration,
    /// How often something is sent so that nobody in between takes the connection for dead. A socket that has been silent for
    /// three times as long is closed.
    pub keep_alive: Duration,
    /// How long it may take until the end of a session or of a right is noticed, where no event tells of it.
    pub check_every: Duration,
    /// Operations of one socket at the same time.
    pub max_operations: usize,
    /// Messages of one socket in one second.
    pub max_messages_per_second: u32,
    /// Connections of one user.
    pub max_per_user: usize,
    /// Connections of one address.
    pub max_per_address: usize,
    /// Connections of the whole process.
    pub max_connections: usize,
    /// Requests of the whole process at the same time that bring files.
    pub max_uploads: usize,
    /// Requests of one user at the same time that bring files.
    pub max_uploads_per_user: usize,
    /// The end of the process.
    pub stopping: Stopping,
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self {
            init_timeout: Duration::from_secs(10),
            keep_alive: Duration::from_secs(20),
            check_every: Duration::from_secs(15),
            max_operations: 50,
            max_messages_per_second: 200,
            max_per_user: 50,
            max_per_address: 200,
            max_connections: 5_000,
            max_uploads: 16,
            max_uploads_per_user: 4,
            stopping: Stopping::default(),
        }
    }
}

/// Tells open connections that the server stops, and waits until they have said good-bye. No other part of the server does: a
/// socket has left the hands of the HTTP server, and a stream would keep it from ever ending.
#[derive(Clone, Debug, Default)]
pub struct Stopping {
    begun: CancellationToken,
    sockets: TaskTracker,
}

impl Stopping {
    /// Closes every socket, with the code 1001, and ends every stream.
    pub fn begin(&self) {
        self.begun.cancel();
        self.sockets.close();
    }

    /// Waits until all sockets are closed.
    pub async fn ended(&self) {
        self.sockets.wait().await;
    }

    /// Waits until the server stops.
    pub(crate) async fn begun(&self) {
        self.begun.cancelled().await;
    }

    /// Counts a socket among those to wait for.
    pub(crate) fn watch<F: Future>(&self, socket: F) -> impl Future<Output = F::Output> + use<F> {
        self.sockets.track_future(socket)
    }
}

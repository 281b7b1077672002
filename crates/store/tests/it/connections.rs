//! The connections to PostgreSQL: lent, handed on, lost and found again.

use crate::{
    catalog::rows,
    database::TestDatabase,
    left::{is_settled, leave},
    tenant::Tenant,
};
use entities::{event::EventAction, member};
use sea_orm::DatabaseConnection;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use store::{DatabaseSettings, NewEvent, Store, Target};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Reads as a request does, and says how many members there are.
async fn read(store: &Store, tenant: &Tenant) -> u64 {
    let request = store.for_request();
    let entered = request.enter(&tenant.actor(), &Target::slug(tenant.slug)).await;
    let scope = entered.unwrap().unwrap().scope;
    scope.find::<member::Entity>().count().await.unwrap()
}

async fn write(store: &Store, tenant: &Tenant) {
    let (actor, target) = (tenant.actor(), Target::slug(tenant.slug));
    let written = store.write_in(&actor, None, &target, |tx| {
        Box::pin(async move {
            tx.emit(NewEvent::new(EventAction::OrganizationUpdated, tx.organization()))
                .await?;
            Ok(())
        })
    });
    written.await.unwrap();
}

/// Ends all connections of the store, as a database does that is started again.
async fn end_connections(raw: &DatabaseConnection) -> usize {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    rows(raw, sql).await.len()
}

#[tokio::test]
async fn connections_that_end_are_replaced() {
    let Some(database) = TestDatabase::postgres("connections that end").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let store = database.store().await;
    let members = read(&store, &tenant).await;
    futures::future::join_all((0..8).map(|_| read(&store, &tenant))).await;
    assert!(end_connections(&raw).await > 1);
    assert_eq!(read(&store, &tenant).await, members);
    assert!(end_connections(&raw).await > 0);
    write(&store, &tenant).await;
    assert!(end_connections(&raw).await > 0);
    store.ping().await.unwrap();
}

/// With one connection everybody waits, so that it is handed on with the transaction of whoever had it before still open.
#[tokio::test]
async fn a_connection_that_is_handed_on_brings_nothing_along() {
    let Some(database) = TestDatabase::postgres("connections that are handed on").await else {
        return;
    };
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    let mut settings = database.settings.clone();
    settings.max_connections = Some(1);
    let store = database.store_with(&settings).await;
    let expected = [read(&store, &here).await, read(&store, &there).await];
    for polls in 1..20 {
        let work = (0..12).map(|number| {
            let (store, here, there) = (&store, &here, &there);
            async move {
                match number % 4 {
                    0 => Box::pin(leave(read(store, here), polls)).await,
                    1 => write(store, there).await,
                    2 => assert_eq!(read(store, here).await, expected[0]),
                    _ => assert_eq!(read(store, there).await, expected[1]),
                }
            }
        });
        futures::future::join_all(work).await;
        assert!(is_settled(&raw).await, "after {polls} steps");
    }
    store.ping().await.unwrap();
}

/// A pooler between may give each transaction another connection, which knows nothing of what was prepared on the one before.
#[tokio::test]
async fn statements_that_are_not_kept_are_sent_as_they_are() {
    let Some(database) = TestDatabase::postgres("statements that are not kept").await else {
        return;
    };
    let tenant = Tenant::plant(&database.raw().await, "here").await;
    let (store, forgetful) = Forgetful::before(&database, &database.settings, b" AS SELECT").await;
    let members = read(&store, &tenant).await;
    assert!(members > 0);
    assert_eq!(forgetful.executed.load(Ordering::Relaxed), 1);
    assert_eq!(read(&store, &tenant).await, members);
    write(&store, &tenant).await;
    assert_eq!(
        forgetful.executed.load(Ordering::Relaxed),
        1,
        "it was tried again"
    );
}

/// What is lost with the commit is written again, once.
#[tokio::test]
async fn a_last_statement_that_is_not_kept_is_written_once() {
    let Some(database) = TestDatabase::postgres("last statements that are not kept").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let (store, forgetful) = Forgetful::before(&database, &database.settings, b" AS WITH").await;
    let events = "SELECT id FROM event WHERE action = 'ORGANIZATION_UPDATED'";
    let before = rows(&raw, events).await.len();
    write(&store, &tenant).await;
    assert_eq!(rows(&raw, events).await.len(), before + 1);
    // The one that enters, and the one that was lost.
    assert_eq!(forgetful.executed.load(Ordering::Relaxed), 2);
    write(&store, &tenant).await;
    assert_eq!(rows(&raw, events).await.len(), before + 2);
    assert_eq!(
        forgetful.executed.load(Ordering::Relaxed),
        2,
        "it was tried again"
    );
}

/// Stands before a database, and has statements of a kind prepared by other names than those it was told.
pub(crate) struct Forgetful {
    /// How often a statement was executed by its name.
    pub(crate) executed: Arc<AtomicU64>,
}

const TOLD: &[u8] = b"PREPARE volmify_";
const DONE: &[u8] = b"PREPARE mislaid_";
/// How many digits of the name follow.
const DIGITS: usize = 16;

impl Forgetful {
    /// A store that reaches its database through one.
    pub(crate) async fn before(
        database: &TestDatabase,
        settings: &DatabaseSettings,
        kind: &'static [u8],
    ) -> (Store, Self) {
        let mut parsed = url::Url::parse(&settings.url).unwrap();
        let address = (
            parsed.host_str().unwrap().to_owned(),
            parsed.port().unwrap_or(5432),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        parsed.set_host(Some("127.0.0.1")).unwrap();
        parsed
            .set_port(Some(listener.local_addr().unwrap().port()))
            .unwrap();
        parsed.set_query(Some("sslmode=disable"));
        let executed = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&executed);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&address).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(pass(from_client, to_server, Some((kind, Arc::clone(&counter)))));
                tokio::spawn(pass(from_server, to_client, None));
            }
        });
        let mut settings = settings.clone();
        settings.url = parsed.into();
        (database.store_with(&settings).await, Self { executed })
    }
}

/// Passes on what comes. Whoever is counted sends one whole message at a time.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mislaid: Option<(&'static [u8], Arc<AtomicU64>)>,
) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let bytes = &mut buffer[..length];
        if let Some((kind, executed)) = &mislaid {
            while let Some(at) = told(bytes, kind) {
                bytes[at..at + DONE.len()].copy_from_slice(DONE);
            }
            if find(bytes, b"EXECUTE volmify_").is_some() {
                executed.fetch_add(1, Ordering::Relaxed);
            }
        }
        if to.write_all(bytes).await.is_err() {
            return;
        }
    }
}

/// Where a statement of a kind is told by its name, behind which the types of its values may stand.
fn told(bytes: &[u8], kind: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], TOLD).map(|at| from + at) {
        from = at + TOLD.len() + DIGITS;
        let mut rest = &bytes[from..];
        if rest.starts_with(b"(") {
            let types = rest.iter().position(|byte| *byte == b')').unwrap();
            rest = &rest[types + 1..];
        }
        if rest.starts_with(kind) {
            return Some(at);
        }
    }
    None
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

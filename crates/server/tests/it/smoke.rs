//! The real binary from start to end.

use crate::{
    binary::{succeed, volmify},
    database::TestDatabase,
    process::Running,
};

#[test]
fn it_serves_and_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Running::start(volmify(folder.path()).args(["--drain-notice", "2"]));
    assert!(server.get("/livez").starts_with("HTTP/1.1 200 "));
    let metrics = server.get("/metrics");
    assert!(metrics.contains("volmify_deliveries_pending"), "{metrics}");
    let ready = succeed(volmify(folder.path()).args(["health", "--listen", server.address()]));
    assert_eq!(ready, "ready\n");
    server.terminate();
    server.wait_for("/readyz", "503");
    assert!(server.get("/livez").starts_with("HTTP/1.1 200 "));
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_second_start_finds_everything_in_place() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let mut server = Running::start(volmify(folder.path()).args(["--drain-notice", "0"]));
        server.terminate();
        assert_eq!(server.ended().code(), Some(0));
    }
    assert_eq!(
        succeed(volmify(folder.path()).arg("migrate")),
        "nothing to apply, the database is up to date\n"
    );
}

#[tokio::test]
async fn replicas_start_together() {
    let database = TestDatabase::empty().await;
    let start = || {
        let folder = database.folder.path();
        let mut command = volmify(folder);
        command
            .args(["--no-demo", "--drain-notice", "0"])
            .env("VOLMIFY_DATABASE_URL", &database.settings.url);
        std::thread::spawn(move || {
            let mut server = Running::start(&mut command);
            server.terminate();
            assert_eq!(server.ended().code(), Some(0));
        })
    };
    for replica in [start(), start(), start()] {
        replica.join().unwrap();
    }
}

#[test]
fn without_a_server_the_health_check_fails() {
    let folder = tempfile::tempdir().unwrap();
    let status = volmify(folder.path())
        .args(["health", "--listen", "127.0.0.1:1"])
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
}

//! The schema without any service.

use crate::binary::{succeed, volmify};

#[test]
fn the_schema_needs_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = volmify(folder.path());
    let sdl = succeed(
        command
            .env("VOLMIFY_DATABASE_URL", "postgres://127.0.0.1:1/nothing")
            .arg("schema"),
    );
    assert!(sdl.contains("type Query") && sdl.ends_with("}\n"), "{sdl}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

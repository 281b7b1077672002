//! Every way mail can leave.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

mod folder;
mod headers;
mod memory;
mod settings;
mod sink;
mod smtp;

use std::path::{Path, PathBuf};

use mail::Mail;
use url::Url;

const FROM: &str = "Volmify <no-reply@example.com>";

fn public_url() -> Url {
    "https://learn.example.com:8443/app".parse().unwrap()
}

/// A folder of the test's own, not there yet.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder.join("mail")
}

fn mail(id: &str) -> Mail {
    Mail {
        id: id.to_owned(),
        to: "ada@example.com".to_owned(),
        to_name: Some("Ada".to_owned()),
        subject: "Hello".to_owned(),
        text: "See\n\nhttps://learn.example.com/x\n".to_owned(),
        html: "<p>See</p>".to_owned(),
    }
}

/// The headers of a written mail, unfolded.
fn headers(folder: &Path, id: &str) -> Vec<String> {
    let content = std::fs::read_to_string(folder.join(format!("{id}.eml"))).unwrap();
    let (head, _) = content.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ")
        .split("\r\n")
        .map(str::to_owned)
        .collect()
}

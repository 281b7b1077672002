//! Mail into a folder, for developers.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use tokio::fs;
use tokio::io::AsyncWriteExt;
use url::Url;

use crate::error::MailError;
use crate::mail::{Mail, Mailer};
use crate::message::Sender;

/// Tells apart the unfinished files of sends that run at the same time.
static UNFINISHED: AtomicU64 = AtomicU64::new(0);

/// Writes every mail to `<folder>/<id>.eml`, which mail programs open, and logs its first link so
/// that it can be followed without opening anything.
///
/// Not for production: nobody receives these mails, and the log contains links that open accounts.
#[derive(Debug)]
pub struct FolderMailer {
    folder: PathBuf,
    sender: Sender,
}

impl FolderMailer {
    /// A mailer for a folder, which is created with the first mail.
    pub fn new(folder: impl Into<PathBuf>, from: &str, public_url: &Url) -> Result<Self, MailError> {
        Ok(Self {
            folder: folder.into(),
            sender: Sender::new(from, public_url)?,
        })
    }

    /// Writes a file that is either complete or not there.
    async fn write(&self, file: &Path, id: &str, content: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder).await?;
        let number = UNFINISHED.fetch_add(1, Ordering::Relaxed);
        let unfinished = format!(".{id}.{}.{number}.tmp", std::process::id());
        let unfinished = self.folder.join(unfinished);
        let written = write_then_rename(&unfinished, file, content).await;
        if written.is_err() {
            // The first error is the one worth telling.
            let _ = fs::remove_file(&unfinished).await;
        }
        written
    }
}

async fn write_then_rename(from: &Path, to: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(from).await?;
    file.write_all(content).await?;
    file.sync_all().await?;
    drop(file);
    fs::rename(from, to).await
}

#[async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let content = self.sender.message(mail)?.formatted();
        let file = self.folder.join(format!("{}.eml", mail.id));
        // A mail that is sent again carries a newer link, so it takes the place of the older one.
        self.write(&file, &mail.id, &content).await.map_err(|error| {
            MailError::Temporary(format!(
                "the mail could not be written to {}; check that the folder can be written to and \
                 that the disk is not full: {error}",
                file.display()
            ))
        })?;
        tracing::info!(
            to = mail.to,
            subject = mail.subject,
            link = first_link(&mail.text).unwrap_or("none"),
            file = %file.display(),
            "mail written to the folder"
        );
        Ok(())
    }

    fn describe(&self) -> String {
        format!("folder {}", self.folder.display())
    }
}

/// The first web address in a text.
fn first_link(text: &str) -> Option<&str> {
    text.split_whitespace()
        .find(|word| word.starts_with("https://") || word.starts_with("http://"))
}

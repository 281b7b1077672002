//! The smallest SMTP server that a client believes in.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How the server behaves.
pub(crate) struct SinkOptions {
    /// The answer to every recipient.
    pub(crate) rcpt: &'static str,
    /// A recipient that is refused for good whatever `rcpt` says.
    pub(crate) refuse: Option<&'static str>,
    /// Whether addresses outside ASCII are understood.
    pub(crate) international: bool,
    /// How many dialogues end in silence when the content is expected.
    pub(crate) silent_dialogues: usize,
}

impl Default for SinkOptions {
    fn default() -> Self {
        Self {
            rcpt: "250 ok",
            refuse: None,
            international: false,
            silent_dialogues: 0,
        }
    }
}

/// A mail as it arrived, with the doubled dots taken out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) data: String,
}

/// A running server; dropping it stops it.
pub(crate) struct Sink {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl Sink {
    pub(crate) async fn open(options: SinkOptions) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        let silences = Arc::new(AtomicUsize::new(options.silent_dialogues));
        let options = Arc::new(options);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, options) = (Arc::clone(&kept), Arc::clone(&options));
                let silences = Arc::clone(&silences);
                tokio::spawn(async move {
                    // A client that goes away is no concern of the server.
                    let _ = talk(stream, &options, &silences, &kept).await;
                });
            }
        });
        Self {
            address,
            received,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(
    stream: TcpStream,
    options: &SinkOptions,
    silences: &AtomicUsize,
    kept: &Mutex<Vec<Received>>,
) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut mail = Received::default();
    writer.write_all(b"220 sink\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
        let address = rest.split_once(':').map_or("", |(_, rest)| rest);
        let address = address.split(' ').next().unwrap_or_default().to_owned();
        let answer = match verb {
            "EHLO" if options.international => "250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8",
            "EHLO" => "250 sink",
            "MAIL" => {
                mail = Received {
                    from: address,
                    ..Received::default()
                };
                "250 ok"
            }
            "RCPT" if options.refuse.is_some_and(|who| address.contains(who)) => "550 refused",
            "RCPT" => {
                mail.to.push(address);
                options.rcpt
            }
            "DATA" => {
                let silent = |left: usize| left.checked_sub(1);
                if silences
                    .fetch_update(Ordering::SeqCst, Ordering::SeqCst, silent)
                    .is_ok()
                {
                    std::future::pending::<()>().await;
                }
                writer.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.data.push_str("\r\n");
                }
                kept.lock().unwrap().push(std::mem::take(&mut mail));
                "250 taken"
            }
            "QUIT" => {
                writer.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            "NOOP" | "RSET" => "250 ok",
            _ => "500 what",
        };
        writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

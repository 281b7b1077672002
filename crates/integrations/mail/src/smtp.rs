//! Mail through an SMTP server.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use crate::error::MailError;
use crate::mail::{Mail, Mailer};
use crate::message::Sender;
use crate::smtp_failure::failure;
use crate::smtp_url::server;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How long one mail may take from connecting to the server's last word.
const WHOLE: Duration = Duration::from_mins(1);

/// Sends mail through an SMTP server, over connections that are kept open between mails.
pub struct SmtpMailer {
    sender: Sender,
    description: String,
    line: Arc<Line>,
}

impl SmtpMailer {
    /// A mailer for the server behind `smtp_url`, which is `smtps://user:password@host` or
    /// `smtp://user:password@host:587?tls=required`. Nothing is connected before the first mail.
    pub fn new(smtp_url: &str, from: &str, public_url: &Url) -> Result<Self, MailError> {
        let (builder, description) = server(smtp_url)?;
        let line = Line {
            builder,
            transport: Mutex::new(None),
            limit: WHOLE,
        };
        Ok(Self {
            sender: Sender::new(from, public_url)?,
            description,
            line: Arc::new(line),
        })
    }

    /// The same mailer with another limit for the time one mail may take. It starts without open
    /// connections.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        let line = Line {
            builder: self.line.builder.clone(),
            transport: Mutex::new(None),
            limit,
        };
        Self {
            line: Arc::new(line),
            ..self
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = self.sender.message(mail)?;
        let line = Arc::clone(&self.line);
        // A task of its own: a caller that stops waiting must not stop the dialogue half way, or
        // the next mail on that connection would be answered with this mail's answers.
        let dialogue = tokio::spawn(async move { line.deliver(message).await });
        dialogue.await.map_err(|error| {
            MailError::Temporary(format!("sending was interrupted, send the mail again: {error}"))
        })?
    }

    fn describe(&self) -> String {
        self.description.clone()
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpMailer({})", self.description)
    }
}

/// The connections to the server.
struct Line {
    builder: AsyncSmtpTransportBuilder,
    /// Made at the first mail, because it needs the runtime, and again after a silence.
    transport: Mutex<Option<Transport>>,
    limit: Duration,
}

impl Line {
    async fn deliver(&self, message: Message) -> Result<(), MailError> {
        let transport = self
            .transport()
            .get_or_insert_with(|| self.builder.clone().build())
            .clone();
        match tokio::time::timeout(self.limit, transport.send(message.clone())).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error, &message)),
            Err(elapsed) => {
                self.hang_up(transport);
                Err(MailError::Temporary(format!(
                    "the mail server did not answer within {:?}; send the mail again later: \
                     {elapsed}",
                    self.limit
                )))
            }
        }
    }

    /// Gives up every open connection. The silent one goes back among the open ones half way
    /// through its dialogue, and nothing tells it from the others.
    fn hang_up(&self, transport: Transport) {
        self.transport().take();
        // Not waited for: saying goodbye to a silent server takes as long as the server likes.
        tokio::spawn(async move { transport.shutdown().await });
    }

    fn transport(&self) -> MutexGuard<'_, Option<Transport>> {
        self.transport.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

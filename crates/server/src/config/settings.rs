//! Settings with every gap filled.

use super::{FileSettings, LogFormat, Options, files, payment};
use crate::ListenSettings;
use anyhow::Context;
use gateway::{AllowedOrigins, LiveSettings, RateSettings, http::Limits};
use mail::MailSettings;
use payments::PaymentSettings;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};
use store::{DatabaseSettings, Engine};
use url::Url;
use webhooks::Reach;

/// Whether there is a demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// Always: added wherever it is missing.
    On,
    /// When the database has no users yet.
    WhenNew,
    /// Never.
    Off,
}

/// How the server stops.
#[derive(Clone, Copy, Debug)]
pub struct Drain {
    /// How long `/readyz` says 503 before listening ends, so that balancers notice.
    pub notice: Duration,
    /// How long running work may take after that.
    pub timeout: Duration,
}

/// Every setting of the server.
#[derive(Clone)]
pub struct Settings {
    /// Folder for the embedded database and for mail that is not sent.
    pub data_dir: PathBuf,
    /// The database the server works on.
    pub database: DatabaseSettings,
    /// The same database with a role that may create tables.
    pub migration_database: DatabaseSettings,
    /// Where to listen.
    pub listen: SocketAddr,
    /// How many connections there may be, and how long one may take to ask something.
    pub listening: ListenSettings,
    /// The address people use; none means the one that is listened on.
    pub public_url: Option<Url>,
    /// The address of the pages that mails lead to; none means the public one.
    pub app_url: Option<Url>,
    /// The origins besides our own whose pages may use the API.
    pub allowed_origins: AllowedOrigins,
    /// How many proxies are believed.
    pub trusted_proxies: usize,
    /// How mail leaves.
    pub mail: MailSettings,
    /// Where uploaded files are.
    pub files: FileSettings,
    /// How money moves.
    pub payments: PaymentSettings,
    /// Where webhooks may go.
    pub webhooks: Reach,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// How many sockets and streams may be open.
    pub live: LiveSettings,
    /// What requests may cost per minute.
    pub rates: RateSettings,
    /// How the server stops.
    pub drain: Drain,
    /// What a request may ask for.
    pub limits: Limits,
    /// A list of the only documents that are executed.
    pub persisted_documents: Option<PathBuf>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// What is logged.
    pub log: String,
    /// Whether the serving process is a worker as well.
    pub worker: bool,
    /// Whether there is a demo.
    pub demo: Demo,
}

impl Settings {
    /// Fills the gaps and checks what cannot be checked one by one.
    pub fn resolve(options: Options) -> anyhow::Result<Self> {
        let text = |given: Option<String>| given.filter(|text| !text.trim().is_empty());
        let (limits, live, rates) = (limits(&options), live(&options), rates(&options));
        let data_dir = options.data_dir.unwrap_or_else(|| PathBuf::from("volmify-data"));
        let given_database = text(options.database_url);
        let is_usual_database = given_database.is_none();
        let mut database = DatabaseSettings::new(given_database.unwrap_or_else(|| embedded(&data_dir)));
        if Engine::of(&database.url).is_none() {
            anyhow::bail!(
                "the database URL must begin with sqlite:// or postgres://; set --database-url or VOLMIFY_DATABASE_URL"
            );
        }
        database.max_connections = options.max_connections;
        let migration = text(options.migration_database_url).unwrap_or_else(|| database.url.clone());
        let listen = options
            .listen
            .unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)));
        let usual = ListenSettings::default();
        let listening = ListenSettings {
            max_clients: options.max_clients.unwrap_or(usual.max_clients),
            first_request: options
                .first_request_timeout
                .map_or(usual.first_request, Duration::from_secs),
        };
        anyhow::ensure!(
            listening.max_clients > 0 && !listening.first_request.is_zero(),
            "with 0 nobody could connect; correct --max-clients or --first-request-timeout"
        );
        let seconds = |given: Option<u64>, usual| Duration::from_secs(given.unwrap_or(usual));
        Ok(Self {
            mail: MailSettings {
                smtp_url: text(options.smtp_url),
                from: text(options.mail_from).unwrap_or_else(|| "Volmify <no-reply@localhost>".to_owned()),
                folder: options.mail_folder.unwrap_or_else(|| data_dir.join("mail")),
            },
            files: files::resolve(
                files::Given {
                    folder: options.files_folder,
                    url: text(options.files_url),
                    region: text(options.files_region),
                    endpoint: text(options.files_endpoint),
                },
                data_dir.join("files"),
            )?,
            payments: payment::resolve(payment::Given {
                provider: options.payment_provider,
                payment_webhook_secret: text(options.payment_webhook_secret),
                stripe_secret_key: text(options.stripe_secret_key),
                stripe_webhook_secret: text(options.stripe_webhook_secret),
                stripe_api_url: text(options.stripe_api_url),
            })?,
            data_dir,
            migration_database: DatabaseSettings {
                url: migration,
                ..database.clone()
            },
            database,
            listen,
            listening,
            public_url: address("public URL", "--public-url", text(options.public_url))?,
            app_url: address("app URL", "--app-url", text(options.app_url))?,
            allowed_origins: origins(options.allowed_origins.as_deref().unwrap_or_default())?,
            trusted_proxies: options.trusted_proxies.unwrap_or(0),
            webhooks: if options.allow_private_webhooks.unwrap_or(false) {
                Reach::Anywhere
            } else {
                Reach::Public
            },
            request_timeout: seconds(options.request_timeout, 30),
            drain: Drain {
                notice: seconds(options.drain_notice, 1),
                timeout: seconds(options.drain_timeout, 30),
            },
            limits,
            live,
            rates,
            persisted_documents: options
                .persisted_documents
                .filter(|path| !path.as_os_str().is_empty()),
            log_format: options.log_format.unwrap_or_default(),
            log: text(options.log).unwrap_or_else(|| "info,sea_orm_migration=warn".to_owned()),
            worker: !options.no_worker && options.worker.unwrap_or(true),
            demo: match options.demo {
                _ if options.no_demo => Demo::Off,
                Some(true) => Demo::On,
                // Its passwords are known to everybody who can read.
                None if is_usual_database && listen.ip().is_loopback() => Demo::WhenNew,
                Some(false) | None => Demo::Off,
            },
        })
    }

    /// The address people use, given the one that is really listened on.
    pub fn public_url_at(&self, bound: SocketAddr) -> anyhow::Result<Url> {
        if let Some(url) = &self.public_url {
            return Ok(url.clone());
        }
        // Listening everywhere is not an address that a browser can open.
        let host = match bound.ip() {
            ip if !ip.is_unspecified() => ip,
            IpAddr::V4(_) | IpAddr::V6(_) => Ipv4Addr::LOCALHOST.into(),
        };
        let host = SocketAddr::new(host, bound.port());
        Url::parse(&format!("http://{host}")).context("the listen address makes no URL; set --public-url")
    }
}

/// How large and deep requests may be.
fn limits(options: &Options) -> Limits {
    let usual = Limits::default();
    Limits {
        max_body_bytes: options.max_body_bytes.unwrap_or(usual.max_body_bytes),
        max_attachment_bytes: options.max_attachment_bytes.unwrap_or(usual.max_attachment_bytes),
        max_batch: options.max_batch.unwrap_or(usual.max_batch),
        max_document_bytes: options.max_document_bytes.unwrap_or(usual.max_document_bytes),
        max_tokens: options.max_tokens.unwrap_or(usual.max_tokens),
        max_depth: options.max_depth.unwrap_or(usual.max_depth),
        max_fields: options.max_fields.unwrap_or(usual.max_fields),
        max_aliases: options.max_aliases.unwrap_or(usual.max_aliases),
        max_directives: options.max_directives.unwrap_or(usual.max_directives),
        max_mutation_fields: options.max_mutation_fields.unwrap_or(usual.max_mutation_fields),
        max_complexity: options.max_complexity.unwrap_or(usual.max_complexity),
        max_introspections: match options.introspection {
            Some(false) => 0,
            Some(true) | None => usual.max_introspections,
        },
        ..usual
    }
}

/// How open connections are watched.
fn live(options: &Options) -> LiveSettings {
    let usual = LiveSettings::default();
    LiveSettings {
        max_per_user: options.max_connections_per_user.unwrap_or(usual.max_per_user),
        max_per_address: options
            .max_connections_per_address
            .unwrap_or(usual.max_per_address),
        max_connections: options.max_open_connections.unwrap_or(usual.max_connections),
        max_operations: options.max_socket_operations.unwrap_or(usual.max_operations),
        max_uploads: options.max_uploads.unwrap_or(usual.max_uploads),
        max_uploads_per_user: options.max_uploads_per_user.unwrap_or(usual.max_uploads_per_user),
        ..usual
    }
}

/// What requests may cost.
fn rates(options: &Options) -> RateSettings {
    let usual = RateSettings::default();
    let points = |given: Option<u32>, usual| given.map_or(usual, NonZeroU32::new);
    RateSettings {
        per_user: points(options.points_per_user, usual.per_user),
        per_address: points(options.points_per_address, usual.per_address),
        per_organization: points(options.points_per_organization, usual.per_organization),
    }
}

/// The embedded database in the data folder. What has a meaning in a URL is written so that it loses it.
fn embedded(data_dir: &Path) -> String {
    let path = data_dir.join("volmify.db");
    let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3F");
    format!("sqlite://{path}")
}

fn origins(given: &str) -> anyhow::Result<AllowedOrigins> {
    let listed = given.split(',').map(str::trim).filter(|text| !text.is_empty());
    AllowedOrigins::parse(listed).map_err(|wrong| {
        anyhow::anyhow!(
            "{wrong:?} is no origin: it is a scheme, a host and perhaps a port, such as https://app.example.com; correct --allowed-origins"
        )
    })
}

fn address(name: &str, flag: &str, given: Option<String>) -> anyhow::Result<Option<Url>> {
    let Some(text) = given else { return Ok(None) };
    let url = Url::parse(&text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    });
    match url {
        Some(url) => Ok(Some(url)),
        None => anyhow::bail!(
            "the {name} must be a complete web address such as https://learn.example.com; correct {flag}"
        ),
    }
}

/// Addresses carry passwords, so only what is harmless is shown.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("data_dir", &self.data_dir)
            .field("listen", &self.listen)
            .field("public_url", &self.public_url)
            .field("mail", &self.mail)
            .field("files", &self.files)
            .field("payments", &self.payments)
            .field("worker", &self.worker)
            .field("demo", &self.demo)
            .finish_non_exhaustive()
    }
}

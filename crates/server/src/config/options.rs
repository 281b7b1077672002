//! What can be set, once for all three places: `--listen`, `VOLMIFY_LISTEN` and `listen` in the file are one setting.

use clap::{Args, ValueEnum};
use serde::Deserialize;
use std::{net::SocketAddr, path::PathBuf};

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line, for machines.
    Json,
}

/// Who moves the money of customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum PaymentProvider {
    /// The built-in one, which moves none.
    #[default]
    Test,
    /// Stripe.
    Stripe,
}

/// Declares the settings, how each is given, and how two places are merged.
macro_rules! options {
    ($($(#[$meta:meta])* $name:ident: $type:ty = $env:literal;)*) => {
        /// Every setting, as far as somebody gave it.
        #[derive(Clone, Default, Args, Deserialize)]
        #[command(next_help_heading = "Settings")]
        #[serde(deny_unknown_fields, default)]
        pub struct Options {
            $(
                $(#[$meta])*
                #[arg(long, env = $env, hide_env_values = true, global = true)]
                pub $name: Option<$type>,
            )*
            /// Do not send mail or do timed work in this process; another one runs `volmify worker`
            #[arg(long, global = true)]
            #[serde(skip)]
            pub no_worker: bool,
            /// Do not seed the demo and do not print its sign-ins
            #[arg(long, global = true)]
            #[serde(skip)]
            pub no_demo: bool,
        }

        impl Options {
            /// These settings, and where they are silent those of the file.
            #[must_use]
            pub fn or(self, file: Self) -> Self {
                Self {
                    $($name: self.$name.or(file.$name),)*
                    no_worker: self.no_worker,
                    no_demo: self.no_demo,
                }
            }
        }
    };
}

options! {
    /// Folder for the embedded database and for mail that is not sent [default: volmify-data]
    data_dir: PathBuf = "VOLMIFY_DATA_DIR";
    /// `sqlite://file` or `postgres://user:password@host/name` [default: volmify.db in the data folder]
    database_url: String = "VOLMIFY_DATABASE_URL";
    /// The same database with a PostgreSQL role that may create tables and roles [default: the database URL]
    migration_database_url: String = "VOLMIFY_MIGRATION_DATABASE_URL";
    /// Database connections at most [default: 8 on SQLite; on PostgreSQL 4 for each processor, at least 8]
    max_connections: u32 = "VOLMIFY_MAX_CONNECTIONS";
    /// Address and port to listen on [default: 127.0.0.1:8080]
    listen: SocketAddr = "VOLMIFY_LISTEN";
    /// The address under which people reach the server [default: http:// and the listen address]
    public_url: String = "VOLMIFY_PUBLIC_URL";
    /// The address of the pages that links in mails lead to [default: the public URL]
    app_url: String = "VOLMIFY_APP_URL";
    /// Origins of pages that may use the API from a browser, such as `https://app.example.com`, with commas between them [default: only our own]
    allowed_origins: String = "VOLMIFY_ALLOWED_ORIGINS";
    /// Proxies in front of the server whose X-Forwarded-For entries are believed [default: 0]
    trusted_proxies: usize = "VOLMIFY_TRUSTED_PROXIES";
    /// SMTP server for mail, such as `smtps://user:password@host` [default: none, mail goes to a folder]
    smtp_url: String = "VOLMIFY_SMTP_URL";
    /// Sender of every mail, by default `Volmify <no-reply@localhost>`
    mail_from: String = "VOLMIFY_MAIL_FROM";
    /// Folder for mail while there is no SMTP server [default: mail in the data folder]
    mail_folder: PathBuf = "VOLMIFY_MAIL_FOLDER";
    /// Folder for files that people upload; processes that share a database share it [default: files in the data folder]
    files_folder: PathBuf = "VOLMIFY_FILES_FOLDER";
    /// Bucket for these files instead, `s3://bucket` or `s3://bucket/folder`, with the credentials of the usual AWS variables
    files_url: String = "VOLMIFY_FILES_URL";
    /// Region of the bucket [default: AWS_REGION]
    files_region: String = "VOLMIFY_FILES_REGION";
    /// Where the bucket is reached if not at Amazon, such as `https://minio.example.com` [default: AWS_ENDPOINT_URL]
    files_endpoint: String = "VOLMIFY_FILES_ENDPOINT";
    /// Who moves the money of orders. The test provider moves none: what is ordered with it is free [default: test]
    payment_provider: PaymentProvider = "VOLMIFY_PAYMENT_PROVIDER";
    /// With what messages of the test provider to /webhooks/payments/test are signed [default: none, they are refused]
    payment_webhook_secret: String = "VOLMIFY_PAYMENT_WEBHOOK_SECRET";
    /// Secret key of the account at Stripe, `sk_…`, or a restricted one, `rk_…`
    stripe_secret_key: String = "VOLMIFY_STRIPE_SECRET_KEY";
    /// With what Stripe signs its messages to /webhooks/payments/stripe, `whsec_…`; while it is being replaced both, with a comma between them
    stripe_webhook_secret: String = "VOLMIFY_STRIPE_WEBHOOK_SECRET";
    /// Where Stripe is reached [default: https://api.stripe.com]
    stripe_api_url: String = "VOLMIFY_STRIPE_API_URL";
    /// Let webhooks go to private addresses and to this machine over http, for development: whoever manages them can then have the
    /// server call whatever it reaches [default: false]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    allow_private_webhooks: bool = "VOLMIFY_ALLOW_PRIVATE_WEBHOOKS";
    /// Seconds a request may take [default: 30]
    request_timeout: u64 = "VOLMIFY_REQUEST_TIMEOUT";
    /// Seconds a connection may take until its first request has begun [default: 15]
    first_request_timeout: u64 = "VOLMIFY_FIRST_REQUEST_TIMEOUT";
    /// Connections of clients at the same time; those beyond wait [default: 10000]
    max_clients: usize = "VOLMIFY_MAX_CLIENTS";
    /// Seconds between SIGTERM, when `/readyz` turns 503, and the end of listening [default: 1]
    drain_notice: u64 = "VOLMIFY_DRAIN_NOTICE";
    /// Seconds that running requests and deliveries have to finish after that [default: 30]
    drain_timeout: u64 = "VOLMIFY_DRAIN_TIMEOUT";
    /// Bytes of a request body at most [default: 1048576]
    max_body_bytes: usize = "VOLMIFY_MAX_BODY_BYTES";
    /// Bytes of an uploaded file at most [default: 26214400]
    max_attachment_bytes: usize = "VOLMIFY_MAX_ATTACHMENT_BYTES";
    /// Requests in one batch at most [default: 10]
    max_batch: usize = "VOLMIFY_MAX_BATCH";
    /// Bytes of a GraphQL document at most [default: 65536]
    max_document_bytes: usize = "VOLMIFY_MAX_DOCUMENT_BYTES";
    /// Words and signs of a GraphQL document at most [default: 10000]
    max_tokens: usize = "VOLMIFY_MAX_TOKENS";
    /// Fields inside each other at most; introspection needs 15 [default: 20]
    max_depth: usize = "VOLMIFY_MAX_DEPTH";
    /// Fields of an operation at most [default: 2000]
    max_fields: usize = "VOLMIFY_MAX_FIELDS";
    /// Aliases of an operation at most [default: 50]
    max_aliases: usize = "VOLMIFY_MAX_ALIASES";
    /// Directives of an operation at most [default: 50]
    max_directives: usize = "VOLMIFY_MAX_DIRECTIVES";
    /// Root fields of a mutation at most [default: 10]
    max_mutation_fields: usize = "VOLMIFY_MAX_MUTATION_FIELDS";
    /// Computed complexity of an operation at most [default: 20000]
    max_complexity: usize = "VOLMIFY_MAX_COMPLEXITY";
    /// Open sockets and streams of one user at most [default: 50]
    max_connections_per_user: usize = "VOLMIFY_MAX_CONNECTIONS_PER_USER";
    /// Open sockets and streams of one address at most [default: 200]
    max_connections_per_address: usize = "VOLMIFY_MAX_CONNECTIONS_PER_ADDRESS";
    /// Open sockets and streams of the whole server at most [default: 5000]
    max_open_connections: usize = "VOLMIFY_MAX_OPEN_CONNECTIONS";
    /// Operations of one socket at the same time at most [default: 50]
    max_socket_operations: usize = "VOLMIFY_MAX_SOCKET_OPERATIONS";
    /// Requests with files of one user at the same time at most [default: 4]
    max_uploads_per_user: usize = "VOLMIFY_MAX_UPLOADS_PER_USER";
    /// Requests with files of the whole server at the same time at most [default: 16]
    max_uploads: usize = "VOLMIFY_MAX_UPLOADS";
    /// Points of complexity that a user may spend per minute; 0: as many as they like [default: 300000]
    points_per_user: u32 = "VOLMIFY_POINTS_PER_USER";
    /// The same of everybody together who comes from one address and has not signed in [default: 300000]
    points_per_address: u32 = "VOLMIFY_POINTS_PER_ADDRESS";
    /// The same of everybody together in an organization that operators gave no budget of its own [default: 3000000]
    points_per_organization: u32 = "VOLMIFY_POINTS_PER_ORGANIZATION";
    /// Answer `__schema` and `__type`; GraphiQL and code generators need them, /reference does not [default: true]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    introspection: bool = "VOLMIFY_INTROSPECTION";
    /// Folder of .graphql files, or JSON manifest of hashes and documents: only these are executed [default: all are]
    persisted_documents: PathBuf = "VOLMIFY_PERSISTED_DOCUMENTS";
    /// Form of the log lines
    log_format: LogFormat = "VOLMIFY_LOG_FORMAT";
    /// What is logged, such as `info,store=debug` [default: info]
    log: String = "VOLMIFY_LOG";
    /// Send mail and do timed work in the serving process [default: true]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    worker: bool = "VOLMIFY_WORKER";
    /// Seed the demo and print its sign-ins [default: once, when the embedded database is new and only this machine can reach it]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    demo: bool = "VOLMIFY_DEMO";
}

/// Addresses carry passwords, so nothing is shown.
impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Options(…)")
    }
}

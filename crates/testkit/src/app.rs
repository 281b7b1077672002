//! The application under test.

use crate::{Answer, Person, TestDatabase};
use authz::{Actor, SystemTask};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header},
};
use chrono::{DateTime, TimeZone, Utc};
use entities::{
    account::{self, AccountProvider},
    profile::{self, ProfileKind},
    user::{self, PlatformRole},
};
use http_body_util::BodyExt;
use identity::{Identity, IdentitySettings, PasswordCost, Passwords};
use kernel::{Email, SeededRandom, TestClock, TypedId};
use mail::{Brand, Mail, MemoryMailer};
use payments::TestProvider;
use sea_orm::ActiveValue::{NotSet, Set};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use store::{Failure, Store};
use tower::ServiceExt;

/// The password of everybody the kit makes.
const PASSWORD: &str = "correct horse battery";

/// The real router on a database of its own.
pub struct TestApp {
    /// The routes.
    pub router: Router,
    /// The store behind them.
    pub store: Store,
    /// The clock, which stands still until it is moved.
    pub clock: Arc<TestClock>,
    /// Where mails go.
    pub mailer: Arc<MemoryMailer>,
    /// The commands of identity.
    pub identity: Identity,
    /// How money moves.
    pub payments: Arc<TestProvider>,
    /// Where uploaded files are.
    pub files: files::Files,
    brand: Brand,
    // Last, so that connections are closed before the database is dropped.
    database: TestDatabase,
}

impl std::fmt::Debug for TestApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestApp")
    }
}

impl TestApp {
    /// An application with an empty database. Its clock shows the first morning of the journey.
    pub async fn new() -> Self {
        let database = TestDatabase::new().await;
        let start: DateTime<Utc> = Utc
            .with_ymd_and_hms(2026, 3, 14, 8, 0, 0)
            .single()
            .expect("a moment");
        let clock = Arc::new(TestClock::at(start));
        let shown: Arc<dyn kernel::Clock> = Arc::<TestClock>::clone(&clock);
        let store = Store::connect(&database.settings, shown, Arc::new(SeededRandom::new(42)))
            .await
            .expect("the store connects");
        let identity = cheap_identity(&store);
        let payments = Arc::new(TestProvider::new("webhook secret of the tests"));
        let files = files::Files::in_memory();
        let router = routes(
            gateway::Services {
                store: store.clone(),
                identity: identity.clone(),
                payments: Arc::<TestProvider>::clone(&payments),
                files: files.clone(),
            },
            gateway::LiveSettings::default(),
            gateway::RateSettings::OFF,
        );
        Self {
            router,
            store,
            clock,
            mailer: Arc::new(MemoryMailer::new()),
            identity,
            payments,
            files,
            brand: Brand {
                product_name: "Volmify".to_owned(),
                public_url: public_url(),
            },
            database,
        }
    }

    /// The database, for tests that look behind the application.
    pub const fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The routes once more, with sockets and streams as a test wants them.
    pub fn routes(&self, live: gateway::LiveSettings) -> Router {
        self.routes_limited(live, gateway::RateSettings::OFF)
    }

    /// The routes once more, with limits of what requests may cost. Their points come back as the clock is moved.
    pub fn routes_limited(&self, live: gateway::LiveSettings, rates: gateway::RateSettings) -> Router {
        self.routes_on(self.store.clone(), self.identity.clone(), live, rates)
    }

    /// The routes of another server, which shares nothing with this one but the database.
    pub async fn other_routes(&self, live: gateway::LiveSettings) -> Router {
        let clock: Arc<dyn kernel::Clock> = Arc::<TestClock>::clone(&self.clock);
        let store = Store::connect(&self.database.settings, clock, Arc::new(SeededRandom::new(43)))
            .await
            .expect("the store connects");
        let identity = cheap_identity(&store);
        self.routes_on(store, identity, live, gateway::RateSettings::OFF)
    }

    fn routes_on(
        &self,
        store: Store,
        identity: Identity,
        live: gateway::LiveSettings,
        rates: gateway::RateSettings,
    ) -> Router {
        let services = gateway::Services {
            store,
            identity,
            payments: Arc::<TestProvider>::clone(&self.payments),
            files: self.files.clone(),
        };
        routes(services, live, rates)
    }

    /// Nobody in particular.
    pub fn anonymous(&self) -> Person<'_> {
        Person::new(self, None)
    }

    /// Somebody with a verified address `<name>@example.com`, signed in.
    pub async fn person(&self, name: &str) -> Person<'_> {
        self.make_user(name, None).await;
        self.sign_in(&format!("{name}@example.com")).await
    }

    /// A platform operator, signed in.
    pub async fn operator(&self, name: &str) -> Person<'_> {
        self.make_user(name, Some(PlatformRole::Operator)).await;
        self.sign_in(&format!("{name}@example.com")).await
    }

    /// Signs in somebody the kit has made.
    pub async fn sign_in(&self, email: &str) -> Person<'_> {
        let answer = self
            .anonymous()
            .gql(
                "mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { code field params } } }",
                json!({ "input": { "email": email, "password": PASSWORD } }),
            )
            .await;
        let token = answer.payload()["token"].as_str().expect("a token").to_owned();
        Person::new(self, Some(token))
    }

    async fn make_user(&self, name: &str, platform_role: Option<PlatformRole>) {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = if let Some(hash) = HASH.get() {
            hash.clone()
        } else {
            let cheap = PasswordCost {
                memory_kib: 8,
                passes: 1,
                lanes: 1,
            };
            let passwords = Passwords::new(cheap).expect("a cheap cost");
            let hash = passwords
                .hash(PASSWORD, self.store.random())
                .await
                .expect("a hash");
            HASH.get_or_init(|| hash).clone()
        };
        let email = Email::parse("email", &format!("{name}@example.com")).expect("an address");
        let name = name.to_owned();
        self.store
            .write(&Actor::System(SystemTask::CleanUp), None, move |tx| {
                let (hash, email, name) = (hash.clone(), email.clone(), name.clone());
                Box::pin(async move {
                    let id = tx.new_id();
                    let now = tx.now();
                    tx.insert::<user::Entity>(user::ActiveModel {
                        id: Set(id),
                        email: Set(email.address().to_owned()),
                        email_key: Set(email.key().to_owned()),
                        email_verified_at: Set(Some(now)),
                        first_name: Set(capitalized(&name)),
                        platform_role: Set(platform_role),
                        version: Set(1),
                        created_at: Set(now),
                        updated_at: Set(now),
                        ..empty_user()
                    })
                    .await?;
                    tx.insert::<profile::Entity>(profile::ActiveModel {
                        id: Set(tx.new_id()),
                        user_id: Set(id),
                        kind: Set(ProfileKind::Main),
                        display_name: Set(capitalized(&name)),
                        about: Set(None),
                        created_at: Set(now),
                        updated_at: Set(now),
                    })
                    .await?;
                    tx.insert::<account::Entity>(account::ActiveModel {
                        id: Set(tx.new_id()),
                        user_id: Set(id),
                        provider: Set(AccountProvider::Password),
                        provider_account_id: Set(id.uuid().to_string()),
                        password_hash: Set(Some(hash)),
                        created_at: Set(now),
                        updated_at: Set(now),
                    })
                    .await?;
                    Ok::<_, Failure>(())
                })
            })
            .await
            .expect("the user is made");
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let before = self.store.statements();
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the body ends").to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
            statements: self.store.statements() - before,
        }
    }

    /// A GraphQL request by POST.
    pub fn request(document: &str, variables: &Value, headers: &[(&'static str, String)]) -> Request<Body> {
        let mut all = HeaderMap::new();
        all.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in headers {
            all.insert(HeaderName::from_static(name), value.parse().expect("a header"));
        }
        let body = json!({ "query": document, "variables": variables }).to_string();
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = "/graphql".parse().expect("a path");
        *request.headers_mut() = all;
        let peer = SocketAddr::from(([127, 0, 0, 1], 40_000));
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        request
    }

    /// Does everything that is due outside of requests and hands over the mails it sent.
    pub async fn deliver(&self) -> Vec<Mail> {
        server::worker::run_due(&self.store, &*self.mailer, &self.brand)
            .await
            .expect("the worker works");
        self.mailer.take()
    }

    /// Tells other systems what happened, as far as it is due, and says how many tries that took.
    pub async fn send_webhooks(&self) -> usize {
        let sender = webhooks::Sender::new(webhooks::Reach::Anywhere).expect("a sender");
        server::worker::run_due_webhooks(&self.store, &sender)
            .await
            .expect("the worker works")
    }

    /// Does what the clock makes due, once.
    pub async fn do_chores(&self) {
        server::worker::do_chores(&self.store, &*self.payments, &self.files)
            .await
            .expect("the worker works");
    }

    /// Sends a message of the payment provider, signed now.
    pub async fn payment_webhook(&self, body: &Value) -> Answer {
        let body = body.to_string().into_bytes();
        let signature = self.payments.sign(&body, self.store.now()).expect("a secret");
        self.send(Self::webhook_request("test", &signature, body)).await
    }

    /// Whatever somebody sends to the address for messages of a payment provider.
    pub fn webhook_request(provider: &str, signature: &str, body: Vec<u8>) -> Request<Body> {
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = format!("/webhooks/payments/{provider}").parse().expect("a path");
        request
            .headers_mut()
            .insert("volmify-signature", signature.parse().expect("a header"));
        request
    }

    /// The token in the only mail that is due.
    pub async fn mailed_token(&self) -> String {
        let mails = self.deliver().await;
        let [mail] = mails.as_slice() else {
            panic!(
                "one mail expected, got {:?}",
                mails.iter().map(|m| &m.subject).collect::<Vec<_>>()
            )
        };
        token_in(mail)
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        self.ask(&format!("SELECT COUNT(*) FROM \"{table}\"")).await
    }

    /// Asks the database for a number, past the application.
    async fn ask(&self, sql: &str) -> i64 {
        use sqlx::Connection;
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let url = &self.database.settings.url;
        match self.database.engine() {
            store::Engine::Sqlite => {
                let mut connection = sqlx::SqliteConnection::connect(url).await.expect("SQLite");
                sqlx::query_scalar(sql)
                    .fetch_one(&mut connection)
                    .await
                    .expect("a number")
            }
            store::Engine::Postgres => {
                let mut connection = sqlx::PgConnection::connect(url).await.expect("PostgreSQL");
                sqlx::query_scalar(sql)
                    .fetch_one(&mut connection)
                    .await
                    .expect("a number")
            }
        }
    }
}

fn public_url() -> url::Url {
    url::Url::parse("http://volmify.test").expect("an address")
}

fn cheap_identity(store: &Store) -> Identity {
    let passwords = Passwords::new(PasswordCost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    });
    Identity::new(
        store.clone(),
        passwords.expect("a cheap cost"),
        IdentitySettings::default(),
    )
}

fn routes(services: gateway::Services, live: gateway::LiveSettings, rates: gateway::RateSettings) -> Router {
    gateway::router(
        services,
        gateway::GatewaySettings {
            public_url: public_url(),
            limits: gateway::http::Limits::default(),
            allowed_documents: None,
            allowed_origins: gateway::AllowedOrigins::parse(["https://app.volmify.test"]).expect("an origin"),
            trusted_proxies: 0,
            request_timeout: Duration::from_mins(1),
            demo_accounts: Vec::new(),
            live,
            rates,
            webhooks: webhooks::Reach::Anywhere,
        },
    )
}

/// A test that causes mail has to look at it, or at least to have it delivered: what nobody drains, nobody tests.
impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let waiting = std::thread::scope(|scope| {
            let count = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                let pending = "SELECT COUNT(*) FROM delivery WHERE status = 'PENDING'";
                runtime.expect("a runtime").block_on(self.ask(pending))
            });
            count.join()
        });
        assert_eq!(
            waiting.expect("the deliveries can be counted"),
            0,
            "deliveries are left: call `app.deliver()` before the test ends"
        );
    }
}

/// The token in a mail's link.
pub(crate) fn token_in(mail: &Mail) -> String {
    let (_, rest) = mail
        .text
        .split_once("token=")
        .unwrap_or_else(|| panic!("no token in {}", mail.text));
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .collect()
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn empty_user() -> user::ActiveModel {
    user::ActiveModel {
        id: NotSet,
        email: NotSet,
        email_key: NotSet,
        email_verified_at: NotSet,
        first_name: NotSet,
        last_name: Set(None),
        username: Set(None),
        username_key: Set(None),
        phone_number: Set(None),
        designation: Set(None),
        bio: Set(None),
        social_website: Set(None),
        social_github: Set(None),
        social_facebook: Set(None),
        social_twitter: Set(None),
        social_linkedin: Set(None),
        image_url: Set(None),
        avatar: Set(None),
        locale: Set(None),
        time_zone: Set(None),
        platform_role: NotSet,
        banned_at: Set(None),
        ban_reason: Set(None),
        ban_expires_at: Set(None),
        version: NotSet,
        created_at: NotSet,
        updated_at: NotSet,
    }
}

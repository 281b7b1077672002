//! A world of its own for each test: a new database, a clock that stands still, and people.

use authz::{Actor, SystemTask};
use chrono::{DateTime, Utc};
use entities::{
    email_token::{self, TokenPurpose},
    event::{self, EventAction},
    login_attempt, session,
    session::SessionTransport,
    user,
};
use identity::{
    Client, Identity, IdentitySettings, PasswordCost, Passwords, SignIn, SignUp, SignedInSession,
};
use kernel::{Code, Problem, Random, SeededRandom, SystemRandom, TestClock, UserId};
use sea_orm::{ColumnTrait, Condition};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{net::IpAddr, sync::Arc};
use store::{CrossOrganization, DatabaseSettings, Failure, Store, TokenTable};

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const SERVER: Actor = Actor::System(SystemTask::CommandLine);
pub(crate) const NOBODY: Actor = Actor::Anonymous;

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) identity: Identity,
    pub(crate) store: Store,
    pub(crate) clock: Arc<TestClock>,
}

/// Runs a test on every database there is.
pub(crate) async fn everywhere<F>(test: impl Fn(World) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let world = World::at(url).await;
    tokio::spawn(test(world.clone())).await.unwrap();
    world.store.close().await.unwrap();
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return;
    };
    let mut noise = [0; 8];
    SystemRandom.fill(&mut noise);
    let name = format!("volmify_t_{:016x}", u64::from_be_bytes(noise));
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    let world = World::at(format!("{base}/{name}")).await;
    let outcome = tokio::spawn(test(world.clone())).await;
    world.store.close().await.unwrap();
    sqlx::query(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
        .execute(&mut connection)
        .await
        .unwrap();
    outcome.unwrap();
}

impl World {
    async fn at(url: String) -> Self {
        let settings = DatabaseSettings::new(url);
        store::migrate::<migration::Migrator>(&settings).await.unwrap();
        let start: DateTime<Utc> = "2026-03-14T08:00:00Z".parse().unwrap();
        let clock = Arc::new(TestClock::at(start));
        let store = Store::connect(&settings, clock.clone(), Arc::new(SeededRandom::new(7)))
            .await
            .unwrap();
        let passwords = Passwords::new(PasswordCost {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        });
        let identity = Identity::new(store.clone(), passwords.unwrap(), IdentitySettings::default());
        Self {
            identity,
            store,
            clock,
        }
    }

    /// Somebody who has verified their address.
    pub(crate) async fn user(&self, email: &str) -> user::Model {
        let input = application(email);
        self.identity
            .create_verified_user(&SERVER, None, input)
            .await
            .unwrap()
    }

    /// A platform operator, signed in.
    pub(crate) async fn operator(&self) -> SignedInSession {
        self.user("olga@example.com").await;
        self.identity
            .appoint_operator(&SERVER, None, "olga@example.com")
            .await
            .unwrap();
        self.signed_in("olga@example.com").await
    }

    pub(crate) async fn sign_up(&self, email: &str) -> Result<(), Failure> {
        self.identity
            .sign_up(&NOBODY, None, &client("192.0.2.1"), application(email))
            .await
    }

    pub(crate) async fn try_to_sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
    ) -> Result<SignedInSession, Failure> {
        let input = SignIn {
            email: email.to_owned(),
            password: password.to_owned(),
            transport: SessionTransport::Bearer,
        };
        self.identity
            .sign_in(&NOBODY, None, &client(address), input)
            .await
    }

    pub(crate) async fn signed_in(&self, email: &str) -> SignedInSession {
        self.try_to_sign_in(email, PASSWORD, "192.0.2.1").await.unwrap()
    }

    pub(crate) async fn is_valid(&self, session: &SignedInSession) -> bool {
        let found = self.identity.authenticate(session.token.reveal()).await.unwrap();
        found.is_some()
    }

    pub(crate) async fn user_row(&self, id: UserId) -> user::Model {
        let found = self
            .store
            .global(&SERVER)
            .find::<user::Entity>()
            .filter(user::Column::Id.eq(id));
        found.one().await.unwrap().unwrap()
    }

    pub(crate) async fn users(&self) -> Vec<user::Model> {
        self.store
            .global(&SERVER)
            .find::<user::Entity>()
            .all()
            .await
            .unwrap()
    }

    pub(crate) async fn sessions(&self) -> Vec<session::Model> {
        self.store
            .global(&SERVER)
            .find::<session::Entity>()
            .all()
            .await
            .unwrap()
    }

    pub(crate) async fn login_attempts(&self) -> Vec<login_attempt::Model> {
        self.store
            .global(&SERVER)
            .find::<login_attempt::Entity>()
            .all()
            .await
            .unwrap()
    }

    pub(crate) async fn all_events(&self) -> Vec<event::Model> {
        let across = self.store.across(CrossOrganization::Doctor);
        across.find::<event::Entity>().all().await.unwrap()
    }

    pub(crate) async fn events(&self, action: EventAction) -> Vec<event::Model> {
        let mut events = self.all_events().await;
        events.retain(|event| event.action == action);
        events
    }

    pub(crate) async fn token_row(&self, user: UserId, purpose: TokenPurpose) -> Option<email_token::Model> {
        let found = self.store.global(&SERVER).find::<email_token::Entity>().filter(
            Condition::all()
                .add(email_token::Column::UserId.eq(user))
                .add(email_token::Column::Purpose.eq(purpose)),
        );
        found.one().await.unwrap()
    }

    /// Does what the writer of mails does: makes the clear text of the open token and stores its hash.
    pub(crate) async fn mailed_token(&self, user: UserId, purpose: TokenPurpose) -> String {
        let row = self.token_row(user, purpose).await.unwrap();
        let secret = self.store.new_secret("vmt_");
        let armed = self
            .store
            .arm_token(TokenTable::EmailToken, row.id, secret.hash().into_bytes())
            .await
            .unwrap();
        assert!(armed);
        secret.reveal().to_owned()
    }

    /// Asks for a reset and reads the mail.
    pub(crate) async fn reset_token(&self, user: &user::Model) -> String {
        self.identity
            .request_password_reset(&NOBODY, None, &client("192.0.2.1"), &user.email)
            .await
            .unwrap();
        self.mailed_token(user.id, TokenPurpose::ResetPassword).await
    }
}

pub(crate) fn application(email: &str) -> SignUp {
    SignUp {
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        first_name: "Ana".to_owned(),
        last_name: Some("Novak".to_owned()),
        locale: Some("sl".to_owned()),
    }
}

pub(crate) fn client(address: &str) -> Client {
    let address: Option<IpAddr> = address.parse().ok();
    Client::new(address, Some("test"))
}

/// The problems of a refusal; anything else is a failed test.
pub(crate) fn problems<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Vec<Problem> {
    match outcome {
        Err(Failure::Refused(problems)) => problems,
        other => panic!("not refused: {other:?}"),
    }
}

/// The codes of a refusal.
pub(crate) fn codes<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Vec<Code> {
    problems(outcome)
        .into_iter()
        .map(|problem| problem.code)
        .collect()
}

/// The codes of a refusal with the fields they are about.
pub(crate) fn fields<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Vec<(String, Code)> {
    let written = |problem: Problem| (problem.field.join("."), problem.code);
    problems(outcome).into_iter().map(written).collect()
}

/// Runs so many at the same time.
pub(crate) async fn together<T, F>(how_many: usize, work: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let running: Vec<_> = (0..how_many).map(|index| tokio::spawn(work(index))).collect();
    let mut done = Vec::new();
    for task in running {
        done.push(task.await.unwrap());
    }
    done
}

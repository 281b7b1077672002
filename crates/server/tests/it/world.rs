//! A small school with people in it, mail in memory, and a clock that stands still.

use crate::database::TestDatabase;
use authz::{Actor, SignedIn};
use entities::user;
use identity::{Client, Identity, IdentitySettings, PasswordCost, Passwords, SignUp};
use indicatif::ProgressBar;
use kernel::{OrganizationId, TestClock};
use mail::{Brand, Mail, MemoryMailer};
use sea_orm::ColumnTrait;
use server::seed::{Seed, SeedReport, plant};
use std::sync::Arc;
use store::{CrossOrganization, Store, Target};

/// A password that nobody guesses.
pub(crate) const PASSWORD: &str = "the owl flies at dusk";

const SCHOOL: &str = r#"{
    "password": "the owl flies at dusk",
    "users": [
        { "email": "ana@example.com", "firstName": "Ana", "lastName": "Avsec" },
        { "email": "cora@example.com", "firstName": "Cora" },
        { "email": "dino@example.com", "firstName": "Dino" }
    ],
    "organizations": [{
        "slug": "school", "name": "The school", "owner": "ana@example.com",
        "currency": "EUR", "timeZone": "Europe/Ljubljana", "locale": "sl",
        "employees": [
            { "email": "cora@example.com", "role": "CREATOR", "compensation": "COMMISSION", "until": "ACCEPTED" },
            { "email": "dino@example.com", "role": "STAFF", "compensation": "COMMISSION", "until": "ACCEPTED" }
        ]
    }]
}"#;

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) identity: Identity,
    pub(crate) mailer: MemoryMailer,
    pub(crate) brand: Brand,
    pub(crate) seeded: SeedReport,
    _database: TestDatabase,
}

impl World {
    /// The school, with no mail waiting.
    pub(crate) async fn new() -> Self {
        let (database, store, clock) = TestDatabase::migrated().await;
        let identity = cheap_identity(&store);
        let seed: Seed = serde_json::from_str(SCHOOL).unwrap();
        let seeded = Box::pin(plant(&store, &identity, &seed, &ProgressBar::hidden()))
            .await
            .unwrap();
        let world = Self {
            store,
            clock,
            identity,
            mailer: MemoryMailer::new(),
            brand: Brand {
                product_name: "Volmify".to_owned(),
                public_url: "https://learn.example.com/app".parse().unwrap(),
            },
            seeded,
            _database: database,
        };
        world.deliver().await;
        world
    }

    /// Does everything that is due, and gives the mails that were sent.
    pub(crate) async fn deliver(&self) -> Vec<Mail> {
        self.run_due().await;
        self.mailer.take()
    }

    /// Does everything that is due, and says how many tries there were.
    pub(crate) async fn run_due(&self) -> usize {
        server::worker::run_due(&self.store, &self.mailer, &self.brand)
            .await
            .unwrap()
    }

    pub(crate) async fn sign_up(&self, email: &str) {
        let input = SignUp {
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            first_name: "New".to_owned(),
            last_name: None,
            locale: None,
        };
        self.identity
            .sign_up(&Actor::Anonymous, None, &Client::default(), input)
            .await
            .unwrap();
    }

    /// Somebody with an account, signed in.
    pub(crate) async fn actor(&self, email: &str) -> Actor {
        let user = self
            .store
            .find_unscoped::<user::Entity>(CrossOrganization::CommandLine)
            .filter(user::Column::Email.eq(email))
            .one()
            .await
            .unwrap()
            .unwrap();
        Actor::User(SignedIn {
            user: user.id,
            session: self.store.new_id(),
            email_key: user.email_key,
            email_verified: user.email_verified_at.is_some(),
            is_operator: false,
            impersonator: None,
        })
    }

    pub(crate) fn school(&self) -> Target {
        let id: OrganizationId = self.seeded.organizations["school"].id.parse().unwrap();
        Target::organization("organizationId", id)
    }
}

/// Signing up at a cost that only a test can afford.
pub(crate) fn cheap_identity(store: &Store) -> Identity {
    let cost = PasswordCost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
    Identity::new(
        store.clone(),
        Passwords::new(cost).unwrap(),
        IdentitySettings::default(),
    )
}

/// The token in a mail.
pub(crate) fn token_in(mail: &Mail) -> String {
    let link = mail
        .text
        .split_whitespace()
        .find(|word| word.contains("?token="))
        .unwrap();
    link.split_once("?token=").unwrap().1.to_owned()
}

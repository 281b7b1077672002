//! One user.

use super::{Seed, SeedUser, planter::Planter, report::SeedReport};
use crate::words::explained;
use anyhow::Context;
use authz::{Actor, SystemTask};
use entities::{session::SessionTransport, user};
use identity::{Client, Identity, SignIn, SignUp};

/// Whoever runs the server.
const COMMAND_LINE: Actor = Actor::System(SystemTask::CommandLine);

impl Planter<'_> {
    /// Makes an account with a proven address, where there is none, and an operator of it if the file says so.
    pub(super) async fn account(&self, seed: &Seed, person: &SeedUser) -> anyhow::Result<user::Model> {
        let input = SignUp {
            email: person.email.clone(),
            password: seed.password_of(person)?.to_owned(),
            first_name: person.first_name.clone(),
            last_name: person.last_name.clone(),
            locale: None,
        };
        let created = self
            .identity
            .create_verified_user(&COMMAND_LINE, None, input)
            .await;
        let user = created.map_err(explained)?;
        if !person.is_operator {
            return Ok(user);
        }
        let appointed = self
            .identity
            .appoint_operator(&COMMAND_LINE, None, &person.email)
            .await;
        appointed.map_err(explained)
    }
}

impl Seed {
    fn password_of<'a>(&'a self, person: &'a SeedUser) -> anyhow::Result<&'a str> {
        let password = person.password.as_deref().or(self.password.as_deref());
        password.context("there is no password; give one to the user or one for all at the top of the file")
    }
}

/// Opens a session for everybody in the file. It fails for whoever has changed their password since.
pub async fn sign_in_all(identity: &Identity, seed: &Seed, report: &mut SeedReport) -> anyhow::Result<()> {
    for person in &seed.users {
        let input = SignIn {
            email: person.email.clone(),
            password: seed.password_of(person)?.to_owned(),
            transport: SessionTransport::Bearer,
        };
        let opened = identity
            .sign_in(&Actor::Anonymous, None, &Client::default(), input)
            .await
            .map_err(explained)
            .with_context(|| format!("signing in as {}", person.email))?;
        if let Some(user) = report.users.get_mut(&person.email) {
            user.session_token = Some(opened.token.reveal().to_owned());
        }
    }
    Ok(())
}

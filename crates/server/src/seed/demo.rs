//! The demo that comes with the binary.

use super::Seed;
use anyhow::Context;
use entities::user;
use kernel::Email;
use std::collections::HashSet;
use store::{CrossOrganization, Store};

/// Somebody who can sign in.
#[derive(Clone)]
pub struct SignIn {
    /// Who it is.
    pub label: String,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// The demo.
pub fn demo() -> anyhow::Result<Seed> {
    serde_json::from_str(include_str!("demo.json")).context("the demo is malformed")
}

/// The people of a seed who are really there, with what they are first of all.
pub async fn sign_ins(store: &Store, seed: &Seed) -> anyhow::Result<Vec<SignIn>> {
    let mut keys = Vec::new();
    for person in &seed.users {
        if let (Ok(email), Some(password)) = (
            Email::parse("email", &person.email),
            person.password.as_ref().or(seed.password.as_ref()),
        ) {
            keys.push((email.key().to_owned(), person, password));
        }
    }
    let there: HashSet<String> = store
        .find_unscoped::<user::Entity>(CrossOrganization::CommandLine)
        .among(user::Column::EmailKey, keys.iter().map(|(key, _, _)| key.clone()))
        .all()
        .await?
        .into_iter()
        .map(|user| user.email_key)
        .collect();
    let there = keys.into_iter().filter(|(key, _, _)| there.contains(key));
    Ok(there
        .map(|(_, person, password)| SignIn {
            label: seed.label(&person.email),
            email: person.email.clone(),
            password: password.clone(),
        })
        .collect())
}

impl Seed {
    /// What somebody is, the most telling first.
    fn label(&self, email: &str) -> String {
        if self
            .users
            .iter()
            .any(|user| user.email == email && user.is_operator)
        {
            return "platform operator".to_owned();
        }
        let roles = self.organizations.iter().filter_map(|organization| {
            let role = organization.role_of(email)?;
            Some(format!("{role} of {}", organization.name))
        });
        roles.collect::<Vec<_>>().join(", ")
    }
}

impl super::SeedOrganization {
    fn role_of(&self, email: &str) -> Option<String> {
        let employee = self.employees.iter().find(|employee| employee.email == email);
        let member = self.members.iter().find(|member| member.email == email);
        if self.owner == email {
            return Some("owner".to_owned());
        }
        let role = match (employee, member) {
            (Some(employee), _) if employee.until != super::Until::Approved => "candidate".to_owned(),
            (Some(employee), Some(member)) => {
                format!("{} and {}", member.role.name(), employee.role.name())
            }
            (Some(employee), None) => employee.role.name().to_owned(),
            (None, Some(member)) if member.suspended_because.is_some() => "suspended member".to_owned(),
            (None, Some(member)) => member.role.name().to_owned(),
            (None, None) => return None,
        };
        Some(role.to_lowercase())
    }
}

//! People and organizations to test with, and short ways to act as them.

use crate::database::{Database, everywhere};
use authz::{Actor, SignedIn, SystemTask};
use chrono::Duration;
use entities::{profile, user};
use kernel::{Code, Email, MemberId, OrganizationId, Problem, SessionId, UserId};
use people::{
    founding::{NewOrganization, found},
    member::join_organization,
};
use sea_orm::ActiveValue::Set;
use std::fmt::Debug;
use store::{Failure, Store, Target};

/// Runs commands in an organization, as somebody. What is named beside the transaction is cloned for every try.
macro_rules! within {
    ($world:expr, $actor:expr, $organization:expr, |$tx:ident $(, $input:ident)*| $call:expr) => {
        $world
            .store()
            .write_in(
                &$actor,
                None,
                &store::Target::organization("organizationId", $organization),
                |$tx| {
                    $(let $input = $input.clone();)*
                    Box::pin(async move { $call.await })
                },
            )
            .await
    };
}
pub(crate) use within;

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) database: Database,
}

/// Runs a test in a fresh world on every back end.
pub(crate) async fn in_every_world<F, Done>(test: F)
where
    F: Fn(World) -> Done,
    Done: Future<Output = ()> + Send + 'static,
{
    everywhere(|database| test(World { database })).await;
}

/// The problems of a refusal as `path.to.field CODE {"params"}`.
pub(crate) fn problems<T: Debug>(outcome: Result<T, Failure>) -> Vec<String> {
    match outcome {
        Err(Failure::Refused(problems)) => problems.iter().map(shown).collect(),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn shown(problem: &Problem) -> String {
    let params = if problem.params.is_empty() {
        String::new()
    } else {
        format!(" {}", serde_json::to_string(&problem.params).unwrap())
    };
    format!("{} {:?}{params}", problem.field.join("."), problem.code)
}

/// The code of the only problem of a refusal.
pub(crate) fn code<T: Debug>(outcome: Result<T, Failure>) -> Code {
    match outcome {
        Err(Failure::Refused(problems)) if problems.len() == 1 => problems[0].code,
        other => panic!("expected one problem, got {other:?}"),
    }
}

/// The organization an id leads to.
pub(crate) fn at(organization: OrganizationId) -> Target {
    Target::organization("organizationId", organization)
}

impl World {
    pub(crate) fn store(&self) -> &Store {
        &self.database.store
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.database.clock.advance(time);
    }

    /// A user with a proven address `<name>@example.com`.
    pub(crate) async fn user(&self, name: &str) -> Actor {
        let email = Email::parse("email", &format!("{name}@example.com")).unwrap();
        let id: UserId = self.store().new_id();
        let now = self.store().now();
        let row = user::ActiveModel {
            id: Set(id),
            email: Set(email.address().to_owned()),
            email_key: Set(email.key().to_owned()),
            email_verified_at: Set(Some(now)),
            first_name: Set(name.to_owned()),
            last_name: Set(Some("Test".to_owned())),
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
            platform_role: Set(None),
            banned_at: Set(None),
            ban_reason: Set(None),
            ban_expires_at: Set(None),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        let main = profile::ActiveModel {
            id: Set(self.store().new_id()),
            user_id: Set(id),
            kind: Set(profile::ProfileKind::Main),
            display_name: Set(name.to_owned()),
            about: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
        };
        self.store()
            .write(&Actor::System(SystemTask::CommandLine), None, |tx| {
                let (row, main) = (row.clone(), main.clone());
                Box::pin(async move {
                    tx.insert::<user::Entity>(row).await?;
                    Ok(tx.insert::<profile::Entity>(main).await?)
                })
            })
            .await
            .unwrap();
        Actor::User(SignedIn {
            user: id,
            session: self.store().new_id::<SessionId>(),
            email_key: email.key().to_owned(),
            email_verified: true,
            is_operator: false,
            impersonator: None,
        })
    }

    /// A public organization and its owner, who is called like it.
    pub(crate) async fn organization(&self, name: &str) -> (OrganizationId, Actor) {
        let owner = self.user(name).await;
        let input = NewOrganization {
            name: name.to_owned(),
            is_public: Some(true),
            ..NewOrganization::default()
        };
        let organization = found(self.store(), &owner, None, input).await.unwrap();
        (organization.id, owner)
    }

    /// A new user who has joined.
    pub(crate) async fn customer(&self, organization: OrganizationId, name: &str) -> (Actor, MemberId) {
        let actor = self.user(name).await;
        let member = within!(self, actor, organization, |tx| join_organization(tx)).unwrap();
        (actor, member.id)
    }
}

//! In whose name courses are imported.

use crate::words::explained;
use anyhow::{Context, anyhow};
use authz::{Actor, SignedIn};
use entities::{
    employee::{self, EmployeeStatus},
    member::{self, AccessRole, MemberStatus},
    organization, user,
};
use kernel::{Email, OrganizationId};
use sea_orm::{
    ColumnTrait, Order,
    sea_query::{Query, SelectStatement},
};
use store::{CrossOrganization, Failure, Store, Target};

/// The members who work in an organization.
fn employed(organization: OrganizationId) -> SelectStatement {
    Query::select()
        .column(employee::Column::MemberId)
        .from(employee::Entity)
        .and_where(employee::Column::OrganizationId.eq(organization))
        .and_where(employee::Column::Status.eq(EmployeeStatus::Active))
        .to_owned()
}

/// A person of an organization. Everything is done as if they did it, with the rights they have there.
#[derive(Debug)]
pub struct Author {
    actor: Actor,
    target: Target,
    email: String,
    organization: String,
}

impl Author {
    /// Finds the person and enters the organization as them.
    pub async fn find(store: &Store, organization: &str, email: &str) -> anyhow::Result<Self> {
        let address = Email::parse("author", email).map_err(|problem| {
            anyhow!(
                "{email} is no e-mail address: {}; check --author",
                problem.code.meaning()
            )
        })?;
        let user = store
            .find_unscoped::<user::Entity>(CrossOrganization::CommandLine)
            .filter(user::Column::EmailKey.eq(address.key()))
            .one()
            .await?
            .with_context(|| format!("nobody has an account with the address {email}; check --author"))?;
        Self::enter(store, organization, user).await
    }

    /// The owner of an organization who has been there longest.
    pub async fn owner(store: &Store, organization: &str) -> anyhow::Result<Self> {
        let across = store.across(CrossOrganization::CommandLine);
        let found = across
            .find::<organization::Entity>()
            .filter(organization::Column::Slug.eq(organization))
            .one()
            .await?
            .with_context(|| format!("there is no organization `{organization}`; check --organization"))?;
        let owner = across
            .find::<member::Entity>()
            .filter(member::Column::OrganizationId.eq(found.id))
            .filter(member::Column::AccessRole.eq(AccessRole::Owner))
            .filter(member::Column::Status.eq(MemberStatus::Active))
            .filter(member::Column::Id.in_subquery(employed(found.id)))
            .order_by(member::Column::JoinedAt, Order::Asc)
            .order_by(member::Column::Id, Order::Asc)
            .limit(1)
            .one()
            .await?
            .with_context(|| {
                format!("no owner of `{organization}` works there; name an employee with --author")
            })?;
        let user = store
            .find_unscoped::<user::Entity>(CrossOrganization::CommandLine)
            .filter(user::Column::Id.eq(owner.user_id))
            .one()
            .await?
            .context("the owner has no account; name an employee with --author")?;
        Self::enter(store, organization, user).await
    }

    async fn enter(store: &Store, organization: &str, user: user::Model) -> anyhow::Result<Self> {
        let actor = Actor::User(SignedIn {
            user: user.id,
            session: store.new_id(),
            email_key: user.email_key,
            email_verified: user.email_verified_at.is_some(),
            is_operator: user.platform_role.is_some(),
            impersonator: None,
        });
        let target = Target::slug(organization);
        let entered = store.enter(&actor, &target).await?;
        let is_member = entered.is_some_and(|entered| entered.scope.access().is_active_member());
        anyhow::ensure!(
            is_member,
            "{} is no member of an organization `{organization}`; check --organization and --author",
            user.email
        );
        Ok(Self {
            actor,
            target,
            email: user.email,
            organization: organization.to_owned(),
        })
    }

    pub(super) fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    /// What keeps the person from importing, in words.
    pub(super) fn explain(&self, failure: Failure) -> anyhow::Error {
        let Self {
            email,
            organization,
            actor: _,
            target: _,
        } = self;
        match failure {
            Failure::Forbidden(_) => anyhow!(
                "{email} may not write courses in `{organization}`; name a creator, manager or owner with --author"
            ),
            Failure::NotFound("course") => anyhow!(
                "the package was imported before, into a course that {email} may not edit; name its owner with --author"
            ),
            failure @ (Failure::NotFound(_)
            | Failure::Refused(_)
            | Failure::Unauthenticated
            | Failure::Store(_)
            | Failure::Defect(_)) => explained(failure),
        }
    }
}

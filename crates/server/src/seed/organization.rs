//! One organization with its people.

use super::{SeedOrganization, planter::Planter};
use crate::words::explained;
use anyhow::Context;
use entities::organization;
use indicatif::ProgressBar;
use people::founding::{NewOrganization, found};
use sea_orm::ColumnTrait;
use store::{CrossOrganization, Store};

/// An organization that is there, and the one who acts for it.
pub(super) struct House {
    pub(super) row: organization::Model,
    pub(super) owner: authz::Actor,
}

impl SeedOrganization {
    /// How far the progress bar moves.
    pub(super) fn steps(&self) -> usize {
        1 + self.members.len() + self.employees.len() + self.invitations.len() + self.school.steps()
    }
}

impl Planter<'_> {
    pub(super) async fn organization(
        &self,
        seed: &SeedOrganization,
        bar: &ProgressBar,
    ) -> anyhow::Result<()> {
        bar.set_message(seed.name.clone());
        let owner = self.cast.actor(self.store, &seed.owner)?;
        let row = match by_slug(self.store, &seed.slug).await? {
            Some(row) => row,
            None => found(self.store, &owner, None, wanted(seed))
                .await
                .map_err(explained)?,
        };
        bar.inc(1);
        let house = House { row, owner };
        for member in &seed.members {
            bar.set_message(member.email.clone());
            let name = || format!("member {}", member.email);
            Box::pin(self.member(&house, member)).await.with_context(name)?;
            bar.inc(1);
        }
        for employee in &seed.employees {
            bar.set_message(employee.email.clone());
            let name = || format!("employee {}", employee.email);
            Box::pin(self.employee(&house, employee))
                .await
                .with_context(name)?;
            bar.inc(1);
        }
        for invitation in &seed.invitations {
            bar.set_message(invitation.email.clone());
            let name = || format!("invitation of {}", invitation.email);
            self.open_invitation(&house, invitation)
                .await
                .with_context(name)?;
            bar.inc(1);
        }
        Box::pin(self.school(&house, &seed.school, bar)).await
    }

    /// The name somebody has here: their own, unless the file says another.
    pub(super) fn name(&self, email: &str, given: Option<&String>) -> anyhow::Result<String> {
        Ok(match given {
            Some(name) => name.clone(),
            None => self.cast.user(email)?.full_name(),
        })
    }

    /// An address in the form in which invitations store it.
    pub(super) fn key(email: &str) -> anyhow::Result<String> {
        let email = kernel::Email::parse("email", email).map_err(|problem| explained(problem.into()))?;
        Ok(email.key().to_owned())
    }
}

pub(super) async fn by_slug(store: &Store, slug: &str) -> anyhow::Result<Option<organization::Model>> {
    let across = store.across(CrossOrganization::CommandLine);
    let found = across
        .find::<organization::Entity>()
        .filter(organization::Column::Slug.eq(slug));
    Ok(found.one().await?)
}

fn wanted(seed: &SeedOrganization) -> NewOrganization {
    NewOrganization {
        name: seed.name.clone(),
        slug: Some(seed.slug.clone()),
        description: seed.description.clone(),
        plan: None,
        theme: None,
        locale: Some(seed.locale.clone()),
        currency: Some(seed.currency.clone()),
        time_zone: Some(seed.time_zone.clone()),
        is_public: Some(seed.is_public),
        owner_email: None,
    }
}

//! Everything of a file, in an order in which each step finds what it needs.

use super::{
    Seed,
    cast::Cast,
    report::{self, SeedReport},
};
use anyhow::Context;
use identity::Identity;
use indicatif::ProgressBar;
use store::Store;

/// What every step works with.
pub(super) struct Planter<'a> {
    pub(super) store: &'a Store,
    pub(super) identity: &'a Identity,
    pub(super) cast: Cast,
}

/// Adds what is missing. The bar moves by one for each person and organization.
pub async fn plant(
    store: &Store,
    identity: &Identity,
    seed: &Seed,
    bar: &ProgressBar,
) -> anyhow::Result<SeedReport> {
    let steps = seed.users.len()
        + seed
            .organizations
            .iter()
            .map(super::SeedOrganization::steps)
            .sum::<usize>();
    bar.set_length(u64::try_from(steps).unwrap_or(u64::MAX));
    let mut planter = Planter {
        store,
        identity,
        cast: Cast::default(),
    };
    for person in &seed.users {
        bar.set_message(person.email.clone());
        let user = planter
            .account(seed, person)
            .await
            .with_context(|| format!("user {}", person.email))?;
        planter.cast.add(&person.email, user);
        bar.inc(1);
    }
    for organization in &seed.organizations {
        let name = || format!("organization {}", organization.slug);
        Box::pin(planter.organization(organization, bar))
            .await
            .with_context(name)?;
    }
    report::report(store, &planter.cast, seed).await
}

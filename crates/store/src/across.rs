//! The few reads that cross organizations, each for a named reason.

use crate::{Engine, Scoped, Store, StoreError, scope::set_across, scoped::Runner};
use sea_orm::{EntityTrait, TransactionTrait};
use std::sync::Arc;

/// Why something is read without an organization, or without regard to who asks. Search for a variant to find its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossOrganization {
    /// Find the organization a request is about, and what the actor may do there.
    Enter,
    /// A user's own memberships wherever they are.
    OwnMemberships,
    /// The invitation a token belongs to.
    Token,
    /// Where a job profile's owner works.
    ProfessionalIdentity,
    /// The session and user a token belongs to.
    SignIn,
    /// Operators list organizations.
    Operators,
    /// Employments that begin today.
    BeginEmployments,
    /// What a mail has to say.
    Mail,
    /// Counts for the health report.
    Doctor,
}

impl CrossOrganization {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::OwnMemberships => "own-memberships",
            Self::Token => "token",
            Self::ProfessionalIdentity => "professional-identity",
            Self::SignIn => "sign-in",
            Self::Operators => "operators",
            Self::BeginEmployments => "begin-employments",
            Self::Mail => "mail",
            Self::Doctor => "doctor",
        }
    }
}

/// Reads without a scope.
pub struct Across {
    store: Store,
    runner: Runner,
}

impl std::fmt::Debug for Across {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Across")
    }
}

impl Store {
    /// Reads across organizations for a reason.
    pub async fn across(&self, why: CrossOrganization) -> Result<Across, StoreError> {
        let runner = match self.engine() {
            Engine::Sqlite => Runner::Pool(self.connection().clone()),
            Engine::Postgres => {
                let tx = self.connection().begin().await?;
                set_across(&tx, Some(why)).await?;
                Runner::Tx(Arc::new(tx))
            }
        };
        Ok(Across {
            store: self.clone(),
            runner,
        })
    }
}

impl Across {
    /// Every row of a table; the caller narrows.
    #[expect(clippy::disallowed_methods, reason = "the named way around the scope")]
    pub fn find<E: EntityTrait>(&self) -> Scoped<E> {
        Scoped::new(E::find(), self.runner.clone(), self.store.engine(), None)
    }
}

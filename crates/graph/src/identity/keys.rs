//! What belongs to persons, in batches.

use crate::base::Key;
use entities::{organization, profile, user};
use kernel::{ProfileId, UserId};
use std::collections::HashMap;
use store::{GlobalScope, StoreError};

/// A profile that a visible row refers to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ProfileById(pub(crate) ProfileId);

impl Key<GlobalScope> for ProfileById {
    type Value = profile::Model;
    async fn load(scope: &GlobalScope, keys: Vec<Self>) -> Result<HashMap<Self, Self::Value>, StoreError> {
        let rows = reads::profiles_by_id(scope, keys.into_iter().map(|key| key.0).collect()).await?;
        Ok(rows.into_iter().map(|row| (Self(row.id), row)).collect())
    }
}

/// A user whom the actor sees as a person: themselves, or anybody for an operator.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct VisibleUser(pub(crate) UserId);

impl Key<GlobalScope> for VisibleUser {
    type Value = user::Model;
    async fn load(scope: &GlobalScope, keys: Vec<Self>) -> Result<HashMap<Self, Self::Value>, StoreError> {
        let rows = reads::visible_users_by_id(scope, keys.into_iter().map(|key| key.0).collect()).await?;
        Ok(rows.into_iter().map(|row| (Self(row.id), row)).collect())
    }
}

/// The organizations in which a job profile is at work, as far as the actor may know.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OrganizationsOfJobProfile {
    pub(crate) profile: ProfileId,
    pub(crate) is_owner: bool,
}

impl Key<GlobalScope> for OrganizationsOfJobProfile {
    type Value = Vec<organization::Model>;
    async fn load(scope: &GlobalScope, keys: Vec<Self>) -> Result<HashMap<Self, Self::Value>, StoreError> {
        let pairs = keys.iter().map(|key| (key.profile, key.is_owner)).collect();
        let mut found: HashMap<_, Vec<_>> = HashMap::new();
        for (profile, organization) in reads::organizations_of_job_profiles(scope, pairs).await? {
            found.entry(profile).or_default().push(organization);
        }
        Ok(keys
            .into_iter()
            .filter_map(|key| {
                found
                    .remove(&key.profile)
                    .map(|organizations| (key, organizations))
            })
            .collect())
    }
}

//! The faces of a person.

use crate::{
    DateTime, Organization, ProfileKind, RequestContext,
    identity::keys::{OrganizationsOfJobProfile, ProfileById},
};
use async_graphql::{Context, ID, Object, Result};
use entities::{job_profile, profile};
use std::sync::Arc;

/// A face of a person.
#[derive(Clone, Debug)]
pub struct Profile(profile::Model);

impl Profile {
    /// A profile the actor may see.
    pub const fn new(row: profile::Model) -> Self {
        Self(row)
    }
}

/// A face of a person: their main profile as a customer and learner, or the base of a job profile.
#[Object]
impl Profile {
    /// The profile's id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }
    /// Main or job.
    async fn kind(&self) -> ProfileKind {
        self.0.kind.into()
    }
    /// The name it shows.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }
    /// A few words about it; plain text.
    async fn about(&self) -> Option<&str> {
        self.0.about.as_deref()
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// A professional identity.
#[derive(Clone, Debug)]
pub struct JobProfile(Arc<job_profile::Model>);

impl JobProfile {
    /// A job profile the actor may see.
    pub fn new(row: impl Into<Arc<job_profile::Model>>) -> Self {
        Self(row.into())
    }
}

/// A professional identity. It belongs to the person and goes with them from organization to organization.
#[Object]
impl JobProfile {
    /// The job profile's id.
    pub(crate) async fn id(&self) -> ID {
        self.0.profile_id.to_string().into()
    }
    /// Professional title.
    async fn title(&self) -> &str {
        &self.0.title
    }
    /// Professional level from 1 (beginner) to 5 (leading expert).
    async fn level(&self) -> i32 {
        self.0.level
    }
    /// Names of skills, in the person's own order.
    async fn skills(&self) -> Vec<&str> {
        let names = self.0.skills.as_array();
        names
            .into_iter()
            .flatten()
            .filter_map(|name| name.as_str())
            .collect()
    }
    /// The name it shows.
    async fn display_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.profile(ctx).await?.map(|profile| profile.display_name))
    }
    /// A few words about it; plain text.
    async fn about(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.profile(ctx).await?.and_then(|profile| profile.about))
    }
    /// The organizations in which it is at work: all of them for the person, the public ones for others. What it earns
    /// there is never shown here.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn organizations(&self, ctx: &Context<'_>) -> Result<Vec<Organization>> {
        let request = RequestContext::of(ctx)?;
        let key = OrganizationsOfJobProfile {
            profile: self.0.profile_id,
            is_owner: request.user() == Some(self.0.user_id),
        };
        let rows = request.loaders.load(key).await?.unwrap_or_default();
        Ok(rows
            .into_iter()
            .map(|row| Organization::from_row(request.view(row.id), row))
            .collect())
    }
    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

impl JobProfile {
    async fn profile(&self, ctx: &Context<'_>) -> Result<Option<profile::Model>> {
        RequestContext::of(ctx)?
            .loaders
            .load(ProfileById(self.0.profile_id))
            .await
    }
}

//! Subjects and tags: what a catalogue is sorted by.

use crate::{DateTime, OrgView, base::fault};
use async_graphql::{ID, Object, Result};
use entities::{category, tag};

/// The most tags that are listed at once.
const TAGS: u64 = 500;

/// A subject under which courses are listed.
#[derive(Clone, Debug)]
pub struct Category {
    row: category::Model,
}

impl Category {
    /// A subject the actor may see.
    pub const fn new(row: category::Model) -> Self {
        Self { row }
    }
}

/// A subject under which courses are listed. List its courses with `Organization.courses(filter: {categoryId: …})`.
#[Object]
impl Category {
    /// The subject's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The name shown.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// The name in addresses, unique in the organization.
    async fn slug(&self) -> &str {
        &self.row.slug
    }
    /// A few words; plain text.
    async fn description(&self) -> Option<&str> {
        self.row.description.as_deref()
    }
    /// Place in the list, from 1.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// When it was added.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// A word that courses are found by.
#[derive(Clone, Debug)]
pub struct Tag {
    row: tag::Model,
}

impl Tag {
    /// A tag the actor may see.
    pub const fn new(row: tag::Model) -> Self {
        Self { row }
    }
}

/// A word that courses are found by. List them with `Organization.courses(filter: {tag: …})`.
#[Object]
impl Tag {
    /// The tag's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The word.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// The word in addresses, unique in the organization.
    async fn slug(&self) -> &str {
        &self.row.slug
    }
}

pub(crate) async fn categories(view: &OrgView) -> Result<Vec<Category>> {
    let rows = reads::categories(view.scope().await?).await.map_err(fault)?;
    Ok(rows.into_iter().map(Category::new).collect())
}

pub(crate) async fn tags(view: &OrgView) -> Result<Vec<Tag>> {
    let rows = reads::tags(view.scope().await?, TAGS).await.map_err(fault)?;
    Ok(rows.into_iter().map(Tag::new).collect())
}

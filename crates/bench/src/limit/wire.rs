//! What goes over the wire: the form of GraphQL over HTTP.

use anyhow::Context;
use kernel::{Cursor, TypedId, text_form, uuid_of};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::marker::PhantomData;
use uuid::Uuid;

/// A request; its document is known by its name.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pub(super) operation_name: String,
    pub(super) variables: Variables,
}

/// The variables of all operations together.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Variables {
    pub(super) id: String,
    pub(super) organization: String,
    pub(super) course: String,
    pub(super) lesson: String,
    pub(super) first: usize,
    pub(super) after: Option<String>,
    pub(super) input: Value,
}

#[derive(Serialize)]
pub(super) struct Data<T> {
    pub(super) data: T,
}

#[derive(Serialize)]
pub(super) struct Node<T> {
    pub(super) node: T,
}

/// What is asked of an organization.
#[derive(Serialize)]
pub(super) struct Of<T> {
    pub(super) organization: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<T>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Cuts the row too many that says whether there is another page.
    pub(super) fn cut(mut nodes: Vec<T>, first: usize, cursor: impl Fn(&T) -> Cursor) -> Self {
        let has_next_page = nodes.len() > first;
        nodes.truncate(first);
        let page_info = PageInfo {
            has_next_page,
            end_cursor: nodes.last().map(|node| cursor(node).encode()),
        };
        Self { page_info, nodes }
    }
}

/// An id in its text form.
pub(super) struct Id<I>(pub(super) Uuid, PhantomData<I>);

impl<I> From<Uuid> for Id<I> {
    fn from(id: Uuid) -> Self {
        Self(id, PhantomData)
    }
}

impl<I: TypedId> Serialize for Id<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text_form(I::PREFIX, self.0))
    }
}

pub(super) fn parse(id: &str) -> anyhow::Result<Uuid> {
    uuid_of(id).with_context(|| format!("`{id}` is no id"))
}

//! Looking ahead: the organization an operation leads to, so that signing in and entering it take one statement.

use crate::http::{Opening, Seen};
use async_graphql::BatchRequest;
use graph::target_of;
use store::{Brings, Target};

/// Where an operation leads.
pub(crate) struct Destination {
    pub(crate) target: Target,
    /// What it does there.
    pub(crate) intent: Intent,
}

/// What an operation does in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Intent {
    /// It shows something of it.
    Read(Brings),
    /// It changes something in it.
    Write,
}

/// Where a request leads, if its document tells.
pub(crate) fn destination(request: &BatchRequest, seen: Option<&Seen>) -> Option<Destination> {
    match request {
        BatchRequest::Single(request) => first_field(&seen?.opening(request)?),
        BatchRequest::Batch(_) => None,
    }
}

/// Where the first field of an operation leads. It is only a guess at what will be asked: what is found and not asked for is
/// forgotten.
fn first_field(opening: &Opening) -> Option<Destination> {
    let mut texts = opening.texts.iter();
    if opening.is_mutation {
        // Commands name the row they are about first.
        let target = texts.find_map(|(name, text)| {
            let is_id = name == "id" || name.ends_with("Id");
            is_id.then(|| target_of(text)).flatten()
        });
        let intent = Intent::Write;
        return target.map(|target| Destination { target, intent });
    }
    let mut text = |wanted: &str| {
        let (_name, text) = texts.find(|(name, _text)| name == wanted)?;
        Some(text.as_str())
    };
    let target = match opening.field.as_str() {
        "organization" => text("slug").map(Target::slug),
        "node" => text("id").and_then(target_of),
        _ => None,
    };
    let brings = if opening.shows_organization {
        Brings::Row
    } else {
        Brings::Nothing
    };
    let intent = Intent::Read(brings);
    target.map(|target| Destination { target, intent })
}

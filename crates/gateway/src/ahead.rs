//! Looking ahead: the organization a query leads to, so that signing in and entering it take one statement.

use crate::http::Opening;
use graph::target_of;
use store::{Brings, Target};

/// Where a query leads.
pub(crate) struct Destination {
    pub(crate) target: Target,
    pub(crate) brings: Brings,
}

/// Where the first field of a query leads. It is only a guess at what will be asked: what is found and not asked for is forgotten.
pub(crate) fn destination(opening: &Opening) -> Option<Destination> {
    let target = match opening.field.as_str() {
        "organization" => opening.texts.get("slug").map(|slug| Target::slug(slug)),
        "node" => opening.texts.get("id").and_then(|id| target_of(id)),
        _ => None,
    };
    let brings = if opening.shows_organization {
        Brings::Row
    } else {
        Brings::Nothing
    };
    target.map(|target| Destination { target, brings })
}

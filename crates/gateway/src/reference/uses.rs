//! The links in the other direction: where a type is used.

use super::model::{Entry, Member};
use serde::Serialize;
use std::collections::BTreeMap;

/// A place where a type is used.
#[derive(Serialize, Clone)]
pub(super) struct Use {
    /// The type whose member it is.
    pub(super) owner: String,
    /// The field.
    pub(super) member: String,
    /// The argument of the field, if it is one.
    pub(super) argument: Option<String>,
}

/// Notes for every type where it is used, and for every interface what implements it.
pub(super) fn connect(entries: &mut BTreeMap<String, Entry>) {
    let mut uses: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    let mut possible: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries.values() {
        for interface in &entry.implements {
            possible
                .entry(interface.clone())
                .or_default()
                .push(entry.name.clone());
        }
        for member in &entry.members {
            note(&mut uses, entry, member, None, member);
            for argument in &member.arguments {
                note(&mut uses, entry, member, Some(&argument.name), argument);
            }
        }
    }
    for (name, entry) in entries {
        entry.uses = uses.remove(name).unwrap_or_default();
        entry.possible.extend(possible.remove(name).unwrap_or_default());
    }
}

fn note(
    uses: &mut BTreeMap<String, Vec<Use>>,
    entry: &Entry,
    member: &Member,
    argument: Option<&String>,
    typed: &Member,
) {
    if let Some(of) = &typed.of {
        uses.entry(of.name.clone()).or_default().push(Use {
            owner: entry.name.clone(),
            member: member.name.clone(),
            argument: argument.cloned(),
        });
    }
}

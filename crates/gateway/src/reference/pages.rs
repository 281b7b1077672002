//! The pages as HTML.

use super::{
    model::{Entry, Kind, Reference},
    prose,
    search::{self, search},
};
use minijinja::{AutoEscape, Environment, Error, Value, context, value::Serde};
use serde::Serialize;
use std::sync::LazyLock;

static TEMPLATES: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_name| AutoEscape::Html);
    for (name, source) in [
        ("layout", include_str!("layout.html")),
        ("index", include_str!("index.html")),
        ("entry", include_str!("entry.html")),
        ("found", include_str!("found.html")),
        ("missing", include_str!("missing.html")),
    ] {
        templates.add_template(name, source)?;
    }
    Ok(templates)
});

/// Types that belong together, for the list beside every page.
#[derive(Serialize)]
struct Group<'a> {
    title: &'static str,
    names: Vec<&'a str>,
}

type Belongs = fn(&Entry) -> bool;

/// How the types are grouped. What belongs to lists and answers is many, and found through what it belongs to.
const GROUPS: [(&str, Belongs); 8] = [
    ("Objects", |entry| {
        entry.kind == Kind::Object && !is_page(entry) && !is_payload(entry)
    }),
    ("Interfaces", |entry| entry.kind == Kind::Interface),
    ("Unions", |entry| entry.kind == Kind::Union),
    ("Inputs", |entry| entry.kind == Kind::Input),
    ("Enums", |entry| entry.kind == Kind::Enum),
    ("Scalars", |entry| entry.kind == Kind::Scalar),
    ("Pages", |entry| entry.kind == Kind::Object && is_page(entry)),
    ("Payloads", |entry| {
        entry.kind == Kind::Object && is_payload(entry)
    }),
];

fn is_page(entry: &Entry) -> bool {
    entry.name.ends_with("Connection") || entry.name.ends_with("Edge")
}

fn is_payload(entry: &Entry) -> bool {
    entry.name.ends_with("Payload")
}

fn groups(reference: &Reference) -> Vec<Group<'_>> {
    GROUPS
        .into_iter()
        .map(|(title, belongs)| Group {
            title,
            names: reference
                .entries()
                .filter(|entry| belongs(entry))
                .map(|entry| entry.name.as_str())
                .collect(),
        })
        .filter(|group| !group.names.is_empty())
        .collect()
}

fn write(reference: &Reference, template: &str, title: &str, more: Value) -> Result<String, Error> {
    let templates = TEMPLATES
        .as_ref()
        .map_err(|error| Error::new(error.kind(), error.to_string()))?;
    let common = context! { title, groups => Value::from(Serde(groups(reference))), ..more };
    templates.get_template(template)?.render(common)
}

/// The first page: what can be asked, changed and followed.
pub(super) fn index(reference: &Reference) -> Result<String, Error> {
    let roots: Vec<Value> = ["Query", "Mutation", "Subscription"]
        .into_iter()
        .filter_map(|name| reference.entry(name))
        .map(|entry| {
            let members = entry.members.iter().map(|member| {
                context! { name => &*member.name, summary => prose::first_sentence(&member.description) }
            });
            context! { name => &*entry.name, summary => prose::first_sentence(&entry.description),
            members => members.collect::<Vec<_>>() }
        })
        .collect();
    let count = reference.entries().count();
    write(reference, "index", "Schema", context! { roots, count })
}

/// The page of a type.
pub(super) fn entry(reference: &Reference, entry: &Entry) -> Result<String, Error> {
    let prose = |text: &str| Value::from_safe_string(prose::html(reference, text));
    let members: Vec<Value> = entry
        .members
        .iter()
        .map(|member| {
            let arguments: Vec<Value> = member
                .arguments
                .iter()
                .map(|argument| {
                    context! { description => prose(&argument.description), ..Value::from(Serde(argument)) }
                })
                .collect();
            context! { arguments, description => prose(&member.description), ..Value::from(Serde(member)) }
        })
        .collect();
    let more = context! { members, description => prose(&entry.description), ..Value::from(Serde(entry)) };
    write(reference, "entry", &entry.name, more)
}

/// What was found for the words of somebody.
pub(super) fn found(reference: &Reference, words: &str) -> Result<String, Error> {
    let found = search(reference, words);
    let full = found.len() == search::MOST;
    write(
        reference,
        "found",
        words,
        context! { words, found => Value::from(Serde(found)), full },
    )
}

/// The page for a name that nothing has.
pub(super) fn missing(reference: &Reference, name: &str) -> Result<String, Error> {
    write(reference, "missing", "Not found", context! { name })
}

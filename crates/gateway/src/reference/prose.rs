//! Descriptions, which GraphQL has in Markdown, as HTML.

use super::model::Reference;
use pulldown_cmark::{CowStr, Event, Parser, html};

/// The HTML of a description. Names of types in it become links; tags become text.
pub(super) fn html(reference: &Reference, description: &str) -> String {
    let events = Parser::new(description).map(|event| match event {
        Event::Code(name) if reference.entry(&name).is_some() => Event::Html(CowStr::from(format!(
            "<a href=\"/reference/{name}\"><code>{name}</code></a>"
        ))),
        Event::Html(tag) | Event::InlineHtml(tag) => Event::Text(tag),
        other => other,
    });
    let mut written = String::new();
    html::push_html(&mut written, events);
    written
}

/// What a description says first, for lists: up to the end of the first sentence, without Markdown's signs.
pub(super) fn first_sentence(description: &str) -> String {
    let paragraph = description.split("\n\n").next().unwrap_or_default();
    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = words.find(". ").map_or(words.len(), |dot| dot + 1);
    words.get(..end).unwrap_or(&words).replace('`', "")
}

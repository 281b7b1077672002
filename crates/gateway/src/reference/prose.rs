//! Descriptions, which GraphQL has in Markdown, as HTML.

use super::model::Reference;
use pulldown_cmark::{CowStr, Event, Parser, html};

/// The HTML of a description. Names of types in it become links; tags become text.
pub(super) fn html(reference: &Reference, description: &str) -> String {
    let events = Parser::new(description).map(|event| {
        if let Event::Code(name) = &event
            && reference.entry(name).is_some()
        {
            let link = format!("<a href=\"/reference/{name}\"><code>{name}</code></a>");
            return Event::Html(CowStr::from(link));
        }
        if let Event::Html(tag) | Event::InlineHtml(tag) = event {
            Event::Text(tag)
        } else {
            event
        }
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

//! Elements as HTML.

use super::{Element, Node};
use crate::text;

/// Elements that have no content in HTML.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

impl Element {
    /// What is inside as HTML, without the elements of these names.
    pub(crate) fn html_without(&self, names: &[&str]) -> String {
        let mut html = String::new();
        write_inside(self, names, &mut html);
        html
    }

    /// What is inside as HTML.
    pub(crate) fn html(&self) -> String {
        self.html_without(&[])
    }

    /// The element itself as HTML.
    pub(crate) fn outer_html(&self) -> String {
        let mut html = String::new();
        write(self, &[], &mut html);
        html
    }
}

fn write_inside(element: &Element, without: &[&str], html: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(text) => html.push_str(&text::escape(text)),
            Node::Element(inside) if without.contains(&inside.name.as_str()) => {}
            Node::Element(inside) => write(inside, without, html),
        }
    }
}

fn write(element: &Element, without: &[&str], html: &mut String) {
    html.push('<');
    html.push_str(&element.name);
    for (name, value) in &element.attributes {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        html.push_str(&text::escape(value));
        html.push('"');
    }
    html.push('>');
    if VOID.contains(&element.name.as_str()) {
        return;
    }
    write_inside(element, without, html);
    html.push_str("</");
    html.push_str(&element.name);
    html.push('>');
}

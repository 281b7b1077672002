//! The words of HTML.

use super::{entity, one_line, paragraph};
use std::iter::Peekable;

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "br",
    "choice",
    "dd",
    "description",
    "div",
    "dl",
    "dt",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "label",
    "legend",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements whose content is no text.
const SILENT: &[&str] = &["head", "script", "style", "template", "title"];

/// The words of an HTML text, with a line for each block. An image is its description in brackets.
pub(crate) fn plain(html: &str) -> String {
    let mut out = Plain::default();
    let mut chars = html.chars().peekable();
    while let Some(c) = chars.next() {
        // In an element without text, only its end is a tag.
        let begins_tag = |next: &char| match out.silent {
            Some(_) => *next == '/',
            None => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
        };
        match c {
            '<' if chars.peek().is_some_and(begins_tag) => {
                let tag = tag(&mut chars);
                out.tag(&tag);
            }
            '&' => out.text(&reference(&mut chars)),
            c => out.character(c),
        }
    }
    out.finish()
}

/// Reads to the end of a tag or comment; what is inside, without the brackets.
fn tag(chars: &mut Peekable<impl Iterator<Item = char>>) -> String {
    let mut tag = String::new();
    let mut quote = None;
    while let Some(c) = chars.next() {
        if tag == "!--" {
            // A comment ends with its own mark, whatever is quoted in it.
            let mut last = ['\0', c];
            for c in chars.by_ref() {
                if c == '>' && last == ['-', '-'] {
                    break;
                }
                let [_, second] = last;
                last = [second, c];
            }
            return tag;
        }
        match (quote, c) {
            (None, '>') => return tag,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None | Some(_), _) => {}
        }
        tag.push(c);
    }
    tag
}

/// A character reference, after its `&`. What is none stays as it is.
fn reference(chars: &mut Peekable<impl Iterator<Item = char>>) -> String {
    let mut name = String::new();
    while let Some(&c) = chars.peek() {
        if c.is_ascii_alphanumeric() || (c == '#' && name.is_empty()) {
            if name.len() == 32 {
                break;
            }
            name.push(c);
            chars.next();
        } else {
            break;
        }
    }
    match entity(&name) {
        Some(c) => {
            if chars.peek() == Some(&';') {
                chars.next();
            }
            c.to_string()
        }
        None => format!("&{name}"),
    }
}

/// Collects the words of an HTML text.
#[derive(Default)]
struct Plain {
    text: String,
    /// The element whose content is no text.
    silent: Option<String>,
    /// Elements whose spaces and line breaks mean something.
    verbatim: usize,
}

impl Plain {
    fn tag(&mut self, tag: &str) {
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if let Some(silent) = &self.silent {
            if closing && *silent == name {
                self.silent = None;
            }
            return;
        }
        if !closing && !tag.ends_with('/') && SILENT.contains(&name.as_str()) {
            self.silent = Some(name);
            return;
        }
        if BLOCKS.contains(&name.as_str()) {
            self.line_break();
        }
        match name.as_str() {
            "pre" if closing => self.verbatim = self.verbatim.saturating_sub(1),
            "pre" => self.verbatim += 1,
            "td" | "th" if closing => self.character(' '),
            "img" => {
                if let Some(alt) = attribute(tag, "alt") {
                    let alt = one_line(&alt);
                    if !alt.is_empty() {
                        self.text(&format!("[{alt}]"));
                    }
                }
            }
            _other => {}
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.character(c);
        }
    }

    fn character(&mut self, c: char) {
        if self.silent.is_some() {
            return;
        }
        if self.verbatim > 0 {
            self.text.push(c);
        } else if c.is_whitespace() {
            if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
        } else {
            self.text.push(c);
        }
    }

    fn line_break(&mut self) {
        self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn finish(self) -> String {
        paragraph(&self.text)
    }
}

/// The value of an attribute of a tag, as far as it is quoted.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let start = lower.find(&format!(" {name}="))? + name.len() + 2;
    let rest = tag.get(start..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = rest.get(1..)?;
    let value = value.get(..value.find(quote)?)?;
    Some(plain(value))
}

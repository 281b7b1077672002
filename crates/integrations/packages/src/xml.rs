//! XML as a tree, with bounds. Nothing outside of the document is ever looked at.

mod html;

use crate::{
    draft::Reason,
    error::{Excess, PackageError, within},
    limits::Limits,
    text,
};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// An element; its name and those of its attributes without namespaces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

/// What an element contains.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// Why there is no tree.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The package is refused.
    Refused(PackageError),
    /// This document is left out.
    Malformed(String),
}

impl From<PackageError> for Fault {
    fn from(error: PackageError) -> Self {
        Self::Refused(error)
    }
}

impl Fault {
    /// Separates what refuses the package from what is only left out.
    pub(crate) fn reason(self) -> Result<Reason, PackageError> {
        match self {
            Self::Refused(error) => Err(error),
            Self::Malformed(detail) => Ok(Reason::Malformed(detail)),
        }
    }
}

/// Reads a document.
pub(crate) fn parse(place: &str, document: &str, limits: &Limits) -> Result<Element, Fault> {
    let malformed = |error: &dyn std::fmt::Display| Fault::Malformed(text::title(&error.to_string(), 200));
    let mut reader = Reader::from_str(document);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut nodes = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| malformed(&error))?;
        nodes += 1;
        within(nodes, Excess::XmlNodes, limits.xml_nodes, place)?;
        match event {
            Event::Start(start) => {
                within(open.len() + 1, Excess::XmlDepth, limits.xml_depth, place)?;
                open.push(element(&start, place, limits)?);
            }
            Event::Empty(start) => {
                let element = element(&start, place, limits)?;
                close(element, &mut open, &mut root)?;
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root)?;
                }
            }
            Event::Text(words) => append(&mut open, &words.xml10_content()),
            Event::CData(words) => append(&mut open, &words.xml10_content()),
            Event::GeneralRef(reference) => match text::entity(&reference) {
                Some(c) => append(&mut open, c.encode_utf8(&mut [0; 4])),
                None => return Err(unknown(&reference)),
            },
            Event::DocType(declaration) => {
                if declares_entities(&declaration) {
                    return Err(PackageError::Entities(place.to_owned()).into());
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match (root, open.last()) {
        (Some(root), None) => Ok(root),
        (_, Some(element)) => Err(malformed(&format!("<{}> is not closed", element.name))),
        (None, None) => Err(malformed(&"there is no element")),
    }
}

/// An internal subset with declarations of entities, or with references to them.
fn declares_entities(declaration: &str) -> bool {
    let subset = declaration.find('[').and_then(|start| declaration.get(start..));
    subset.is_some_and(|subset| subset.to_ascii_uppercase().contains("<!ENTITY") || subset.contains('%'))
}

fn unknown(entity: &str) -> Fault {
    Fault::Malformed(text::title(&format!("&{entity}; is not known"), 200))
}

fn element(start: &BytesStart<'_>, place: &str, limits: &Limits) -> Result<Element, Fault> {
    let mut attributes = Vec::new();
    // Duplicates are looked for here: the reader's own search takes a time that grows with the square of their number.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| Fault::Malformed(text::title(&error.to_string(), 200)))?;
        within(
            attributes.len() + 1,
            Excess::XmlAttributes,
            limits.xml_attributes,
            place,
        )?;
        within(
            attribute.value.len(),
            Excess::XmlAttributeBytes,
            limits.xml_attribute_bytes,
            place,
        )?;
        let name = attribute.key.local_name().into_inner().to_owned();
        attributes.push((name, unescaped(&attribute.value)?));
    }
    Ok(Element {
        name: start.local_name().into_inner().to_owned(),
        attributes,
        children: Vec::new(),
    })
}

/// The value of an attribute with its character references resolved.
fn unescaped(raw: &str) -> Result<String, Fault> {
    let mut value = String::with_capacity(raw.len());
    let mut parts = raw.split('&');
    value.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part
            .split_once(';')
            .ok_or_else(|| unknown(&text::title(part, 20)))?;
        value.push(text::entity(name).ok_or_else(|| unknown(name))?);
        value.push_str(rest);
    }
    Ok(value)
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), Fault> {
    match open.last_mut() {
        Some(parent) => parent.children.push(Node::Element(element)),
        None if root.is_none() => *root = Some(element),
        None => return Err(Fault::Malformed("there are two root elements".to_owned())),
    }
    Ok(())
}

/// Adds words to the innermost element; those that come in parts are one text.
fn append(open: &mut [Element], words: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(words),
        Some(Node::Element(_)) | None => parent.children.push(Node::Text(words.to_owned())),
    }
}

impl Element {
    /// The value of an attribute that says something.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// The elements directly inside.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of that name directly inside.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The element at the end of a way of names.
    pub(crate) fn at(&self, way: &[&str]) -> Option<&Element> {
        way.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All elements inside with one of these names, in their order, those inside of each other included.
    pub(crate) fn all(&self, names: &[&str]) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Element> = vec![self];
        while let Some(element) = waiting.pop() {
            if !std::ptr::eq(element, self) && names.contains(&element.name.as_str()) {
                found.push(element);
            }
            let inside: Vec<&Element> = element.elements().collect();
            waiting.extend(inside.into_iter().rev());
        }
        found
    }

    /// All text inside.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        collect_words(self, &mut words);
        words
    }
}

fn collect_words(element: &Element, words: &mut String) {
    for node in &element.children {
        match node {
            Node::Element(inside) => collect_words(inside, words),
            Node::Text(text) => words.push_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str) -> Result<Element, Fault> {
        parse("a.xml", document, &Limits::default())
    }

    #[test]
    fn documents_become_trees() {
        let root = read("<?xml version=\"1.0\"?><!-- c --><!DOCTYPE a><x:a b=\"1 &lt; 2&#10;\" x:c='&quot;'>t&amp;<br/><![CDATA[<i>]]>&eacute;</x:a>").unwrap();
        assert_eq!(
            (root.name.as_str(), root.attribute("b"), root.attribute("c")),
            ("a", Some("1 < 2"), Some("\""))
        );
        assert_eq!(root.words(), "t&<i>é");
        assert_eq!(root.html(), "t&amp;<br>&lt;i&gt;é");
    }

    #[test]
    fn what_is_broken_is_left_out() {
        for document in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a b=\"&x;\"/>",
            "<a>&x;</a>",
            "<a b='1'",
            "<a>&",
            "</a>",
        ] {
            assert!(matches!(read(document), Err(Fault::Malformed(_))), "{document}");
        }
    }

    #[test]
    fn entities_and_excess_are_refused() {
        let laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>";
        assert!(matches!(
            read(laughs),
            Err(Fault::Refused(PackageError::Entities(_)))
        ));
        let outside = "<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><l>&a;</l>";
        assert!(matches!(
            read(outside),
            Err(Fault::Refused(PackageError::Entities(_)))
        ));
        let parameter = "<!DOCTYPE l [<!entity % a \"x\"> %a;]><l/>";
        assert!(matches!(
            read(parameter),
            Err(Fault::Refused(PackageError::Entities(_)))
        ));
        let excess = |document: String| match read(&document) {
            Err(Fault::Refused(PackageError::Exceeds { what, .. })) => Some(what),
            _ => None,
        };
        assert_eq!(excess("<a>".repeat(65)), Some(Excess::XmlDepth));
        assert_eq!(
            excess(format!("<a>{}</a>", "<b/>".repeat(200_000))),
            Some(Excess::XmlNodes)
        );
        let many = " a=''".repeat(129);
        assert_eq!(excess(format!("<a{many}/>")), Some(Excess::XmlAttributes));
        assert_eq!(
            excess(format!("<a b='{}'/>", "x".repeat(512 * 1024 + 1))),
            Some(Excess::XmlAttributeBytes)
        );
    }
}

//! Where texts refer to files of the package.

use ammonia::Builder;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::draft::FileUse;

/// The addresses in a text that survive its being sanitised and that a file of the package could stand behind.
pub(crate) fn references(html: &str) -> Vec<String> {
    // Such a text is refused when its lesson is written.
    if kernel::has_too_much_markup(html) {
        return Vec::new();
    }
    let found = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&found);
    let mut builder = Builder::default();
    builder.attribute_filter(move |element, attribute, value| {
        if matches!((element, attribute), ("a", "href") | ("img", "src")) {
            heard
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(value.to_owned());
        }
        Some(value.into())
    });
    drop(builder.clean(html));
    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *found)
}

/// The files of a lesson in the order in which they are found, each with everything that refers to it.
#[derive(Default)]
pub(crate) struct Uses {
    order: Vec<String>,
    references: BTreeMap<String, Vec<String>>,
}

impl Uses {
    /// Notes a file, and how the text refers to it.
    pub(crate) fn add(&mut self, path: String, reference: Option<String>) {
        let known = self.references.entry(path.clone()).or_insert_with(|| {
            self.order.push(path);
            Vec::new()
        });
        if let Some(reference) = reference.filter(|reference| !known.contains(reference)) {
            known.push(reference);
        }
    }

    /// The files, and those that are too many.
    pub(crate) fn split(self, most: usize) -> (Vec<FileUse>, Vec<String>) {
        let Self {
            mut order,
            mut references,
        } = self;
        let beyond = order.split_off(order.len().min(most));
        let taken = order
            .into_iter()
            .map(|path| FileUse {
                references: references.remove(&path).unwrap_or_default(),
                path,
            })
            .collect();
        (taken, beyond)
    }
}

/// An address without its query and fragment and without percent encoding.
pub(crate) fn plain_path(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    decoded(path).unwrap_or_else(|| path.to_owned())
}

/// A path from a folder, without `.` and `..` in it. Nothing, where it leads out of the package.
pub(crate) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Without percent encoding, if that gives text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { behind.get(2..)? } else { behind };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_those_that_stay() {
        let html = "<img src=\"/static/a%20b.png?x&amp;y\"><a href='$F$/c.pdf'>c</a><script src=\"/static/x.js\"></script>\
                    <a href=\"javascript:x()\">j</a><p data-src=\"/static/d\">";
        assert_eq!(references(html), ["/static/a%20b.png?x&y", "$F$/c.pdf"]);
        assert_eq!(plain_path("/static/a%20b.png?x&y#z"), "/static/a b.png");
        assert_eq!(plain_path("100%"), "100%");
    }

    #[test]
    fn paths_stay_in_the_package() {
        assert_eq!(joined("a/b/", "../c/./d.png").unwrap(), "a/c/d.png");
        assert_eq!(joined("a/", "../../c"), None);
        assert_eq!(joined("", "c").unwrap(), "c");
    }

    #[test]
    fn files_come_once_and_not_too_many() {
        let mut uses = Uses::default();
        for (path, reference) in [("b", "x"), ("a", "y"), ("b", "z"), ("b", "x"), ("c", "w")] {
            uses.add(path.to_owned(), Some(reference.to_owned()));
        }
        let (taken, beyond) = uses.split(2);
        assert_eq!(taken[0].references, ["x", "z"]);
        assert_eq!((taken[1].path.as_str(), beyond), ("a", vec!["c".to_owned()]));
    }
}

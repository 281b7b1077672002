//! The manifest.

use crate::{draft::Reason, limits::Limits, text, uses, xml::Element};

/// What a manifest says.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) identifier: String,
    pub(super) title: String,
    pub(super) language: Option<String>,
    pub(super) description: Option<String>,
    /// The outline.
    pub(super) items: Vec<Item>,
    pub(super) resources: Vec<Resource>,
    /// Identifiers that another resource had before.
    pub(super) repeated: Vec<String>,
}

/// A line of the outline.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) title: String,
    /// The identifier of the resource it shows.
    pub(super) resource: Option<String>,
    pub(super) items: Vec<Item>,
}

/// Something to show.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) identifier: String,
    pub(super) kind: String,
    /// Its main file.
    pub(super) href: Option<String>,
    /// All of its files, the main one included.
    pub(super) files: Vec<String>,
    /// The resource that this one stands in for where the other cannot be shown.
    pub(super) instead_of: Option<String>,
}

impl Manifest {
    pub(super) fn read(manifest: &Element, root: &str, limits: &Limits) -> Self {
        let about = |name: &str| {
            let field = manifest.at(&["metadata", "lom", "general"])?.child(name)?;
            // Titles are `<string>` since 1.1 and `<langstring>` before; the language stands by itself.
            let value = field
                .elements()
                .find(|element| matches!(element.name.as_str(), "string" | "langstring"))
                .unwrap_or(field);
            Some(text::title(&value.words(), limits.title_chars)).filter(|value| !value.is_empty())
        };
        let identifier = manifest.attribute("identifier").unwrap_or("course").to_owned();
        let base = base(manifest);
        let mut resources: Vec<Resource> = Vec::new();
        let mut repeated = Vec::new();
        if let Some(list) = manifest.child("resources") {
            let base = format!("{root}{base}{}", self::base(list));
            for element in list.elements().filter(|element| element.name == "resource") {
                let resource = Resource::read(element, &base);
                // Only the first can be meant by the outline. The others are still material.
                if resources
                    .iter()
                    .any(|known| known.identifier == resource.identifier)
                {
                    repeated.push(resource.identifier.clone());
                }
                resources.push(resource);
            }
        }
        Self {
            title: about("title").unwrap_or_else(|| text::title(&identifier, limits.title_chars)),
            identifier,
            language: about("language"),
            description: about("description"),
            items: outline(manifest, limits),
            resources,
            repeated,
        }
    }

    /// The resource of an identifier, with its place.
    pub(super) fn find(&self, identifier: &str) -> Option<(usize, &Resource)> {
        let mut all = self.resources.iter().enumerate();
        all.find(|(_, resource)| resource.identifier == identifier)
    }

    /// What to show where a resource cannot be shown.
    pub(super) fn fallback(&self, of: &Resource) -> Option<&Resource> {
        self.resources
            .iter()
            .find(|resource| resource.instead_of.as_ref() == Some(&of.identifier))
    }

    /// Whether a resource only stands in for another one that is there.
    pub(super) fn is_fallback(&self, resource: &Resource) -> bool {
        resource
            .instead_of
            .as_ref()
            .is_some_and(|other| self.find(other).is_some())
    }

    /// Whether a file belongs to a resource.
    pub(super) fn mentions(&self, file: &str) -> bool {
        self.resources
            .iter()
            .any(|resource| resource.files.iter().any(|known| known == file))
    }
}

impl Resource {
    fn read(element: &Element, base: &str) -> Self {
        let base = format!("{base}{}", self::base(element));
        let href = element.attribute("href").map(|href| resolve(&base, href));
        let mut files: Vec<String> = href.iter().cloned().collect();
        for file in element.elements().filter(|element| element.name == "file") {
            let file = file.attribute("href").map(|href| resolve(&base, href));
            if let Some(file) = file.filter(|file| !files.contains(file)) {
                files.push(file);
            }
        }
        let variant = element
            .child("variant")
            .and_then(|variant| variant.attribute("identifierref"));
        Self {
            identifier: element.attribute("identifier").unwrap_or_default().to_owned(),
            kind: element.attribute("type").unwrap_or_default().to_ascii_lowercase(),
            href,
            files,
            instead_of: variant.map(str::to_owned),
        }
    }

    /// The file that says what the resource is.
    pub(super) fn main(&self) -> Option<&String> {
        self.href.as_ref().or_else(|| self.files.first())
    }

    /// Whether it is a page.
    pub(super) fn is_page(&self) -> bool {
        self.kind.starts_with("webcontent") && self.main().is_some_and(|file| is_html(file))
    }

    pub(super) fn is_link(&self) -> bool {
        self.kind.starts_with("imswl_")
    }

    pub(super) fn is_quiz(&self) -> bool {
        self.kind.starts_with("imsqti_") && self.kind.ends_with("/assessment")
    }

    /// Whether it is an assignment: the extension of the standard, or a page with the settings of one beside it.
    pub(super) fn is_assignment(&self) -> bool {
        self.kind.starts_with("assignment_")
            || (self.kind.starts_with("associatedcontent/")
                && self.href.as_deref().is_some_and(is_html)
                && self
                    .files
                    .iter()
                    .any(|file| file.ends_with("/assignment_settings.xml")))
    }

    /// Whether it teaches something by itself.
    pub(super) fn is_material(&self, manifest: &Manifest) -> bool {
        (self.is_page() && !manifest.is_fallback(self))
            || self.is_link()
            || self.is_quiz()
            || self.is_assignment()
    }

    /// Why it makes no lesson, unless it only accompanies others.
    pub(super) fn unimportable(&self) -> Option<Reason> {
        let name = if self.kind.starts_with("imsdt_") {
            "discussion"
        } else if self.kind.starts_with("imsbasiclti_") || self.kind.starts_with("imslti_") {
            "external tool"
        } else if self.kind.starts_with("imsqti_") {
            "question bank"
        } else if self.kind.starts_with("associatedcontent/") || self.kind.starts_with("webcontent") {
            return None;
        } else {
            self.kind.as_str()
        };
        Some(Reason::NoCounterpart(text::title(name, 100)))
    }
}

/// The outline, without the one item that the standard puts around everything.
fn outline(manifest: &Element, limits: &Limits) -> Vec<Item> {
    let mut items: Vec<Item> = manifest
        .child("organizations")
        .into_iter()
        .flat_map(Element::elements)
        .filter(|element| element.name == "organization")
        .flat_map(|organization| self::items(organization, limits))
        .collect();
    match items.pop() {
        Some(root) if items.is_empty() && root.resource.is_none() => root.items,
        last => {
            items.extend(last);
            items
        }
    }
}

/// The items below an element. How deep they are inside each other is bounded by the depth of the document.
fn items(element: &Element, limits: &Limits) -> Vec<Item> {
    element
        .elements()
        .filter(|element| element.name == "item")
        .map(|item| {
            let title = item.child("title").map(Element::words).unwrap_or_default();
            let title = text::title(&text::plain(&text::escape(&title)), limits.title_chars);
            Item {
                title: if title.is_empty() {
                    "Untitled".to_owned()
                } else {
                    title
                },
                resource: item.attribute("identifierref").map(str::to_owned),
                items: items(item, limits),
            }
        })
        .collect()
}

fn base(element: &Element) -> String {
    element.attribute("base").unwrap_or_default().to_owned()
}

/// The file that an address in the manifest means. It is only ever looked up among the files of the package.
fn resolve(base: &str, href: &str) -> String {
    let path = uses::plain_path(href);
    let path = path.trim_start_matches("./").replace('\\', "/");
    format!("{base}{path}")
}

/// Whether a file is a page, by its name.
pub(super) fn is_html(file: &str) -> bool {
    let extension = file
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("html" | "htm" | "xhtml"))
}

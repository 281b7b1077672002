//! The files of a lesson.

use super::{
    Cartridge,
    manifest::{Resource, is_html},
};
use crate::{
    draft::{LessonDraft, Reason, Subject},
    uses::{self, Uses},
};

/// What stands for the files of the course in addresses, in the spellings that exports use.
const BASES: &[&str] = &["$IMS-CC-FILEBASE$", "$IMS_CC_FILEBASE$"];

/// What an address means.
enum Meant {
    File(String),
    Missing(String),
    Nothing,
}

impl Cartridge<'_> {
    /// Adds the files that a lesson shows, links or consists of.
    pub(super) fn attach(&mut self, resource: &Resource, lesson: &mut LessonDraft) {
        let mut found = Uses::default();
        for file in std::mem::take(&mut lesson.attachments) {
            found.add(file.path, None);
        }
        let html = lesson.html.as_deref().unwrap_or_default();
        for (path, reference) in self.shown(resource, html) {
            found.add(path, Some(reference));
        }
        let most = self.limits.files_of_lesson;
        let (taken, beyond) = found.split(most);
        for path in beyond {
            self.files.mark(&path);
            if self.taken.insert(path.clone()) {
                self.skip(Subject::Attachment, path, Reason::TooManyFiles(most));
            }
        }
        for file in &taken {
            self.files.mark(&file.path);
            self.taken.insert(file.path.clone());
        }
        lesson.attachments = taken;
    }

    /// The files that HTML of a resource refers to, each with how it does.
    pub(super) fn shown(&mut self, resource: &Resource, html: &str) -> Vec<(String, String)> {
        let folder = resource
            .main()
            .and_then(|file| file.rsplit_once('/'))
            .map(|(folder, _)| folder.to_owned())
            .unwrap_or_default();
        let mut found = Vec::new();
        for reference in uses::references(html) {
            match self.meant(&reference, &folder) {
                Meant::File(path) => found.push((path, reference)),
                Meant::Missing(place) => {
                    if self.missing.insert(place.clone()) {
                        self.skip(Subject::Attachment, place, Reason::Missing);
                    }
                }
                Meant::Nothing => {}
            }
        }
        found
    }

    fn meant(&self, reference: &str, folder: &str) -> Meant {
        let address = uses::plain_path(reference);
        if let Some(rest) = BASES.iter().find_map(|base| address.strip_prefix(base)) {
            let rest = rest.trim_start_matches('/');
            let folders = [format!("{}web_resources", self.root), self.root.clone()];
            let mut paths = folders.iter().filter_map(|folder| uses::joined(folder, rest));
            return match paths.find(|path| self.files.has(path)) {
                Some(path) if !is_html(&path) => Meant::File(path),
                // A link to another page of the package.
                Some(_page) => Meant::Nothing,
                None => Meant::Missing(rest.to_owned()),
            };
        }
        // Other addresses of the package are relative to the page, and only files mean something here.
        if address.starts_with(['/', '#', '$']) || address.contains(':') || address.is_empty() {
            return Meant::Nothing;
        }
        match uses::joined(folder, &address) {
            Some(path) if self.files.has(&path) && !is_html(&path) => Meant::File(path),
            Some(_) | None => Meant::Nothing,
        }
    }
}

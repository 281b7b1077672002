//! The files of a lesson.

use super::Olx;
use crate::{
    draft::{FileUse, Reason, Subject},
    uses::{self, Uses},
};

impl Olx<'_> {
    /// The files that the text of a lesson and its questions refer to.
    pub(super) fn attachments(&mut self, html: Option<&str>, shown: Vec<String>) -> Vec<FileUse> {
        let in_text = html.map(uses::references).unwrap_or_default();
        let in_text = in_text.into_iter().map(|reference| (reference, true));
        // The text of a question is plain, so what it shows is offered beside it.
        let all = in_text.chain(shown.into_iter().map(|reference| (reference, false)));
        let mut found = Uses::default();
        for (reference, is_in_text) in all {
            let Some(names) = asset(&reference) else { continue };
            let mut paths = names.iter().map(|name| format!("{}static/{name}", self.root));
            if let Some(path) = paths.find(|path| self.files.has(path)) {
                found.add(path, is_in_text.then_some(reference));
                continue;
            }
            let place = names.into_iter().next().unwrap_or_default();
            if self.missing.insert(place.clone()) {
                self.skip(Subject::Attachment, format!("static/{place}"), Reason::Missing);
            }
        }
        let most = self.limits.files_of_lesson;
        let (taken, beyond) = found.split(most);
        for file in &taken {
            self.files.mark(&file.path);
        }
        for path in beyond {
            self.files.mark(&path);
            self.skip(Subject::Attachment, path, Reason::TooManyFiles(most));
        }
        taken
    }
}

/// The names that a file of the package may have, if an address means one: folders and spaces became underscores in newer exports.
fn asset(reference: &str) -> Option<Vec<String>> {
    let path = uses::plain_path(reference);
    let name = path
        .strip_prefix("/static/")
        .or_else(|| path.strip_prefix("static/"))
        .or_else(|| {
            let rest = path.trim_start_matches('/');
            let is_asset = rest.starts_with("asset-v1:") || rest.starts_with("c4x/");
            rest.split_once("+block@")
                .or_else(|| rest.split_once("/asset/"))
                .filter(|_| is_asset)
                .map(|(_, name)| name)
        })?;
    let mut names = vec![name.to_owned()];
    for other in [name.replace('/', "_"), name.replace(['/', ' '], "_")] {
        if !names.contains(&other) {
            names.push(other);
        }
    }
    Some(names)
}

//! Videos.

use super::{Olx, component::Body};
use crate::{
    draft::{Reason, Subject},
    text,
    xml::Element,
};
use url::Url;

impl Olx<'_> {
    /// The first video of a lesson is its video; others are linked where they stand.
    pub(super) fn video(&mut self, video: &Element, place: String, body: &mut Body) {
        let Some(address) = address(video) else {
            self.skip(Subject::Component, place, Reason::NoAddress);
            return;
        };
        if body.video.is_none() {
            body.video = Some(address);
            return;
        }
        let title = video.attribute("display_name").map(text::one_line);
        body.append(&format!(
            "<p><a href=\"{}\">{}</a></p>",
            text::escape(&address),
            text::escape(title.as_deref().unwrap_or(&address)),
        ));
    }
}

/// YouTube before files, as the other platform shows them.
fn address(video: &Element) -> Option<String> {
    let listed = video.attribute("youtube").and_then(|list| {
        // Speeds with their videos, such as `0.75:abc,1.00:def`.
        list.split(',')
            .find_map(|entry| entry.trim().strip_prefix("1.00:"))
    });
    let youtube = video.attribute("youtube_id_1_0").or(listed);
    if let Some(id) = youtube.filter(|id| is_youtube_id(id)) {
        return Some(format!("https://www.youtube.com/watch?v={id}"));
    }
    let sources: Vec<String> = video
        .attribute("html5_sources")
        .and_then(|list| serde_json::from_str(list).ok())
        .unwrap_or_default();
    let elements = video.elements().filter(|element| element.name == "source");
    sources
        .iter()
        .map(String::as_str)
        .chain(video.attribute("source"))
        .chain(elements.filter_map(|source| source.attribute("src")))
        .find(|address| is_https(address))
        .map(str::to_owned)
}

fn is_youtube_id(id: &str) -> bool {
    (6..=20).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Whether an address can be kept as that of a video.
pub(crate) fn is_https(address: &str) -> bool {
    address.len() <= 2_000
        && Url::parse(address)
            .is_ok_and(|url| url.scheme() == "https" && url.has_host() && url.username().is_empty())
}

//! The lesson that a resource makes.

use super::{Cartridge, manifest::Resource, qti};
use crate::{
    draft::{FileUse, LessonDraft, LessonKind, Reason, Subject},
    error::PackageError,
    files::Text,
    text,
    xml::Element,
};
use url::Url;

impl Cartridge<'_> {
    /// The lesson of a resource. The outline's title goes before the resource's own.
    pub(super) fn lesson(
        &mut self,
        resource: &Resource,
        title: Option<&str>,
    ) -> Result<Option<LessonDraft>, PackageError> {
        let made = if resource.is_page() {
            self.page(resource, title)?
        } else if resource.is_link() {
            self.link(resource, title)?
        } else if resource.is_quiz() {
            self.quiz(resource, title)?
        } else if resource.is_assignment() || resource.kind.starts_with("associatedcontent/") {
            self.assignment(resource, title)?
        } else if resource.kind.starts_with("webcontent") {
            self.file(resource, title)
        } else {
            let kind = || Reason::NoCounterpart(resource.kind.clone());
            Err(resource.unimportable().unwrap_or_else(kind))
        };
        match made {
            Ok(lesson) => Ok(Some(lesson)),
            Err(reason) => {
                let file = resource
                    .main()
                    .map(|file| file.strip_prefix(&self.root).unwrap_or(file).to_owned());
                let place = title.map(str::to_owned).or(file);
                self.skip(
                    Subject::Lesson,
                    place.as_ref().unwrap_or(&resource.identifier),
                    reason,
                );
                Ok(None)
            }
        }
    }

    fn page(
        &mut self,
        resource: &Resource,
        title: Option<&str>,
    ) -> Result<Result<LessonDraft, Reason>, PackageError> {
        let Some(file) = resource.main() else {
            return Ok(Err(Reason::Missing));
        };
        Ok(match self.files.text(file)? {
            Text::Is(html) => {
                let own = text::page_title(&html);
                let title = title.map(str::to_owned).or(own).unwrap_or_else(|| stem(file));
                self.text_lesson(title, text::body(&html))
            }
            Text::Missing => Err(Reason::Missing),
            Text::NotUtf8 => Err(Reason::NotUtf8),
        })
    }

    fn text_lesson(&self, title: String, html: &str) -> Result<LessonDraft, Reason> {
        let html = text::clean(html).trim().to_owned();
        if html.is_empty() {
            return Err(Reason::Empty);
        }
        if html.chars().count() > self.limits.html_chars {
            return Err(Reason::TooLong(self.limits.html_chars));
        }
        Ok(LessonDraft {
            title: text::title(&title, self.limits.title_chars),
            kind: LessonKind::Text,
            html: Some(html),
            video_url: None,
            quiz: None,
            attachments: Vec::new(),
        })
    }

    /// A lesson of nothing but files, which the outline shows by themselves.
    fn file(&self, resource: &Resource, title: Option<&str>) -> Result<LessonDraft, Reason> {
        let attachments: Vec<FileUse> = resource
            .files
            .iter()
            .filter(|file| self.files.has(file))
            .map(|file| FileUse {
                path: file.clone(),
                references: Vec::new(),
            })
            .collect();
        let Some(first) = attachments.first() else {
            return Err(Reason::Missing);
        };
        let title = title.map_or_else(|| stem(&first.path), str::to_owned);
        Ok(LessonDraft {
            title: text::title(&title, self.limits.title_chars),
            kind: LessonKind::Attachment,
            html: None,
            video_url: None,
            quiz: None,
            attachments,
        })
    }

    /// A link to a video is a video, any other link a text with the link in it.
    fn link(
        &mut self,
        resource: &Resource,
        title: Option<&str>,
    ) -> Result<Result<LessonDraft, Reason>, PackageError> {
        let Some(file) = resource.main() else {
            return Ok(Err(Reason::Missing));
        };
        let link = match self.document(file)? {
            Ok(link) => link,
            Err(reason) => return Ok(Err(reason)),
        };
        let address = link
            .child("url")
            .and_then(|url| url.attribute("href"))
            .and_then(|href| Url::parse(href).ok())
            .filter(|url| {
                matches!(url.scheme(), "http" | "https") && url.has_host() && url.as_str().len() <= 2_000
            });
        let Some(address) = address else {
            return Ok(Err(Reason::NoAddress));
        };
        let own = link.child("title").map(Element::words);
        let title = title
            .map(str::to_owned)
            .or(own)
            .unwrap_or_else(|| address.to_string());
        if address.scheme() == "https" && is_video(&address) {
            return Ok(Ok(LessonDraft {
                title: text::title(&title, self.limits.title_chars),
                kind: LessonKind::Video,
                html: None,
                video_url: Some(address.into()),
                quiz: None,
                attachments: Vec::new(),
            }));
        }
        let html = format!(
            "<p><a href=\"{}\">{}</a></p>",
            text::escape(address.as_str()),
            text::escape(&text::one_line(&title))
        );
        Ok(self.text_lesson(title, &html))
    }

    fn quiz(
        &mut self,
        resource: &Resource,
        title: Option<&str>,
    ) -> Result<Result<LessonDraft, Reason>, PackageError> {
        let Some(file) = resource.main() else {
            return Ok(Err(Reason::Missing));
        };
        let document = match self.document(file)? {
            Ok(document) => document,
            Err(reason) => return Ok(Err(reason)),
        };
        let Some(assessment) = document.child("assessment") else {
            return Ok(Err(Reason::Malformed("there is no assessment".to_owned())));
        };
        let own = assessment.attribute("title");
        let title = title.or(own).unwrap_or("Quiz");
        let place = file.strip_prefix(&self.root).unwrap_or(file).to_owned();
        let title = text::title(title, self.limits.title_chars);
        let read = qti::read(assessment, &title, &place, self.limits)?;
        self.skipped.extend(read.skipped);
        // The text of a question is plain, so what it shows is offered beside it.
        let mut attachments = Vec::new();
        if read.quiz.is_some() {
            let texts = assessment.all(&["mattext"]);
            let html: Vec<String> = texts.into_iter().map(Element::words).collect();
            for (path, _reference) in self.shown(resource, &html.join("\n")) {
                attachments.push(FileUse {
                    path,
                    references: Vec::new(),
                });
            }
        }
        Ok(match read.quiz {
            Some(quiz) => Ok(LessonDraft {
                title,
                kind: LessonKind::Text,
                html: None,
                video_url: None,
                quiz: Some(quiz),
                attachments,
            }),
            None => Err(Reason::Empty),
        })
    }

    /// The text of an assignment, from the page that stands in for it or from the assignment itself.
    fn assignment(
        &mut self,
        resource: &Resource,
        title: Option<&str>,
    ) -> Result<Result<LessonDraft, Reason>, PackageError> {
        let fallback = self.manifest.fallback(resource).and_then(Resource::main);
        let html = fallback
            .or(resource.href.as_ref())
            .filter(|file| super::manifest::is_html(file));
        let made = if let Some(file) = html.filter(|file| self.files.has(file)) {
            match self.files.text(file)? {
                Text::Is(html) => {
                    let own = text::page_title(&html);
                    let own = own.map(|title| title.trim_start_matches("Assignment: ").to_owned());
                    let title = title.map(str::to_owned).or(own).unwrap_or_else(|| stem(file));
                    self.text_lesson(title, text::body(&html))
                }
                Text::Missing => Err(Reason::Missing),
                Text::NotUtf8 => Err(Reason::NotUtf8),
            }
        } else if let Some(file) = resource
            .main()
            .filter(|_| resource.kind.starts_with("assignment_"))
        {
            match self.document(file)? {
                Ok(assignment) => {
                    let own = assignment.child("title").map(Element::words);
                    let title = title.map(str::to_owned).or(own).unwrap_or_else(|| stem(file));
                    let html = assignment.child("text").map(Element::words).unwrap_or_default();
                    self.text_lesson(title, &html)
                }
                Err(reason) => Err(reason),
            }
        } else {
            Err(Reason::NoCounterpart(text::title(&resource.kind, 100)))
        };
        if made.is_ok() {
            self.skip(
                Subject::Detail,
                title.unwrap_or(&resource.identifier),
                Reason::HandIn,
            );
        }
        Ok(made)
    }
}

/// Whether an address shows a video by itself.
fn is_video(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default().trim_start_matches("www.");
    let path = address.path();
    match host {
        "youtube.com" | "m.youtube.com" => path == "/watch" || path.starts_with("/embed/"),
        "youtu.be" => path.len() > 1,
        "vimeo.com" => path.trim_matches('/').bytes().all(|b| b.is_ascii_digit()) && path.len() > 1,
        _other => [".mp4", ".webm", ".m3u8"]
            .iter()
            .any(|end| path.to_ascii_lowercase().ends_with(end)),
    }
}

/// The name of a file without its folders and its extension.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

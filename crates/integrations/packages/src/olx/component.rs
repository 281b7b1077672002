//! What a lesson is made of, and what of the package is no part of any.

use super::{COMPONENTS, Olx, place};
use crate::{
    draft::{LessonDraft, LessonKind, QuestionDraft, QuizDraft, Reason, Subject},
    error::{Excess, PackageError, within},
    files::Text,
    limits::Limits,
    text,
    xml::Element,
};

/// Containers that only hold their parts together.
const WRAPPERS: &[&str] = &["vertical", "sequential", "wrapper", "videosequence", "problemset"];

/// What a lesson has so far.
#[derive(Default)]
pub(super) struct Body {
    pub(super) html: String,
    pub(super) video: Option<String>,
    pub(super) questions: Vec<QuestionDraft>,
    /// What its questions show or link.
    pub(super) shown: Vec<String>,
}

impl Body {
    /// The lesson, if there is anything in it.
    pub(super) fn lesson(self, title: String, limits: &Limits) -> Result<LessonDraft, Reason> {
        let Self {
            html,
            video,
            questions,
            shown: _,
        } = self;
        if html.chars().count() > limits.html_chars {
            return Err(Reason::TooLong(limits.html_chars));
        }
        let html = Some(html).filter(|html| !html.is_empty());
        if html.is_none() && video.is_none() && questions.is_empty() {
            return Err(Reason::Empty);
        }
        Ok(LessonDraft {
            kind: match (&html, &video) {
                (_, None) => LessonKind::Text,
                (None, Some(_)) => LessonKind::Video,
                (Some(_), Some(_)) => LessonKind::Mixed,
            },
            html,
            video_url: video,
            quiz: Some(questions)
                .filter(|questions| !questions.is_empty())
                .map(|questions| QuizDraft {
                    title: title.clone(),
                    max_attempts: None,
                    time_limit_seconds: None,
                    questions,
                }),
            attachments: Vec::new(),
            title,
        })
    }

    /// Adds a piece of HTML on lines of its own.
    pub(super) fn append(&mut self, html: &str) {
        let html = text::clean(html);
        let html = html.trim();
        if html.is_empty() {
            return;
        }
        if !self.html.is_empty() {
            self.html.push('\n');
        }
        self.html.push_str(html);
    }
}

impl Olx<'_> {
    /// Adds everything in a container.
    pub(super) fn components(
        &mut self,
        container: &Element,
        body: &mut Body,
        depth: usize,
    ) -> Result<(), PackageError> {
        let has_siblings = container.elements().count() > 1;
        for pointer in container.elements() {
            let place = place(pointer);
            self.components += 1;
            within(
                self.components,
                Excess::Components,
                self.limits.components,
                &place,
            )?;
            within(depth, Excess::Nesting, self.limits.nesting, &place)?;
            let name = pointer.name.as_str();
            if !WRAPPERS.contains(&name) && !matches!(name, "html" | "problem" | "video") {
                self.skip(Subject::Component, place, Reason::NoCounterpart(name.to_owned()));
                if let Some(file) = self.file(pointer) {
                    self.files.mark(&file);
                }
                continue;
            }
            let Some(component) = self.resolve(pointer, Subject::Component)? else {
                continue;
            };
            match name {
                "html" => self.html(&component, &place, body)?,
                "video" => self.video(&component, place, body),
                "problem" => {
                    let before = body.questions.len();
                    self.problem(&component, &place, body)?;
                    if body.questions.len() > before {
                        let links = component.all(&["img", "a"]);
                        let addresses = links
                            .into_iter()
                            .filter_map(|link| link.attribute("src").or_else(|| link.attribute("href")));
                        body.shown.extend(addresses.map(str::to_owned));
                    }
                }
                _wrapper => {
                    let before = std::mem::take(&mut body.html);
                    self.components(&component, body, depth + 1)?;
                    let inside = std::mem::replace(&mut body.html, before);
                    let title = component.attribute("display_name").map(text::one_line);
                    if let Some(title) = title.filter(|_| has_siblings && !inside.is_empty()) {
                        body.append(&format!("<h2>{}</h2>", text::escape(&title)));
                    }
                    body.append(&inside);
                }
            }
        }
        Ok(())
    }

    /// A text, in a file of its own or in the component itself.
    fn html(&mut self, component: &Element, place: &str, body: &mut Body) -> Result<(), PackageError> {
        let Some(name) = component.attribute("filename") else {
            body.append(&component.html());
            return Ok(());
        };
        let file = format!("{}html/{}.html", self.root, name.replace(':', "/"));
        let reason = match self.files.text(&file)? {
            Text::Is(html) => {
                body.append(text::body(&html));
                return Ok(());
            }
            Text::Missing => Reason::Missing,
            Text::NotUtf8 => Reason::NotUtf8,
        };
        self.skip(Subject::Component, place, reason);
        Ok(())
    }

    /// Reports the files that no component has led to.
    pub(super) fn account_for_the_rest(&mut self) {
        for file in self.files.unused() {
            let inside = file.strip_prefix(&self.root).unwrap_or(&file);
            let (folder, rest) = inside.split_once('/').unwrap_or(("", inside));
            if folder == "static" {
                self.skip(Subject::Attachment, inside, Reason::Unreferenced);
            } else if folder == "drafts" {
                self.skip(Subject::Component, inside, Reason::Draft);
            } else if COMPONENTS.contains(&folder) {
                // A text has two files; the one that describes it is reported.
                let described = rest
                    .strip_suffix(".html")
                    .map(|stem| format!("{}{folder}/{stem}.xml", self.root));
                if described.is_none_or(|file| !self.files.has(&file)) {
                    self.skip(Subject::Component, inside, Reason::Unreferenced);
                }
            } else {
                self.skip(Subject::Setting, inside, Reason::Platform);
            }
        }
    }
}

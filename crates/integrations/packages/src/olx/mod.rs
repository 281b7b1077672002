//! Open edX: chapters, sequentials and verticals in files that refer to each other.
//!
//! A chapter is a chapter, a sequential is a lesson. The texts of its verticals follow each other, each under the vertical's
//! title where there are several; its first video is the lesson's video, further ones are links where they stood; its problems
//! are the lesson's quiz.

mod attach;
mod component;
mod problem;
mod video;

use crate::{
    draft::{ChapterDraft, CourseDraft, Format, LessonDraft, Reason, Skipped, Subject},
    error::{Excess, PackageError, within},
    files::{Files, Text},
    fingerprint,
    limits::Limits,
    text,
    xml::{self, Element},
};
use std::collections::BTreeSet;

/// Components whose files lie in a folder of their name.
const COMPONENTS: &[&str] = &["chapter", "sequential", "vertical", "html", "problem", "video"];

/// Reads the course.
pub(crate) fn read(files: &mut Files, limits: &Limits) -> Result<CourseDraft, PackageError> {
    let root = files.root("course.xml", "OLX")?;
    let mut reader = Olx {
        files,
        limits,
        root,
        skipped: Vec::new(),
        missing: BTreeSet::new(),
        components: 0,
        lessons: 0,
    };
    reader.course()
}

/// What is being read.
struct Olx<'a> {
    files: &'a mut Files,
    limits: &'a Limits,
    /// The folder of `course.xml`.
    root: String,
    skipped: Vec<Skipped>,
    /// Files that something refers to and that are not there, each told once.
    missing: BTreeSet<String>,
    components: usize,
    lessons: usize,
}

impl Olx<'_> {
    fn course(&mut self) -> Result<CourseDraft, PackageError> {
        let main = format!("{}course.xml", self.root);
        let pointer = self.needed(&main)?;
        if pointer.name != "course" {
            return Err(PackageError::Malformed {
                place: main,
                reason: format!("<{}> is no course", pointer.name),
            });
        }
        let run = pointer.attribute("url_name").unwrap_or("course").to_owned();
        let outline = format!("{}course/{run}.xml", self.root);
        let course = if self.files.has(&outline) {
            self.needed(&outline)?
        } else {
            pointer.clone()
        };
        let policy = self.policy(&run)?;
        let said = |name: &str| {
            let in_policy = policy.get(name).and_then(serde_json::Value::as_str);
            in_policy.or_else(|| course.attribute(name)).map(str::to_owned)
        };
        let identity = |name: &str| pointer.attribute(name).or_else(|| course.attribute(name));
        let number = identity("course").unwrap_or("course");
        let title = said("display_name").unwrap_or_else(|| number.to_owned());
        let chapters = self.chapters(&course)?;
        let summary = self.about("short_description")?.map(|html| text::plain(&html));
        let description = self.about("overview")?;
        self.account_for_the_rest();
        Ok(CourseDraft {
            key: fingerprint::key(
                Format::Olx,
                &format!("{}+{number}+{run}", identity("org").unwrap_or("org")),
            ),
            title: text::title(&title, self.limits.title_chars),
            locale: said("language"),
            summary: summary
                .map(|summary| text::title(&summary, self.limits.title_chars))
                .filter(|summary| !summary.is_empty()),
            description_html: description.map(|html| text::clean(&html)),
            chapters,
            attachments: Vec::new(),
            skipped: std::mem::take(&mut self.skipped),
        })
    }

    fn chapters(&mut self, course: &Element) -> Result<Vec<ChapterDraft>, PackageError> {
        let mut chapters = Vec::new();
        for pointer in course.elements() {
            match pointer.name.as_str() {
                "chapter" => {}
                // A place for notes of the class, outside of the course's outline.
                "wiki" => continue,
                other => {
                    self.skip(
                        Subject::Component,
                        place(pointer),
                        Reason::NoCounterpart(other.to_owned()),
                    );
                    continue;
                }
            }
            let Some(chapter) = self.resolve(pointer, Subject::Chapter)? else {
                continue;
            };
            let title = self.title(&chapter, pointer);
            let mut lessons = Vec::new();
            for pointer in chapter.elements() {
                if pointer.name == "sequential" {
                    lessons.extend(self.lesson(pointer)?);
                } else {
                    let reason = Reason::NoCounterpart(pointer.name.clone());
                    self.skip(Subject::Component, place(pointer), reason);
                }
            }
            if lessons.is_empty() {
                self.skip(Subject::Chapter, place(pointer), Reason::Empty);
                continue;
            }
            let most = self.limits.lessons_of_chapter;
            within(lessons.len(), Excess::LessonsOfChapter, most, &place(pointer))?;
            chapters.push(ChapterDraft { title, lessons });
            within(
                chapters.len(),
                Excess::Chapters,
                self.limits.chapters,
                "course.xml",
            )?;
        }
        Ok(chapters)
    }

    fn lesson(&mut self, pointer: &Element) -> Result<Option<LessonDraft>, PackageError> {
        let Some(sequential) = self.resolve(pointer, Subject::Lesson)? else {
            return Ok(None);
        };
        let title = self.title(&sequential, pointer);
        let mut body = component::Body::default();
        self.components(&sequential, &mut body, 0)?;
        let place = place(pointer);
        within(
            body.questions.len(),
            Excess::Questions,
            self.limits.questions,
            &place,
        )?;
        let shown = std::mem::take(&mut body.shown);
        match body.lesson(title, self.limits) {
            Ok(mut lesson) => {
                lesson.attachments = self.attachments(lesson.html.as_deref(), shown);
                self.lessons += 1;
                within(self.lessons, Excess::Lessons, self.limits.lessons, &place)?;
                Ok(Some(lesson))
            }
            Err(reason) => {
                self.skip(Subject::Lesson, place, reason);
                Ok(None)
            }
        }
    }

    /// What a pointer leads to: the file of its name, or itself where it says everything.
    fn resolve(&mut self, pointer: &Element, what: Subject) -> Result<Option<Element>, PackageError> {
        let Some(file) = self.file(pointer) else {
            return Ok(Some(pointer.clone()));
        };
        if pointer.elements().next().is_some() || !self.files.has(&file) {
            if pointer.children.is_empty() && pointer.attributes.len() == 1 {
                self.skip(what, place(pointer), Reason::Missing);
                return Ok(None);
            }
            return Ok(Some(pointer.clone()));
        }
        let read = match self.files.text(&file)? {
            Text::Is(document) => match xml::parse(&file, &document, self.limits) {
                Ok(element) => Ok(element),
                Err(fault) => Err(fault.reason()?),
            },
            Text::NotUtf8 => Err(Reason::NotUtf8),
            Text::Missing => Err(Reason::Missing),
        };
        match read {
            Ok(mut element) => {
                for (name, value) in &pointer.attributes {
                    if element.attribute(name).is_none() {
                        element.attributes.push((name.clone(), value.clone()));
                    }
                }
                Ok(Some(element))
            }
            Err(reason) => {
                self.skip(what, place(pointer), reason);
                Ok(None)
            }
        }
    }

    /// The file that a pointer names.
    fn file(&self, pointer: &Element) -> Option<String> {
        // Colons separate folders in names of the older exports.
        let name = pointer.attribute("url_name")?.replace(':', "/");
        Some(format!("{}{}/{name}.xml", self.root, pointer.name))
    }

    /// A document without which there is no course.
    fn needed(&mut self, file: &str) -> Result<Element, PackageError> {
        let malformed = |reason: Reason| PackageError::Malformed {
            place: file.to_owned(),
            reason: reason.to_string(),
        };
        let document = match self.files.text(file)? {
            Text::Is(document) => document,
            Text::NotUtf8 => return Err(malformed(Reason::NotUtf8)),
            Text::Missing => return Err(malformed(Reason::Missing)),
        };
        match xml::parse(file, &document, self.limits) {
            Ok(element) => Ok(element),
            Err(fault) => Err(malformed(fault.reason()?)),
        }
    }

    /// The settings of the course, as far as they are in a policy.
    fn policy(&mut self, run: &str) -> Result<serde_json::Value, PackageError> {
        let file = format!("{}policies/{run}/policy.json", self.root);
        let Text::Is(document) = self.files.text(&file)? else {
            return Ok(serde_json::Value::Null);
        };
        let policy: serde_json::Value = serde_json::from_str(&document).unwrap_or_default();
        Ok(policy.get(format!("course/{run}")).cloned().unwrap_or_default())
    }

    /// A page about the course.
    fn about(&mut self, page: &str) -> Result<Option<String>, PackageError> {
        let file = format!("{}about/{page}.html", self.root);
        Ok(match self.files.text(&file)? {
            Text::Is(html) => Some(html).filter(|html| {
                !text::plain(html).is_empty() && html.chars().count() <= self.limits.html_chars
            }),
            Text::Missing | Text::NotUtf8 => None,
        })
    }

    /// The title of a part, or its name where it has none.
    fn title(&self, element: &Element, pointer: &Element) -> String {
        let named = element
            .attribute("display_name")
            .or_else(|| pointer.attribute("url_name"));
        text::title(named.unwrap_or(&element.name), self.limits.title_chars)
    }

    fn skip(&mut self, what: Subject, place: impl Into<String>, reason: Reason) {
        self.skipped.push(Skipped {
            what,
            place: place.into(),
            reason,
        });
    }
}

/// Where something is, for a report.
fn place(pointer: &Element) -> String {
    match pointer.attribute("url_name") {
        Some(name) => format!("{}/{}", pointer.name, text::title(name, 100)),
        None => pointer.name.clone(),
    }
}

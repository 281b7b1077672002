//! IMS Common Cartridge: a manifest with an outline of items and the resources they show.
//!
//! An item with items below it is a chapter, everything below that leads to a resource is a lesson of it. What the outline does
//! not mention follows in a chapter of its own, because exports of pages or quizzes alone have no outline at all.

mod attach;
mod lesson;
mod manifest;
mod qti;

use crate::{
    draft::{ChapterDraft, CourseDraft, Format, LessonDraft, Reason, Skipped, Subject},
    error::{Excess, PackageError, within},
    files::{Files, Text},
    fingerprint,
    limits::Limits,
    text,
    xml::{self, Element},
};
use manifest::{Item, Manifest, Resource};
use std::collections::BTreeSet;

/// The title of the chapter with what the outline does not mention, where there is an outline.
const FURTHER: &str = "Further material";

/// Reads the course.
pub(crate) fn read(files: &mut Files, limits: &Limits) -> Result<CourseDraft, PackageError> {
    let root = files.root("imsmanifest.xml", "Common Cartridge")?;
    let place = format!("{root}imsmanifest.xml");
    let malformed = |reason: Reason| PackageError::Malformed {
        place: place.clone(),
        reason: reason.to_string(),
    };
    let document = match files.text(&place)? {
        Text::Is(document) => document,
        Text::NotUtf8 => return Err(malformed(Reason::NotUtf8)),
        Text::Missing => return Err(malformed(Reason::Missing)),
    };
    let element = match xml::parse(&place, &document, limits) {
        Ok(element) => element,
        Err(fault) => return Err(malformed(fault.reason()?)),
    };
    if element.name != "manifest" {
        return Err(malformed(Reason::Malformed(format!(
            "<{}> is no manifest",
            element.name
        ))));
    }
    let manifest = Manifest::read(&element, &root, limits);
    let mut reader = Cartridge {
        files,
        limits,
        root,
        manifest: &manifest,
        shown: BTreeSet::new(),
        taken: BTreeSet::new(),
        missing: BTreeSet::new(),
        skipped: Vec::new(),
        lessons: 0,
    };
    reader.course()
}

/// What is being read.
struct Cartridge<'a> {
    files: &'a mut Files,
    limits: &'a Limits,
    /// The folder of the manifest.
    root: String,
    manifest: &'a Manifest,
    /// Places of the resources that were dealt with.
    shown: BTreeSet<usize>,
    /// Files of lessons, those that are too many included.
    taken: BTreeSet<String>,
    /// Files that something refers to and that are not there, each told once.
    missing: BTreeSet<String>,
    skipped: Vec<Skipped>,
    lessons: usize,
}

impl Cartridge<'_> {
    fn course(&mut self) -> Result<CourseDraft, PackageError> {
        let manifest = self.manifest;
        let mut chapters = Vec::new();
        for resource in &manifest.repeated {
            self.skip(Subject::Component, resource, Reason::Repeated);
        }
        // Items at the top that lead to a resource directly form chapters of their own.
        let mut loose = Vec::new();
        for item in &manifest.items {
            if item.items.is_empty() {
                loose.extend(self.item(item)?);
            } else {
                self.chapter(&mut chapters, &manifest.title, std::mem::take(&mut loose))?;
                let mut lessons = Vec::new();
                self.items(&item.items, &mut lessons)?;
                if lessons.is_empty() {
                    self.skip(Subject::Chapter, &item.title, Reason::Empty);
                }
                self.chapter(&mut chapters, &item.title, lessons)?;
            }
        }
        self.chapter(&mut chapters, &manifest.title, loose)?;
        let mut further = Vec::new();
        for (place, resource) in manifest.resources.iter().enumerate() {
            if !self.shown.contains(&place) && resource.is_material(manifest) {
                further.extend(self.resource(place, resource, None)?);
            }
        }
        let title = if chapters.is_empty() {
            &manifest.title
        } else {
            FURTHER
        };
        self.chapter(&mut chapters, title, further)?;
        self.account_for_the_rest();
        Ok(CourseDraft {
            key: fingerprint::key(Format::CommonCartridge, &manifest.identifier),
            title: manifest.title.clone(),
            locale: manifest.language.clone(),
            summary: manifest.description.clone(),
            description_html: None,
            chapters,
            attachments: Vec::new(),
            skipped: std::mem::take(&mut self.skipped),
        })
    }

    fn chapter(
        &self,
        chapters: &mut Vec<ChapterDraft>,
        title: &str,
        lessons: Vec<LessonDraft>,
    ) -> Result<(), PackageError> {
        if lessons.is_empty() {
            return Ok(());
        }
        let most = self.limits.lessons_of_chapter;
        within(lessons.len(), Excess::LessonsOfChapter, most, title)?;
        chapters.push(ChapterDraft {
            title: title.to_owned(),
            lessons,
        });
        within(
            chapters.len(),
            Excess::Chapters,
            self.limits.chapters,
            "imsmanifest.xml",
        )
    }

    /// The lessons of items, and of the items below them.
    fn items(&mut self, items: &[Item], lessons: &mut Vec<LessonDraft>) -> Result<(), PackageError> {
        for item in items {
            if item.items.is_empty() || item.resource.is_some() {
                lessons.extend(self.item(item)?);
            }
            self.items(&item.items, lessons)?;
        }
        Ok(())
    }

    fn item(&mut self, item: &Item) -> Result<Option<LessonDraft>, PackageError> {
        let Some(identifier) = &item.resource else {
            self.skip(Subject::Component, &item.title, Reason::Heading);
            return Ok(None);
        };
        let Some((place, resource)) = self.manifest.find(identifier) else {
            self.skip(Subject::Lesson, &item.title, Reason::Missing);
            return Ok(None);
        };
        self.resource(place, resource, Some(&item.title))
    }

    /// The lesson that a resource makes.
    fn resource(
        &mut self,
        place: usize,
        resource: &Resource,
        title: Option<&str>,
    ) -> Result<Option<LessonDraft>, PackageError> {
        self.shown.insert(place);
        for file in &resource.files {
            self.files.mark(file);
        }
        let mut lesson = self.lesson(resource, title)?;
        if let Some(lesson) = &mut lesson {
            self.attach(resource, lesson);
            self.lessons += 1;
            within(
                self.lessons,
                Excess::Lessons,
                self.limits.lessons,
                &resource.identifier,
            )?;
        }
        Ok(lesson)
    }

    /// Reports files and resources that no lesson came from.
    fn account_for_the_rest(&mut self) {
        let manifest = self.manifest;
        for (place, resource) in manifest.resources.iter().enumerate() {
            if !resource.kind.starts_with("webcontent") {
                if !self.shown.contains(&place)
                    && let Some(reason) = resource.unimportable()
                {
                    for file in &resource.files {
                        self.files.mark(file);
                    }
                    self.skip(Subject::Component, &resource.identifier, reason);
                }
                continue;
            }
            if manifest.is_fallback(resource) {
                continue;
            }
            // A page itself was dealt with as a lesson.
            let page = resource.main().filter(|_| resource.is_page());
            for file in resource.files.iter().filter(|file| Some(*file) != page) {
                let inside = file.strip_prefix(&self.root).unwrap_or(file).to_owned();
                self.files.mark(file);
                if !self.taken.insert(file.clone()) {
                    continue;
                }
                if self.files.has(file) {
                    self.skip(Subject::Attachment, inside, Reason::Unreferenced);
                } else if self.missing.insert(inside.clone()) {
                    self.skip(Subject::Attachment, inside, Reason::Missing);
                }
            }
        }
        for file in self.files.unused() {
            let inside = file.strip_prefix(&self.root).unwrap_or(&file).to_owned();
            let is_page = manifest::is_html(&inside) && !manifest.mentions(&file);
            if is_page {
                self.skip(Subject::Component, inside, Reason::Unreferenced);
            } else {
                self.skip(Subject::Setting, inside, Reason::Platform);
            }
        }
    }

    /// A document of the package, or why there is none.
    fn document(&mut self, file: &str) -> Result<Result<Element, Reason>, PackageError> {
        let document = match self.files.text(file)? {
            Text::Is(document) => document,
            Text::NotUtf8 => return Ok(Err(Reason::NotUtf8)),
            Text::Missing => return Ok(Err(Reason::Missing)),
        };
        match xml::parse(file, &document, self.limits) {
            Ok(element) => Ok(Ok(element)),
            Err(fault) => fault.reason().map(Err),
        }
    }

    fn skip(&mut self, what: Subject, place: impl Into<String>, reason: Reason) {
        self.skipped.push(Skipped {
            what,
            place: text::title(&place.into(), 200),
            reason,
        });
    }
}

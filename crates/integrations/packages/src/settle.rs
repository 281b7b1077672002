//! The files of a course: which of them can be kept, and what lessons are without the others.

use crate::{
    draft::{CourseDraft, FileDraft, LessonDraft, LessonKind, Reason, Skipped, Source, Subject},
    error::PackageError,
    files::Files,
};
use ::files::{Accept, Checked, check, shown_name};
use kernel::Code;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// What was found when a file was looked at.
type Findings = BTreeMap<String, Result<Checked, Reason>>;

/// Looks at the files of lessons, leaves out what cannot be kept, and says what each lesson is made of then.
pub(crate) fn settle(course: &mut CourseDraft, source: &Source) -> Result<(), PackageError> {
    let lessons = course.chapters.iter().flat_map(|chapter| &chapter.lessons);
    let uses = lessons.flat_map(|lesson| &lesson.attachments);
    let mut wanted = Vec::new();
    let mut known = BTreeSet::new();
    for each in uses {
        if known.insert(each.path.clone()) {
            wanted.push(each.path.clone());
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let mut findings = look(source, known)?;
    for path in wanted {
        match findings.get(&path) {
            Some(Ok(found)) => course.attachments.push(FileDraft {
                name: shown_name(&path),
                path,
                content_type: found.content_type,
                byte_size: found.byte_size,
                sha256: found.sha256.clone(),
            }),
            Some(Err(reason)) => {
                let reason = reason.clone();
                course.skipped.push(skipped(Subject::Attachment, &path, reason));
            }
            None => {
                findings.insert(path.clone(), Err(Reason::Missing));
                let missing = skipped(Subject::Attachment, &path, Reason::Missing);
                course.skipped.push(missing);
            }
        }
    }
    let mut emptied = Vec::new();
    for chapter in &mut course.chapters {
        for lesson in &mut chapter.lessons {
            lesson
                .attachments
                .retain(|file| matches!(findings.get(&file.path), Some(Ok(_))));
            lesson.kind = kind(lesson);
        }
        chapter.lessons.retain(|lesson| {
            let is_left = has_content(lesson);
            if !is_left {
                emptied.push(skipped(Subject::Lesson, &lesson.title, Reason::Empty));
            }
            is_left
        });
        if chapter.lessons.is_empty() {
            emptied.push(skipped(Subject::Chapter, &chapter.title, Reason::Empty));
        }
    }
    course.chapters.retain(|chapter| !chapter.lessons.is_empty());
    course.skipped.append(&mut emptied);
    Ok(())
}

/// Reads the package once more, one file at a time.
fn look(source: &Source, wanted: BTreeSet<String>) -> Result<Findings, PackageError> {
    let most = source.limits.file_bytes;
    let findings = Rc::new(RefCell::new(Findings::new()));
    let noted = Rc::clone(&findings);
    Files::visit(&source.path, &source.limits, wanted, move |path, content| {
        let found = match content {
            Some(content) => check("file", Accept::Material, &content.into(), most).map_err(|problem| {
                if problem.code == Code::FileEmpty {
                    Reason::NoBytes
                } else if problem.code == Code::FileTooLarge {
                    Reason::TooLarge(most)
                } else {
                    Reason::TypeNotAllowed
                }
            }),
            None => Err(Reason::TooLarge(most)),
        };
        noted.borrow_mut().insert(path, found);
    })?;
    Ok(findings.take())
}

/// What a lesson is made of.
pub(crate) fn kind(lesson: &LessonDraft) -> LessonKind {
    let (text, video) = (lesson.html.is_some(), lesson.video_url.is_some());
    match (text, video, lesson.attachments.is_empty()) {
        (_, false, true) => LessonKind::Text,
        (false, true, true) => LessonKind::Video,
        (false, false, false) => LessonKind::Attachment,
        (true, true, _) | (true, false, false) | (false, true, false) => LessonKind::Mixed,
    }
}

fn has_content(lesson: &LessonDraft) -> bool {
    lesson.html.is_some()
        || lesson.video_url.is_some()
        || lesson.quiz.is_some()
        || !lesson.attachments.is_empty()
}

fn skipped(what: Subject, place: &str, reason: Reason) -> Skipped {
    Skipped {
        what,
        place: crate::text::title(place, 200),
        reason,
    }
}

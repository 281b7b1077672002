//! Moodle's GIFT: questions as text, separated by empty lines.
//!
//! A file is a course, named after the file. Each of its categories is a chapter with one lesson and its quiz, or with several where
//! a quiz cannot hold all of its questions; what stands before the first category is a chapter named like the course.

mod answer;
mod scan;

use crate::{
    draft::{
        ChapterDraft, CourseDraft, Format, LessonDraft, LessonKind, QuestionDraft, QuizDraft, Reason,
        Skipped, Subject,
    },
    error::{Excess, PackageError, within},
    files::{Files, Text},
    fingerprint,
    limits::Limits,
    question, text,
};

/// Extensions of files with questions.
const EXTENSIONS: &[&str] = &["gift", "txt"];

/// Reads every file of questions.
pub(crate) fn read(files: &mut Files, limits: &Limits) -> Result<Vec<CourseDraft>, PackageError> {
    let names = files.names();
    let is_single = names.len() == 1;
    let chosen: Vec<String> = names
        .into_iter()
        .filter(|name| {
            let extension = name
                .rsplit_once('.')
                .map(|(_, extension)| extension.to_ascii_lowercase());
            is_single || extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
        })
        .collect();
    if chosen.is_empty() {
        return Err(PackageError::NotThis {
            expected: "a file that ends in .gift or .txt",
            format: "GIFT",
        });
    }
    within(chosen.len(), Excess::Courses, limits.courses, &files.name)?;
    let mut courses = Vec::new();
    for name in chosen {
        let document = match files.text(&name)? {
            Text::Is(document) => document,
            Text::Missing | Text::NotUtf8 => {
                return Err(PackageError::Malformed {
                    place: name,
                    reason: Reason::NotUtf8.to_string(),
                });
            }
        };
        courses.push(course(&name, &document, limits)?);
    }
    // The format knows no files, so nothing leads to what lies beside the questions. It is reported with the last of them.
    if let Some(last) = courses.last_mut() {
        for name in files.unused() {
            last.skipped.push(Skipped {
                what: Subject::Attachment,
                place: name,
                reason: Reason::Unreferenced,
            });
        }
    }
    Ok(courses)
}

/// Questions under one heading.
#[derive(Default)]
struct Category {
    title: String,
    questions: Vec<QuestionDraft>,
}

fn course(name: &str, document: &str, limits: &Limits) -> Result<CourseDraft, PackageError> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = text::title(stem.rsplit('/').next().unwrap_or(stem), limits.title_chars);
    let mut categories = vec![Category {
        title: title.clone(),
        questions: Vec::new(),
    }];
    let mut skipped = Vec::new();
    let mut skip = |what, line: usize, reason| {
        skipped.push(Skipped {
            what,
            place: format!("{name}:{line}"),
            reason,
        });
    };
    for block in scan::blocks(document) {
        if let Some(category) = block.category() {
            let title = text::title(
                category.rsplit('/').next().unwrap_or(category),
                limits.title_chars,
            );
            categories.push(Category {
                title,
                questions: Vec::new(),
            });
            within(categories.len(), Excess::Chapters, limits.chapters + 1, name)?;
            continue;
        }
        let found = match answer::read(&block) {
            Ok(found) => found,
            Err(reason) => {
                skip(Subject::Question, block.line, reason);
                continue;
            }
        };
        match question::check(found, limits, name)? {
            Ok((question, lost)) => {
                if let Some(category) = categories.last_mut() {
                    category.questions.push(question);
                    let most = limits.questions.saturating_mul(limits.lessons_of_chapter);
                    within(category.questions.len(), Excess::Questions, most, name)?;
                }
                for reason in lost {
                    skip(Subject::Detail, block.line, reason);
                }
            }
            Err(reason) => skip(Subject::Question, block.line, reason),
        }
    }
    Ok(CourseDraft {
        key: fingerprint::key(Format::Gift, stem),
        title,
        locale: None,
        summary: None,
        description_html: None,
        chapters: categories
            .into_iter()
            .filter(|category| !category.questions.is_empty())
            .map(|category| chapter(category, limits))
            .collect(),
        attachments: Vec::new(),
        skipped,
    })
}

/// A chapter with one lesson, or with as many as it takes where there are more questions than a quiz can have.
fn chapter(category: Category, limits: &Limits) -> ChapterDraft {
    let Category { title, questions } = category;
    let parts: Vec<&[QuestionDraft]> = questions.chunks(limits.questions.max(1)).collect();
    let lessons = (1..)
        .zip(&parts)
        .map(|(number, questions)| {
            let title = if parts.len() == 1 {
                title.clone()
            } else {
                text::title(&format!("{number}/{} {title}", parts.len()), limits.title_chars)
            };
            LessonDraft {
                attachments: Vec::new(),
                kind: LessonKind::Text,
                html: None,
                video_url: None,
                quiz: Some(QuizDraft {
                    title: title.clone(),
                    max_attempts: None,
                    time_limit_seconds: None,
                    questions: questions.to_vec(),
                }),
                title,
            }
        })
        .collect();
    ChapterDraft { title, lessons }
}

//! Telling courses apart: which course it is, and whether it says the same.

use crate::{
    draft::{
        ChapterDraft, CourseDraft, FileDraft, FileUse, Format, LessonDraft, LessonKind, OptionDraft,
        QuestionDraft, QuestionKind, QuizDraft,
    },
    text,
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Changes whenever the same draft would be imported differently.
const VERSION: &str = "2";

/// Every value is written with its length before it, so that no two drafts are written alike.
struct Writer(Sha256);

impl Writer {
    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.update(text.as_bytes());
    }

    fn number(&mut self, number: usize) {
        self.0
            .update(u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes());
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.update([u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn integer(&mut self, value: i32) {
        self.0.update(value.to_be_bytes());
    }
}

pub(crate) fn of(course: &CourseDraft) -> [u8; 32] {
    // What is skipped is left out on purpose: it does not change the course.
    let CourseDraft {
        key,
        title,
        locale,
        summary,
        description_html,
        chapters,
        attachments,
        skipped: _,
    } = course;
    let mut writer = Writer(Sha256::new());
    writer.text(VERSION);
    writer.text(key);
    writer.text(title);
    writer.maybe(locale.as_deref(), Writer::text);
    writer.maybe(summary.as_deref(), Writer::text);
    writer.maybe(description_html.as_deref(), Writer::text);
    writer.number(chapters.len());
    for ChapterDraft { title, lessons } in chapters {
        writer.text(title);
        writer.number(lessons.len());
        for each in lessons {
            lesson(&mut writer, each);
        }
    }
    writer.number(attachments.len());
    for each in attachments {
        // Type and length follow from the bytes.
        let FileDraft {
            path,
            name,
            content_type: _,
            byte_size: _,
            sha256,
        } = each;
        writer.text(path);
        writer.text(name);
        writer.0.update(sha256);
    }
    writer.0.finalize().into()
}

fn lesson(writer: &mut Writer, lesson: &LessonDraft) {
    let LessonDraft {
        title,
        kind,
        html,
        video_url,
        quiz,
        attachments,
    } = lesson;
    writer.text(title);
    writer.text(match kind {
        LessonKind::Text => "text",
        LessonKind::Video => "video",
        LessonKind::Attachment => "attachment",
        LessonKind::Mixed => "mixed",
    });
    writer.maybe(html.as_deref(), Writer::text);
    writer.maybe(video_url.as_deref(), Writer::text);
    writer.maybe(quiz.as_ref(), |writer, quiz| {
        let QuizDraft {
            title,
            max_attempts,
            time_limit_seconds,
            questions,
        } = quiz;
        writer.text(title);
        writer.maybe(*max_attempts, Writer::integer);
        writer.maybe(*time_limit_seconds, Writer::integer);
        writer.number(questions.len());
        for each in questions {
            question(writer, each);
        }
    });
    writer.number(attachments.len());
    for FileUse { path, references } in attachments {
        writer.text(path);
        writer.number(references.len());
        for reference in references {
            writer.text(reference);
        }
    }
}

fn question(writer: &mut Writer, question: &QuestionDraft) {
    let QuestionDraft {
        kind,
        prompt,
        points,
        options,
        explanation,
    } = question;
    writer.text(match kind {
        QuestionKind::SingleChoice => "single",
        QuestionKind::MultipleChoice => "multiple",
        QuestionKind::TrueFalse => "boolean",
    });
    writer.text(prompt);
    writer.integer(*points);
    writer.number(options.len());
    for OptionDraft { text, is_correct } in options {
        writer.text(text);
        writer.number(usize::from(*is_correct));
    }
    writer.maybe(explanation.as_deref(), Writer::text);
}

/// The longest identity that is kept as it is.
const KEY: usize = 150;

/// What stays the same when a course is exported again. An identity that is long or has unusual characters is told by its hash.
pub(crate) fn key(format: Format, identity: &str) -> String {
    let is_plain = identity.chars().count() <= KEY && text::one_line(identity) == identity;
    if is_plain && !identity.is_empty() {
        return format!("{}:{identity}", format.name());
    }
    let mut hex = String::new();
    for byte in Sha256::digest(identity.as_bytes()) {
        let _infallible = write!(hex, "{byte:02x}");
    }
    format!("{}:sha256-{hex}", format.name())
}

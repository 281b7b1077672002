//! Chapters, lessons and quizzes, by the commands that authors use.

use super::{KeptFiles, Progress, first::under_way};
use crate::{
    chapter::create_chapter,
    lesson::{NewAttachment, NewLesson, attach, create_lesson},
    parts,
    quiz::{NewQuestion, NewQuiz, OptionInput, add_quiz_question, create_quiz},
    text::readdressed,
};
use entities::{lesson::LessonKind, quiz::AnswerReveal, quiz_question::QuestionKind};
use kernel::{ChapterId, CourseId, FileId, LessonId, file_address};
use packages::{CourseDraft, FileDraft, LessonDraft, QuestionDraft, QuizDraft};
use std::collections::BTreeMap;
use store::{Failure, OrgTx};

/// The percentage of points that passes an imported quiz; packages do not say it.
const PASSING_PERCENT: i32 = 60;

/// Writes everything in the course, in the order of the package.
pub(super) async fn write(
    tx: &OrgTx,
    course: CourseId,
    draft: &CourseDraft,
    kept: &KeptFiles,
    progress: Progress<'_>,
) -> Result<(), Failure> {
    let files = draft.attachments.iter();
    let shelf = Shelf {
        files: files.map(|file| (file.path.as_str(), file)).collect(),
        kept,
    };
    let mut done = 0;
    for (number, chapter) in (1..).zip(&draft.chapters) {
        let place = format!("chapter {number}");
        let row = create_chapter(tx, course, &chapter.title)
            .await
            .map_err(|failure| located(failure, &place))?;
        for (number, lesson) in (1..).zip(&chapter.lessons) {
            let place = format!("{place}, lesson {number}");
            let id = write_lesson(tx, row.id, lesson, &shelf)
                .await
                .map_err(|failure| located(failure, &place))?;
            done += 1;
            progress(done);
            if let Some(quiz) = &lesson.quiz {
                write_quiz(tx, course, id, quiz, &place, &mut || {
                    done += 1;
                    progress(done);
                })
                .await?;
            }
        }
    }
    Ok(())
}

/// The files of a package, with where their bytes are.
struct Shelf<'a> {
    files: BTreeMap<&'a str, &'a FileDraft>,
    kept: &'a KeptFiles,
}

impl Shelf<'_> {
    /// A file of a lesson as it will be.
    fn take(&self, id: FileId, path: &str) -> Result<NewAttachment, Failure> {
        let file = self
            .files
            .get(path)
            .ok_or(Failure::Defect("a lesson uses a file that is not in its course"))?;
        // Bytes that the course had a moment ago are gone: somebody else imports it, too.
        let storage = self.kept.find(&file.sha256).ok_or_else(under_way)?;
        Ok(NewAttachment {
            id,
            name: file.name.clone(),
            content_type: file.content_type.to_owned(),
            byte_size: file.byte_size,
            sha256: file.sha256.clone(),
            storage_id: Some(storage),
        })
    }
}

async fn write_lesson(
    tx: &OrgTx,
    chapter: ChapterId,
    lesson: &LessonDraft,
    shelf: &Shelf<'_>,
) -> Result<LessonId, Failure> {
    let LessonDraft {
        title,
        kind,
        html,
        video_url,
        quiz: _,
        attachments,
    } = lesson;
    let mut files = Vec::new();
    let mut addresses = BTreeMap::new();
    for packages::FileUse { path, references } in attachments {
        let file = shelf.take(tx.new_id(), path)?;
        let address = file_address(file.id, &file.name);
        addresses.extend(
            references
                .iter()
                .map(|reference| (reference.clone(), address.clone())),
        );
        files.push(file);
    }
    let html = match html {
        Some(html) if !addresses.is_empty() => Some(readdressed(html, addresses)),
        html => html.clone(),
    };
    let input = NewLesson {
        title: title.clone(),
        summary: None,
        kind: match kind {
            packages::LessonKind::Text => LessonKind::Text,
            packages::LessonKind::Video => LessonKind::Video,
            packages::LessonKind::Attachment => LessonKind::Attachment,
            packages::LessonKind::Mixed => LessonKind::Mixed,
        },
        is_required: true,
        is_preview: false,
        text_html: html,
        video_url: video_url.clone(),
        video_seconds: None,
    };
    let id = create_lesson(tx, chapter, input).await?.id;
    if !files.is_empty() {
        let (course, _lesson) = parts::lesson(tx, "lessonId", id).await?;
        for file in files {
            attach(tx, &course, id, file).await?;
        }
    }
    Ok(id)
}

async fn write_quiz(
    tx: &OrgTx,
    course: CourseId,
    lesson: LessonId,
    quiz: &QuizDraft,
    place: &str,
    written: &mut (dyn FnMut() + Send),
) -> Result<(), Failure> {
    let QuizDraft {
        title,
        max_attempts,
        time_limit_seconds,
        questions,
    } = quiz;
    let input = NewQuiz {
        course_id: course,
        lesson_id: Some(lesson),
        title: title.clone(),
        is_required: true,
        passing_percent: PASSING_PERCENT,
        max_attempts: *max_attempts,
        time_limit_seconds: *time_limit_seconds,
        is_shuffled: false,
        reveal: AnswerReveal::WhenFinished,
    };
    let row = create_quiz(tx, input)
        .await
        .map_err(|failure| located(failure, place))?;
    for (number, question) in (1..).zip(questions) {
        add_quiz_question(tx, row.id, asked(question))
            .await
            .map_err(|failure| located(failure, &format!("{place}, question {number}")))?;
        written();
    }
    Ok(())
}

fn asked(question: &QuestionDraft) -> NewQuestion {
    let QuestionDraft {
        kind,
        prompt,
        points,
        options,
        explanation,
    } = question;
    NewQuestion {
        kind: match kind {
            packages::QuestionKind::SingleChoice => QuestionKind::SingleChoice,
            packages::QuestionKind::MultipleChoice => QuestionKind::MultipleChoice,
            packages::QuestionKind::TrueFalse => QuestionKind::TrueFalse,
        },
        prompt: prompt.clone(),
        points: *points,
        options: options
            .iter()
            .map(|option| OptionInput {
                id: None,
                text: option.text.clone(),
                is_correct: option.is_correct,
            })
            .collect(),
        explanation: explanation.clone(),
    }
}

/// Says in which part of the package a problem is.
fn located(failure: Failure, place: &str) -> Failure {
    match failure {
        Failure::Refused(problems) => Failure::Refused(
            problems
                .into_iter()
                .map(|problem| problem.with("place", place))
                .collect(),
        ),
        failure @ (Failure::NotFound(_)
        | Failure::Forbidden(_)
        | Failure::Unauthenticated
        | Failure::Store(_)
        | Failure::Defect(_)) => failure,
    }
}

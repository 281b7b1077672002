//! Chapters, lessons and quizzes, by the commands that authors use.

use super::Progress;
use crate::{
    chapter::create_chapter,
    lesson::{NewLesson, create_lesson},
    quiz::{NewQuestion, NewQuiz, OptionInput, add_quiz_question, create_quiz},
};
use entities::{lesson::LessonKind, quiz::AnswerReveal, quiz_question::QuestionKind};
use kernel::{ChapterId, CourseId, LessonId};
use packages::{CourseDraft, LessonDraft, QuestionDraft, QuizDraft};
use store::{Failure, OrgTx};

/// The percentage of points that passes an imported quiz; packages do not say it.
const PASSING_PERCENT: i32 = 60;

/// Writes everything in the course, in the order of the package.
pub(super) async fn write(
    tx: &OrgTx,
    course: CourseId,
    draft: &CourseDraft,
    progress: Progress<'_>,
) -> Result<(), Failure> {
    let mut done = 0;
    for (number, chapter) in (1..).zip(&draft.chapters) {
        let place = format!("chapter {number}");
        let row = create_chapter(tx, course, &chapter.title)
            .await
            .map_err(|failure| located(failure, &place))?;
        for (number, lesson) in (1..).zip(&chapter.lessons) {
            let place = format!("{place}, lesson {number}");
            let id = write_lesson(tx, row.id, lesson)
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

async fn write_lesson(tx: &OrgTx, chapter: ChapterId, lesson: &LessonDraft) -> Result<LessonId, Failure> {
    let LessonDraft {
        title,
        kind,
        html,
        video_url,
        quiz: _,
    } = lesson;
    let input = NewLesson {
        title: title.clone(),
        summary: None,
        kind: match kind {
            packages::LessonKind::Text => LessonKind::Text,
            packages::LessonKind::Video => LessonKind::Video,
            packages::LessonKind::Mixed => LessonKind::Mixed,
        },
        is_required: true,
        is_preview: false,
        text_html: html.clone(),
        video_url: video_url.clone(),
        video_seconds: None,
    };
    Ok(create_lesson(tx, chapter, input).await?.id)
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

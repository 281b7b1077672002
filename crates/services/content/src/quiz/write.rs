//! Adding a quiz and changing its rules.

use crate::{
    changes::{Changes, checked, nullable, put, unchanged_since, within},
    parts::{self, changeable},
};
use authz::actions::EditCourse;
use entities::{
    event::EventAction,
    lesson,
    quiz::{self, AnswerReveal},
};
use kernel::{Code, CourseId, LessonId, Patch, Problem, Problems, QuizId, TextLimits, line};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// The most quizzes of a course, those of its lessons included.
const MOST: u64 = 500;

/// A new quiz.
#[derive(Clone, Debug)]
pub struct NewQuiz {
    /// The course.
    pub course_id: CourseId,
    /// The lesson of that course it belongs to; none: the course itself.
    pub lesson_id: Option<LessonId>,
    /// The title.
    pub title: String,
    /// Whether completing the course takes passing it.
    pub is_required: bool,
    /// The percentage of points that passes.
    pub passing_percent: i32,
    /// How often it can be taken; none: without limit.
    pub max_attempts: Option<i32>,
    /// How long an attempt may take; none: without limit.
    pub time_limit_seconds: Option<i32>,
    /// Whether questions and options come in another order for each attempt.
    pub is_shuffled: bool,
    /// When takers learn the right answers.
    pub reveal: AnswerReveal,
}

/// New rules of a quiz.
#[derive(Clone, Debug, Default)]
pub struct UpdateQuiz {
    /// The title.
    pub title: Patch<String>,
    /// Whether completing the course takes passing it.
    pub is_required: Patch<bool>,
    /// The percentage of points that passes.
    pub passing_percent: Patch<i32>,
    /// How often it can be taken; cleared: without limit.
    pub max_attempts: Patch<i32>,
    /// How long an attempt may take; cleared: without limit.
    pub time_limit_seconds: Patch<i32>,
    /// Whether questions and options come in another order for each attempt.
    pub is_shuffled: Patch<bool>,
    /// When takers learn the right answers.
    pub reveal: Patch<AnswerReveal>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

fn percent(value: i32) -> Result<i32, Problem> {
    within("passingPercent", value, 0, 100)
}

fn attempts(value: i32) -> Result<i32, Problem> {
    within("maxAttempts", value, 1, 1_000)
}

/// Between ten seconds and a day.
fn seconds(value: i32) -> Result<i32, Problem> {
    within("timeLimitSeconds", value, 10, 86_400)
}

/// Adds a quiz to a lesson or to the course itself. A lesson has at most one assessment.
///
/// Refuses with `LESSON_ALREADY_HAS_ASSESSMENT`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn create_quiz(tx: &OrgTx, input: NewQuiz) -> Result<quiz::Model, Failure> {
    let NewQuiz {
        course_id,
        lesson_id,
        title,
        is_required,
        passing_percent,
        max_attempts,
        time_limit_seconds,
        is_shuffled,
        reveal,
    } = input;
    let course = tx.load_for::<EditCourse>("courseId", course_id).await?;
    let mut problems = Problems::default();
    let title = problems.take(line("title", &title, TextLimits::LINE));
    let passing_percent = problems.take(percent(passing_percent));
    let max_attempts = problems.take(max_attempts.map(attempts).transpose());
    let time_limit_seconds = problems.take(time_limit_seconds.map(seconds).transpose());
    if let Some(id) = lesson_id {
        let lesson = tx
            .find::<lesson::Entity>()
            .filter(
                Condition::all()
                    .add(lesson::Column::Id.eq(id))
                    .add(lesson::Column::CourseId.eq(course_id)),
            )
            .one()
            .await?;
        problems.require(lesson.is_some(), || Problem::at("lessonId", Code::NotFound));
    }
    problems.into_result()?;
    let (Some(title), Some(passing_percent), Some(max_attempts), Some(time_limit_seconds)) =
        (title, passing_percent, max_attempts, time_limit_seconds)
    else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    changeable(&course)?;
    let there = tx
        .find_for_rule::<quiz::Entity>()
        .filter(quiz::Column::CourseId.eq(course_id))
        .all()
        .await?;
    if let Some(has) = there
        .iter()
        .find(|quiz| lesson_id.is_some() && quiz.lesson_id == lesson_id)
    {
        return Err(occupied().with("quizId", has.id.to_string()).into());
    }
    if u64::try_from(there.len()).unwrap_or(u64::MAX) >= MOST {
        return Err(Problem::new(Code::OutOfRange).with("max", MOST).into());
    }
    let row = quiz::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        course_id: Set(course_id),
        lesson_id: Set(lesson_id),
        title: Set(title),
        is_required: Set(is_required),
        passing_percent: Set(passing_percent),
        max_attempts: Set(max_attempts),
        time_limit_seconds: Set(time_limit_seconds),
        is_shuffled: Set(is_shuffled),
        reveal: Set(reveal),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let quiz = tx
        .create_from::<EditCourse, quiz::Entity>(&course, row)
        .await
        .map_err(|failure| failure.when_taken("lesson", occupied))?;
    tx.emit(
        NewEvent::new(EventAction::QuizCreated, quiz.id).after(json!({
            "courseId": course_id.to_string(), "lessonId": lesson_id.map(|id| id.to_string()), "title": quiz.title,
            "isRequired": quiz.is_required, "passingPercent": quiz.passing_percent,
            "maxAttempts": quiz.max_attempts, "timeLimitSeconds": quiz.time_limit_seconds,
        })),
    )
    .await?;
    Ok(quiz)
}

fn occupied() -> Problem {
    Problem::at("lessonId", Code::LessonAlreadyHasAssessment)
}

/// Changes the rules of a quiz. They hold for attempts that end from then on; what has been scored stays as it was.
///
/// Refuses with `VERSION_CONFLICT`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn update_quiz(tx: &OrgTx, id: QuizId, input: UpdateQuiz) -> Result<quiz::Model, Failure> {
    let UpdateQuiz {
        title,
        is_required,
        passing_percent,
        max_attempts,
        time_limit_seconds,
        is_shuffled,
        reveal,
        expected_version,
    } = input;
    let (course, row) = parts::quiz(tx, "id", id).await?;
    let mut problems = Problems::default();
    let title = checked(&mut problems, "title", title, |text| {
        line("title", &text, TextLimits::LINE)
    });
    let is_required = checked(&mut problems, "isRequired", is_required, Ok);
    let passing_percent = checked(&mut problems, "passingPercent", passing_percent, percent);
    let max_attempts = nullable(&mut problems, max_attempts, |value| attempts(value).map(Some));
    let time_limit_seconds = nullable(&mut problems, time_limit_seconds, |value| {
        seconds(value).map(Some)
    });
    let is_shuffled = checked(&mut problems, "isShuffled", is_shuffled, Ok);
    let reveal = checked(&mut problems, "reveal", reveal, Ok);
    problems.into_result()?;
    changeable(&course)?;
    unchanged_since(expected_version, row.version)?;

    let mut changes = Changes::default();
    let title = changes.note("title", &row.title, title);
    let is_required = changes.note("isRequired", &row.is_required, is_required);
    let passing_percent = changes.note("passingPercent", &row.passing_percent, passing_percent);
    let max_attempts = changes.note("maxAttempts", &row.max_attempts, max_attempts);
    let time_limit_seconds = changes.note("timeLimitSeconds", &row.time_limit_seconds, time_limit_seconds);
    let is_shuffled = changes.note("isShuffled", &row.is_shuffled, is_shuffled);
    let reveal = changes.note("reveal", &row.reveal, reveal);
    if changes.is_empty() {
        return Ok(row.clone());
    }
    let version = row.version + 1;
    let quiz = tx
        .update(row, |columns| {
            put(&mut columns.title, title);
            put(&mut columns.is_required, is_required);
            put(&mut columns.passing_percent, passing_percent);
            put(&mut columns.max_attempts, max_attempts);
            put(&mut columns.time_limit_seconds, time_limit_seconds);
            put(&mut columns.is_shuffled, is_shuffled);
            put(&mut columns.reveal, reveal);
            columns.version = Set(version);
            columns.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::QuizUpdated, id)))
        .await?;
    Ok(quiz)
}

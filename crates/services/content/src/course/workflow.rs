//! From a draft over the review to learners, and out of the catalogue again.

use crate::parts::changeable;
use authz::{
    Action,
    actions::{ApproveCourse, EditCourse},
};
use entities::{
    chapter::{self, ContentStatus},
    course::{self, CourseStatus},
    event::EventAction,
    lesson, quiz, quiz_question,
};
use kernel::{Code, CourseId, Problem, TextLimits, line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};
use std::collections::HashSet;
use store::{Failure, Granted, NewEvent, OrgTx};

fn not_in_state(code: Code, status: CourseStatus) -> Problem {
    Problem::new(code).with("status", status.name())
}

/// Puts a course into another state, and tells the log.
async fn turn<A: Action<On = course::Entity>>(
    tx: &OrgTx,
    granted: Granted<A>,
    status: CourseStatus,
    action: EventAction,
    mut facts: serde_json::Map<String, Value>,
    change: impl FnOnce(&mut course::ActiveModel),
) -> Result<course::Model, Failure> {
    let (was, version) = (granted.status, granted.version + 1);
    let course = tx
        .update(granted, |row| {
            row.status = Set(status);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
            change(row);
        })
        .await?;
    facts.insert("status".to_owned(), json!(course.status));
    tx.emit(
        NewEvent::new(action, course.id)
            .before(json!({ "status": was }))
            .after(Value::Object(facts)),
    )
    .await?;
    Ok(course)
}

/// Hands a draft in for review. Refuses with `COURSE_NOT_DRAFT`.
pub async fn submit_course(tx: &OrgTx, id: CourseId) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("id", id).await?;
    if granted.status != CourseStatus::Draft {
        return Err(not_in_state(Code::CourseNotDraft, granted.status).into());
    }
    turn(
        tx,
        granted,
        CourseStatus::InReview,
        EventAction::CourseSubmitted,
        serde_json::Map::new(),
        |_| {},
    )
    .await
}

/// Sends a course back to its authors, with a note on what to change. Refuses with `COURSE_NOT_IN_REVIEW`.
pub async fn return_course(tx: &OrgTx, id: CourseId, note: &str) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<ApproveCourse>("id", id).await?;
    let note = line("note", note, TextLimits::LINE)?;
    if granted.status != CourseStatus::InReview {
        return Err(not_in_state(Code::CourseNotInReview, granted.status).into());
    }
    let facts = serde_json::Map::from_iter([("note".to_owned(), json!(note))]);
    turn(
        tx,
        granted,
        CourseStatus::Draft,
        EventAction::CourseReturned,
        facts,
        |_| {},
    )
    .await
}

/// Opens a reviewed course to learners. Its draft chapters and lessons are published with it; scheduled ones keep their
/// dates.
///
/// Refuses with `COURSE_NOT_IN_REVIEW`, `COURSE_INCOMPLETE`.
pub async fn publish_course(tx: &OrgTx, id: CourseId) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<ApproveCourse>("id", id).await?;
    if granted.status != CourseStatus::InReview {
        return Err(not_in_state(Code::CourseNotInReview, granted.status).into());
    }
    let chapters = tx
        .load_entailed::<_, chapter::Entity>(&granted, chapter::Column::CourseId.eq(id))
        .await?;
    let lessons = tx
        .load_entailed::<_, lesson::Entity>(&granted, lesson::Column::CourseId.eq(id))
        .await?;
    complete(tx, id, &chapters, &lessons).await?;

    let (mut chapters_opened, mut lessons_opened) = (0, 0);
    for chapter in chapters {
        if chapter.status == ContentStatus::Draft {
            let version = chapter.version + 1;
            tx.update(chapter, |row| {
                row.status = Set(ContentStatus::Published);
                row.version = Set(version);
                row.updated_at = Set(tx.now());
            })
            .await?;
            chapters_opened += 1;
        }
    }
    for lesson in lessons {
        if lesson.status == ContentStatus::Draft {
            let version = lesson.version + 1;
            tx.update(lesson, |row| {
                row.status = Set(ContentStatus::Published);
                row.version = Set(version);
                row.updated_at = Set(tx.now());
            })
            .await?;
            lessons_opened += 1;
        }
    }
    let facts = serde_json::Map::from_iter([
        ("chaptersPublished".to_owned(), json!(chapters_opened)),
        ("lessonsPublished".to_owned(), json!(lessons_opened)),
    ]);
    let now = tx.now();
    turn(
        tx,
        granted,
        CourseStatus::Published,
        EventAction::CoursePublished,
        facts,
        |row| {
            row.published_at = Set(Some(now));
        },
    )
    .await
}

/// Whether there is something to learn everywhere, and something to answer in every quiz.
async fn complete<C, L>(tx: &OrgTx, id: CourseId, chapters: &[C], lessons: &[L]) -> Result<(), Failure>
where
    C: std::ops::Deref<Target = chapter::Model>,
    L: std::ops::Deref<Target = lesson::Model>,
{
    let with_lessons: HashSet<_> = lessons.iter().map(|lesson| lesson.chapter_id).collect();
    let mut empty: Vec<_> = chapters
        .iter()
        .filter(|chapter| !with_lessons.contains(&chapter.id))
        .collect();
    empty.sort_by_key(|chapter| (chapter.position, chapter.id));
    let quizzes = tx
        .find_for_rule::<quiz::Entity>()
        .filter(quiz::Column::CourseId.eq(id))
        .order_by(quiz::Column::Id, sea_orm::Order::Asc)
        .all()
        .await?;
    let with_questions: HashSet<_> = if quizzes.is_empty() {
        HashSet::new()
    } else {
        let asked = tx
            .find_for_rule::<quiz_question::Entity>()
            .among(quiz_question::Column::QuizId, quizzes.iter().map(|quiz| quiz.id));
        asked
            .all()
            .await?
            .into_iter()
            .map(|asked| asked.quiz_id)
            .collect()
    };
    let unasked: Vec<_> = quizzes
        .iter()
        .filter(|quiz| !with_questions.contains(&quiz.id))
        .map(|quiz| quiz.id.to_string())
        .collect();
    if !chapters.is_empty() && empty.is_empty() && unasked.is_empty() {
        return Ok(());
    }
    let empty: Vec<_> = empty.iter().map(|chapter| chapter.id.to_string()).collect();
    Err(Problem::new(Code::CourseIncomplete)
        .with("chapterIds", empty)
        .with("quizIds", unasked)
        .into())
}

/// Takes a draft or a published course out of the catalogue. Those who learn it keep it.
///
/// Refuses with `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn archive_course(tx: &OrgTx, id: CourseId) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("id", id).await?;
    changeable(&granted)?;
    let now = tx.now();
    turn(
        tx,
        granted,
        CourseStatus::Archived,
        EventAction::CourseArchived,
        serde_json::Map::new(),
        |row| row.archived_at = Set(Some(now)),
    )
    .await
}

/// Gives an archived course the state it had: published if it ever was, a draft otherwise. Nothing in it can have
/// changed meanwhile, so it needs no second review.
///
/// Refuses with `COURSE_NOT_ARCHIVED`.
pub async fn restore_course(tx: &OrgTx, id: CourseId) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("id", id).await?;
    if granted.status != CourseStatus::Archived {
        return Err(not_in_state(Code::CourseNotArchived, granted.status).into());
    }
    let status = if granted.published_at.is_some() {
        CourseStatus::Published
    } else {
        CourseStatus::Draft
    };
    turn(
        tx,
        granted,
        status,
        EventAction::CourseRestored,
        serde_json::Map::new(),
        |row| row.archived_at = Set(None),
    )
    .await
}

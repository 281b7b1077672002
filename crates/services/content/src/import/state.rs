//! A hash of what is in a course, to notice that somebody has worked on it.

use entities::{chapter, course, file, lesson, quiz, quiz_question};
use kernel::TypedId;
use sea_orm::ColumnTrait;
use sha2::{Digest, Sha256};
use store::{Failure, OrgTx};
use uuid::Uuid;

/// The state of a course whose row is locked. Every part counts its own changes, so its version stands for what it says; its place,
/// and whether it is there at all, are told beside it.
pub(super) async fn of(tx: &OrgTx, course: &course::Model) -> Result<Vec<u8>, Failure> {
    // The course's own row is asked again: it may have changed in this transaction.
    let itself = tx
        .find_for_rule::<course::Entity>()
        .filter(course::Column::Id.eq(course.id))
        .one()
        .await?
        .ok_or(Failure::Defect("a locked course is gone"))?;
    let root = itself.id.uuid();
    let mut parts = vec![Part {
        id: root,
        parent: root,
        version: itself.version,
        position: 0,
        status: itself.status.name(),
    }];
    let chapters = tx
        .find_for_rule::<chapter::Entity>()
        .filter(chapter::Column::CourseId.eq(course.id))
        .all()
        .await?;
    parts.extend(chapters.iter().map(|row| Part {
        id: row.id.uuid(),
        parent: root,
        version: row.version,
        position: row.position,
        status: row.status.name(),
    }));
    let lessons = tx
        .find_for_rule::<lesson::Entity>()
        .filter(lesson::Column::CourseId.eq(course.id))
        .all()
        .await?;
    parts.extend(lessons.iter().map(|row| Part {
        id: row.id.uuid(),
        parent: row.chapter_id.uuid(),
        version: row.version,
        position: row.position,
        status: row.status.name(),
    }));
    let quizzes = tx
        .find_for_rule::<quiz::Entity>()
        .filter(quiz::Column::CourseId.eq(course.id))
        .all()
        .await?;
    parts.extend(quizzes.iter().map(|row| Part {
        id: row.id.uuid(),
        parent: row.lesson_id.map_or(root, TypedId::uuid),
        version: row.version,
        position: 0,
        status: "",
    }));
    let questions = tx
        .find_for_rule::<quiz_question::Entity>()
        .among(
            quiz_question::Column::QuizId,
            quizzes.iter().map(|row| row.id.uuid()),
        )
        .all()
        .await?;
    parts.extend(questions.iter().map(|row| Part {
        id: row.id.uuid(),
        parent: row.quiz_id.uuid(),
        version: row.version,
        position: row.position,
        status: "",
    }));
    let files = tx
        .find_for_rule::<file::Entity>()
        .filter(file::Column::CourseId.eq(course.id))
        .all()
        .await?;
    // A file never changes; it is there or not.
    parts.extend(files.iter().map(|row| Part {
        id: row.id.uuid(),
        parent: row.lesson_id.map_or(root, TypedId::uuid),
        version: 1,
        position: 0,
        status: "",
    }));
    Ok(hash(parts))
}

fn hash(mut parts: Vec<Part>) -> Vec<u8> {
    parts.sort_unstable_by_key(|part| part.id);
    let mut hash = Sha256::new();
    for Part {
        id,
        parent,
        version,
        position,
        status,
    } in parts
    {
        hash.update(id.as_bytes());
        hash.update(parent.as_bytes());
        hash.update(version.to_be_bytes());
        hash.update(position.to_be_bytes());
        hash.update(status);
        hash.update([0]);
    }
    hash.finalize().to_vec()
}

/// The course or something in it.
struct Part {
    id: Uuid,
    parent: Uuid,
    version: i32,
    position: i32,
    status: &'static str,
}

//! Noting what was watched of a video.

use super::{
    Learned,
    segments::{read, seconds, union, written},
};
use crate::{
    advance::{Begun, begin_lesson, touch},
    place::enter_lesson,
};
use kernel::{Code, LessonId, Problem, Problems};
use sea_orm::ActiveValue::Set;
use store::{Failure, OrgTx};

/// How many segments can be told at once.
const MOST: usize = 500;

/// Adds the segments of a video that were watched: from a second up to another. Seconds that overlap or were told before
/// count once; what lies beyond the end of the video does not count. Watching is told too often for the event log; the
/// row of the progress says it all.
///
/// Refuses with `VIDEO_MISSING`, `OUT_OF_RANGE`, and with what opening a lesson refuses with.
pub async fn record_watched_segments(
    tx: &OrgTx,
    id: LessonId,
    segments: &[(i32, i32)],
) -> Result<Learned, Failure> {
    let place = enter_lesson(tx, "lessonId", id).await?;
    let Some(length) = place.lesson.video_seconds.filter(|length| *length > 0) else {
        return Err(Problem::at("lessonId", Code::VideoMissing).into());
    };
    check(segments, length)?;
    let enrollment = place.granted.id;
    let open = async |was_opened| begin_lesson(tx, &place.granted, (enrollment, id), was_opened, false).await;
    let mut begun = open(place.lesson.was_opened).await?;
    if matches!(begun, Begun::Now(_)) {
        begun = open(true).await?;
    }
    let Begun::Before(existing) = begun else {
        return Err(Failure::Defect("a progress has gone"));
    };
    let known = read(&existing.watched);
    let merged = union(known.iter().chain(segments).copied(), length);
    if merged == known {
        return Ok(Learned {
            progress: existing.clone(),
            enrollment: touch(tx, place.granted).await?,
            is_counted: false,
        });
    }
    let progress = tx
        .update(existing, |row| {
            row.watched_seconds = Set(seconds(&merged));
            row.watched = Set(written(&merged));
            row.updated_at = Set(tx.now());
        })
        .await?;
    Ok(Learned {
        progress,
        enrollment: touch(tx, place.granted).await?,
        is_counted: false,
    })
}

fn check(segments: &[(i32, i32)], length: i32) -> Result<(), Failure> {
    let mut problems = Problems::default();
    problems.require((1..=MOST).contains(&segments.len()), || {
        Problem::at("segments", Code::OutOfRange)
            .with("min", 1)
            .with("max", MOST)
    });
    problems.require(segments.iter().all(|(from, to)| *from >= 0 && from < to), || {
        Problem::at("segments", Code::OutOfRange)
            .with("min", 0)
            .with("max", length)
    });
    Ok(problems.into_result()?)
}

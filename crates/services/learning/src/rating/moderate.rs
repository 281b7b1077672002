//! Hiding what should not be read, and showing it again.

use super::count;
use authz::actions::ModerateCourseRating;
use entities::{course_rating, event::EventAction};
use kernel::{CourseRatingId, TextLimits, line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Hides a rating from everybody but its author and moderators, and has it count no more. Hidden ones stay as they are.
pub async fn hide_course_rating(
    tx: &OrgTx,
    id: CourseRatingId,
    reason: &str,
) -> Result<course_rating::Model, Failure> {
    let granted = tx.load_for::<ModerateCourseRating>("id", id).await?;
    let reason = line("reason", reason, TextLimits::LINE)?;
    if granted.hidden_at.is_some() {
        return Ok((*granted).clone());
    }
    count(tx, &granted, granted.course_id, (-1, -granted.rating)).await?;
    let row = tx
        .update(granted, |row| {
            row.hidden_at = Set(Some(tx.now()));
            row.hidden_reason = Set(Some(reason.clone()));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(NewEvent::new(EventAction::CourseRatingHidden, id).after(json!({
        "courseId": row.course_id.to_string(), "reason": reason,
    })))
    .await?;
    Ok(row)
}

/// Shows a hidden rating again, and has it count. Those that are shown stay as they are.
pub async fn restore_course_rating(tx: &OrgTx, id: CourseRatingId) -> Result<course_rating::Model, Failure> {
    let granted = tx.load_for::<ModerateCourseRating>("id", id).await?;
    if granted.hidden_at.is_none() {
        return Ok((*granted).clone());
    }
    count(tx, &granted, granted.course_id, (1, granted.rating)).await?;
    let row = tx
        .update(granted, |row| {
            row.hidden_at = Set(None);
            row.hidden_reason = Set(None);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(NewEvent::new(EventAction::CourseRatingRestored, id).after(json!({
        "courseId": row.course_id.to_string(),
    })))
    .await?;
    Ok(row)
}

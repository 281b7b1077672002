//! Taking a rating back.

use super::{count, rate::told};
use authz::actions::DeleteCourseRating;
use entities::{course_rating, event::EventAction};
use kernel::CourseRatingId;
use store::{Failure, NewEvent, OrgTx};

/// Takes back what the actor has said about a course.
pub async fn delete_course_rating(tx: &OrgTx, id: CourseRatingId) -> Result<course_rating::Model, Failure> {
    let granted = tx.load_for::<DeleteCourseRating>("id", id).await?;
    let gone = (*granted).clone();
    if gone.hidden_at.is_none() {
        count(tx, &granted, gone.course_id, (-1, -gone.rating)).await?;
    }
    tx.delete(granted).await?;
    tx.emit(NewEvent::new(EventAction::CourseRatingDeleted, id).before(told(&gone)))
        .await?;
    Ok(gone)
}

//! Ending an enrollment, such as after a full refund.

use super::locked;
use authz::{Action, Entails};
use entities::{
    enrollment::{self, EnrollmentStatus},
    event::EventAction,
};
use kernel::{CourseId, MemberId};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Takes a course from a member. The progress is kept, and a certificate stays what it is: history. Nothing happens,
/// and nothing is returned, where the member was never enrolled; one that is cancelled already stays as it is.
pub async fn cancel<A: Entails<enrollment::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    member_id: MemberId,
    course_id: CourseId,
) -> Result<Option<enrollment::Model>, Failure> {
    let Some(existing) = locked(tx, because, member_id, course_id).await? else {
        return Ok(None);
    };
    if existing.status == EnrollmentStatus::Cancelled {
        return Ok(Some(existing.clone()));
    }
    end(tx, existing, None).await.map(Some)
}

/// Puts an enrollment into its last state, and tells the log.
pub(super) async fn end<A: Action<On = enrollment::Entity>>(
    tx: &OrgTx,
    granted: Granted<A>,
    reason: Option<String>,
) -> Result<enrollment::Model, Failure> {
    let (was, version) = (granted.status, granted.version + 1);
    let enrollment = tx
        .update(granted, |row| {
            row.status = Set(EnrollmentStatus::Cancelled);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EnrollmentCancelled, enrollment.id)
            .before(json!({ "status": was }))
            .after(json!({ "status": enrollment.status, "reason": reason })),
    )
    .await?;
    Ok(enrollment)
}

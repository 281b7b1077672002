//! What staff do with an enrollment: withholding the course, giving it back, ending it.

use super::{cancel::end, enroll::open_status};
use authz::actions::ManageEnrollment;
use entities::{
    enrollment::{self, EnrollmentStatus},
    event::EventAction,
};
use kernel::{Code, EnrollmentId, Problem, TextLimits, line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Withholds a course from a learner for a time. Progress and certificate stay.
///
/// Refuses with `ENROLLMENT_NOT_ACTIVE`.
pub async fn suspend_enrollment(
    tx: &OrgTx,
    id: EnrollmentId,
    reason: &str,
) -> Result<enrollment::Model, Failure> {
    let granted = tx.load_for::<ManageEnrollment>("id", id).await?;
    let reason = line("reason", reason, TextLimits::LINE)?;
    match granted.status {
        EnrollmentStatus::Active | EnrollmentStatus::Completed => {}
        status @ (EnrollmentStatus::Suspended | EnrollmentStatus::Cancelled) => {
            return Err(in_state(Code::EnrollmentNotActive, status).into());
        }
    }
    let (was, version) = (granted.status, granted.version + 1);
    let enrollment = tx
        .update(granted, |row| {
            row.status = Set(EnrollmentStatus::Suspended);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EnrollmentSuspended, enrollment.id)
            .before(json!({ "status": was }))
            .after(json!({ "status": enrollment.status, "reason": reason })),
    )
    .await?;
    Ok(enrollment)
}

/// Gives a withheld course back: completed, if it was completed, and active otherwise.
///
/// Refuses with `ENROLLMENT_NOT_SUSPENDED`.
pub async fn reinstate_enrollment(tx: &OrgTx, id: EnrollmentId) -> Result<enrollment::Model, Failure> {
    let granted = tx.load_for::<ManageEnrollment>("id", id).await?;
    if granted.status != EnrollmentStatus::Suspended {
        return Err(in_state(Code::EnrollmentNotSuspended, granted.status).into());
    }
    let (status, version) = (open_status(&granted), granted.version + 1);
    let enrollment = tx
        .update(granted, |row| {
            row.status = Set(status);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EnrollmentReinstated, enrollment.id)
            .before(json!({ "status": EnrollmentStatus::Suspended }))
            .after(json!({ "status": enrollment.status })),
    )
    .await?;
    Ok(enrollment)
}

/// Ends an enrollment. The progress is kept for the case that it is opened again; a certificate stays valid.
///
/// Refuses with `ENROLLMENT_NOT_ACTIVE` where it has ended already.
pub async fn cancel_enrollment(
    tx: &OrgTx,
    id: EnrollmentId,
    reason: &str,
) -> Result<enrollment::Model, Failure> {
    let granted = tx.load_for::<ManageEnrollment>("id", id).await?;
    let reason = line("reason", reason, TextLimits::LINE)?;
    if granted.status == EnrollmentStatus::Cancelled {
        return Err(in_state(Code::EnrollmentNotActive, granted.status).into());
    }
    end(tx, granted, Some(reason)).await
}

fn in_state(code: Code, status: EnrollmentStatus) -> Problem {
    Problem::new(code).with("status", status.name())
}

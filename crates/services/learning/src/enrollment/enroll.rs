//! Giving a member a course: bought, granted, or with an invitation.

use super::locked;
use crate::outline::required_lessons;
use authz::{Consequence, Entails, Yields};
use entities::{
    enrollment::{self, EnrollmentSource, EnrollmentStatus},
    event::EventAction,
};
use futures::{TryFutureExt, try_join};
use kernel::{CourseId, EmployeeId, EnrollmentId, MemberId};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Who is to learn what, and why.
#[derive(Clone, Copy, Debug)]
pub struct NewEnrollment {
    /// Who learns.
    pub member_id: MemberId,
    /// What.
    pub course_id: CourseId,
    /// How it comes about.
    pub source: EnrollmentSource,
    /// Who gives it, where it is given.
    pub granted_by: Option<EmployeeId>,
}

/// Enrolls a member. Somebody who is enrolled already stays as they are; an enrollment that was suspended or cancelled
/// is opened again, and the progress it had is still there. Callers have decided that the member may learn the course.
///
/// Of many at the same time one enrolls; the others find what it made.
pub async fn enroll<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    new: NewEnrollment,
) -> Result<enrollment::Model, Failure>
where
    A: Yields<enrollment::Entity> + Entails<enrollment::Entity>,
{
    enroll_as(tx, because, tx.new_id(), new).await
}

/// The same, with the id of an enrollment that has to be made.
pub(crate) async fn enroll_as<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    id: EnrollmentId,
    new: NewEnrollment,
) -> Result<enrollment::Model, Failure>
where
    A: Yields<enrollment::Entity> + Entails<enrollment::Entity>,
{
    let (existing, required) = tx
        .at_once(async {
            let required = required_lessons(tx, new.course_id).count();
            try_join!(
                locked(tx, because, new.member_id, new.course_id),
                required.map_err(Failure::from)
            )
        })
        .await?;
    match existing {
        None => begin(tx, because, id, (new, required)).await,
        Some(existing) => match existing.status {
            EnrollmentStatus::Active | EnrollmentStatus::Completed => Ok(existing.clone()),
            EnrollmentStatus::Suspended | EnrollmentStatus::Cancelled => reopen(tx, existing, new).await,
        },
    }
}

async fn begin<A: Yields<enrollment::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    id: EnrollmentId,
    (new, required): (NewEnrollment, u64),
) -> Result<enrollment::Model, Failure> {
    let NewEnrollment {
        member_id,
        course_id,
        source,
        granted_by,
    } = new;
    let row = enrollment::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        member_id: Set(member_id),
        course_id: Set(course_id),
        status: Set(EnrollmentStatus::Active),
        source: Set(source),
        granted_by_employee_id: Set(granted_by),
        completed_lessons: Set(0),
        required_lessons: Set(count(required)?),
        enrolled_at: Set(tx.now()),
        completed_at: Set(None),
        last_activity_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let enrollment = tx
        .create_raced_from::<A, enrollment::Entity>(because, row)
        .await?;
    tx.emit(
        NewEvent::new(EventAction::MemberEnrolled, enrollment.id).after(json!({
            "status": enrollment.status,
            "memberId": member_id.to_string(),
            "courseId": course_id.to_string(),
            "source": source,
        })),
    )
    .await?;
    Ok(enrollment)
}

async fn reopen<A: Entails<enrollment::Entity>>(
    tx: &OrgTx,
    existing: Granted<Consequence<A, enrollment::Entity>>,
    new: NewEnrollment,
) -> Result<enrollment::Model, Failure> {
    let (was, version) = (existing.status, existing.version + 1);
    let status = open_status(&existing);
    let enrollment = tx
        .update(existing, |row| {
            row.status = Set(status);
            row.source = Set(new.source);
            row.granted_by_employee_id = Set(new.granted_by);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EnrollmentReopened, enrollment.id)
            .before(json!({ "status": was }))
            .after(json!({ "status": enrollment.status, "source": enrollment.source })),
    )
    .await?;
    Ok(enrollment)
}

/// The status of an enrollment that is open: what was completed once stays completed.
pub(super) const fn open_status(enrollment: &enrollment::Model) -> EnrollmentStatus {
    if enrollment.completed_at.is_some() {
        EnrollmentStatus::Completed
    } else {
        EnrollmentStatus::Active
    }
}

/// A number of rows as it is stored.
pub(crate) fn count(rows: impl TryInto<i32>) -> Result<i32, Failure> {
    rows.try_into()
        .map_err(|_too_many| Failure::Defect("more rows than can be counted"))
}

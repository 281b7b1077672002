//! Giving a member a course for nothing.

use super::{NewEnrollment, enroll::enroll_as, of};
use authz::{Action, actions::GrantCourseAccess};
use entities::{
    course::CourseStatus,
    enrollment::{self, EnrollmentSource},
    member::{self, MemberStatus},
};
use kernel::{Code, CourseId, EnrollmentId, MemberId, Problem, Problems};
use sea_orm::ColumnTrait;
use serde_json::json;
use store::{Failure, OrgTx};

/// Gives an active member a published course. Whoever has it already keeps it as it is; a suspended or cancelled
/// enrollment is opened again. The same key and input give the same enrollment again.
///
/// Refuses with `COURSE_NOT_PUBLISHED`, `MEMBER_NOT_ACTIVE`, `IDEMPOTENCY_CONFLICT`.
pub async fn grant_course_access(
    tx: &OrgTx,
    course: CourseId,
    member: MemberId,
    idempotency_key: &str,
) -> Result<enrollment::Model, Failure> {
    let granted = tx.load_for::<GrantCourseAccess>("courseId", course).await?;
    let receiver = tx
        .find::<member::Entity>()
        .filter(member::Column::Id.eq(member))
        .one()
        .await?
        .ok_or(Failure::NotFound("memberId"))?;
    let existing = tx
        .find_for_rule::<enrollment::Entity>()
        .filter(of(member, course))
        .one()
        .await?;
    let id: EnrollmentId = existing.map_or_else(|| tx.new_id(), |existing| existing.id);
    let input = json!({ "courseId": course.to_string(), "memberId": member.to_string() });
    if let Some(earlier) = tx
        .once(GrantCourseAccess::NAME, idempotency_key, &input, id)
        .await?
    {
        return tx
            .find_for_rule::<enrollment::Entity>()
            .filter(enrollment::Column::Id.eq(earlier))
            .one()
            .await?
            .ok_or(Failure::NotFound("memberId"));
    }
    let mut problems = Problems::default();
    problems.require(granted.status == CourseStatus::Published, || {
        Problem::at("courseId", Code::CourseNotPublished).with("status", granted.status.name())
    });
    problems.require(receiver.status == MemberStatus::Active, || {
        Problem::at("memberId", Code::MemberNotActive).with("status", receiver.status.name())
    });
    problems.into_result()?;
    let new = NewEnrollment {
        member_id: member,
        course_id: course,
        source: EnrollmentSource::Grant,
        granted_by: tx.access().employee(),
    };
    enroll_as(tx, &granted, id, new).await
}

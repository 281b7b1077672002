//! The courses that an invitation brings with it.

use authz::actions::{AnswerMemberInvitation, GrantCourseAccess};
use entities::{
    course::{self, CourseStatus},
    enrollment::EnrollmentSource,
    member, member_invitation, member_invitation_course,
};
use kernel::{Code, CourseId, Problem, Problems, within};
use learning::enrollment::{NewEnrollment, enroll};
use sea_orm::{ActiveValue::Set, ColumnTrait, Order};
use store::{Failure, Granted, OrgTx};

const FIELD: &str = "courseIds";

/// How many courses one invitation can bring.
const MOST_COURSES: usize = 50;

/// The courses that whoever invites may give, all of them published.
pub(super) async fn to_give(
    tx: &OrgTx,
    courses: &[CourseId],
) -> Result<Vec<Granted<GrantCourseAccess>>, Failure> {
    let mut problems = Problems::default();
    if courses.len() > MOST_COURSES {
        let problem = Problem::at(FIELD, Code::OutOfRange).with("min", 0);
        return Err(problem.with("max", MOST_COURSES).into());
    }
    let mut given = Vec::with_capacity(courses.len());
    for (place, id) in courses.iter().enumerate() {
        let mut refuse = |problem| problems.add(within(FIELD, place, problem));
        if courses.iter().take(place).any(|earlier| earlier == id) {
            refuse(Problem::new(Code::Duplicate));
            continue;
        }
        match tx.load_for::<GrantCourseAccess>(FIELD, *id).await {
            Ok(granted) if granted.status == CourseStatus::Published => given.push(granted),
            Ok(granted) => {
                refuse(Problem::new(Code::CourseNotPublished).with("status", granted.status.name()));
            }
            Err(Failure::NotFound(_)) => refuse(Problem::new(Code::NotFound)),
            Err(failure) => return Err(failure),
        }
    }
    problems.into_result()?;
    Ok(given)
}

/// Notes that an invitation brings these courses.
pub(super) async fn promise(
    tx: &OrgTx,
    invitation: &member_invitation::Model,
    courses: &[Granted<GrantCourseAccess>],
) -> Result<(), Failure> {
    for course in courses {
        let row = member_invitation_course::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            member_invitation_id: Set(invitation.id),
            course_id: Set(course.id),
            created_at: Set(tx.now()),
        };
        tx.create_from::<_, member_invitation_course::Entity>(course, row)
            .await?;
    }
    Ok(())
}

/// Enrolls whoever has accepted. A course that is not published any more is left out: the invitation is worth
/// accepting without it.
pub(super) async fn give(
    tx: &OrgTx,
    invitation: &Granted<AnswerMemberInvitation>,
    member: &member::Model,
) -> Result<(), Failure> {
    let promised = tx
        .find_for_rule::<member_invitation_course::Entity>()
        .filter(member_invitation_course::Column::MemberInvitationId.eq(invitation.id))
        .order_by(member_invitation_course::Column::Id, Order::Asc)
        .all()
        .await?;
    if promised.is_empty() {
        return Ok(());
    }
    let published: Vec<CourseId> = tx
        .find_for_rule::<course::Entity>()
        .among(course::Column::Id, promised.iter().map(|row| row.course_id))
        .filter(course::Column::Status.eq(CourseStatus::Published))
        .all()
        .await?
        .into_iter()
        .map(|course| course.id)
        .collect();
    for row in promised.iter().filter(|row| published.contains(&row.course_id)) {
        let new = NewEnrollment {
            member_id: member.id,
            course_id: row.course_id,
            source: EnrollmentSource::Invitation,
            granted_by: Some(invitation.invited_by_employee_id),
        };
        enroll(tx, invitation, new).await?;
    }
    Ok(())
}

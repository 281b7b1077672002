//! Who learns what.

use super::{content, everything, keys, never, owned, through};
use crate::Access;
use entities::{
    certificate, enrollment, lesson_progress, permission_grant::Permission, point_balance, point_entry,
    quiz_answer, quiz_attempt,
};
use sea_orm::{ColumnTrait, Condition};

/// What is about the actor's own membership.
pub(super) fn of_oneself(access: &Access, member: impl ColumnTrait) -> Condition {
    match access.member() {
        Some(own) => Condition::all().add(member.eq(own)),
        None => never(),
    }
}

owned! {
    /// Those who follow all learners see all; the authors of a course see its learners; everybody sees their own.
    enrollment => |access| if access.may(Permission::ViewAllProgress) || access.actor().is_system() {
        everything()
    } else {
        Condition::any()
            .add(of_oneself(access, enrollment::Column::MemberId))
            .add(content::of_authored(access, enrollment::Column::CourseId))
    };
    /// Who sees the enrollment.
    lesson_progress => |access| through::<enrollment::Entity>(access, lesson_progress::Column::EnrollmentId);
    /// Who sees the enrollment.
    quiz_attempt => |access| through::<enrollment::Entity>(access, quiz_attempt::Column::EnrollmentId);
    /// Who sees the attempt.
    quiz_answer => |access| Condition::all().add(quiz_answer::Column::AttemptId.in_subquery(
        keys::<quiz_attempt::Entity>(
            access,
            quiz_attempt::Column::Id,
            through::<enrollment::Entity>(access, quiz_attempt::Column::EnrollmentId),
        ),
    ));
    /// Who sees the enrollment. Anybody who knows a code can have it verified, which is another way in.
    certificate => |access| through::<enrollment::Entity>(access, certificate::Column::EnrollmentId);
    /// One's own, and those who follow all learners.
    point_balance => |access| if access.may(Permission::ViewAllProgress) {
        everything()
    } else {
        of_oneself(access, point_balance::Column::MemberId)
    };
    /// One's own, and those who follow all learners.
    point_entry => |access| if access.may(Permission::ViewAllProgress) {
        everything()
    } else {
        of_oneself(access, point_entry::Column::MemberId)
    };
}

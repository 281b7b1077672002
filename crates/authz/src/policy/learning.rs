//! Who learns what.

use super::{content, everything, keys, never, owned, through};
use crate::Access;
use entities::{
    certificate, course, course_rating, early_unlock, enrollment, lesson_progress,
    permission_grant::Permission,
    point_balance, point_entry,
    quiz::{self, AnswerReveal},
    quiz_answer,
    quiz_attempt::{self, AttemptStatus},
};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait,
    sea_query::{Expr, Query},
};

/// What is about the actor's own membership.
pub(super) fn of_oneself(access: &Access, member: impl ColumnTrait) -> Condition {
    match access.member() {
        Some(own) => Condition::all().add(member.eq(own)),
        None => never(),
    }
}

/// The quizzes whose answers the actor has earned to know: they have passed, or used up their attempts, and the quiz is
/// one that tells. Nobody is told while they are answering.
pub(super) fn revealed(access: &Access) -> Condition {
    let Some(member) = access.member().filter(|_| access.is_active_member()) else {
        return never();
    };
    let own = || {
        let enrollments = keys::<enrollment::Entity>(
            access,
            enrollment::Column::Id,
            Condition::all().add(enrollment::Column::MemberId.eq(member)),
        );
        Condition::all().add(quiz_attempt::Column::EnrollmentId.in_subquery(enrollments))
    };
    let attempted =
        |matching: Condition| keys::<quiz_attempt::Entity>(access, quiz_attempt::Column::QuizId, matching);
    let mut used_up = Query::select();
    used_up
        .expr(Expr::cust("COUNT(*)"))
        .from(quiz_attempt::Entity)
        .and_where(quiz_attempt::Column::OrganizationId.eq(access.organization()))
        .and_where(
            Expr::col(quiz_attempt::Column::QuizId.as_column_ref())
                .eq(Expr::col(quiz::Column::Id.as_column_ref())),
        )
        .cond_where(own());
    let passed = attempted(own().add(quiz_attempt::Column::IsPassed.eq(true)));
    let answering = attempted(own().add(quiz_attempt::Column::Status.eq(AttemptStatus::InProgress)));
    Condition::all()
        .add(quiz::Column::Reveal.eq(AnswerReveal::WhenFinished))
        .add(quiz::Column::Id.not_in_subquery(answering))
        .add(
            Condition::any()
                .add(quiz::Column::Id.in_subquery(passed))
                .add(Expr::col(quiz::Column::MaxAttempts.as_column_ref()).lte(Expr::from(used_up))),
        )
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
    early_unlock => |access| if access.may(Permission::ViewAllProgress) {
        everything()
    } else {
        of_oneself(access, early_unlock::Column::MemberId)
    };
    /// Who sees the course sees what its learners think of it. What a moderator has hidden is for its author and for
    /// moderators.
    course_rating => |access| {
        let of_course = through::<course::Entity>(access, course_rating::Column::CourseId);
        if access.may(Permission::ManageCommunity) || access.actor().is_system() {
            of_course
        } else {
            of_course.add(
                Condition::any()
                    .add(course_rating::Column::HiddenAt.is_null())
                    .add(of_oneself(access, course_rating::Column::MemberId)),
            )
        }
    };
    /// One's own, and those who follow all learners.
    point_entry => |access| if access.may(Permission::ViewAllProgress) {
        everything()
    } else {
        of_oneself(access, point_entry::Column::MemberId)
    };
}

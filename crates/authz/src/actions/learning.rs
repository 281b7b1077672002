//! What may be done about learning.

use super::{actions, implies, ruled_actions};
use entities::{enrollment::EnrollmentStatus, permission_grant::Permission};

actions! {
    course, own: |_, _| false, oneself: |_, _| false => {
        /// Give a member a course for nothing.
        GrantCourseAccess = "course.grantAccess", Some(Permission::ManageUsers), false;
    }
    enrollment,
    own: |_, _| false,
    oneself: |access, row| {
        access.is_active_member()
            && access.member() == Some(row.member_id)
            && matches!(row.status, EnrollmentStatus::Active | EnrollmentStatus::Completed)
    } => {
        /// Open and complete lessons, take quizzes.
        Learn = "enrollment.learn", None, true;
        /// Say what one thinks of the course.
        RateCourse = "enrollment.rateCourse", None, true;
        /// Withhold a course from a learner, or give it back.
        ManageEnrollment = "enrollment.manage", Some(Permission::ManageUsers), false;
    }
    member, own: |_, _| false, oneself: |_, _| false => {
        /// Give a member points.
        GrantPoints = "member.grantPoints", Some(Permission::ManageRewards), false;
    }
    course_rating,
    own: |_, _| false,
    oneself: |access, row| access.is_active_member() && access.member() == Some(row.member_id) => {
        /// Take back what one has said about a course.
        DeleteCourseRating = "courseRating.delete", None, true;
        /// Hide what somebody says about a course, or show it again.
        ModerateCourseRating = "courseRating.moderate", Some(Permission::ManageCommunity), false;
    }
    certificate, own: |_, _| false, oneself: |_, _| false => {
        /// Take a certificate back.
        RevokeCertificate = "certificate.revoke", Some(Permission::OverrideProgress), false;
    }
}

ruled_actions! {
    /// Hand in an attempt whose time is over, by the clock.
    FinishAttempt = "quizAttempt.finish" on quiz_attempt, |access, _| access.actor().is_system();
}

implies! {
    GrantCourseAccess adds [enrollment, member_invitation_course] changes [enrollment];
    GrantPoints adds [point_balance, point_entry] changes [point_balance];
    Learn adds [
        lesson_progress, quiz_attempt, quiz_answer, certificate, point_balance, point_entry, early_unlock
    ] changes [enrollment, lesson_progress, quiz_attempt, quiz_answer, point_balance];
    RateCourse adds [course_rating] changes [course_rating, course];
    DeleteCourseRating adds [] changes [course];
    ModerateCourseRating adds [] changes [course];
    FinishAttempt adds [lesson_progress, certificate, point_balance, point_entry]
        changes [enrollment, lesson_progress, quiz_attempt, quiz_answer, point_balance];
}

//! What hangs on enrollments, in batches.

use crate::base::{keys, list_keys};
use entities::{
    certificate, course_rating, early_unlock, lesson_progress, point_balance, point_entry, quiz_answer,
    quiz_attempt,
};
use kernel::{
    CertificateId, CourseId, CourseRatingId, EarlyUnlockId, EnrollmentId, LessonId, LessonProgressId,
    MemberId, PointEntryId, QuizAttemptId,
};
use reads::EnrollmentRow;

keys! {
    /// An enrollment with its progress.
    EnrollmentById(EnrollmentId) -> EnrollmentRow, by reads::enrollments_by_id, |row| row.enrollment.id;
    /// The actor's own enrollment in a course.
    OwnEnrollment(CourseId) -> EnrollmentRow, by reads::own_enrollments_by_course, |row| row.enrollment.course_id;
    /// What somebody has done in a lesson.
    ProgressById(LessonProgressId) -> lesson_progress::Model, by reads::progress_by_id, |row| row.id;
    /// What the actor has done in a lesson.
    OwnProgress(LessonId) -> lesson_progress::Model, by reads::own_progress_by_lesson, |row| row.lesson_id;
    /// An attempt at a quiz.
    AttemptById(QuizAttemptId) -> quiz_attempt::Model, by reads::attempts_by_id, |row| row.id;
    /// A certificate.
    CertificateById(CertificateId) -> certificate::Model, by reads::certificates_by_id, |row| row.id;
    /// A movement of points.
    PointEntryById(PointEntryId) -> point_entry::Model, by reads::point_entries_by_id, |row| row.id;
    /// Something that was opened before its date.
    EarlyUnlockById(EarlyUnlockId) -> early_unlock::Model, by reads::early_unlocks_by_id, |row| row.id;
    /// A rating of a course.
    CourseRatingById(CourseRatingId) -> course_rating::Model, by reads::course_ratings_by_id, |row| row.id;
    /// The actor's own rating of a course.
    OwnRating(CourseId) -> course_rating::Model, by reads::own_ratings_by_course, |row| row.course_id;
    /// The points of a member.
    PointsOfMember(MemberId) -> point_balance::Model, by reads::points_by_member, |row| row.member_id;
}

list_keys! {
    /// What the actor has opened early in a course.
    OwnUnlocks(CourseId) -> [early_unlock::Model], by reads::own_unlocks_by_course,
        row => Some(row.course_id), Some(row);
    /// The lessons that were opened under an enrollment.
    ProgressOfEnrollment(EnrollmentId) -> [lesson_progress::Model], by reads::progress_by_enrollment,
        row => Some(row.enrollment_id), Some(row);
    /// The attempts at quizzes under an enrollment.
    AttemptsOfEnrollment(EnrollmentId) -> [quiz_attempt::Model], by reads::attempts_by_enrollment,
        row => Some(row.enrollment_id), Some(row);
    /// What was answered in an attempt.
    AnswersOfAttempt(QuizAttemptId) -> [quiz_answer::Model], by reads::answers_by_attempt,
        row => Some(row.attempt_id), Some(row);
    /// The certificates of an enrollment.
    CertificatesOfEnrollment(EnrollmentId) -> [certificate::Model], by reads::certificates_by_enrollment,
        row => Some(row.enrollment_id), Some(row);
}

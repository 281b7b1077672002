//! Rows of the domain learning.

use super::Planted;
use entities::{
    certificate, course_rating, early_unlock,
    enrollment::{self, EnrollmentSource, EnrollmentStatus},
    lesson_progress, point_balance,
    point_entry::{self, PointKind},
    quiz_answer,
    quiz_attempt::{self, AttemptStatus},
};
use kernel::TypedId;

impl Planted {
    pub(crate) fn enrollment(&self) -> enrollment::Model {
        enrollment::Model {
            id: self.ids.enrollment,
            organization_id: self.organization,
            member_id: self.member,
            course_id: self.ids.course,
            status: EnrollmentStatus::ALL[0],
            source: EnrollmentSource::ALL[0],
            granted_by_employee_id: Some(self.employee),
            completed_lessons: 0,
            required_lessons: 0,
            enrolled_at: self.start,
            completed_at: None,
            last_activity_at: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn lesson_progress(&self) -> lesson_progress::Model {
        lesson_progress::Model {
            id: self.ids.lesson_progress,
            organization_id: self.organization,
            enrollment_id: self.ids.enrollment,
            lesson_id: self.ids.lesson,
            opened_at: self.start,
            completed_at: None,
            watched: serde_json::json!([]),
            watched_seconds: 0,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn quiz_attempt(&self) -> quiz_attempt::Model {
        quiz_attempt::Model {
            id: self.ids.quiz_attempt,
            organization_id: self.organization,
            quiz_id: self.ids.quiz,
            enrollment_id: self.ids.enrollment,
            number: 1,
            status: AttemptStatus::ALL[0],
            seed: 0,
            started_at: self.start,
            deadline_at: None,
            finished_at: None,
            earned_points: None,
            total_points: None,
            is_passed: None,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn quiz_answer(&self) -> quiz_answer::Model {
        quiz_answer::Model {
            id: self.ids.quiz_answer,
            organization_id: self.organization,
            attempt_id: self.ids.quiz_attempt,
            question_id: self.ids.quiz_question,
            option_ids: serde_json::json!([]),
            earned_points: None,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn certificate(&self) -> certificate::Model {
        certificate::Model {
            id: self.ids.certificate,
            organization_id: self.organization,
            enrollment_id: self.ids.enrollment,
            code: self.text("certificate-of"),
            holder_name: self.text("holder_name"),
            course_title: self.text("course_title"),
            issued_at: self.start,
            expires_at: None,
            revoked_at: None,
            revoked_reason: None,
            revoked_by_employee_id: Some(self.employee),
            created_at: self.start,
        }
    }

    pub(crate) fn point_balance(&self) -> point_balance::Model {
        point_balance::Model {
            id: self.ids.point_balance,
            organization_id: self.organization,
            member_id: self.member,
            lifetime: 0,
            spendable: 0,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn early_unlock(&self) -> early_unlock::Model {
        early_unlock::Model {
            id: self.ids.early_unlock,
            organization_id: self.organization,
            member_id: self.member,
            course_id: self.ids.course,
            chapter_id: Some(self.ids.chapter),
            lesson_id: None,
            points_spent: 1,
            created_at: self.start,
        }
    }

    pub(crate) fn course_rating(&self) -> course_rating::Model {
        course_rating::Model {
            id: self.ids.course_rating,
            organization_id: self.organization,
            course_id: self.ids.course,
            member_id: self.member,
            rating: 5,
            comment: Some(self.text("comment")),
            hidden_at: None,
            hidden_reason: None,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn point_entry(&self) -> point_entry::Model {
        point_entry::Model {
            id: self.ids.point_entry,
            organization_id: self.organization,
            member_id: self.member,
            kind: PointKind::ALL[0],
            source_type: self.text("source_type"),
            source_id: self.member.uuid(),
            amount: 0,
            note: None,
            created_at: self.start,
        }
    }
}

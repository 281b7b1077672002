//! One try at a quiz.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EnrollmentId, OrganizationId, QuizAttemptId, QuizId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where an attempt stands.
    AttemptStatus {
        /// Being answered.
        InProgress = "IN_PROGRESS",
        /// Handed in by its taker.
        Submitted = "SUBMITTED",
        /// Handed in by the clock with what was saved.
        TimedOut = "TIMED_OUT",
    }
}

/// One quiz attempt.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "quiz_attempt")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizAttemptId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The quiz.
    pub quiz_id: QuizId,
    /// The learner's enrollment.
    pub enrollment_id: EnrollmentId,
    /// Which try, from 1.
    pub number: i32,
    /// Where it stands.
    pub status: AttemptStatus,
    /// What the order of questions and options is made from.
    pub seed: i64,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// When its time is over, grace not included.
    pub deadline_at: Option<DateTimeUtc>,
    /// When it was handed in.
    pub finished_at: Option<DateTimeUtc>,
    /// Points of right answers; none while in progress.
    pub earned_points: Option<i32>,
    /// Points there were to earn; none while in progress.
    pub total_points: Option<i32>,
    /// Whether it reached the passing score; none while in progress.
    pub is_passed: Option<bool>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Quiz: QuizId -> entities::quiz, Id;
    Enrollment: EnrollmentId -> entities::enrollment, Id;
}

impl ActiveModelBehavior for ActiveModel {}

//! Questions with a passing score: of a lesson, or of the whole course.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{CourseId, LessonId, OrganizationId, QuizId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// When a taker learns the right answers.
    AnswerReveal {
        /// Never.
        Never = "NEVER",
        /// When they have passed, or have no attempt left.
        WhenFinished = "WHEN_FINISHED",
    }
}

/// One quiz.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "quiz")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The course.
    pub course_id: CourseId,
    /// The lesson it belongs to; none: the course.
    pub lesson_id: Option<LessonId>,
    /// The title.
    pub title: String,
    /// Whether completing the course takes passing it.
    pub is_required: bool,
    /// The percentage of points that passes, 0 to 100.
    pub passing_percent: i32,
    /// How often it can be taken; none: without limit.
    pub max_attempts: Option<i32>,
    /// How long an attempt may take; none: without limit.
    pub time_limit_seconds: Option<i32>,
    /// Whether questions and options come in another order for each attempt.
    pub is_shuffled: bool,
    /// When takers learn the right answers.
    pub reveal: AnswerReveal,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
    Lesson: LessonId -> entities::lesson, Id;
}

impl ActiveModelBehavior for ActiveModel {}

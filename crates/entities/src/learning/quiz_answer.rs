//! What a taker chose.

use crate::{ByPosition, column::belongs_to};
use kernel::{OrganizationId, QuizAnswerId, QuizAttemptId, QuizQuestionId};
use sea_orm::entity::prelude::*;

/// One quiz answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "quiz_answer")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizAnswerId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The attempt.
    pub attempt_id: QuizAttemptId,
    /// The question.
    pub question_id: QuizQuestionId,
    /// The ids of the chosen options, as a list of UUIDs.
    pub option_ids: Json,
    /// What it earned; none before it was scored.
    pub earned_points: Option<i32>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Attempt: AttemptId -> entities::quiz_attempt, Id;
    Question: QuestionId -> entities::quiz_question, Id;
}

impl ActiveModelBehavior for ActiveModel {}

//! The right answer of a question. Kept apart from it, so that what a taker can read never contains it.

use crate::{ByPosition, column::belongs_to};
use kernel::{OrganizationId, QuizId, QuizKeyId, QuizQuestionId};
use sea_orm::entity::prelude::*;

/// One quiz key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "quiz_key")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizKeyId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The question.
    pub question_id: QuizQuestionId,
    /// Its quiz.
    pub quiz_id: QuizId,
    /// The ids of the right options, as a list of UUIDs.
    pub correct_option_ids: Json,
    /// Why; plain text.
    pub explanation: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Question: QuestionId -> entities::quiz_question, Id;
    Quiz: QuizId -> entities::quiz, Id;
}

impl ActiveModelBehavior for ActiveModel {}

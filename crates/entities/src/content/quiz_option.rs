//! An answer to choose, as takers see it.

use crate::{ByPosition, column::belongs_to};
use kernel::{OrganizationId, QuizOptionId, QuizQuestionId};
use sea_orm::entity::prelude::*;

/// One quiz option.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "quiz_option")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizOptionId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The question.
    pub question_id: QuizQuestionId,
    /// The answer; plain text.
    pub text: String,
    /// Place in the question, from 1.
    pub position: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Question: QuestionId -> entities::quiz_question, Id;
}

impl ActiveModelBehavior for ActiveModel {}

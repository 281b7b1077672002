//! A question of a quiz, as its takers see it.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{OrganizationId, QuizId, QuizQuestionId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// How a question is answered.
    QuestionKind {
        /// Exactly one option is right.
        SingleChoice = "SINGLE_CHOICE",
        /// All right options, and no other, have to be chosen.
        MultipleChoice = "MULTIPLE_CHOICE",
        /// True or false.
        TrueFalse = "TRUE_FALSE",
    }
}

/// One quiz question.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "quiz_question")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuizQuestionId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The quiz.
    pub quiz_id: QuizId,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question; plain text.
    pub prompt: String,
    /// What a right answer earns.
    pub points: i32,
    /// Place in the quiz, from 1.
    pub position: i32,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Quiz: QuizId -> entities::quiz, Id;
}

impl ActiveModelBehavior for ActiveModel {}

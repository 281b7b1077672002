//! Quizzes: what takers read, and the keys that only authors read.

use entities::{quiz, quiz_key, quiz_option, quiz_question};
use kernel::{CourseId, LessonId, QuizId, QuizQuestionId};
use sea_orm::{ColumnTrait, Order};
use store::{OrgScope, StoreError};

/// The quizzes of courses, those of their lessons included, the oldest first.
pub async fn quizzes_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
) -> Result<Vec<quiz::Model>, StoreError> {
    scope
        .find::<quiz::Entity>()
        .among(quiz::Column::CourseId, courses)
        .order_by(quiz::Column::Id, Order::Asc)
        .all()
        .await
}

/// The quizzes that belong to lessons.
pub async fn quizzes_by_lesson(
    scope: &OrgScope,
    lessons: Vec<LessonId>,
) -> Result<Vec<quiz::Model>, StoreError> {
    scope
        .find::<quiz::Entity>()
        .filter(quiz::Column::LessonId.is_not_null())
        .among(quiz::Column::LessonId, lessons)
        .all()
        .await
}

/// Quizzes by id, as far as the actor sees them.
pub async fn quizzes_by_id(scope: &OrgScope, ids: Vec<QuizId>) -> Result<Vec<quiz::Model>, StoreError> {
    scope
        .find::<quiz::Entity>()
        .among(quiz::Column::Id, ids)
        .all()
        .await
}

/// The questions of quizzes that the actor writes or learns, in their order. When a taker may read them is not decided
/// here.
pub async fn questions_by_quiz(
    scope: &OrgScope,
    quizzes: Vec<QuizId>,
) -> Result<Vec<quiz_question::Model>, StoreError> {
    scope
        .find::<quiz_question::Entity>()
        .among(quiz_question::Column::QuizId, quizzes)
        .order_by(quiz_question::Column::Position, Order::Asc)
        .order_by(quiz_question::Column::Id, Order::Asc)
        .all()
        .await
}

/// Questions by id, as far as the actor writes or learns them.
pub async fn questions_by_id(
    scope: &OrgScope,
    ids: Vec<QuizQuestionId>,
) -> Result<Vec<quiz_question::Model>, StoreError> {
    scope
        .find::<quiz_question::Entity>()
        .among(quiz_question::Column::Id, ids)
        .all()
        .await
}

/// The options of questions, in their order.
pub async fn options_by_question(
    scope: &OrgScope,
    questions: Vec<QuizQuestionId>,
) -> Result<Vec<quiz_option::Model>, StoreError> {
    scope
        .find::<quiz_option::Entity>()
        .among(quiz_option::Column::QuestionId, questions)
        .order_by(quiz_option::Column::Position, Order::Asc)
        .order_by(quiz_option::Column::Id, Order::Asc)
        .all()
        .await
}

/// The keys of questions. For authors; nobody else sees any.
pub async fn keys_by_question(
    scope: &OrgScope,
    questions: Vec<QuizQuestionId>,
) -> Result<Vec<quiz_key::Model>, StoreError> {
    scope
        .find::<quiz_key::Entity>()
        .among(quiz_key::Column::QuestionId, questions)
        .all()
        .await
}

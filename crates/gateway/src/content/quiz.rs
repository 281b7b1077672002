//! Adding, changing and deleting quizzes.

use crate::base::{change, optional_id, patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use content::quiz::{NewQuiz, UpdateQuiz, create_quiz, delete_quiz, update_quiz};
use entities::{course, quiz};
use futures::FutureExt;
use graph::{AnswerReveal, Quiz};
use kernel::{CourseId, LessonId, QuizId};

/// A new quiz.
#[derive(InputObject)]
pub struct CreateQuizInput {
    /// The course.
    pub course_id: ID,
    /// The lesson of that course it belongs to, which has no assessment yet; the course itself if not given.
    pub lesson_id: Option<ID>,
    /// The title; 1 to 500 characters.
    pub title: String,
    /// Whether completing the course takes passing it; `true` if not given.
    pub is_required: Option<bool>,
    /// The percentage of points that passes, 0 to 100; 80 if not given.
    pub passing_percent: Option<i32>,
    /// How often it can be taken; without limit if not given.
    pub max_attempts: Option<i32>,
    /// How long an attempt may take, 10 seconds to a day; without limit if not given.
    pub time_limit_seconds: Option<i32>,
    /// Whether questions and options come in another order for each attempt; `false` if not given.
    pub is_shuffled: Option<bool>,
    /// When takers learn the right answers; `WHEN_FINISHED` if not given.
    pub reveal: Option<AnswerReveal>,
}

/// What changes in a quiz. A field that is absent stays as it is. Attempts that were scored stay as they were.
#[derive(InputObject)]
pub struct UpdateQuizInput {
    /// The quiz.
    pub id: ID,
    /// The title.
    pub title: MaybeUndefined<String>,
    /// Whether completing the course takes passing it.
    pub is_required: MaybeUndefined<bool>,
    /// The percentage of points that passes, 0 to 100.
    pub passing_percent: MaybeUndefined<i32>,
    /// How often it can be taken; null: without limit.
    pub max_attempts: MaybeUndefined<i32>,
    /// How long an attempt may take, 10 seconds to a day; null: without limit.
    pub time_limit_seconds: MaybeUndefined<i32>,
    /// Whether questions and options come in another order for each attempt.
    pub is_shuffled: MaybeUndefined<bool>,
    /// When takers learn the right answers.
    pub reveal: MaybeUndefined<AnswerReveal>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Deleting a quiz.
#[derive(InputObject)]
pub struct DeleteQuizInput {
    /// The quiz, which nobody has begun to take.
    pub id: ID,
}

payload! {
    /// The new quiz.
    CreateQuizPayload {
        /// The quiz; it needs a question before its course can be published.
        quiz: Quiz
    }
    /// The changed quiz.
    UpdateQuizPayload {
        /// The quiz.
        quiz: Quiz
    }
    /// What is gone.
    DeleteQuizPayload {
        /// The id the quiz had.
        deleted_id: ID
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateQuizInput) -> Result<CreateQuizPayload> {
    let CreateQuizInput {
        course_id,
        lesson_id,
        title,
        is_required,
        passing_percent,
        max_attempts,
        time_limit_seconds,
        is_shuffled,
        reveal,
    } = input;
    let lesson = optional_id::<LessonId>("lessonId", lesson_id.as_ref());
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, course_id| {
        let (lesson, title) = (lesson.clone(), title.clone());
        async move {
            let new = NewQuiz {
                course_id,
                lesson_id: lesson?,
                title,
                is_required: is_required.unwrap_or(true),
                passing_percent: passing_percent.unwrap_or(80),
                max_attempts,
                time_limit_seconds,
                is_shuffled: is_shuffled.unwrap_or(false),
                reveal: reveal.unwrap_or(AnswerReveal::WhenFinished).into(),
            };
            create_quiz(tx, new).await
        }
        .boxed()
    });
    Ok(done.await?.map(|(view, row)| Quiz::new(view, row)).into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateQuizInput) -> Result<UpdateQuizPayload> {
    let UpdateQuizInput {
        id,
        title,
        is_required,
        passing_percent,
        max_attempts,
        time_limit_seconds,
        is_shuffled,
        reveal,
        expected_version,
    } = input;
    let update = UpdateQuiz {
        title: patch(title, |title| title),
        is_required: patch(is_required, |yes| yes),
        passing_percent: patch(passing_percent, |percent| percent),
        max_attempts: patch(max_attempts, |attempts| attempts),
        time_limit_seconds: patch(time_limit_seconds, |seconds| seconds),
        is_shuffled: patch(is_shuffled, |yes| yes),
        reveal: patch(reveal, Into::into),
        expected_version,
    };
    let done = change::<quiz::Entity, QuizId, _, _>(ctx, "id", &id, |tx, id| {
        update_quiz(tx, id, update.clone()).boxed()
    });
    Ok(done.await?.map(|(view, row)| Quiz::new(view, row)).into())
}

pub(super) async fn delete(ctx: &Context<'_>, input: DeleteQuizInput) -> Result<DeleteQuizPayload> {
    let DeleteQuizInput { id } = input;
    let done = change::<quiz::Entity, QuizId, _, _>(ctx, "id", &id, |tx, id| delete_quiz(tx, id).boxed());
    Ok(done.await?.map(|(_, row)| row.id.to_string().into()).into())
}

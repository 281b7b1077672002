//! A quiz as everybody sees it. Nothing here knows which answers are right.

use crate::{
    AnswerReveal, Course, DateTime, Lesson, OrgView, QuestionKind,
    base::not_found,
    content::keys::{CourseById, LessonById, OptionsByQuestion, QuestionsByQuiz},
};
use async_graphql::{ID, Object, Result};
use entities::{quiz, quiz_option, quiz_question};

/// A quiz and its rules.
#[derive(Clone, Debug)]
pub struct Quiz {
    view: OrgView,
    row: quiz::Model,
}

impl Quiz {
    /// A quiz the actor may see.
    pub const fn new(view: OrgView, row: quiz::Model) -> Self {
        Self { view, row }
    }

    async fn questions(&self) -> Result<Option<Vec<quiz_question::Model>>> {
        self.view.load(QuestionsByQuiz(self.row.id)).await
    }
}

/// Questions with a passing score: of a lesson, or of the course itself. Its rules are for everybody who sees them; the
/// questions come with an attempt.
#[Object]
impl Quiz {
    /// The quiz's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The course.
    async fn course(&self) -> Result<Course> {
        let row = self.view.load(CourseById(self.row.course_id)).await?;
        row.map(|row| Course::new(self.view.clone(), row))
            .ok_or_else(|| not_found("course"))
    }
    /// The lesson it belongs to; null if it belongs to the course itself.
    async fn lesson(&self) -> Result<Option<Lesson>> {
        let Some(id) = self.row.lesson_id else {
            return Ok(None);
        };
        let row = self.view.load(LessonById(id)).await?;
        Ok(row.map(|row| Lesson::new(self.view.clone(), row)))
    }
    /// The title.
    async fn title(&self) -> &str {
        &self.row.title
    }
    /// Whether completing the course takes passing it.
    async fn is_required(&self) -> bool {
        self.row.is_required
    }
    /// The percentage of points that passes, 0 to 100.
    async fn passing_percent(&self) -> i32 {
        self.row.passing_percent
    }
    /// How often it can be taken; null: without limit.
    async fn max_attempts(&self) -> Option<i32> {
        self.row.max_attempts
    }
    /// How long an attempt may take, in seconds; null: without limit.
    async fn time_limit_seconds(&self) -> Option<i32> {
        self.row.time_limit_seconds
    }
    /// Whether questions and options come in another order for each attempt.
    async fn is_shuffled(&self) -> bool {
        self.row.is_shuffled
    }
    /// When takers learn the right answers.
    async fn reveal(&self) -> AnswerReveal {
        self.row.reveal.into()
    }
    /// How many questions it has; null unless you learn the course or write it, and where there is none yet.
    async fn question_count(&self) -> Result<Option<i32>> {
        let questions = self.questions().await?;
        Ok(questions.map(|all| i32::try_from(all.len()).unwrap_or(i32::MAX)))
    }
    /// What all right answers earn together; null unless you learn the course or write it, and where there is no question.
    async fn total_points(&self) -> Result<Option<i32>> {
        let questions = self.questions().await?;
        Ok(questions.map(|all| all.iter().map(|question| question.points).sum()))
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was added.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// A question as its takers see it.
#[derive(Clone, Debug)]
pub struct QuizQuestion {
    view: OrgView,
    row: quiz_question::Model,
    options: Option<Vec<quiz_option::Model>>,
}

impl QuizQuestion {
    /// A question with its options in the order of their places.
    pub const fn new(view: OrgView, row: quiz_question::Model) -> Self {
        Self {
            view,
            row,
            options: None,
        }
    }

    /// A question with its options in an order of their own, such as that of an attempt.
    pub const fn with_options(
        view: OrgView,
        row: quiz_question::Model,
        options: Vec<quiz_option::Model>,
    ) -> Self {
        Self {
            view,
            row,
            options: Some(options),
        }
    }
}

/// A question as its takers see it.
#[Object]
impl QuizQuestion {
    /// The question's id.
    async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// How it is answered.
    async fn kind(&self) -> QuestionKind {
        self.row.kind.into()
    }
    /// The question; plain text with line breaks.
    async fn prompt(&self) -> &str {
        &self.row.prompt
    }
    /// What a right answer earns.
    async fn points(&self) -> i32 {
        self.row.points
    }
    /// What may be chosen; at most 20.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn options(&self) -> Result<Vec<QuizOption>> {
        let rows = match &self.options {
            Some(rows) => rows.clone(),
            None => self
                .view
                .load(OptionsByQuestion(self.row.id))
                .await?
                .unwrap_or_default(),
        };
        Ok(rows.into_iter().map(QuizOption::new).collect())
    }
}

/// An answer to choose.
#[derive(Clone, Debug)]
pub struct QuizOption {
    row: quiz_option::Model,
}

impl QuizOption {
    /// An option of a question the actor may see.
    pub const fn new(row: quiz_option::Model) -> Self {
        Self { row }
    }
}

/// An answer to choose, as takers see it.
#[Object]
impl QuizOption {
    /// The option's id; what an answer names.
    async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The answer; plain text.
    async fn text(&self) -> &str {
        &self.row.text
    }
}

//! Published courses, planted by their owner.

use crate::world::{World, within};
use authz::actions::{CreateCourse, EditCourse};
use chrono::{DateTime, Utc};
use entities::{
    chapter::{self, ContentStatus},
    course::{self, CourseLevel, CourseStatus},
    course_prerequisite,
    lesson::{self, LessonKind},
    quiz::{self, AnswerReveal},
    quiz_key, quiz_option,
    quiz_question::{self, QuestionKind},
};
use kernel::{CourseId, LessonId, QuizId, QuizOptionId, QuizQuestionId, TypedId};
use learning::attempt::Answer;
use sea_orm::IntoActiveModel;
use serde_json::json;
use store::{Failure, Granted, OrgTx};

/// What a test needs to know of a course.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) id: CourseId,
    pub(crate) lessons: Vec<LessonId>,
    pub(crate) quizzes: Vec<Quiz>,
}

/// A question, its options, and which of them are right.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) id: QuizQuestionId,
    pub(crate) options: Vec<QuizOptionId>,
    pub(crate) right: Vec<QuizOptionId>,
}

#[derive(Clone, Debug)]
pub(crate) struct Quiz {
    pub(crate) id: QuizId,
    pub(crate) questions: Vec<Question>,
}

impl Quiz {
    /// Answers to all questions, of which so many are right.
    pub(crate) fn answers(&self, right: usize) -> Vec<Answer> {
        let all = self.questions.iter().enumerate();
        all.map(|(place, question)| {
            let wrong = || question.options.iter().filter(|id| !question.right.contains(id));
            Answer {
                question: question.id,
                options: if place < right {
                    question.right.clone()
                } else {
                    wrong().take(1).copied().collect()
                },
            }
        })
        .collect()
    }
}

/// A lesson to plant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewLesson {
    pub(crate) required: bool,
    pub(crate) status: ContentStatus,
    pub(crate) release_at: Option<DateTime<Utc>>,
    pub(crate) video: Option<i32>,
    /// In a chapter that opens then.
    pub(crate) chapter_release: Option<DateTime<Utc>>,
}

impl Default for NewLesson {
    fn default() -> Self {
        Self {
            required: true,
            status: ContentStatus::Published,
            release_at: None,
            video: None,
            chapter_release: None,
        }
    }
}

/// A quiz to plant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewQuiz {
    /// The place of the lesson it belongs to.
    pub(crate) lesson: Option<usize>,
    pub(crate) required: bool,
    pub(crate) questions: usize,
    pub(crate) kind: QuestionKind,
    pub(crate) passing: i32,
    pub(crate) max: Option<i32>,
    pub(crate) seconds: Option<i32>,
    pub(crate) reveal: AnswerReveal,
}

impl Default for NewQuiz {
    fn default() -> Self {
        Self {
            lesson: None,
            required: true,
            questions: 10,
            kind: QuestionKind::SingleChoice,
            passing: 80,
            max: None,
            seconds: None,
            reveal: AnswerReveal::Never,
        }
    }
}

/// A course to plant.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewCourse {
    pub(crate) slug: &'static str,
    pub(crate) lessons: Vec<NewLesson>,
    pub(crate) quizzes: Vec<NewQuiz>,
    pub(crate) prerequisites: Vec<CourseId>,
    pub(crate) validity: Option<i32>,
}

impl NewCourse {
    pub(crate) fn of(slug: &'static str, lessons: usize) -> Self {
        Self {
            slug,
            lessons: vec![NewLesson::default(); lessons],
            ..Self::default()
        }
    }

    pub(crate) fn quiz(mut self, quiz: NewQuiz) -> Self {
        self.quizzes.push(quiz);
        self
    }
}

impl World {
    /// Publishes a course of Ana's.
    pub(crate) async fn course(&self, new: NewCourse) -> Course {
        self.store()
            .write_in(&self.ana, None, &self.here(), |tx| {
                let new = new.clone();
                Box::pin(async move { plant(tx, new).await })
            })
            .await
            .unwrap()
    }

    /// Adds a required lesson to a course.
    pub(crate) async fn add_lesson(&self, course: CourseId) -> LessonId {
        within!(self, self.ana, self.here(), |tx| async {
            let edit = tx.load_for::<EditCourse>("id", course).await?;
            add_lesson(tx, &edit, 99, NewLesson::default()).await
        })
        .unwrap()
    }
}

async fn plant(tx: &OrgTx, new: NewCourse) -> Result<Course, Failure> {
    let id: CourseId = tx.new_id();
    let row = course::Model {
        id,
        organization_id: tx.organization(),
        slug: new.slug.to_owned(),
        title: format!("Course {}", new.slug),
        summary: None,
        description_html: None,
        cover: None,
        level: CourseLevel::Beginner,
        status: CourseStatus::Published,
        locale: "en".to_owned(),
        category_id: None,
        owner_employee_id: tx.access().employee().unwrap(),
        duration_minutes: None,
        validity_months: new.validity,
        published_at: Some(tx.now()),
        archived_at: None,
        rating_count: 0,
        rating_total: 0,
        rating_hundredths: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    tx.create::<CreateCourse>(all(row)).await?;
    let edit = tx.load_for::<EditCourse>("id", id).await?;
    let mut course = Course {
        id,
        lessons: Vec::new(),
        quizzes: Vec::new(),
    };
    for (place, lesson) in (1..).zip(new.lessons) {
        course.lessons.push(add_lesson(tx, &edit, place, lesson).await?);
    }
    for quiz in new.quizzes {
        let lesson = quiz.lesson.map(|place| course.lessons[place]);
        course.quizzes.push(add_quiz(tx, &edit, lesson, quiz).await?);
    }
    for prerequisite in new.prerequisites {
        let row = course_prerequisite::Model {
            id: tx.new_id(),
            organization_id: tx.organization(),
            course_id: id,
            prerequisite_course_id: prerequisite,
            created_at: tx.now(),
        };
        tx.create_from::<_, course_prerequisite::Entity>(&edit, all(row))
            .await?;
    }
    Ok(course)
}

/// Every column, set.
fn all<M, A>(row: M) -> A
where
    M: IntoActiveModel<A>,
    A: sea_orm::ActiveModelTrait,
{
    row.into_active_model().reset_all()
}

/// Adds a lesson in a chapter of its own.
async fn add_lesson(
    tx: &OrgTx,
    edit: &Granted<EditCourse>,
    position: i32,
    new: NewLesson,
) -> Result<LessonId, Failure> {
    let chapter = chapter::Model {
        id: tx.new_id(),
        organization_id: tx.organization(),
        course_id: edit.id,
        title: format!("Chapter {position}"),
        position,
        status: match new.chapter_release {
            None => ContentStatus::Published,
            Some(_) => ContentStatus::Scheduled,
        },
        release_at: new.chapter_release,
        early_unlock_points: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let chapter = tx.create_from::<_, chapter::Entity>(edit, all(chapter)).await?;
    let lesson = lesson::Model {
        id: tx.new_id(),
        organization_id: tx.organization(),
        course_id: edit.id,
        chapter_id: chapter.id,
        title: format!("Lesson {position}"),
        summary: None,
        kind: LessonKind::Video,
        position: 1,
        status: new.status,
        release_at: new.release_at,
        early_unlock_points: None,
        is_required: new.required,
        is_preview: false,
        video_seconds: new.video,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    Ok(tx.create_from::<_, lesson::Entity>(edit, all(lesson)).await?.id)
}

/// Adds a quiz whose questions have four options: the first is right, and the second too of several.
async fn add_quiz(
    tx: &OrgTx,
    edit: &Granted<EditCourse>,
    lesson: Option<LessonId>,
    new: NewQuiz,
) -> Result<Quiz, Failure> {
    let row = quiz::Model {
        id: tx.new_id(),
        organization_id: tx.organization(),
        course_id: edit.id,
        lesson_id: lesson,
        title: "Quiz".to_owned(),
        is_required: new.required,
        passing_percent: new.passing,
        max_attempts: new.max,
        time_limit_seconds: new.seconds,
        is_shuffled: true,
        reveal: new.reveal,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let quiz = tx.create_from::<_, quiz::Entity>(edit, all(row)).await?;
    let mut questions = Vec::new();
    for position in (1..).take(new.questions) {
        questions.push(add_question(tx, edit, quiz.id, position, new.kind).await?);
    }
    Ok(Quiz {
        id: quiz.id,
        questions,
    })
}

async fn add_question(
    tx: &OrgTx,
    edit: &Granted<EditCourse>,
    quiz: QuizId,
    position: i32,
    kind: QuestionKind,
) -> Result<Question, Failure> {
    let row = quiz_question::Model {
        id: tx.new_id(),
        organization_id: tx.organization(),
        quiz_id: quiz,
        kind,
        prompt: format!("Question {position}"),
        points: 1,
        position,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let id = tx
        .create_from::<_, quiz_question::Entity>(edit, all(row))
        .await?
        .id;
    let mut options = Vec::new();
    for position in 1..=4 {
        let row = quiz_option::Model {
            id: tx.new_id(),
            organization_id: tx.organization(),
            question_id: id,
            text: format!("Option {position}"),
            position,
            created_at: tx.now(),
        };
        options.push(tx.create_from::<_, quiz_option::Entity>(edit, all(row)).await?.id);
    }
    let right = match kind {
        QuestionKind::MultipleChoice => options[..2].to_vec(),
        QuestionKind::SingleChoice | QuestionKind::TrueFalse => options[..1].to_vec(),
    };
    let uuids: Vec<_> = right.iter().map(|id| id.uuid()).collect();
    let key = quiz_key::Model {
        id: tx.new_id(),
        organization_id: tx.organization(),
        question_id: id,
        quiz_id: quiz,
        correct_option_ids: json!(uuids),
        explanation: Some("Because.".to_owned()),
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    tx.create_from::<_, quiz_key::Entity>(edit, all(key)).await?;
    Ok(Question { id, options, right })
}

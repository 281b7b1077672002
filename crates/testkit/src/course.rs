//! Courses to sell, learn and be paid for, made through the API by the people who would make them.

use crate::{Person, Staff};
use serde_json::{Value, json};

/// What a course shall be like. One chapter with one lesson and no quiz, unless said otherwise.
///
/// ```ignore
/// let course = staff.course("Rust for Finance").chapters(2).lessons_per_chapter(3).quiz(4).publish().await;
/// let first = &course.chapters[0].lessons[0];
/// let quiz = course.quiz.as_ref().expect("asked for");
/// let right = &quiz.questions[0].correct;
/// ```
#[derive(Debug)]
pub struct NewCourse<'s, 'a> {
    staff: &'s Staff<'a>,
    author: Person<'a>,
    title: String,
    chapters: usize,
    lessons: usize,
    questions: Option<usize>,
    rules: Value,
}

/// A course that was made.
#[derive(Clone, Debug)]
pub struct Course {
    /// Its id.
    pub id: String,
    /// Its slug, made of the title.
    pub slug: String,
    /// Its chapters in their order.
    pub chapters: Vec<Chapter>,
    /// Its quiz, which belongs to the last lesson.
    pub quiz: Option<Quiz>,
}

/// A chapter of it.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Its id.
    pub id: String,
    /// The ids of its lessons in their order. All are required.
    pub lessons: Vec<String>,
}

/// Its quiz.
#[derive(Clone, Debug)]
pub struct Quiz {
    /// Its id.
    pub id: String,
    /// Its questions in their order.
    pub questions: Vec<Question>,
}

/// A single choice question with four options, the first of them right, for one point.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The id of the right option.
    pub correct: String,
    /// The ids of the others.
    pub wrong: Vec<String>,
}

impl Course {
    /// The ids of all lessons in their order.
    pub fn lessons(&self) -> Vec<&str> {
        let lessons = self.chapters.iter().flat_map(|chapter| &chapter.lessons);
        lessons.map(String::as_str).collect()
    }
}

impl<'a> Staff<'a> {
    /// A course by the creator. Nothing is made before one of `draft` and `publish` is called.
    pub fn course<'s>(&'s self, title: &str) -> NewCourse<'s, 'a> {
        NewCourse {
            staff: self,
            author: self.creator.clone(),
            title: title.to_owned(),
            chapters: 1,
            lessons: 1,
            questions: None,
            rules: json!({}),
        }
    }

    /// Hands in a draft as the owner and publishes it.
    pub async fn publish(&self, course: &str) {
        for step in ["submitCourse", "publishCourse"] {
            self.owner
                .mutate(step, json!({ "id": course }), "course { status }")
                .await
                .payload();
        }
    }
}

impl<'a> NewCourse<'_, 'a> {
    /// Who writes it, instead of the creator.
    #[must_use]
    pub fn by(mut self, author: &Person<'a>) -> Self {
        self.author = author.clone();
        self
    }

    /// How many chapters.
    #[must_use]
    pub const fn chapters(mut self, chapters: usize) -> Self {
        self.chapters = chapters;
        self
    }

    /// How many lessons in each.
    #[must_use]
    pub const fn lessons_per_chapter(mut self, lessons: usize) -> Self {
        self.lessons = lessons;
        self
    }

    /// With a quiz of so many questions at the last lesson: required, passed at 80 %, no limits, answers shown when
    /// finished.
    #[must_use]
    pub const fn quiz(mut self, questions: usize) -> Self {
        self.questions = Some(questions);
        self
    }

    /// Other rules of the quiz: fields of `CreateQuizInput`, such as `json!({ "maxAttempts": 3 })`.
    #[must_use]
    pub fn quiz_rules(mut self, rules: Value) -> Self {
        self.rules = rules;
        self
    }

    /// Makes it and publishes it.
    pub async fn publish(self) -> Course {
        let staff = self.staff;
        let course = self.draft().await;
        staff.publish(&course.id).await;
        course
    }

    /// Makes it and leaves it as a draft.
    pub async fn draft(self) -> Course {
        let made = self
            .author
            .mutate(
                "createCourse",
                json!({ "organizationId": self.staff.organization, "title": self.title }),
                "course { id slug }",
            )
            .await;
        let mut course = Course {
            id: text(&made.payload()["course"]["id"]),
            slug: text(&made.payload()["course"]["slug"]),
            chapters: Vec::new(),
            quiz: None,
        };
        for number in 1..=self.chapters {
            let chapter = self.chapter(&course.id, number).await;
            course.chapters.push(chapter);
        }
        if let Some(questions) = self.questions {
            course.quiz = Some(self.write_quiz(&course, questions).await);
        }
        course
    }

    async fn chapter(&self, course: &str, number: usize) -> Chapter {
        let made = self
            .author
            .mutate(
                "createChapter",
                json!({ "courseId": course, "title": format!("Chapter {number}") }),
                "chapter { id }",
            )
            .await;
        let id = text(&made.payload()["chapter"]["id"]);
        let mut lessons = Vec::new();
        for lesson in 1..=self.lessons {
            let made = self
                .author
                .mutate(
                    "createLesson",
                    json!({
                        "chapterId": id,
                        "title": format!("Lesson {number}.{lesson}"),
                        "textHtml": format!("<p>What lesson {number}.{lesson} teaches</p>"),
                    }),
                    "lesson { id }",
                )
                .await;
            lessons.push(text(&made.payload()["lesson"]["id"]));
        }
        Chapter { id, lessons }
    }

    async fn write_quiz(&self, course: &Course, questions: usize) -> Quiz {
        let mut input =
            json!({ "courseId": course.id, "title": "Quiz", "lessonId": course.lessons().last() });
        if let (Value::Object(input), Value::Object(rules)) = (&mut input, &self.rules) {
            input.extend(rules.clone());
        }
        let made = self.author.mutate("createQuiz", input, "quiz { id }").await;
        let id = text(&made.payload()["quiz"]["id"]);
        let mut written = Vec::new();
        for number in 1..=questions {
            let made = self
                .author
                .mutate(
                    "addQuizQuestion",
                    json!({
                        "quizId": id, "kind": "SINGLE_CHOICE", "prompt": format!("Question {number}"),
                        "explanation": format!("Because of {number}"),
                        "options": [
                            { "text": "right", "isCorrect": true }, { "text": "wrong", "isCorrect": false },
                            { "text": "also wrong", "isCorrect": false }, { "text": "quite wrong", "isCorrect": false },
                        ],
                    }),
                    "question { id options { id } }",
                )
                .await;
            let question = &made.payload()["question"];
            let mut options = question["options"].as_array().expect("options").iter();
            written.push(Question {
                id: text(&question["id"]),
                correct: text(&options.next().expect("four options")["id"]),
                wrong: options.map(|option| text(&option["id"])).collect(),
            });
        }
        Quiz {
            id,
            questions: written,
        }
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

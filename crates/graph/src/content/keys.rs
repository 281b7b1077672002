//! What courses are made of, in batches.

use crate::base::{Key, keys, list_keys};
use entities::{
    category, chapter, course, employee, file, lesson, lesson_content, quiz, quiz_key, quiz_option,
    quiz_question, tag,
};
use kernel::{CategoryId, ChapterId, CourseId, FileId, LessonId, QuizId, QuizQuestionId, TagId};
use reads::{CourseCounts, LearnedLesson, Outline};
use std::collections::HashMap;
use store::{OrgScope, StoreError};

keys! {
    /// A subject.
    CategoryById(CategoryId) -> category::Model, by reads::categories_by_id, |row| row.id;
    /// A tag.
    TagById(TagId) -> tag::Model, by reads::tags_by_id, |row| row.id;
    /// A course.
    CourseById(CourseId) -> course::Model, by reads::courses_by_id, |row| row.id;
    /// How much of a course the actor sees.
    CountsOfCourse(CourseId) -> CourseCounts, by reads::course_counts, |row| row.course;
    /// A chapter.
    ChapterById(ChapterId) -> chapter::Model, by reads::chapters_by_id, |row| row.id;
    /// A lesson.
    LessonById(LessonId) -> lesson::Model, by reads::lessons_by_id, |row| row.id;
    /// What a lesson teaches, where the actor may read it now.
    ContentOfLesson(LessonId) -> lesson_content::Model, by reads::contents_by_lesson, |row| row.lesson_id;
    /// A file, where the actor may read it now.
    FileById(FileId) -> file::Model, by reads::files_by_id, |row| row.id;
    /// A quiz.
    QuizById(QuizId) -> quiz::Model, by reads::quizzes_by_id, |row| row.id;
    /// The key of a question; for authors.
    KeyOfQuestion(QuizQuestionId) -> quiz_key::Model, by reads::keys_by_question, |row| row.question_id;
}

list_keys! {
    /// The chapters of a course.
    ChaptersByCourse(CourseId) -> [chapter::Model], by reads::chapters_by_course, row => Some(row.course_id), Some(row);
    /// The lessons of a chapter.
    LessonsByChapter(ChapterId) -> [lesson::Model], by reads::lessons_by_chapter, row => Some(row.chapter_id), Some(row);
    /// The files of a lesson, where the actor may read them now.
    FilesByLesson(LessonId) -> [file::Model], by reads::files_by_lesson, row => row.lesson_id, Some(row);
    /// The quizzes of a course and its lessons.
    QuizzesByCourse(CourseId) -> [quiz::Model], by reads::quizzes_by_course, row => Some(row.course_id), Some(row);
    /// The quiz of a lesson, as a list of at most one.
    QuizzesByLesson(LessonId) -> [quiz::Model], by reads::quizzes_by_lesson, row => row.lesson_id, Some(row);
    /// The questions of a quiz.
    QuestionsByQuiz(QuizId) -> [quiz_question::Model], by reads::questions_by_quiz, row => Some(row.quiz_id), Some(row);
    /// The options of a question.
    OptionsByQuestion(QuizQuestionId) -> [quiz_option::Model], by reads::options_by_question,
        row => Some(row.question_id), Some(row);
    /// The tags of a course.
    TagsOfCourse(CourseId) -> [tag::Model], by reads::tags_of_courses, row => Some(row.course), row.to;
    /// The mentors of a course.
    MentorsOfCourse(CourseId) -> [employee::Model], by reads::mentors_of_courses, row => Some(row.course), row.to;
    /// What a course asks for.
    PrerequisitesOfCourse(CourseId) -> [course::Model], by reads::prerequisites_of_courses,
        row => Some(row.course), row.to;
}

/// The lessons of a chapter in a course, with what the actor has done in them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct LearnedLessonsByChapter(pub(crate) ChapterId, pub(crate) CourseId);

impl Key<OrgScope> for LearnedLessonsByChapter {
    type Value = Vec<LearnedLesson>;

    async fn load(scope: &OrgScope, keys: Vec<Self>) -> Result<HashMap<Self, Self::Value>, StoreError> {
        let chapters = keys.into_iter().map(|Self(chapter, course)| (chapter, course));
        let mut lists: HashMap<Self, Self::Value> = HashMap::new();
        for row in reads::learned_lessons_by_chapter(scope, chapters.collect()).await? {
            let key = Self(row.lesson.chapter_id, row.lesson.course_id);
            lists.entry(key).or_default().push(row);
        }
        Ok(lists)
    }
}

/// The chapters of a course with their lessons, and with what the actor has done in these if that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OutlineOfCourse {
    pub(crate) course: CourseId,
    pub(crate) with_progress: bool,
}

impl Key<OrgScope> for OutlineOfCourse {
    type Value = Vec<Outline>;

    async fn load(scope: &OrgScope, keys: Vec<Self>) -> Result<HashMap<Self, Self::Value>, StoreError> {
        let mut lists: HashMap<Self, Self::Value> = HashMap::new();
        for with_progress in [true, false] {
            let asked = keys.iter().filter(|key| key.with_progress == with_progress);
            let courses: Vec<_> = asked.map(|key| key.course).collect();
            if courses.is_empty() {
                continue;
            }
            for row in reads::outlines_by_course(scope, courses, with_progress).await? {
                let course = row.chapter.course_id;
                let key = Self {
                    course,
                    with_progress,
                };
                lists.entry(key).or_default().push(row);
            }
        }
        Ok(lists)
    }
}

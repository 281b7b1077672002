//! Enums of content. Each mirrors the stored enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// Where a course stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::course::CourseStatus")]
pub enum CourseStatus {
    /// Being written; only its authors see it.
    Draft,
    /// Waiting for somebody who may approve content. It cannot be changed meanwhile.
    InReview,
    /// Open to everybody who may see the organization.
    Published,
    /// No longer offered; those enrolled keep it.
    Archived,
}

/// How much a course asks of its learners.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::course::CourseLevel")]
pub enum CourseLevel {
    /// Needs no prior knowledge.
    Beginner,
    /// Builds on basics.
    Intermediate,
    /// For the experienced.
    Advanced,
}

/// Whether learners reach a chapter or a lesson.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::chapter::ContentStatus")]
pub enum ContentStatus {
    /// Only its authors see it.
    Draft,
    /// Shown in the outline; opens at its release date.
    Scheduled,
    /// Open, once what it is in is open.
    Published,
}

/// What a lesson is made of.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::lesson::LessonKind")]
pub enum LessonKind {
    /// Text to read.
    Text,
    /// A video to watch.
    Video,
    /// Files to work with.
    Attachment,
    /// Several of these.
    Mixed,
}

/// Why you cannot read what a lesson teaches.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonLock {
    /// It is open, but you are not learning its course, and the lesson is no preview.
    NotEnrolled,
    /// The lesson or its chapter is not open yet; `opensAt` says when, if it is known.
    NotReleased,
    /// You are learning its course, which asks for others that you have not completed; `Course.prerequisites` names them.
    PrerequisitesNotMet,
}

/// How a question is answered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::quiz_question::QuestionKind")]
pub enum QuestionKind {
    /// Exactly one option is right.
    SingleChoice,
    /// All right options, and no other, have to be chosen.
    MultipleChoice,
    /// True or false: two options, one of them right.
    TrueFalse,
}

/// When a taker learns the right answers.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::quiz::AnswerReveal")]
pub enum AnswerReveal {
    /// Never.
    Never,
    /// When they have passed, or have no attempt left.
    WhenFinished,
}

//! What a package says, in the words of this product.

use crate::{error::PackageError, files::Files, fingerprint, limits::Limits};
use bytes::Bytes;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::PathBuf,
};

/// A format of packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Open edX: an exported course.
    Olx,
    /// Moodle: questions as text.
    Gift,
    /// IMS Common Cartridge 1.0 to 1.3.
    CommonCartridge,
}

impl Format {
    /// Its name, as it is written in keys and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Olx => "olx",
            Self::Gift => "gift",
            Self::CommonCartridge => "common-cartridge",
        }
    }
}

/// Everything in one file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its courses; only a folder of question files has more than one.
    pub courses: Vec<CourseDraft>,
    /// Where the contents of its files are.
    pub source: Source,
}

/// The file or folder of a package, for the contents of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub(crate) path: PathBuf,
    pub(crate) limits: Limits,
}

impl Source {
    /// Reads the package again and gives the content of each of these files, by its name in the package. What is beyond the bound
    /// of a file is not given.
    pub fn contents(
        &self,
        wanted: BTreeSet<String>,
        mut give: impl FnMut(String, Bytes) + 'static,
    ) -> Result<(), PackageError> {
        Files::visit(&self.path, &self.limits, wanted, move |name, content| {
            if let Some(content) = content {
                give(name, content.into());
            }
        })
    }
}

/// One course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseDraft {
    /// What stays the same when the course is exported again: format and identity there.
    pub key: String,
    /// The title, one line.
    pub title: String,
    /// The language it says it is written in, as it says it.
    pub locale: Option<String>,
    /// One or two sentences, one line.
    pub summary: Option<String>,
    /// What learners can expect; HTML as it was found.
    pub description_html: Option<String>,
    /// The chapters, each with at least one lesson.
    pub chapters: Vec<ChapterDraft>,
    /// The files that its lessons show, link or offer, each once.
    pub attachments: Vec<FileDraft>,
    /// What is not imported, in the order of the package.
    pub skipped: Vec<Skipped>,
}

/// One chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterDraft {
    /// The title, one line.
    pub title: String,
    /// The lessons, each with a text, a video or a quiz.
    pub lessons: Vec<LessonDraft>,
}

/// What a lesson is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonKind {
    /// Text, questions, or both.
    Text,
    /// A video, perhaps with questions.
    Video,
    /// Files to work with.
    Attachment,
    /// Several of these.
    Mixed,
}

/// One lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonDraft {
    /// The title, one line.
    pub title: String,
    /// What it is made of.
    pub kind: LessonKind,
    /// Its text; HTML as it was found, not sanitised.
    pub html: Option<String>,
    /// The https address of its video.
    pub video_url: Option<String>,
    /// Its questions.
    pub quiz: Option<QuizDraft>,
    /// Its files.
    pub attachments: Vec<FileUse>,
}

/// The questions of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuizDraft {
    /// The title, one line.
    pub title: String,
    /// How often it may be taken, if the package says so.
    pub max_attempts: Option<i32>,
    /// How long an attempt may take, if the package says so.
    pub time_limit_seconds: Option<i32>,
    /// At least one question.
    pub questions: Vec<QuestionDraft>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// Exactly one option is right.
    SingleChoice,
    /// All right options, and no other, have to be chosen.
    MultipleChoice,
    /// True or false, in this order.
    TrueFalse,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionDraft {
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question; plain text.
    pub prompt: String,
    /// What a right answer earns, 1 to 100.
    pub points: i32,
    /// At least two, with the right ones marked.
    pub options: Vec<OptionDraft>,
    /// Why; plain text.
    pub explanation: Option<String>,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionDraft {
    /// The answer; plain text, one line.
    pub text: String,
    /// Whether it is right.
    pub is_correct: bool,
}

/// A file for learners, which was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDraft {
    /// Its name in the package.
    pub path: String,
    /// The name under which it is offered.
    pub name: String,
    /// Its media type, read from its bytes.
    pub content_type: &'static str,
    /// Its length.
    pub byte_size: i64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
}

/// A file in a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileUse {
    /// Its name in the package.
    pub path: String,
    /// How the lesson's HTML refers to it: values of `href` and `src`, as they stand there. None where it is only offered.
    pub references: Vec<String>,
}

/// Something that is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// What it is.
    pub what: Subject,
    /// Where in the package.
    pub place: String,
    /// Why.
    pub reason: Reason,
}

/// What is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A chapter of which nothing is left.
    Chapter,
    /// A lesson of which nothing is left.
    Lesson,
    /// A part of a lesson.
    Component,
    /// A question.
    Question,
    /// A part of a question that is imported.
    Detail,
    /// A file for learners.
    Attachment,
    /// How the other platform shows, sells or grades the course.
    Setting,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chapter => "chapter",
            Self::Lesson => "lesson",
            Self::Component => "component",
            Self::Question => "question",
            Self::Detail => "detail",
            Self::Attachment => "attachment",
            Self::Setting => "setting",
        })
    }
}

/// Why something is not imported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// A file beyond the bound.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// A file that is neither picture, document, sound, video nor archive, or that could run something.
    #[error("files of this type are not kept")]
    TypeNotAllowed,
    /// A file without bytes.
    #[error("a file without content")]
    NoBytes,
    /// A file of a lesson that has enough of them.
    #[error("more than {0} files in one lesson")]
    TooManyFiles(usize),
    /// Something refers to it, and it is not there.
    #[error("the package does not contain it")]
    Missing,
    /// It cannot be understood.
    #[error("not well-formed: {0}")]
    Malformed(String),
    /// It is in an old encoding.
    #[error("not UTF-8")]
    NotUtf8,
    /// The product has nothing like it.
    #[error("no counterpart: {0}")]
    NoCounterpart(String),
    /// Nothing of it can be imported.
    #[error("nothing in it can be imported")]
    Empty,
    /// A question without words.
    #[error("no question is asked")]
    NoPrompt,
    /// A text between questions.
    #[error("a text without a question")]
    TextOnly,
    /// An option without words.
    #[error("an option without text")]
    EmptyOption,
    /// Nothing to choose from.
    #[error("fewer than two options")]
    TooFewOptions,
    /// Nothing is right.
    #[error("no option is right")]
    NoRightOption,
    /// A single choice with more than one right option.
    #[error("several options are right, and one of them would do")]
    AnyOfSeveral,
    /// A text that is too long.
    #[error("more than {0} characters")]
    TooLong(usize),
    /// Options that are partly right.
    #[error("partly right answers count as wrong")]
    PartialCredit,
    /// Feedback and hints that are not the explanation.
    #[error("hints and feedback to single answers are not kept")]
    Feedback,
    /// The question is another one each time.
    #[error("calculated by a script")]
    Calculated,
    /// A video or link without an address that can be used.
    #[error("no https address")]
    NoAddress,
    /// Not published there.
    #[error("an unpublished draft")]
    Draft,
    /// Nothing leads to it.
    #[error("nothing refers to it")]
    Unreferenced,
    /// A heading with nothing below it.
    #[error("a heading without content")]
    Heading,
    /// Another resource has its identifier.
    #[error("its identifier is taken by another one")]
    Repeated,
    /// The text of an assignment became a lesson, the rest did not.
    #[error("handing in work is not imported; its text is")]
    HandIn,
    /// About the other platform.
    #[error("settings of the other platform")]
    Platform,
}

/// How much there is of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Chapters.
    pub chapters: usize,
    /// Lessons.
    pub lessons: usize,
    /// Quizzes.
    pub quizzes: usize,
    /// Questions.
    pub questions: usize,
    /// Videos.
    pub videos: usize,
    /// Files for learners.
    pub attachments: usize,
    /// What is not imported, the files included.
    pub skipped: usize,
}

impl CourseDraft {
    /// How much there is of what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            chapters: self.chapters.len(),
            attachments: self.attachments.len(),
            skipped: self.skipped.len(),
            ..Counts::default()
        };
        for lesson in self.chapters.iter().flat_map(|chapter| &chapter.lessons) {
            counts.lessons += 1;
            counts.videos += usize::from(lesson.video_url.is_some());
            counts.quizzes += usize::from(lesson.quiz.is_some());
            counts.questions += lesson.quiz.as_ref().map_or(0, |quiz| quiz.questions.len());
        }
        counts
    }

    /// How many things are not imported, by what they are and why.
    pub fn skipped_by_reason(&self) -> BTreeMap<(Subject, &Reason), usize> {
        let mut counts = BTreeMap::new();
        for skipped in &self.skipped {
            *counts.entry((skipped.what, &skipped.reason)).or_insert(0) += 1;
        }
        counts
    }

    /// Whether nothing in it can be imported.
    pub fn is_empty(&self) -> bool {
        self.chapters.is_empty()
    }

    /// A hash of what would be imported: equal for equal courses, whatever the package was packed with.
    pub fn fingerprint(&self) -> [u8; 32] {
        fingerprint::of(self)
    }
}

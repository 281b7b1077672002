//! What authors see of a course, and what the viewer may do to it.

use crate::{OrgView, QuizDraft, content::keys::QuizzesByCourse};
use async_graphql::{Enum, ID, Object, Result};
use authz::{
    Access, OwnedAction,
    actions::{ApproveCourse, EditCourse},
};
use entities::{
    course::{self, CourseStatus},
    employee,
};
use kernel::{QuizId, TypedId};
use std::sync::Arc;

/// Something you may be able to do to a course. Named like the mutation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseAction {
    /// `updateCourse`, and everything about its chapters, lessons, quizzes, tags and prerequisites.
    Update,
    /// `submitCourse`.
    Submit,
    /// `returnCourse`.
    Return,
    /// `publishCourse`.
    Publish,
    /// `archiveCourse`.
    Archive,
    /// `restoreCourse`.
    Restore,
}

/// Whether the actor may edit the course: by permission, as its owner, or as one of its mentors.
pub(super) fn edits(access: &Access, course: &course::Model, mentors: &[employee::Model]) -> bool {
    EditCourse::allowed(access, course)
        || (access.authoring() == authz::Reach::Own
            && mentors.iter().any(|mentor| Some(mentor.id) == access.employee()))
}

impl CourseAction {
    /// What this actor may do to this course in its present state.
    pub(super) fn allowed(access: &Access, course: &course::Model, mentors: &[employee::Model]) -> Vec<Self> {
        let (edits, approves) = (
            edits(access, course, mentors),
            ApproveCourse::allowed(access, course),
        );
        let (by_authors, by_reviewers): (&[Self], &[Self]) = match course.status {
            CourseStatus::Draft => (&[Self::Update, Self::Submit, Self::Archive], &[]),
            CourseStatus::InReview => (&[], &[Self::Return, Self::Publish]),
            CourseStatus::Published => (&[Self::Update, Self::Archive], &[]),
            CourseStatus::Archived => (&[Self::Restore], &[]),
        };
        let mut all = Vec::new();
        if edits {
            all.extend_from_slice(by_authors);
        }
        if approves {
            all.extend_from_slice(by_reviewers);
        }
        all
    }
}

/// What authors and reviewers see of a course.
#[derive(Clone, Debug)]
pub struct CourseAuthoring {
    view: OrgView,
    row: Arc<course::Model>,
}

impl CourseAuthoring {
    pub(super) const fn new(view: OrgView, row: Arc<course::Model>) -> Self {
        Self { view, row }
    }

    async fn drafts(&self) -> Result<Vec<(QuizId, QuizDraft)>> {
        let rows = self.view.load(QuizzesByCourse(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| (row.id, QuizDraft::new(self.view.clone(), row)))
            .collect())
    }
}

/// What the authors and reviewers of a course see besides: its quizzes with the right answers.
#[Object]
impl CourseAuthoring {
    /// The quizzes of the course and its lessons, the oldest first.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn quizzes(&self) -> Result<Vec<QuizDraft>> {
        Ok(self.drafts().await?.into_iter().map(|(_, draft)| draft).collect())
    }
    /// One quiz of the course; null, if it has none with this id.
    async fn quiz(&self, #[graphql(desc = "The quiz's id.")] id: ID) -> Result<Option<QuizDraft>> {
        let Ok(wanted) = QuizId::parse(&id) else {
            return Ok(None);
        };
        Ok(self
            .drafts()
            .await?
            .into_iter()
            .find_map(|(id, draft)| (id == wanted).then_some(draft)))
    }
}

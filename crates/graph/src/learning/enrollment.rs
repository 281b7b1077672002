//! A member's right to learn a course, and how far they are.

use super::keys::{AttemptsOfEnrollment, CertificatesOfEnrollment, EnrollmentById, ProgressOfEnrollment};
use crate::{
    Certificate, Course, DateTime, Employee, EnrollmentSource, EnrollmentStatus, EventConnection,
    EventFilter, LessonProgress, Member, OrgView, Organization, QuizAttempt,
    base::{Row, connection, error, not_found},
    connection_cost,
    content::keys::CourseById,
    governance::events,
    people::keys::{EmployeeById, MemberById},
};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use authz::{
    Access, OwnedAction,
    actions::{Learn, ManageEnrollment},
};
use entities::enrollment;
use kernel::{ErrorKind, QuizId, TypedId};
use reads::{EnrollmentRow, Joined, MemberRow};
use std::sync::Arc;

/// A member's right to learn a course, and how far they are.
#[derive(Clone, Debug)]
pub struct Enrollment {
    view: OrgView,
    row: EnrollmentRow,
}

impl Enrollment {
    /// An enrollment the actor may see.
    pub const fn new(view: OrgView, row: EnrollmentRow) -> Self {
        Self { view, row }
    }

    /// An enrollment as a command has left it, or would leave it, with its progress counted now.
    pub async fn counted(view: OrgView, enrollment: enrollment::Model) -> Result<Self> {
        let stored = view.load(EnrollmentById(enrollment.id)).await?;
        let mut row = EnrollmentRow::from(enrollment);
        if let Some(stored) = stored {
            row.progress = stored.progress;
        }
        Ok(Self { view, row })
    }

    const fn enrollment(&self) -> &enrollment::Model {
        &self.row.enrollment
    }
}

/// How far a learner is.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct LearningProgress {
    /// Required lessons that are completed.
    pub completed_lessons: i32,
    /// Required lessons that are published or scheduled.
    pub required_lessons: i32,
    /// Completed of required lessons in percent, rounded down. 100 means that the course is completed: while a required
    /// quiz of the course has yet to be passed, it is 99.
    pub percent: i32,
}

/// Something you may be able to do to an enrollment.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrollmentAction {
    /// `openLesson`, `completeLesson`, `startQuizAttempt` and whatever else learning takes.
    Learn,
    /// `suspendEnrollment`.
    Suspend,
    /// `reinstateEnrollment`.
    Reinstate,
    /// `cancelEnrollment`.
    Cancel,
}

impl EnrollmentAction {
    fn allowed(access: &Access, row: &enrollment::Model) -> Vec<Self> {
        let mut actions = Vec::new();
        if Learn::allowed(access, row) {
            actions.push(Self::Learn);
        }
        if ManageEnrollment::allowed(access, row) {
            match row.status {
                enrollment::EnrollmentStatus::Active | enrollment::EnrollmentStatus::Completed => {
                    actions.extend([Self::Suspend, Self::Cancel]);
                }
                enrollment::EnrollmentStatus::Suspended => actions.extend([Self::Reinstate, Self::Cancel]),
                enrollment::EnrollmentStatus::Cancelled => {}
            }
        }
        actions
    }
}

pub(crate) fn number(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A member's right to learn a course, and how far they are. Shown to the learner, to the authors of the course and to
/// those who follow all learners. There is one per member and course: when access is given again, it is opened again.
#[Object]
impl Enrollment {
    /// The enrollment's id.
    pub(crate) async fn id(&self) -> ID {
        self.enrollment().id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// Who learns; null if you may not see the member.
    async fn member(&self) -> Result<Option<Row<Member>>> {
        let row = self
            .row
            .member
            .or_load(|| self.view.load(MemberById(self.enrollment().member_id)))
            .await?;
        Ok(row.map(|member| {
            let mut row = MemberRow::from(member);
            row.user = self.row.user.clone();
            Row(Member::new(self.view.clone(), row))
        }))
    }
    /// What is learned; null if you may not see the course, such as after it was withdrawn.
    async fn course(&self) -> Result<Option<Row<Course>>> {
        let row = self
            .row
            .course
            .or_load(|| self.view.load(CourseById(self.enrollment().course_id)))
            .await?;
        Ok(row.map(|row| Row(Course::new(self.view.clone(), row))))
    }
    /// Where it stands.
    async fn status(&self) -> EnrollmentStatus {
        self.enrollment().status.into()
    }
    /// How it came about, the last time it was opened.
    async fn source(&self) -> EnrollmentSource {
        self.enrollment().source.into()
    }
    /// The employee who gave it, where it was given.
    async fn granted_by(&self) -> Result<Option<Employee>> {
        let Some(id) = self.enrollment().granted_by_employee_id else {
            return Ok(None);
        };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// How far the learner is, counted by the server.
    async fn progress(&self) -> Result<Row<LearningProgress>> {
        let mut progress = self.row.progress;
        if progress.is_none() {
            let row = self.view.load(EnrollmentById(self.enrollment().id)).await?;
            progress = row.and_then(|row| row.progress);
        }
        let progress = progress.ok_or_else(|| not_found("enrollment"))?;
        Ok(Row(LearningProgress {
            completed_lessons: number(progress.completed),
            required_lessons: number(progress.required),
            percent: number(self.row.percent(progress)),
        }))
    }
    /// When it began.
    async fn enrolled_at(&self) -> DateTime {
        DateTime(self.enrollment().enrolled_at)
    }
    /// When everything required was done for the first time.
    async fn completed_at(&self) -> Option<DateTime> {
        self.enrollment().completed_at.map(DateTime)
    }
    /// When the learner was last at work.
    async fn last_activity_at(&self) -> Option<DateTime> {
        self.enrollment().last_activity_at.map(DateTime)
    }
    /// The lessons the learner has opened, in the order in which they did.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn lessons(&self) -> Result<Vec<LessonProgress>> {
        let rows = self.view.load(ProgressOfEnrollment(self.enrollment().id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| LessonProgress::new(self.view.clone(), row))
            .collect())
    }
    /// The attempts at the quizzes of the course, the oldest first.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn attempts(
        &self,
        #[graphql(desc = "Only attempts at this quiz.")] quiz_id: Option<ID>,
    ) -> Result<Vec<QuizAttempt>> {
        let quiz = quiz_id
            .map(|id| QuizId::parse(&id))
            .transpose()
            .map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))?;
        let rows = self.view.load(AttemptsOfEnrollment(self.enrollment().id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .filter(|row| quiz.is_none_or(|quiz| row.quiz_id == quiz))
            .map(|row| QuizAttempt::new(self.view.clone(), row))
            .collect())
    }
    /// The certificate; null before the course is completed.
    async fn certificate(&self) -> Result<Option<Certificate>> {
        let row = match &self.row.certificate {
            Joined::Found(row) => row.clone(),
            Joined::NotAsked => self
                .view
                .load(CertificatesOfEnrollment(self.enrollment().id))
                .await?
                .and_then(|mut rows| rows.pop())
                .map(Arc::new),
        };
        Ok(row.map(|row| Certificate::new(self.view.clone(), row)))
    }
    /// What you may do to it now.
    async fn viewer_actions(&self) -> Result<Vec<EnrollmentAction>> {
        if !self.view.is_visible().await? {
            return Ok(Vec::new());
        }
        Ok(EnrollmentAction::allowed(
            self.view.access().await?,
            self.enrollment(),
        ))
    }
    /// What happened to it, newest first. Empty unless you may read the log.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only events that match all of these.")] filter: Option<EventFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EventConnection> {
        let about = Some(vec![self.enrollment().id.uuid()]);
        events(ctx, &self.view, filter, about, (first, after, last, before)).await
    }
    /// Counts changes.
    async fn version(&self) -> i32 {
        self.enrollment().version
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.enrollment().updated_at)
    }
}

connection! {
    /// A page of enrollments.
    EnrollmentConnection,
    /// An enrollment and its position in the list.
    EnrollmentEdge,
    Enrollment
}

//! An organization with an owner and two authors to test with, and short ways to act as them.

use crate::database::{Database, everywhere};
use authz::{Actor, SignedIn, SystemTask, actions};
use content::{
    chapter::create_chapter,
    course::{NewCourse, create_course},
    lesson::{NewLesson, create_lesson},
    quiz::{NewQuestion, NewQuiz, OptionInput, add_quiz_question, create_quiz},
};
use entities::{
    chapter,
    course::{self, CourseLevel},
    employee::{self, CompensationType, WorkRole},
    enrollment::{self, EnrollmentSource, EnrollmentStatus},
    event, lesson,
    lesson::LessonKind,
    member, profile,
    quiz::{self, AnswerReveal},
    quiz_attempt::{self, AttemptStatus},
    quiz_question::{self, QuestionKind},
    user,
};
use kernel::{
    ChapterId, Code, CourseId, Email, EnrollmentId, OrganizationId, Problem, QuizId, SessionId, UserId,
};
use people::{
    employee_invitation::{InviteEmployee, accept_employee_invitation, approve_employee, invite_employee},
    founding::{NewOrganization, found},
    member_invitation::{InviteMember, accept_member_invitation, invite_member},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Order};
use std::fmt::Debug;
use store::{Failure, OrgScope, Store, Target, TokenTable};

/// Runs a command in the school, as somebody, a moment later than the one before, so that the log has an order.
macro_rules! act {
    ($school:expr, $actor:expr, |$tx:ident| $call:expr) => {{
        $school.database.clock.advance(chrono::Duration::milliseconds(1));
        $school
            .store()
            .write_in(&$actor, None, &$school.here(), |$tx| Box::pin($call))
            .await
    }};
}
pub(crate) use act;

#[derive(Clone)]
pub(crate) struct School {
    pub(crate) database: Database,
    pub(crate) id: OrganizationId,
    pub(crate) owner: Actor,
    /// Writes courses.
    pub(crate) author: Actor,
    /// Writes other courses.
    pub(crate) colleague: Actor,
    pub(crate) colleague_employee: employee::Model,
}

/// Runs a test in a fresh school on every back end.
pub(crate) async fn in_every_school<F, Done>(test: F)
where
    F: Fn(School) -> Done + Copy + Send + Sync + 'static,
    Done: Future<Output = ()> + Send + 'static,
{
    everywhere(move |database| async move { test(School::found(database).await).await }).await;
}

/// The only problem of a refusal.
pub(crate) fn problem<T: Debug>(outcome: Result<T, Failure>) -> Problem {
    match outcome {
        Err(Failure::Refused(problems)) if problems.len() == 1 => problems[0].clone(),
        other => panic!("expected one problem, got {other:?}"),
    }
}

/// The code of the only problem of a refusal.
pub(crate) fn code<T: Debug>(outcome: Result<T, Failure>) -> Code {
    problem(outcome).code
}

async fn user(store: &Store, name: &str) -> Actor {
    let email = Email::parse("email", &format!("{name}@example.com")).unwrap();
    let id: UserId = store.new_id();
    let now = store.now();
    let row = user::ActiveModel {
        id: Set(id),
        email: Set(email.address().to_owned()),
        email_key: Set(email.key().to_owned()),
        email_verified_at: Set(Some(now)),
        first_name: Set(name.to_owned()),
        last_name: Set(None),
        username: Set(None),
        username_key: Set(None),
        phone_number: Set(None),
        designation: Set(None),
        bio: Set(None),
        social_website: Set(None),
        social_github: Set(None),
        social_facebook: Set(None),
        social_twitter: Set(None),
        social_linkedin: Set(None),
        image_url: Set(None),
        avatar: Set(None),
        locale: Set(None),
        time_zone: Set(None),
        platform_role: Set(None),
        banned_at: Set(None),
        ban_reason: Set(None),
        ban_expires_at: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let profile = profile::ActiveModel {
        id: Set(store.new_id()),
        user_id: Set(id),
        kind: Set(profile::ProfileKind::Main),
        display_name: Set("Profile".to_owned()),
        about: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    store
        .write(&Actor::System(SystemTask::CommandLine), None, |tx| {
            let (row, profile) = (row.clone(), profile.clone());
            Box::pin(async move {
                tx.insert::<user::Entity>(row).await?;
                Ok(tx.insert::<profile::Entity>(profile).await?)
            })
        })
        .await
        .unwrap();
    Actor::User(SignedIn {
        user: id,
        session: store.new_id::<SessionId>(),
        email_key: email.key().to_owned(),
        email_verified: true,
        is_operator: false,
        impersonator: None,
    })
}

async fn arm(store: &Store, table: TokenTable, id: impl kernel::TypedId) -> String {
    let secret = store.new_secret("invite_");
    assert!(
        store
            .arm_token(table, id, secret.hash().into_bytes())
            .await
            .unwrap()
    );
    secret.reveal().to_owned()
}

impl School {
    async fn found(database: Database) -> Self {
        let owner = user(&database.store, "owner").await;
        let input = NewOrganization {
            name: "School".to_owned(),
            ..NewOrganization::default()
        };
        let id = found(&database.store, &owner, None, input).await.unwrap().id;
        let mut school = Self {
            author: owner.clone(),
            colleague: owner.clone(),
            colleague_employee: employee(&database.store, id, &owner).await,
            database,
            id,
            owner,
        };
        (school.author, _) = school.employee("author", WorkRole::Creator).await;
        (school.colleague, school.colleague_employee) = school.employee("colleague", WorkRole::Creator).await;
        school
    }

    pub(crate) fn store(&self) -> &Store {
        &self.database.store
    }

    pub(crate) fn here(&self) -> Target {
        Target::organization("organizationId", self.id)
    }

    /// The school with somebody's eyes.
    pub(crate) async fn seen_by(&self, actor: &Actor) -> OrgScope {
        self.store()
            .enter(actor, &self.here())
            .await
            .unwrap()
            .unwrap()
            .scope
    }

    pub(crate) async fn employee(&self, name: &str, role: WorkRole) -> (Actor, employee::Model) {
        let actor = user(self.store(), name).await;
        let offer = InviteEmployee {
            email: format!("{name}@example.com"),
            display_name: name.to_owned(),
            role,
            compensation_type: CompensationType::Commission,
            proposed_salary: None,
            start_date: None,
            job_profile_id: None,
            expires_in_seconds: None,
        };
        let invitation = act!(self, self.owner, |tx| invite_employee(tx, offer.clone())).unwrap();
        let token = arm(self.store(), TokenTable::EmployeeInvitation, invitation.id).await;
        accept_employee_invitation(self.store(), &actor, None, &token, None)
            .await
            .unwrap();
        let employee = act!(self, self.owner, |tx| approve_employee(tx, invitation.id)).unwrap();
        (actor, employee)
    }

    pub(crate) async fn member(&self, name: &str) -> (Actor, member::Model) {
        let actor = user(self.store(), name).await;
        let input = InviteMember {
            email: format!("{name}@example.com"),
            display_name: name.to_owned(),
            access_role: None,
            expires_in_seconds: None,
            courses: Vec::new(),
        };
        let invitation = act!(self, self.owner, |tx| invite_member(tx, input.clone())).unwrap();
        let token = arm(self.store(), TokenTable::MemberInvitation, invitation.id).await;
        let (_, member) = accept_member_invitation(self.store(), &actor, None, &token)
            .await
            .unwrap();
        (actor, member)
    }

    /// A draft of the author.
    pub(crate) async fn course(&self, title: &str) -> course::Model {
        self.course_of(&self.author, title).await.unwrap()
    }

    pub(crate) async fn course_of(&self, author: &Actor, title: &str) -> Result<course::Model, Failure> {
        let new = NewCourse {
            title: title.to_owned(),
            slug: None,
            summary: None,
            description_html: None,
            level: CourseLevel::Beginner,
            locale: None,
            category_id: None,
            duration_minutes: None,
            validity_months: None,
        };
        act!(self, author, |tx| create_course(tx, new.clone()))
    }

    pub(crate) async fn chapter(&self, course: CourseId, title: &str) -> chapter::Model {
        act!(self, self.author, |tx| {
            let title = title.to_owned();
            async move { create_chapter(tx, course, &title).await }
        })
        .unwrap()
    }

    pub(crate) async fn lesson(&self, chapter: ChapterId, title: &str) -> lesson::Model {
        act!(self, self.author, |tx| create_lesson(
            tx,
            chapter,
            a_lesson(title)
        ))
        .unwrap()
    }

    pub(crate) async fn quiz(
        &self,
        course: CourseId,
        lesson: Option<&lesson::Model>,
    ) -> Result<quiz::Model, Failure> {
        let lesson_id = lesson.map(|lesson| lesson.id);
        act!(self, self.author, |tx| create_quiz(tx, a_quiz(course, lesson_id)))
    }

    /// A question whose first option is right.
    pub(crate) async fn question(&self, quiz: QuizId) -> quiz_question::Model {
        act!(self, self.author, |tx| add_quiz_question(
            tx,
            quiz,
            a_question(QuestionKind::SingleChoice, &[true, false, false])
        ))
        .unwrap()
    }

    /// Gives a member a course.
    pub(crate) async fn enroll(&self, member: &member::Model, course: CourseId) -> EnrollmentId {
        let member = member.id;
        act!(self, self.owner, |tx| async move {
            let granted = tx
                .load_for::<actions::GrantCourseAccess>("courseId", course)
                .await?;
            let row = enrollment::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(tx.organization()),
                member_id: Set(member),
                course_id: Set(course),
                status: Set(EnrollmentStatus::Active),
                source: Set(EnrollmentSource::Grant),
                granted_by_employee_id: Set(tx.access().employee()),
                completed_lessons: Set(0),
                required_lessons: Set(0),
                enrolled_at: Set(tx.now()),
                completed_at: Set(None),
                last_activity_at: Set(None),
                version: Set(1),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
            };
            tx.create_from::<_, enrollment::Entity>(&granted, row).await
        })
        .unwrap()
        .id
    }

    /// What the log says of the actions on a thing, the oldest first.
    pub(crate) async fn log(&self, subject: impl kernel::TypedId) -> Vec<event::Model> {
        let scope = self.seen_by(&self.owner).await;
        scope
            .find::<event::Entity>()
            .filter(event::Column::SubjectId.eq(subject.uuid()))
            .order_by(event::Column::OccurredAt, Order::Asc)
            .order_by(event::Column::Id, Order::Asc)
            .all()
            .await
            .unwrap()
    }

    /// How many events there are.
    pub(crate) async fn events(&self) -> u64 {
        let scope = self.seen_by(&self.owner).await;
        scope.find::<event::Entity>().count().await.unwrap()
    }
}

async fn employee(store: &Store, organization: OrganizationId, actor: &Actor) -> employee::Model {
    let target = Target::organization("id", organization);
    let scope = store.enter(actor, &target).await.unwrap().unwrap().scope;
    scope.find::<employee::Entity>().one().await.unwrap().unwrap()
}

pub(crate) fn a_lesson(title: &str) -> NewLesson {
    NewLesson {
        title: title.to_owned(),
        summary: None,
        kind: LessonKind::Text,
        is_required: true,
        is_preview: false,
        text_html: Some("<p>text</p>".to_owned()),
        video_url: None,
        video_seconds: None,
    }
}

pub(crate) fn a_quiz(course_id: CourseId, lesson_id: Option<kernel::LessonId>) -> NewQuiz {
    NewQuiz {
        course_id,
        lesson_id,
        title: "Quiz".to_owned(),
        is_required: true,
        passing_percent: 80,
        max_attempts: Some(3),
        time_limit_seconds: Some(1200),
        is_shuffled: false,
        reveal: AnswerReveal::Never,
    }
}

/// A question with options that are right or not.
pub(crate) fn a_question(kind: QuestionKind, right: &[bool]) -> NewQuestion {
    NewQuestion {
        kind,
        prompt: "Why?".to_owned(),
        points: 1,
        options: (1..)
            .zip(right)
            .map(|(number, right)| OptionInput {
                id: None,
                text: format!("Option {number}"),
                is_correct: *right,
            })
            .collect(),
        explanation: Some("Because".to_owned()),
    }
}

/// Begins an attempt, as the learner.
pub(crate) async fn begin_attempt(school: &School, learner: &Actor, enrollment: EnrollmentId, quiz: QuizId) {
    act!(school, learner, |tx| async move {
        let granted = tx.load_for::<actions::Learn>("id", enrollment).await?;
        let row = quiz_attempt::ActiveModel {
            id: Set(tx.new_id()),
            quiz_id: Set(quiz),
            enrollment_id: Set(enrollment),
            number: Set(1),
            status: Set(AttemptStatus::InProgress),
            seed: Set(1),
            started_at: Set(tx.now()),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            ..Default::default()
        };
        tx.create_all_from::<_, quiz_attempt::Entity>(&granted, vec![row])
            .await
    })
    .unwrap();
}

//! People to test with, and short ways to act as them.

use crate::{
    course::Course,
    database::{Database, everywhere},
};
use authz::{Actor, SignedIn, SystemTask};
use chrono::Duration;
use entities::{
    enrollment,
    member::{self, AccessRole},
    profile, quiz_attempt, user,
};
use kernel::{
    Code, Email, EnrollmentId, LessonId, MemberId, OrganizationId, Problem, QuizAttemptId, QuizId, SessionId,
    TypedId, UserId,
};
use learning::{attempt, attempt::Answer, enrollment as enrollments, lesson};
use people::{
    founding::{NewOrganization, found},
    member_invitation::{InviteMember, accept_member_invitation, invite_member},
};
use sea_orm::ActiveValue::Set;
use std::fmt::Debug;
use store::{Failure, Store, Target, TokenTable};

/// Runs commands in an organization, as somebody.
macro_rules! within {
    ($world:expr, $actor:expr, $target:expr, |$tx:ident| $call:expr) => {
        $world
            .store()
            .write_in(&$actor, None, &$target, |$tx| {
                Box::pin(async move { $call.await })
            })
            .await
    };
}
pub(crate) use within;

/// An organization in Ljubljana, its owner Ana, and a learner.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) database: Database,
    pub(crate) organization: OrganizationId,
    pub(crate) ana: Actor,
    pub(crate) marko: Actor,
    pub(crate) marko_id: MemberId,
}

/// Runs a test in a fresh world on every back end.
pub(crate) async fn in_every_world<F, Done>(test: F)
where
    F: Fn(World) -> Done + Clone + Send + Sync + 'static,
    Done: Future<Output = ()> + Send + 'static,
{
    everywhere(move |database| {
        let test = test.clone();
        async move { test(World::new(database).await).await }
    })
    .await;
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

/// The organization an id leads to.
pub(crate) fn at(organization: OrganizationId) -> Target {
    Target::organization("organizationId", organization)
}

impl World {
    async fn new(database: Database) -> Self {
        let ana = user(&database.store, "ana").await;
        let organization = found(
            &database.store,
            &ana,
            None,
            NewOrganization {
                name: "Alpenglow".to_owned(),
                time_zone: Some("Europe/Ljubljana".to_owned()),
                is_public: Some(true),
                ..NewOrganization::default()
            },
        )
        .await
        .unwrap();
        let marko = user(&database.store, "marko").await;
        let mut world = Self {
            database,
            organization: organization.id,
            ana,
            marko: marko.clone(),
            marko_id: MemberId::from_uuid(organization.id.uuid()),
        };
        world.marko_id = world.join(&marko, "marko", AccessRole::Member).await.id;
        world
    }

    pub(crate) fn store(&self) -> &Store {
        &self.database.store
    }

    pub(crate) fn here(&self) -> Target {
        at(self.organization)
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.database.clock.advance(time);
    }

    /// A new user who has become a member.
    pub(crate) async fn member(&self, name: &str, role: AccessRole) -> (Actor, MemberId) {
        let actor = user(self.store(), name).await;
        let member = self.join(&actor, name, role).await;
        (actor, member.id)
    }

    async fn join(&self, actor: &Actor, name: &str, role: AccessRole) -> member::Model {
        let input = InviteMember {
            email: format!("{name}@example.com"),
            display_name: name.to_owned(),
            access_role: Some(role),
            expires_in_seconds: None,
            courses: Vec::new(),
        };
        let invitation = self
            .store()
            .write_in(&self.ana, None, &self.here(), |tx| {
                let input = input.clone();
                Box::pin(async move { invite_member(tx, input).await })
            })
            .await
            .unwrap();
        let secret = self.store().new_secret("invite_");
        let hash = secret.hash().into_bytes();
        let table = TokenTable::MemberInvitation;
        assert!(self.store().arm_token(table, invitation.id, hash).await.unwrap());
        accept_member_invitation(self.store(), actor, None, secret.reveal())
            .await
            .unwrap()
            .1
    }

    pub(crate) async fn grant(
        &self,
        by: &Actor,
        course: &Course,
        member: MemberId,
        key: &str,
    ) -> Result<enrollment::Model, Failure> {
        let (course, key) = (course.id, key.to_owned());
        self.store()
            .write_in(by, None, &self.here(), |tx| {
                let key = key.clone();
                Box::pin(async move { enrollments::grant_course_access(tx, course, member, &key).await })
            })
            .await
    }

    /// Marko, enrolled.
    pub(crate) async fn enrolled(&self, course: &Course) -> EnrollmentId {
        let key = course.id.to_string();
        self.grant(&self.ana, course, self.marko_id, &key)
            .await
            .unwrap()
            .id
    }

    pub(crate) async fn open(
        &self,
        who: &Actor,
        id: LessonId,
    ) -> Result<entities::lesson_progress::Model, Failure> {
        within!(self, who, self.here(), |tx| lesson::open_lesson(tx, id)).map(|learned| learned.progress)
    }

    pub(crate) async fn complete(
        &self,
        who: &Actor,
        id: LessonId,
    ) -> Result<entities::lesson_progress::Model, Failure> {
        within!(self, who, self.here(), |tx| lesson::complete_lesson(tx, id)).map(|learned| learned.progress)
    }

    pub(crate) async fn watch(
        &self,
        who: &Actor,
        id: LessonId,
        segments: &'static [(i32, i32)],
    ) -> Result<entities::lesson_progress::Model, Failure> {
        within!(self, who, self.here(), |tx| lesson::record_watched_segments(
            tx, id, segments
        ))
        .map(|learned| learned.progress)
    }

    pub(crate) async fn start(&self, who: &Actor, id: QuizId) -> Result<quiz_attempt::Model, Failure> {
        within!(self, who, self.here(), |tx| attempt::start_quiz_attempt(tx, id))
    }

    pub(crate) async fn save(
        &self,
        who: &Actor,
        id: QuizAttemptId,
        answers: Vec<Answer>,
    ) -> Result<quiz_attempt::Model, Failure> {
        attempt::save_quiz_answers(self.store(), who, None, id, answers).await
    }

    pub(crate) async fn submit(
        &self,
        who: &Actor,
        id: QuizAttemptId,
        answers: Vec<Answer>,
    ) -> Result<quiz_attempt::Model, Failure> {
        attempt::submit_quiz_attempt(self.store(), who, None, id, answers).await
    }
}

/// A user with a proven address `<name>@example.com`.
async fn user(store: &Store, name: &str) -> Actor {
    let email = Email::parse("email", &format!("{name}@example.com")).unwrap();
    let (id, now): (UserId, _) = (store.new_id(), store.now());
    let row = user::ActiveModel {
        id: Set(id),
        email: Set(email.address().to_owned()),
        email_key: Set(email.key().to_owned()),
        email_verified_at: Set(Some(now)),
        first_name: Set(name.to_owned()),
        last_name: Set(Some("Test".to_owned())),
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
    let main = profile::ActiveModel {
        id: Set(store.new_id()),
        user_id: Set(id),
        kind: Set(profile::ProfileKind::Main),
        display_name: Set(name.to_owned()),
        about: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    store
        .write(&Actor::System(SystemTask::CommandLine), None, |tx| {
            let (row, main) = (row.clone(), main.clone());
            Box::pin(async move {
                tx.insert::<user::Entity>(row).await?;
                tx.insert::<profile::Entity>(main).await?;
                Ok(())
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

//! People and organizations to test with, and short ways to act as them.

use crate::database::{Database, everywhere};
use authz::{Actor, SignedIn, SystemTask};
use chrono::Duration;
use entities::{
    employee::{self, CompensationType, WorkRole},
    employee_invitation, job_profile,
    member::{self, AccessRole},
    member_invitation,
    permission_grant::{self, Permission, PermissionScope},
    profile, user,
};
use kernel::{
    Code, Email, EmployeeInvitationId, MemberId, MemberInvitationId, OrganizationId, Problem, ProfileId,
    SessionId, TypedId, UserId,
};
use people::{
    employee_invitation::{InviteEmployee, accept_employee_invitation, approve_employee, invite_employee},
    founding::{NewOrganization, found},
    member_invitation::{InviteMember, accept_member_invitation, invite_member},
    permission::grant_permission,
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

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) database: Database,
}

/// Runs a test in a fresh world on every back end.
pub(crate) async fn in_every_world<F, Done>(test: F)
where
    F: Fn(World) -> Done,
    Done: Future<Output = ()> + Send + 'static,
{
    everywhere(|database| test(World { database })).await;
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

/// The user behind an actor.
pub(crate) fn who(actor: &Actor) -> UserId {
    actor.user().unwrap()
}

/// An offer of commission work.
pub(crate) fn offer(email: &str, role: WorkRole) -> InviteEmployee {
    InviteEmployee {
        email: email.to_owned(),
        display_name: "Professional".to_owned(),
        role,
        compensation_type: CompensationType::Commission,
        proposed_salary: None,
        start_date: None,
        job_profile_id: None,
        expires_in_seconds: None,
    }
}

/// An invitation to become a member.
pub(crate) fn welcome(email: &str, access_role: AccessRole) -> InviteMember {
    InviteMember {
        email: email.to_owned(),
        display_name: "Newcomer".to_owned(),
        access_role: Some(access_role),
        expires_in_seconds: None,
        courses: Vec::new(),
    }
}

impl World {
    pub(crate) fn store(&self) -> &Store {
        &self.database.store
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.database.clock.advance(time);
    }

    /// A user with a proven address `<name>@example.com`.
    pub(crate) async fn user(&self, name: &str) -> Actor {
        let email = Email::parse("email", &format!("{name}@example.com")).unwrap();
        let id: UserId = self.store().new_id();
        let now = self.store().now();
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
        self.store()
            .write(&Actor::System(SystemTask::CommandLine), None, |tx| {
                let row = row.clone();
                Box::pin(async move { Ok(tx.insert::<user::Entity>(row).await?) })
            })
            .await
            .unwrap();
        self.profile(id, profile::ProfileKind::Main).await;
        Actor::User(SignedIn {
            user: id,
            session: self.store().new_id::<SessionId>(),
            email_key: email.key().to_owned(),
            email_verified: true,
            is_operator: false,
            impersonator: None,
        })
    }

    async fn profile(&self, user: UserId, kind: profile::ProfileKind) -> ProfileId {
        let now = self.store().now();
        let id = self.store().new_id();
        let row = profile::ActiveModel {
            id: Set(id),
            user_id: Set(user),
            kind: Set(kind),
            display_name: Set("Profile".to_owned()),
            about: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
        };
        self.store()
            .write(&Actor::System(SystemTask::CommandLine), None, |tx| {
                let row = row.clone();
                Box::pin(async move { Ok(tx.insert::<profile::Entity>(row).await?) })
            })
            .await
            .unwrap();
        id
    }

    /// A professional identity of a user.
    pub(crate) async fn job_profile(&self, of: &Actor) -> ProfileId {
        let id = self.profile(who(of), profile::ProfileKind::Job).await;
        let row = job_profile::ActiveModel {
            profile_id: Set(id),
            user_id: Set(who(of)),
            title: Set("Teacher".to_owned()),
            level: Set(3),
            skills: Set(serde_json::json!([])),
            updated_at: Set(self.store().now()),
        };
        self.store()
            .write(&Actor::System(SystemTask::CommandLine), None, |tx| {
                let row = row.clone();
                Box::pin(async move { Ok(tx.insert::<job_profile::Entity>(row).await?) })
            })
            .await
            .unwrap();
        id
    }

    /// The same user as a platform operator.
    pub(crate) fn operator(actor: &Actor) -> Actor {
        match actor {
            Actor::User(user) => Actor::User(SignedIn {
                is_operator: true,
                ..user.clone()
            }),
            Actor::Anonymous | Actor::System(_) => actor.clone(),
        }
    }

    /// An organization and its owner, who is called like it.
    pub(crate) async fn organization(&self, name: &str) -> (OrganizationId, Actor) {
        let owner = self.user(name).await;
        let input = NewOrganization {
            name: name.to_owned(),
            ..NewOrganization::default()
        };
        let organization = found(self.store(), &owner, None, input).await.unwrap();
        (organization.id, owner)
    }

    pub(crate) async fn invite(
        &self,
        by: &Actor,
        organization: OrganizationId,
        input: InviteMember,
    ) -> Result<member_invitation::Model, Failure> {
        self.store()
            .write_in(by, None, &at(organization), |tx| {
                let input = input.clone();
                Box::pin(async move { invite_member(tx, input).await })
            })
            .await
    }

    pub(crate) async fn recruit(
        &self,
        by: &Actor,
        organization: OrganizationId,
        input: InviteEmployee,
    ) -> Result<employee_invitation::Model, Failure> {
        self.store()
            .write_in(by, None, &at(organization), |tx| {
                let input = input.clone();
                Box::pin(async move { invite_employee(tx, input).await })
            })
            .await
    }

    /// The token that the mail of an invitation would carry.
    pub(crate) async fn token(&self, id: MemberInvitationId) -> String {
        self.arm(TokenTable::MemberInvitation, id).await
    }

    /// The token that the mail of an employee invitation would carry.
    pub(crate) async fn work_token(&self, id: EmployeeInvitationId) -> String {
        self.arm(TokenTable::EmployeeInvitation, id).await
    }

    async fn arm(&self, table: TokenTable, id: impl TypedId) -> String {
        let secret = self.store().new_secret("invite_");
        let hash = secret.hash().into_bytes();
        assert!(self.store().arm_token(table, id, hash).await.unwrap());
        secret.reveal().to_owned()
    }

    /// A new user who has become a member by invitation.
    pub(crate) async fn member(
        &self,
        by: &Actor,
        organization: OrganizationId,
        name: &str,
        role: AccessRole,
    ) -> (Actor, MemberId) {
        let actor = self.user(name).await;
        let member = self.join(by, organization, &actor, name, role).await;
        (actor, member.id)
    }

    /// Invites a user who exists, and accepts.
    pub(crate) async fn join(
        &self,
        by: &Actor,
        organization: OrganizationId,
        actor: &Actor,
        name: &str,
        role: AccessRole,
    ) -> member::Model {
        let input = welcome(&format!("{name}@example.com"), role);
        let invitation = self.invite(by, organization, input).await.unwrap();
        let token = self.token(invitation.id).await;
        let (entered, member) = accept_member_invitation(self.store(), actor, None, &token)
            .await
            .unwrap();
        assert_eq!(entered, organization);
        member
    }

    /// A candidate who has accepted and waits for approval.
    pub(crate) async fn candidate(
        &self,
        by: &Actor,
        organization: OrganizationId,
        actor: &Actor,
        input: InviteEmployee,
    ) -> EmployeeInvitationId {
        let invitation = self.recruit(by, organization, input).await.unwrap();
        let token = self.work_token(invitation.id).await;
        let (_, accepted) = accept_employee_invitation(self.store(), actor, None, &token, None)
            .await
            .unwrap();
        accepted.id
    }

    /// A new user who has become an employee.
    pub(crate) async fn employee(
        &self,
        by: &Actor,
        organization: OrganizationId,
        name: &str,
        role: WorkRole,
    ) -> (Actor, employee::Model) {
        let actor = self.user(name).await;
        let input = offer(&format!("{name}@example.com"), role);
        let id = self.candidate(by, organization, &actor, input).await;
        let employee = within!(self, by, at(organization), |tx| approve_employee(tx, id)).unwrap();
        (actor, employee)
    }

    pub(crate) async fn grant(
        &self,
        by: &Actor,
        member: MemberId,
        permission: Permission,
        scope: PermissionScope,
    ) -> Result<permission_grant::Model, Failure> {
        let target = Target::of::<member::Entity>("memberId", member);
        within!(self, by, target, |tx| grant_permission(
            tx, member, permission, scope
        ))
    }
}

//! From an employee invitation to an employment.

use crate::world::{World, at, code, in_every_world, offer, problem, within};
use authz::Actor;
use chrono::Duration;
use entities::{
    employee::{
        self,
        CompensationType::{self},
        EmployeeStatus, WorkRole,
    },
    employee_invitation::{self, EmployeeInvitationStatus},
    event::{self, EventAction},
    member::{self, AccessRole, MemberStatus},
    permission_grant::Permission,
};
use kernel::{Code, EmployeeInvitationId};
use people::{
    SalaryInput,
    employee_invitation::{
        InviteEmployee, PromoteToEmployee, accept_employee_invitation, approve_employee,
        decline_employee_invitation, promote_to_employee, reject_employee, resend_employee_invitation,
        revoke_employee_invitation,
    },
    member::suspend_member,
};
use rust_decimal::Decimal;
use store::{Failure, Target};

fn salary(amount: &str, currency: &str) -> SalaryInput {
    SalaryInput {
        amount: amount.parse::<Decimal>().unwrap(),
        currency: currency.to_owned(),
    }
}

fn promotion() -> PromoteToEmployee {
    PromoteToEmployee {
        role: WorkRole::Instructor,
        compensation_type: CompensationType::Commission,
        proposed_salary: None,
        professional_display_name: None,
        start_date: None,
        expires_in_seconds: None,
    }
}

async fn accept(world: &World, actor: &Actor, token: &str) -> Result<employee_invitation::Model, Failure> {
    accept_employee_invitation(world.store(), actor, None, token, None)
        .await
        .map(|(_, invitation)| invitation)
}

async fn approve(world: &World, by: &Actor, id: EmployeeInvitationId) -> Result<employee::Model, Failure> {
    let target = Target::of::<employee_invitation::Entity>("id", id);
    within!(world, by, target, |tx| approve_employee(tx, id))
}

async fn may(world: &World, actor: &Actor, id: kernel::OrganizationId, permission: Permission) -> bool {
    let entered = world.store().enter(actor, &at(id)).await.unwrap();
    entered.is_some_and(|entered| entered.scope.access().may(permission))
}

#[tokio::test]
async fn authority_begins_with_approval() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let cora = world.user("cora").await;
        let input = InviteEmployee {
            compensation_type: CompensationType::Mixed,
            proposed_salary: Some(salary("1500.50", "EUR")),
            job_profile_id: Some(world.job_profile(&cora).await),
            ..offer("cora@example.com", WorkRole::Creator)
        };
        let job_profile = input.job_profile_id;
        let invitation = world.recruit(&ana, id, input).await.unwrap();
        assert_eq!(
            (
                invitation.proposed_salary_minor,
                invitation.proposed_salary_currency.as_deref()
            ),
            (Some(150_050), Some("EUR"))
        );
        let token = world.work_token(invitation.id).await;
        let early = problem(approve(&world, &ana, invitation.id).await);
        assert_eq!(
            (early.code, &early.params["status"]),
            (Code::NotPendingApproval, &"PENDING".into())
        );

        let accepted = accept(&world, &cora, &token).await.unwrap();
        assert_eq!(accepted.status, EmployeeInvitationStatus::PendingApproval);
        assert_eq!(accepted.candidate_user_id, cora.user());
        assert!(!may(&world, &cora, id, Permission::ManageQuizzes).await);
        assert_eq!(world.all::<employee::Entity>().await.len(), 1);
        assert_eq!(code(accept(&world, &cora, &token).await), Code::TokenUsed);

        // Waiting for approval has no end.
        world.pass(Duration::days(30));
        let employee = approve(&world, &ana, invitation.id).await.unwrap();
        assert_eq!(
            (employee.status, employee.role),
            (EmployeeStatus::Active, WorkRole::Creator)
        );
        assert_eq!(
            (employee.salary_minor, employee.job_profile_id),
            (Some(150_050), job_profile)
        );
        assert_eq!(
            employee.invited_by_employee_id,
            Some(invitation.invited_by_employee_id)
        );
        assert!(may(&world, &cora, id, Permission::ManageQuizzes).await);
        let member = world.row(employee.member_id).await;
        assert_eq!(
            (member.access_role, member.status),
            (AccessRole::Member, MemberStatus::Active)
        );
        assert_eq!(member.display_name, "cora Test");

        let events = world.all::<event::Entity>().await;
        let event = events
            .iter()
            .find(|event| event.action == EventAction::EmployeeApproved)
            .unwrap();
        let told = event.after.as_ref().unwrap();
        assert_eq!(told["employeeId"], employee.id.to_string());
        assert_eq!(told["memberId"], member.id.to_string());
        for event in &events {
            let text = format!("{:?}{:?}", event.before, event.after);
            assert!(!text.contains("150050") && !text.contains("1500.5"), "{text}");
        }
        let again = problem(approve(&world, &ana, invitation.id).await);
        assert_eq!(again.params["status"], "APPROVED");
    })
    .await;
}

#[tokio::test]
async fn every_answer_to_a_token() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (dora, eve) = (world.user("dora").await, world.user("eve").await);
        let first = world
            .recruit(&ana, id, offer("dora@example.com", WorkRole::Staff))
            .await
            .unwrap();
        let token = world.work_token(first.id).await;
        let before = world.census().await;
        assert_eq!(code(accept(&world, &dora, "nonsense").await), Code::TokenInvalid);
        assert_eq!(code(accept(&world, &eve, &token).await), Code::WrongRecipient);
        let nobody = accept(&world, &Actor::Anonymous, &token).await;
        assert!(matches!(nobody, Err(Failure::Unauthenticated)));
        let foreign = world.job_profile(&eve).await;
        let foreign = accept_employee_invitation(world.store(), &dora, None, &token, Some(foreign)).await;
        assert_eq!(code(foreign), Code::ForeignJobProfile);
        assert_eq!(world.census().await, before);
        let member_token =
            people::member_invitation::accept_member_invitation(world.store(), &dora, None, &token);
        assert_eq!(code(member_token.await), Code::TokenInvalid);

        let declined = decline_employee_invitation(world.store(), &Actor::Anonymous, None, &token).await;
        assert_eq!(declined.unwrap().status, EmployeeInvitationStatus::Declined);
        assert_eq!(code(accept(&world, &dora, &token).await), Code::TokenUsed);

        let second = world
            .recruit(&ana, id, offer("dora@example.com", WorkRole::Staff))
            .await
            .unwrap();
        let token = world.work_token(second.id).await;
        within!(world, ana, at(id), |tx| revoke_employee_invitation(tx, second.id)).unwrap();
        assert_eq!(code(accept(&world, &dora, &token).await), Code::TokenRevoked);

        let third = world
            .recruit(&ana, id, offer("dora@example.com", WorkRole::Staff))
            .await
            .unwrap();
        let token = world.work_token(third.id).await;
        world.pass(Duration::days(7));
        assert_eq!(code(accept(&world, &dora, &token).await), Code::TokenExpired);
        let resent = within!(world, ana, at(id), |tx| resend_employee_invitation(
            tx,
            third.id,
            Some(120)
        ))
        .unwrap();
        assert_eq!(resent.expires_at, world.store().now() + Duration::seconds(120));
        assert_eq!(code(accept(&world, &dora, &token).await), Code::TokenInvalid);
        let token = world.work_token(third.id).await;
        let own = world.job_profile(&dora).await;
        let (_, accepted) = accept_employee_invitation(world.store(), &dora, None, &token, Some(own))
            .await
            .unwrap();
        assert_eq!(accepted.job_profile_id, Some(own));
        let late = within!(world, ana, at(id), |tx| revoke_employee_invitation(tx, third.id));
        assert_eq!(problem(late).params["status"], "PENDING_APPROVAL");
        let waiting = world
            .recruit(&ana, id, offer("dora@example.com", WorkRole::Staff))
            .await;
        assert_eq!(code(waiting), Code::AlreadyInvited);

        let rejected = within!(world, ana, at(id), |tx| reject_employee(
            tx,
            third.id,
            Some("Not now")
        ))
        .unwrap();
        assert_eq!(rejected.rejection_reason.as_deref(), Some("Not now"));
        assert_eq!(code(accept(&world, &dora, &token).await), Code::TokenUsed);
        assert_eq!(world.all::<employee::Entity>().await.len(), 1);
        assert_eq!(world.all::<member::Entity>().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_member_is_promoted() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (lena, member) = world.member(&ana, id, "lena", AccessRole::Viewer).await;
        let invitation = within!(world, ana, at(id), |tx| promote_to_employee(
            tx,
            member,
            promotion()
        ))
        .unwrap();
        assert_eq!(invitation.promoted_member_id, Some(member));
        assert_eq!(
            (invitation.email.as_str(), invitation.display_name.as_str()),
            ("lena@example.com", "Newcomer")
        );
        let again = within!(world, ana, at(id), |tx| promote_to_employee(
            tx,
            member,
            promotion()
        ));
        assert_eq!(code(again), Code::AlreadyInvited);
        let token = world.work_token(invitation.id).await;
        accept(&world, &lena, &token).await.unwrap();
        let joined = world.happened(EventAction::MemberJoined).await;
        let employee = approve(&world, &ana, invitation.id).await.unwrap();
        assert_eq!(employee.member_id, member);
        assert_eq!(world.row(member).await.access_role, AccessRole::Viewer);
        assert_eq!(world.happened(EventAction::MemberJoined).await, joined);
        let twice = within!(world, ana, at(id), |tx| promote_to_employee(
            tx,
            member,
            promotion()
        ));
        assert_eq!(code(twice), Code::AlreadyEmployee);

        let (luka, member) = world.member(&ana, id, "luka", AccessRole::Member).await;
        let invitation = within!(world, ana, at(id), |tx| promote_to_employee(
            tx,
            member,
            promotion()
        ))
        .unwrap();
        let token = world.work_token(invitation.id).await;
        accept(&world, &luka, &token).await.unwrap();
        within!(world, ana, at(id), |tx| suspend_member(tx, member, "x")).unwrap();
        let suspended = problem(approve(&world, &ana, invitation.id).await);
        assert_eq!(
            (suspended.code, &suspended.params["status"]),
            (Code::MemberNotActive, &"SUSPENDED".into())
        );
        let suspended = within!(world, ana, at(id), |tx| promote_to_employee(
            tx,
            member,
            promotion()
        ));
        assert_eq!(code(suspended), Code::MemberNotActive);
    })
    .await;
}

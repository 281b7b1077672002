//! Invitations to become a member.

use crate::world::{World, at, code, in_every_world, offer, problem, welcome, who, within};
use authz::Actor;
use chrono::Duration;
use entities::{
    delivery,
    employee::WorkRole,
    event::{self, EventAction},
    member::{self, AccessRole, MemberStatus},
    member_invitation::{self, MemberInvitationStatus},
};
use kernel::{Code, MemberInvitationId};
use people::{
    employee_invitation::approve_employee,
    member::suspend_member,
    member_invitation::{
        InviteMember, accept_member_invitation, decline_member_invitation, resend_member_invitation,
        revoke_member_invitation,
    },
};
use store::Failure;

async fn accept(world: &World, actor: &Actor, token: &str) -> Result<member::Model, Failure> {
    accept_member_invitation(world.store(), actor, None, token)
        .await
        .map(|(_, member)| member)
}

async fn resend(
    world: &World,
    by: &Actor,
    id: MemberInvitationId,
) -> Result<member_invitation::Model, Failure> {
    let target = store::Target::of::<member_invitation::Entity>("id", id);
    within!(world, by, target, |tx| resend_member_invitation(tx, id, None))
}

#[tokio::test]
async fn invited_and_accepted() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let lena = world.user("lena").await;
        let deliveries = world.all::<delivery::Entity>().await.len();
        let input = welcome(" LENA@example.com", AccessRole::Viewer);
        let invitation = world.invite(&ana, id, input).await.unwrap();
        assert_eq!(invitation.email_key, "lena@example.com");
        assert_eq!(invitation.expires_at, world.store().now() + Duration::days(7));
        assert_eq!((invitation.sent_count, &invitation.token_hash), (1, &None));
        let events = world.all::<event::Entity>().await;
        let event = events
            .iter()
            .find(|event| event.action == EventAction::MemberInvited)
            .unwrap();
        let told = event.after.as_ref().unwrap();
        assert_eq!(
            (&told["email"], &told["accessRole"]),
            (&"LENA@example.com".into(), &"VIEWER".into())
        );
        assert_eq!(
            (&told["displayName"], told["expiresAt"].is_string()),
            (&"Newcomer".into(), true)
        );
        assert_eq!(event.capacity, event::Capacity::Employee);
        assert_eq!(world.all::<delivery::Entity>().await.len(), deliveries + 1);

        let token = world.token(invitation.id).await;
        let member = accept(&world, &lena, &token).await.unwrap();
        assert_eq!(
            (member.user_id, member.status),
            (who(&lena), MemberStatus::Active)
        );
        assert_eq!(
            (member.access_role, member.display_name.as_str()),
            (AccessRole::Viewer, "Newcomer")
        );
        assert_eq!(
            member.invited_by_employee_id,
            Some(invitation.invited_by_employee_id)
        );
        let rows = world.all::<member_invitation::Entity>().await;
        assert_eq!(rows[0].status, MemberInvitationStatus::Accepted);
        assert_eq!(
            (rows[0].member_id, rows[0].accepted_at),
            (Some(member.id), Some(world.store().now()))
        );

        let before = world.census().await;
        assert_eq!(code(accept(&world, &lena, &token).await), Code::TokenUsed);
        let again = world
            .invite(&ana, id, welcome("lena@EXAMPLE.com", AccessRole::Member))
            .await;
        assert_eq!(problem(again).field, ["email"]);
        within!(world, ana, at(id), |tx| suspend_member(tx, member.id, "x")).unwrap();
        let again = world
            .invite(&ana, id, welcome("lena@example.com", AccessRole::Member))
            .await;
        assert_eq!(code(again), Code::AlreadyMember);
        assert_eq!(world.census().await[..6], before[..6]);
    })
    .await;
}

#[tokio::test]
async fn a_token_answers_what_has_become_of_it() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (lena, eve) = (world.user("lena").await, world.user("eve").await);
        let invitation = world
            .invite(&ana, id, welcome("lena@example.com", AccessRole::Member))
            .await
            .unwrap();
        let token = world.token(invitation.id).await;
        let before = world.census().await;
        let unknown = problem(accept(&world, &lena, "invite_nonsense").await);
        assert_eq!((unknown.code, unknown.field), (Code::TokenInvalid, vec!["token"]));
        assert_eq!(code(accept(&world, &eve, &token).await), Code::WrongRecipient);
        let Actor::User(mut unproven) = lena.clone() else {
            panic!("a user");
        };
        unproven.email_verified = false;
        let unproven = Actor::User(unproven);
        assert_eq!(
            code(accept(&world, &unproven, &token).await),
            Code::EmailNotVerified
        );
        let nobody = accept(&world, &Actor::Anonymous, &token).await;
        assert!(matches!(nobody, Err(Failure::Unauthenticated)));
        assert_eq!(world.census().await, before);

        within!(world, ana, at(id), |tx| revoke_member_invitation(
            tx,
            invitation.id
        ))
        .unwrap();
        assert_eq!(code(accept(&world, &lena, &token).await), Code::TokenRevoked);
        let declined = decline_member_invitation(world.store(), &lena, None, &token).await;
        assert_eq!(code(declined), Code::TokenRevoked);
        let closed = within!(world, ana, at(id), |tx| revoke_member_invitation(
            tx,
            invitation.id
        ));
        assert_eq!(problem(closed).params["status"], "REVOKED");

        let short = InviteMember {
            expires_in_seconds: Some(60),
            ..welcome("lena@example.com", AccessRole::Member)
        };
        let invitation = world.invite(&ana, id, short).await.unwrap();
        let token = world.token(invitation.id).await;
        world.pass(Duration::seconds(61));
        assert_eq!(code(accept(&world, &lena, &token).await), Code::TokenExpired);
        let closed = within!(world, ana, at(id), |tx| revoke_member_invitation(
            tx,
            invitation.id
        ));
        assert_eq!(problem(closed).params["status"], "EXPIRED");

        // The expired one makes way for a new one.
        let next = world
            .invite(&ana, id, welcome("lena@example.com", AccessRole::Member))
            .await
            .unwrap();
        let rows = world.all::<member_invitation::Entity>().await;
        let old = rows.iter().find(|row| row.id == invitation.id).unwrap();
        assert_eq!(old.status, MemberInvitationStatus::Expired);
        let token = world.token(next.id).await;
        let declined = decline_member_invitation(world.store(), &Actor::Anonymous, None, &token).await;
        assert_eq!(declined.unwrap().status, MemberInvitationStatus::Declined);
        assert_eq!(code(accept(&world, &lena, &token).await), Code::TokenUsed);
        assert_eq!(world.happened(EventAction::MemberInvitationDeclined).await, 1);
        assert_eq!(world.all::<member::Entity>().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn sending_again_is_limited_and_kills_the_old_link() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let lena = world.user("lena").await;
        let first = world
            .invite(&ana, id, welcome("lena@example.com", AccessRole::Member))
            .await
            .unwrap();
        let old = world.token(first.id).await;
        world.pass(Duration::seconds(20));
        let soon = problem(resend(&world, &ana, first.id).await);
        assert_eq!(
            (soon.code, &soon.params["retryAfterSeconds"]),
            (Code::TooManyAttempts, &40.into())
        );
        world.pass(Duration::seconds(40));
        let again = resend(&world, &ana, first.id).await.unwrap();
        assert_eq!((again.sent_count, &again.token_hash), (2, &None));
        assert_eq!(again.expires_at, world.store().now() + Duration::days(7));
        assert_eq!(code(accept(&world, &lena, &old).await), Code::TokenInvalid);

        for _ in 0..3 {
            world.pass(Duration::minutes(1));
            resend(&world, &ana, first.id).await.unwrap();
        }
        world.pass(Duration::days(1));
        let enough = problem(resend(&world, &ana, first.id).await);
        assert_eq!(enough.code, Code::TooManyAttempts);
        assert_eq!(enough.params["retryAfterSeconds"], 6 * 86_400);
        world.pass(Duration::days(7));
        let over = problem(resend(&world, &ana, first.id).await);
        assert_eq!(
            (over.code, &over.params["status"]),
            (Code::InvitationClosed, &"EXPIRED".into())
        );
        assert_eq!(world.happened(EventAction::MemberInvitationResent).await, 4);
    })
    .await;
}

#[tokio::test]
async fn an_expired_one_opens_again_unless_another_is_open() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let lena = world.user("lena").await;
        let old = world
            .invite(&ana, id, welcome("lena@example.com", AccessRole::Member))
            .await
            .unwrap();
        world.pass(Duration::days(8));
        let opened = resend(&world, &ana, old.id).await.unwrap();
        assert_eq!(opened.status, MemberInvitationStatus::Pending);
        world.pass(Duration::days(8));
        let new = world
            .invite(&ana, id, welcome("lena@example.com", AccessRole::Member))
            .await
            .unwrap();
        assert_eq!(code(resend(&world, &ana, old.id).await), Code::AlreadyInvited);
        let token = world.token(new.id).await;
        accept(&world, &lena, &token).await.unwrap();
        assert_eq!(code(resend(&world, &ana, old.id).await), Code::AlreadyMember);
        world.pass(Duration::minutes(2));
        let done = problem(resend(&world, &ana, new.id).await);
        assert_eq!(
            (done.code, &done.params["status"]),
            (Code::InvitationClosed, &"ACCEPTED".into())
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_sent() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (hana, _) = world.member(&ana, id, "hana", AccessRole::Hr).await;
        let (mara, _) = world.employee(&ana, id, "mara", WorkRole::Manager).await;
        let (lena, _) = world.member(&ana, id, "lena", AccessRole::Member).await;
        world
            .invite(&ana, id, welcome("open@example.com", AccessRole::Member))
            .await
            .unwrap();
        let before = world.census().await;
        let bad = InviteMember {
            email: "no address".to_owned(),
            display_name: "x".repeat(101),
            access_role: None,
            expires_in_seconds: Some(59),
            courses: Vec::new(),
        };
        let Err(Failure::Refused(problems)) = world.invite(&ana, id, bad).await else {
            panic!("it must be refused");
        };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field[0]).collect();
        assert_eq!(fields, ["email", "displayName", "expiresInSeconds"]);
        assert_eq!(problems[2].params["max"], 2_592_000);

        let invite = async |by: &Actor, role| world.invite(by, id, welcome("new@example.com", role)).await;
        let open = world
            .invite(&ana, id, welcome("OPEN@example.com", AccessRole::Member))
            .await;
        assert_eq!(code(open), Code::AlreadyInvited);
        assert!(matches!(
            invite(&lena, AccessRole::Member).await,
            Err(Failure::Forbidden("member.invite"))
        ));
        assert_eq!(
            code(invite(&hana, AccessRole::Member).await),
            Code::EmployeeRequired
        );
        assert_eq!(problem(invite(&mara, AccessRole::Hr).await).field, ["accessRole"]);
        assert_eq!(code(invite(&mara, AccessRole::Owner).await), Code::RoleAboveOwn);
        assert_eq!(world.census().await, before);
        invite(&mara, AccessRole::Employee).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_member_by_employment_is_already_one() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let cora = world.user("cora").await;
        let invitation = world
            .invite(&ana, id, welcome("cora@example.com", AccessRole::Member))
            .await
            .unwrap();
        let token = world.token(invitation.id).await;
        let candidate = world
            .candidate(&ana, id, &cora, offer("cora@example.com", WorkRole::Creator))
            .await;
        within!(world, ana, at(id), |tx| approve_employee(tx, candidate)).unwrap();
        let before = world.census().await;
        assert_eq!(code(accept(&world, &cora, &token).await), Code::AlreadyMember);
        assert_eq!(world.census().await, before);
    })
    .await;
}

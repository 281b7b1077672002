//! What many requests ask for at the same moment happens once.

use crate::world::{World, at, code, in_every_world, offer, welcome, within};
use authz::Actor;
use entities::{
    employee::{self, WorkRole},
    employee_invitation,
    event::EventAction,
    member::{self, AccessRole},
    member_invitation,
    permission_grant::{self, Permission, PermissionScope},
};
use kernel::{Code, EmployeeInvitationId};
use people::{
    employee_invitation::{approve_employee, reject_employee},
    member_invitation::accept_member_invitation,
    permission::grant_permission,
};
use store::{Failure, Target};

async fn join(world: &World, actor: &Actor, token: &str) -> Result<member::Model, Failure> {
    accept_member_invitation(world.store(), actor, None, token)
        .await
        .map(|(_, member)| member)
}

async fn approve(world: &World, by: &Actor, id: EmployeeInvitationId) -> Result<employee::Model, Failure> {
    let target = Target::of::<employee_invitation::Entity>("id", id);
    within!(world, by, target, |tx| approve_employee(tx, id))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_accepts_make_one_member() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let lena = world.user("lena").await;
        let invitation = world
            .invite(&ana, id, welcome("lena@example.com", AccessRole::Member))
            .await
            .unwrap();
        let token = world.token(invitation.id).await;
        let accepting: Vec<_> = (0..20)
            .map(|_| {
                let (world, lena, token) = (world.clone(), lena.clone(), token.clone());
                tokio::spawn(async move { join(&world, &lena, &token).await })
            })
            .collect();
        let mut members = 0;
        for accepted in accepting {
            match accepted.await.unwrap() {
                Ok(_) => members += 1,
                refused => assert_eq!(code(refused), Code::TokenUsed),
            }
        }
        assert_eq!(members, 1);
        assert_eq!(world.all::<member::Entity>().await.len(), 2);
        assert_eq!(world.happened(EventAction::MemberJoined).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_invitations_to_one_address_are_one() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let inviting: Vec<_> = (0..20)
            .map(|_| {
                let (world, ana) = (world.clone(), ana.clone());
                let input = welcome("lena@example.com", AccessRole::Member);
                tokio::spawn(async move { world.invite(&ana, id, input).await })
            })
            .collect();
        let mut sent = 0;
        for invited in inviting {
            match invited.await.unwrap() {
                Ok(_) => sent += 1,
                refused => assert_eq!(code(refused), Code::AlreadyInvited),
            }
        }
        assert_eq!(sent, 1);
        assert_eq!(world.all::<member_invitation::Entity>().await.len(), 1);
        assert_eq!(world.happened(EventAction::MemberInvited).await, 1);
    })
    .await;
}
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn approving_and_rejecting_at_once() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let dora = world.user("dora").await;
        let candidate = world
            .candidate(&ana, id, &dora, offer("dora@example.com", WorkRole::Staff))
            .await;
        let deciding: Vec<_> = (0..20)
            .map(|number| {
                let (world, ana) = (world.clone(), ana.clone());
                tokio::spawn(async move {
                    if number % 2 == 0 {
                        approve(&world, &ana, candidate).await.map(|_| ())
                    } else {
                        within!(world, ana, at(id), |tx| reject_employee(tx, candidate, None)).map(|_| ())
                    }
                })
            })
            .collect();
        let mut decided = 0;
        for decision in deciding {
            match decision.await.unwrap() {
                Ok(()) => decided += 1,
                refused => assert_eq!(code(refused), Code::NotPendingApproval),
            }
        }
        assert_eq!(decided, 1);
        let approved = world.happened(EventAction::EmployeeApproved).await;
        let rejected = world.happened(EventAction::EmployeeRejected).await;
        assert_eq!(approved + rejected, 1);
        assert_eq!(world.all::<employee::Entity>().await.len(), 1 + approved);
        assert_eq!(world.all::<member::Entity>().await.len(), 1 + approved);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn becoming_a_member_in_two_ways_at_once() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        for round in 0..10 {
            let name = format!("dora{round}");
            let dora = world.user(&name).await;
            let email = format!("{name}@example.com");
            let input = welcome(&email, AccessRole::Viewer);
            let invitation = world.invite(&ana, id, input).await.unwrap();
            let token = world.token(invitation.id).await;
            let candidate = world
                .candidate(&ana, id, &dora, offer(&email, WorkRole::Staff))
                .await;
            let approving = tokio::spawn({
                let (world, ana) = (world.clone(), ana.clone());
                async move { approve(&world, &ana, candidate).await }
            });
            let joined = accept_member_invitation(world.store(), &dora, None, &token).await;
            let employee = approving.await.unwrap().unwrap();
            assert_eq!(employee.member_id, world.own(&dora, id).await);
            if joined.is_err() {
                assert_eq!(code(joined), Code::AlreadyMember);
            }
        }
        assert_eq!(world.all::<member::Entity>().await.len(), 11);
    })
    .await;
}
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn granted_many_times_at_once() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (_, member) = world.member(&ana, id, "lena", AccessRole::Member).await;
        let granting: Vec<_> = (0..20)
            .map(|_| {
                let (world, ana) = (world.clone(), ana.clone());
                tokio::spawn(async move {
                    within!(world, ana, at(id), |tx| grant_permission(
                        tx,
                        member,
                        Permission::ManageTax,
                        PermissionScope::All
                    ))
                })
            })
            .collect();
        let mut granted = 0;
        for outcome in granting {
            match outcome.await.unwrap() {
                Ok(_) => granted += 1,
                refused => assert_eq!(code(refused), Code::AlreadyGranted),
            }
        }
        assert_eq!(
            (granted, world.all::<permission_grant::Entity>().await.len()),
            (1, 1)
        );
    })
    .await;
}

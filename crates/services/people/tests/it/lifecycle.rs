//! From joining to leaving, and back.

use crate::world::{at, code, in_every_world, offer, problem, who, within};
use entities::{
    employee::{self, EmployeeStatus, WorkRole},
    event::EventAction,
    member::{AccessRole, CustomerType, MemberStatus},
    permission_grant::{self, Permission, PermissionScope},
};
use kernel::{Code, Patch};
use people::{
    employee_invitation::approve_employee,
    member::{
        UpdateMember, change_access_role, leave_organization, reinstate_member, remove_member,
        suspend_member, update_member,
    },
    organization::{UpdateOrganization, update_organization},
};
use store::Failure;

#[tokio::test]
async fn suspended_reinstated_removed_and_back() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (lena, member) = world.member(&ana, id, "lena", AccessRole::Viewer).await;

        let suspended = within!(world, ana, at(id), |tx| suspend_member(tx, member, " Unpaid ")).unwrap();
        assert_eq!(suspended.status, MemberStatus::Suspended);
        assert_eq!(suspended.suspended_reason.as_deref(), Some("Unpaid"));
        assert!(suspended.suspended_at.is_some());
        let shut_out = within!(world, lena, at(id), |tx| leave_organization(tx, member));
        assert!(matches!(shut_out, Err(Failure::NotFound("organizationId"))));
        let again = problem(within!(world, ana, at(id), |tx| suspend_member(tx, member, "x")));
        assert_eq!(
            (again.code, &again.params["status"]),
            (Code::MemberNotActive, &"SUSPENDED".into())
        );

        let back = within!(world, ana, at(id), |tx| reinstate_member(tx, member)).unwrap();
        assert_eq!(
            (back.status, back.access_role),
            (MemberStatus::Active, AccessRole::Viewer)
        );
        assert_eq!((back.suspended_at, back.suspended_reason), (None, None));
        let again = problem(within!(world, ana, at(id), |tx| reinstate_member(tx, member)));
        assert_eq!(
            (again.code, &again.params["status"]),
            (Code::MemberNotSuspended, &"ACTIVE".into())
        );

        let removed = within!(world, ana, at(id), |tx| remove_member(tx, member, None)).unwrap();
        assert_eq!(
            (removed.status, removed.access_role),
            (MemberStatus::Removed, AccessRole::Member)
        );
        let again = within!(world, ana, at(id), |tx| remove_member(tx, member, None));
        assert_eq!(code(again), Code::MemberNotActive);

        world.pass(chrono::Duration::days(1));
        let rejoined = world.join(&ana, id, &lena, "lena", AccessRole::Employee).await;
        assert_eq!(rejoined.id, member);
        assert_eq!(
            (rejoined.status, rejoined.access_role),
            (MemberStatus::Active, AccessRole::Employee)
        );
        assert_eq!(rejoined.joined_at, world.store().now());
        assert_eq!((rejoined.removed_at, rejoined.removed_reason), (None, None));
        assert_eq!(world.happened(EventAction::MemberJoined).await, 3);
    })
    .await;
}

#[tokio::test]
async fn the_end_takes_employment_grants_and_role() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (hana, employee) = world.employee(&ana, id, "hana", WorkRole::Manager).await;
        let member = employee.member_id;
        within!(world, ana, at(id), |tx| change_access_role(
            tx,
            member,
            AccessRole::Hr
        ))
        .unwrap();
        world
            .grant(&ana, member, Permission::ManageTax, PermissionScope::All)
            .await
            .unwrap();
        world
            .grant(&ana, member, Permission::ViewAnalytics, PermissionScope::Own)
            .await
            .unwrap();

        let left = within!(world, hana, at(id), |tx| leave_organization(tx, member)).unwrap();
        assert_eq!(
            (left.status, left.access_role),
            (MemberStatus::Left, AccessRole::Member)
        );
        assert!(left.left_at.is_some() && left.removed_at.is_none());
        assert!(world.all::<permission_grant::Entity>().await.is_empty());
        let employees = world.all::<employee::Entity>().await;
        let ended = employees.iter().find(|row| row.id == employee.id).unwrap();
        assert_eq!(ended.status, EmployeeStatus::Terminated);
        assert_eq!(ended.terminated_at, left.left_at);
        assert_eq!(world.happened(EventAction::MemberLeft).await, 1);
        assert_eq!(world.happened(EventAction::EmployeeTerminated).await, 1);
        assert_eq!(world.happened(EventAction::PermissionRevoked).await, 2);

        // Who comes back to work gets a new employment in the old membership.
        let input = offer("hana@example.com", WorkRole::Staff);
        let invitation = world.candidate(&ana, id, &hana, input).await;
        let again = within!(world, ana, at(id), |tx| approve_employee(tx, invitation)).unwrap();
        assert_eq!(again.member_id, member);
        assert_ne!(again.id, employee.id);
        let member = world.row(member).await;
        assert_eq!((member.status, member.left_at), (MemberStatus::Active, None));
        assert_eq!(member.access_role, AccessRole::Member);
    })
    .await;
}

#[tokio::test]
async fn leaving_can_be_switched_off_and_is_for_oneself() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (lena, member) = world.member(&ana, id, "lena", AccessRole::Member).await;
        let (luka, other) = world.member(&ana, id, "luka", AccessRole::Member).await;
        let hidden = within!(world, lena, at(id), |tx| leave_organization(tx, other));
        assert!(matches!(hidden, Err(Failure::NotFound("id"))));
        let foreign = within!(world, ana, at(id), |tx| leave_organization(tx, other));
        assert!(matches!(foreign, Err(Failure::Forbidden("member.leave"))));

        within!(world, ana, at(id), |tx| update_organization(
            tx,
            id,
            UpdateOrganization {
                members_may_leave: Patch::Set(false),
                ..UpdateOrganization::default()
            }
        ))
        .unwrap();
        let before = world.census().await;
        let kept = within!(world, luka, at(id), |tx| leave_organization(tx, other));
        assert_eq!(code(kept), Code::LeavingNotAllowed);
        assert_eq!(world.census().await, before);
        assert_eq!(world.row(member).await.user_id, who(&lena));
    })
    .await;
}

#[tokio::test]
async fn names_are_one_s_own_and_kinds_of_customer_are_not() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (lena, member) = world.member(&ana, id, "lena", AccessRole::Member).await;
        let (_, other) = world.member(&ana, id, "luka", AccessRole::Member).await;
        let renamed = within!(world, lena, at(id), |tx| update_member(
            tx,
            member,
            UpdateMember {
                display_name: Patch::Set(" Lena B. ".to_owned()),
                expected_version: Some(1),
                ..UpdateMember::default()
            }
        ));
        assert_eq!(renamed.unwrap().display_name, "Lena B.");

        let before = world.census().await;
        let promoted = within!(world, lena, at(id), |tx| update_member(
            tx,
            member,
            UpdateMember {
                customer_type: Patch::Set(CustomerType::Premium),
                ..UpdateMember::default()
            }
        ));
        assert!(matches!(promoted, Err(Failure::Forbidden("member.update"))));
        let hidden = within!(world, lena, at(id), |tx| update_member(
            tx,
            other,
            UpdateMember {
                display_name: Patch::Set("Mine".to_owned()),
                ..UpdateMember::default()
            }
        ));
        assert!(matches!(hidden, Err(Failure::NotFound("id"))));
        let stale = within!(world, lena, at(id), |tx| update_member(
            tx,
            member,
            UpdateMember {
                display_name: Patch::Set("Late".to_owned()),
                expected_version: Some(1),
                ..UpdateMember::default()
            }
        ));
        assert_eq!(problem(stale).params["currentVersion"], 2);
        let empty = within!(world, lena, at(id), |tx| update_member(
            tx,
            member,
            UpdateMember {
                display_name: Patch::Clear,
                ..UpdateMember::default()
            }
        ));
        assert_eq!(code(empty), Code::Required);
        assert_eq!(world.census().await, before);

        let both = within!(world, ana, at(id), |tx| update_member(
            tx,
            member,
            UpdateMember {
                display_name: Patch::Set("Lena".to_owned()),
                customer_type: Patch::Set(CustomerType::Enterprise),
                expected_version: Some(2),
            }
        ))
        .unwrap();
        assert_eq!((both.version, both.customer_type), (3, CustomerType::Enterprise));
        assert_eq!(world.happened(EventAction::MemberUpdated).await, 2);
    })
    .await;
}

#[tokio::test]
async fn nobody_acts_upwards_or_on_themselves() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let owner = world.own(&ana, id).await;
        let (hana, hr) = world.member(&ana, id, "hana", AccessRole::Hr).await;
        let (_, admin) = world.member(&ana, id, "adam", AccessRole::Admin).await;
        let (_, worker) = world.employee(&ana, id, "will", WorkRole::Admin).await;
        let worker = worker.member_id;
        let before = world.census().await;
        for above in [owner, admin, worker] {
            let tried = within!(world, hana, at(id), |tx| suspend_member(tx, above, "x"));
            assert_eq!(code(tried), Code::RoleAboveOwn);
            let tried = within!(world, hana, at(id), |tx| remove_member(tx, above, None));
            assert_eq!(code(tried), Code::RoleAboveOwn);
            let tried = within!(world, hana, at(id), |tx| update_member(
                tx,
                above,
                UpdateMember {
                    display_name: Patch::Set("Down".to_owned()),
                    ..UpdateMember::default()
                }
            ));
            assert_eq!(code(tried), Code::RoleAboveOwn);
        }
        let oneself = within!(world, hana, at(id), |tx| suspend_member(tx, hr, "x"));
        assert_eq!(code(oneself), Code::NotOneself);
        let oneself = within!(world, hana, at(id), |tx| remove_member(tx, hr, None));
        assert_eq!(code(oneself), Code::NotOneself);
        let blank = within!(world, ana, at(id), |tx| suspend_member(tx, hr, " "));
        assert_eq!(code(blank), Code::Required);
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn access_roles_are_given_from_above() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (adam, admin) = world.member(&ana, id, "adam", AccessRole::Admin).await;
        let (_, lena) = world.member(&ana, id, "lena", AccessRole::Member).await;
        let (hana, _) = world.member(&ana, id, "hana", AccessRole::Hr).await;
        let change = async |by: &authz::Actor, member, role| {
            within!(world, by, at(id), |tx| change_access_role(tx, member, role))
        };
        assert_eq!(
            code(change(&adam, lena, AccessRole::SuperAdmin).await),
            Code::RoleAboveOwn
        );
        assert_eq!(
            code(change(&adam, admin, AccessRole::Owner).await),
            Code::RoleAboveOwn
        );
        assert!(matches!(
            change(&hana, lena, AccessRole::Viewer).await,
            Err(Failure::Forbidden("member.changeAccessRole"))
        ));
        let owner = world.own(&ana, id).await;
        assert_eq!(
            code(change(&adam, owner, AccessRole::Member).await),
            Code::RoleAboveOwn
        );
        assert_eq!(
            code(change(&ana, owner, AccessRole::Member).await),
            Code::LastOwner
        );
        assert_eq!(
            change(&adam, lena, AccessRole::Admin).await.unwrap().access_role,
            AccessRole::Admin
        );
        assert_eq!(
            change(&adam, admin, AccessRole::Hr).await.unwrap().access_role,
            AccessRole::Hr
        );
        assert_eq!(
            change(&ana, lena, AccessRole::Owner).await.unwrap().access_role,
            AccessRole::Owner
        );
        assert_eq!(
            change(&ana, owner, AccessRole::Viewer).await.unwrap().access_role,
            AccessRole::Viewer
        );

        // Authority from work does not raise its holder's own access role.
        let (will, worker) = world.employee(&ana, id, "will", WorkRole::Admin).await;
        let up = change(&will, worker.member_id, AccessRole::Admin).await;
        assert_eq!(code(up), Code::NotOneself);
    })
    .await;
}

//! Single permissions, and how far they reach.

use crate::world::{at, code, in_every_world, problem, welcome, within};
use entities::{
    employee::WorkRole,
    event::EventAction,
    member::AccessRole,
    member_invitation,
    permission_grant::{self, Permission, PermissionScope},
};
use kernel::Code;
use people::{
    member::suspend_member, member_invitation::revoke_member_invitation, permission::revoke_permission,
};
use store::Failure;

#[tokio::test]
async fn granted_and_revoked() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (lena, member) = world.member(&ana, id, "lena", AccessRole::Member).await;
        let grant = world
            .grant(&ana, member, Permission::ManageTax, PermissionScope::All)
            .await
            .unwrap();
        assert_eq!(grant.granted_by_member_id, world.own(&ana, id).await);
        let before = world.census().await;
        let twice = world
            .grant(&ana, member, Permission::ManageTax, PermissionScope::Own)
            .await;
        assert_eq!(code(twice), Code::AlreadyGranted);
        let own = world
            .grant(&lena, member, Permission::ManageTax, PermissionScope::All)
            .await;
        assert!(matches!(own, Err(Failure::Forbidden("permission.grant"))));
        let own = within!(world, lena, at(id), |tx| revoke_permission(tx, grant.id));
        assert!(matches!(own, Err(Failure::Forbidden("permission.revoke"))));
        assert_eq!(world.census().await, before);

        within!(world, ana, at(id), |tx| revoke_permission(tx, grant.id)).unwrap();
        assert!(world.all::<permission_grant::Entity>().await.is_empty());
        let gone = within!(world, ana, at(id), |tx| revoke_permission(tx, grant.id));
        assert!(matches!(gone, Err(Failure::NotFound("id"))));
        within!(world, ana, at(id), |tx| suspend_member(tx, member, "x")).unwrap();
        let suspended = world
            .grant(&ana, member, Permission::ManageTax, PermissionScope::All)
            .await;
        assert_eq!(problem(suspended).params["status"], "SUSPENDED");
        assert_eq!(world.happened(EventAction::PermissionGranted).await, 1);
        assert_eq!(world.happened(EventAction::PermissionRevoked).await, 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_grants_what_they_do_not_hold() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (lena, member) = world.member(&ana, id, "lena", AccessRole::Hr).await;
        let (_, other) = world.member(&ana, id, "luka", AccessRole::Member).await;
        let owner = world.own(&ana, id).await;
        for (permission, scope) in [
            (Permission::ManagePermissions, PermissionScope::All),
            (Permission::ManageTax, PermissionScope::Own),
        ] {
            world.grant(&ana, member, permission, scope).await.unwrap();
        }
        let before = world.census().await;
        for permission in [Permission::ManageTax, Permission::PostAccounting] {
            let refused = problem(world.grant(&lena, other, permission, PermissionScope::Own).await);
            assert_eq!(
                (refused.code, refused.field),
                (Code::PermissionNotHeld, vec!["permission"])
            );
        }
        let above = world
            .grant(&lena, owner, Permission::ViewMembers, PermissionScope::All)
            .await;
        assert_eq!(code(above), Code::RoleAboveOwn);
        assert_eq!(world.census().await, before);
        world
            .grant(&lena, other, Permission::ViewMembers, PermissionScope::Own)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn own_reaches_only_what_one_sent() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (sara, row) = world.employee(&ana, id, "sara", WorkRole::Staff).await;
        let refused = world
            .invite(&sara, id, welcome("x@example.com", AccessRole::Member))
            .await;
        assert!(matches!(refused, Err(Failure::Forbidden("member.invite"))));
        world
            .grant(
                &ana,
                row.member_id,
                Permission::InviteMembers,
                PermissionScope::Own,
            )
            .await
            .unwrap();
        let theirs = world
            .invite(&ana, id, welcome("a@example.com", AccessRole::Member))
            .await
            .unwrap();
        let hers = world
            .invite(&sara, id, welcome("b@example.com", AccessRole::Member))
            .await
            .unwrap();

        let entered = world.store().enter(&sara, &at(id)).await.unwrap().unwrap();
        let seen = entered
            .scope
            .find::<member_invitation::Entity>()
            .all()
            .await
            .unwrap();
        assert_eq!(seen.iter().map(|row| row.id).collect::<Vec<_>>(), [hers.id]);

        let before = world.census().await;
        let foreign = within!(world, sara, at(id), |tx| revoke_member_invitation(tx, theirs.id));
        assert!(matches!(foreign, Err(Failure::NotFound("id"))));
        // What she does not see still counts.
        let taken = world
            .invite(&sara, id, welcome("a@example.com", AccessRole::Member))
            .await;
        assert_eq!(code(taken), Code::AlreadyInvited);
        assert_eq!(world.census().await, before);
        within!(world, sara, at(id), |tx| revoke_member_invitation(tx, hers.id)).unwrap();
    })
    .await;
}

//! Something of another organization is not found, neither by a command nor by the database.

use crate::{
    database::on_postgres,
    world::{World, at, in_every_world, offer, welcome, within},
};
use entities::{
    employee::{self, WorkRole},
    member::{self, AccessRole},
    member_invitation,
    permission_grant::{Permission, PermissionScope},
};
use kernel::{Patch, TypedId};
use people::{
    employee::{UpdateEmployee, terminate_employee, update_employee},
    employee_invitation::{approve_employee, revoke_employee_invitation},
    member::{change_access_role, remove_member, suspend_member},
    member_invitation::{resend_member_invitation, revoke_member_invitation},
    permission::{grant_permission, revoke_permission},
};
use sea_orm::{ColumnTrait, Condition};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use std::fmt::Debug;
use store::Failure;

fn assert_not_found<T: Debug>(outcome: Result<T, Failure>) {
    assert!(matches!(outcome, Err(Failure::NotFound(_))), "{outcome:?}");
}

#[tokio::test]
async fn ids_of_another_organization_are_not_found() {
    in_every_world(|world| async move {
        let (a, ana) = world.organization("ana").await;
        let (b, bea) = world.organization("bea").await;
        let (_, member) = world.member(&bea, b, "lena", AccessRole::Member).await;
        let (_, row) = world.employee(&bea, b, "cora", WorkRole::Creator).await;
        let invitation = world
            .invite(&bea, b, welcome("x@example.com", AccessRole::Member))
            .await
            .unwrap();
        let dora = world.user("dora").await;
        let candidate = world
            .candidate(&bea, b, &dora, offer("dora@example.com", WorkRole::Staff))
            .await;
        let grant = world
            .grant(&bea, member, Permission::ManageTax, PermissionScope::All)
            .await
            .unwrap();
        let before = world.census().await;
        // In her own organization with foreign ids, and in the foreign one.
        for id in [a, b] {
            assert_not_found(within!(world, ana, at(id), |tx| suspend_member(tx, member, "x")));
            assert_not_found(within!(world, ana, at(id), |tx| remove_member(tx, member, None)));
            assert_not_found(within!(world, ana, at(id), |tx| change_access_role(
                tx,
                member,
                AccessRole::Hr
            )));
            assert_not_found(within!(world, ana, at(id), |tx| terminate_employee(
                tx, row.id, "x"
            )));
            assert_not_found(within!(world, ana, at(id), |tx| update_employee(
                tx,
                row.id,
                UpdateEmployee {
                    role: Patch::Set(WorkRole::Staff),
                    ..UpdateEmployee::default()
                }
            )));
            let invitation = invitation.id;
            assert_not_found(within!(world, ana, at(id), |tx| revoke_member_invitation(
                tx, invitation
            )));
            assert_not_found(within!(world, ana, at(id), |tx| resend_member_invitation(
                tx, invitation, None
            )));
            assert_not_found(within!(world, ana, at(id), |tx| approve_employee(tx, candidate)));
            assert_not_found(within!(world, ana, at(id), |tx| revoke_employee_invitation(
                tx, candidate
            )));
            assert_not_found(within!(world, ana, at(id), |tx| grant_permission(
                tx,
                member,
                Permission::ManageTax,
                PermissionScope::All
            )));
            assert_not_found(within!(world, ana, at(id), |tx| revoke_permission(tx, grant.id)));
        }
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn one_person_in_two_organizations() {
    in_every_world(|world| async move {
        let (a, ana) = world.organization("ana").await;
        let (b, bea) = world.organization("bea").await;
        let cora = world.user("cora").await;
        for (id, owner) in [(a, &ana), (b, &bea)] {
            let input = offer("cora@example.com", WorkRole::Creator);
            let invitation = world.candidate(owner, id, &cora, input).await;
            within!(world, owner, at(id), |tx| approve_employee(tx, invitation)).unwrap();
        }
        let in_a = world.own(&cora, a).await;
        within!(world, ana, at(a), |tx| remove_member(tx, in_a, None)).unwrap();
        assert!(world.employment(&cora, a).await.is_none());
        assert!(world.employment(&cora, b).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_rule_sees_one_organization() {
    in_every_world(|world| async move {
        let (a, ana) = world.organization("ana").await;
        let (b, _) = world.organization("bea").await;
        let seen = within!(world, ana, at(a), |tx| async move {
            let foreign = member::Column::OrganizationId.eq(b);
            let everything = Condition::any()
                .add(foreign)
                .add(member::Column::OrganizationId.is_not_null());
            Ok(tx
                .find_for_rule::<member::Entity>()
                .filter(everything)
                .all()
                .await?)
        });
        let seen = seen.unwrap();
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].organization_id, a);
    })
    .await;
}

/// The same without our own filters: the server's role, and nothing but the database between two organizations.
#[tokio::test]
async fn row_level_security_is_the_last_net() {
    on_postgres(|database| async move {
        let world = World { database };
        let (a, ana) = world.organization("ana").await;
        let (b, bea) = world.organization("bea").await;
        world
            .invite(&bea, b, welcome("x@example.com", AccessRole::Member))
            .await
            .unwrap();
        world
            .invite(&ana, a, welcome("y@example.com", AccessRole::Member))
            .await
            .unwrap();

        let mut raw = PgConnection::connect(&world.database.url).await.unwrap();
        raw.execute("SET ROLE volmify_app").await.unwrap();
        for table in ["organization", "member", "employee", "member_invitation", "event"] {
            assert_eq!(
                count(&mut raw, table, "TRUE").await,
                0,
                "{table} without an organization"
            );
        }
        let set = format!("SELECT set_config('volmify.organization', '{}', false)", a.uuid());
        raw.execute(AssertSqlSafe(set)).await.unwrap();
        for table in ["member", "employee", "member_invitation", "event"] {
            let foreign = format!("organization_id = '{}'", b.uuid());
            assert_eq!(count(&mut raw, table, &foreign).await, 0, "{table}");
            assert!(count(&mut raw, table, "TRUE").await > 0, "{table}");
        }
        for sql in [
            format!(
                "UPDATE member SET display_name = 'x' WHERE organization_id = '{}'",
                b.uuid()
            ),
            format!(
                "DELETE FROM member_invitation WHERE organization_id = '{}'",
                b.uuid()
            ),
        ] {
            let done = raw.execute(AssertSqlSafe(sql)).await.unwrap();
            assert_eq!(done.rows_affected(), 0);
        }
        let moved = format!("UPDATE member SET organization_id = '{}'", b.uuid());
        assert!(raw.execute(AssertSqlSafe(moved)).await.is_err());
        raw.close().await.unwrap();
        assert_eq!(world.all::<member_invitation::Entity>().await.len(), 2);
        assert_eq!(world.all::<employee::Entity>().await.len(), 2);
    })
    .await;
}

async fn count(raw: &mut PgConnection, table: &str, condition: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table} WHERE {condition}");
    let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(raw).await.unwrap();
    row.get(0)
}

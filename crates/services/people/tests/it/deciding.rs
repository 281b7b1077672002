//! Who approves and rejects candidates.

use crate::world::{World, at, code, in_every_world, offer, within};
use authz::Actor;
use entities::{
    employee::{self, CompensationType, WorkRole},
    employee_invitation,
    member::AccessRole,
};
use kernel::{Code, EmployeeInvitationId};
use people::{
    employee::terminate_employee,
    employee_invitation::{
        PromoteToEmployee, accept_employee_invitation, approve_employee, promote_to_employee, reject_employee,
    },
};
use store::{Failure, Target};

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

async fn approve(world: &World, by: &Actor, id: EmployeeInvitationId) -> Result<employee::Model, Failure> {
    let target = Target::of::<employee_invitation::Entity>("id", id);
    within!(world, by, target, |tx| approve_employee(tx, id))
}

#[tokio::test]
async fn who_decides() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let adam = world.user("adam").await;
        let admin = world.join(&ana, id, &adam, "adam", AccessRole::Admin).await;
        let invitation = within!(world, ana, at(id), |tx| promote_to_employee(
            tx,
            admin.id,
            promotion()
        ))
        .unwrap();
        let token = world.work_token(invitation.id).await;
        accept_employee_invitation(world.store(), &adam, None, &token, None)
            .await
            .unwrap();
        let own = approve(&world, &adam, invitation.id).await;
        assert_eq!(code(own), Code::EmployeeRequired);

        // As an employee he might decide, but never on himself.
        let (bert, _) = world.employee(&ana, id, "bert", WorkRole::Admin).await;
        let (mara, _) = world.employee(&ana, id, "mara", WorkRole::Manager).await;
        assert!(matches!(
            approve(&world, &mara, invitation.id).await,
            Err(Failure::Forbidden("employee.approve"))
        ));
        approve(&world, &bert, invitation.id).await.unwrap();
        let dora = world.user("dora").await;
        let next = world
            .candidate(&adam, id, &dora, offer("dora@example.com", WorkRole::Staff))
            .await;
        let rejected = within!(world, adam, at(id), |tx| reject_employee(tx, next, None)).unwrap();
        assert_eq!(rejected.decided_by_employee_id, world.employment(&adam, id).await);
    })
    .await;
}

#[tokio::test]
async fn nobody_decides_on_their_own_employment() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (bert, employee) = world.employee(&ana, id, "bert", WorkRole::Admin).await;
        // Two addresses of one person cannot lead to it; a candidate who has become an employee by other ways can.
        within!(world, ana, at(id), |tx| terminate_employee(tx, employee.id, "x")).unwrap();
        let first = world
            .candidate(&ana, id, &bert, offer("bert@example.com", WorkRole::Admin))
            .await;
        approve(&world, &ana, first).await.unwrap();
        let decided = within!(world, bert, at(id), |tx| reject_employee(tx, first, None));
        assert_eq!(code(decided), Code::OwnInvitation);
        assert_eq!(code(approve(&world, &bert, first).await), Code::OwnInvitation);
    })
    .await;
}

//! Employees after their approval.

use crate::world::{at, code, in_every_world, offer, problem, within};
use chrono::{Duration, NaiveDate};
use entities::{
    employee::{CompensationType, EmployeeStatus, WorkRole},
    event::{self, EventAction},
    member::{AccessRole, MemberStatus},
};
use kernel::{Code, Patch};
use people::{
    SalaryInput,
    employee::{
        ManageCompensation, UpdateEmployee, begin_due_employments, link_job_profile, manage_compensation,
        terminate_employee, update_employee,
    },
    employee_invitation::{InviteEmployee, approve_employee},
    member::change_access_role,
};
use store::Failure;

fn role(role: WorkRole) -> UpdateEmployee {
    UpdateEmployee {
        role: Patch::Set(role),
        ..UpdateEmployee::default()
    }
}

fn name(name: &str) -> UpdateEmployee {
    UpdateEmployee {
        professional_display_name: Patch::Set(name.to_owned()),
        ..UpdateEmployee::default()
    }
}

fn paid(amount: &str) -> ManageCompensation {
    ManageCompensation {
        compensation_type: CompensationType::Salaried,
        salary: Some(SalaryInput {
            amount: amount.parse().unwrap(),
            currency: "EUR".to_owned(),
        }),
        expected_version: None,
    }
}

#[tokio::test]
async fn names_and_roles() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (cora, row) = world.employee(&ana, id, "cora", WorkRole::Creator).await;
        let (hana, hr) = world.employee(&ana, id, "hana", WorkRole::Staff).await;
        within!(world, ana, at(id), |tx| change_access_role(
            tx,
            hr.member_id,
            AccessRole::Hr
        ))
        .unwrap();
        let (_, admin) = world.employee(&ana, id, "adam", WorkRole::Admin).await;

        let renamed = within!(world, cora, at(id), |tx| update_employee(
            tx,
            row.id,
            name("C. Writer")
        ));
        assert_eq!(renamed.unwrap().professional_display_name, "C. Writer");
        let before = world.census().await;
        let own = within!(world, cora, at(id), |tx| update_employee(
            tx,
            row.id,
            role(WorkRole::Staff)
        ));
        assert!(matches!(own, Err(Failure::Forbidden("employee.update"))));
        let other = within!(world, cora, at(id), |tx| update_employee(tx, hr.id, name("x")));
        assert!(matches!(other, Err(Failure::Forbidden("employee.rename"))));
        let above = within!(world, hana, at(id), |tx| update_employee(
            tx,
            row.id,
            role(WorkRole::Admin)
        ));
        assert_eq!(problem(above).field, ["role"]);
        let above = within!(world, hana, at(id), |tx| update_employee(
            tx,
            admin.id,
            role(WorkRole::Staff)
        ));
        assert_eq!(problem(above).field, ["id"]);
        let oneself = within!(world, hana, at(id), |tx| update_employee(
            tx,
            hr.id,
            role(WorkRole::Manager)
        ));
        assert_eq!(code(oneself), Code::NotOneself);
        let same = within!(world, hana, at(id), |tx| update_employee(
            tx,
            row.id,
            role(WorkRole::Creator)
        ));
        assert_eq!(same.unwrap().version, 2);
        assert_eq!(world.census().await, before);

        let changed = within!(world, hana, at(id), |tx| update_employee(
            tx,
            row.id,
            role(WorkRole::Manager)
        ));
        assert_eq!(changed.unwrap().role, WorkRole::Manager);
    })
    .await;
}

#[tokio::test]
async fn pay_is_changed_but_not_told() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (cora, row) = world.employee(&ana, id, "cora", WorkRole::Creator).await;
        let (mara, _) = world.employee(&ana, id, "mara", WorkRole::Manager).await;
        let (hana, hr) = world.employee(&ana, id, "hana", WorkRole::Staff).await;
        within!(world, ana, at(id), |tx| change_access_role(
            tx,
            hr.member_id,
            AccessRole::Hr
        ))
        .unwrap();
        for by in [&cora, &mara] {
            let tried = within!(world, by, at(id), |tx| manage_compensation(
                tx,
                row.id,
                paid("9999")
            ));
            assert!(matches!(
                tried,
                Err(Failure::Forbidden("employee.manageCompensation"))
            ));
        }
        let oneself = within!(world, hana, at(id), |tx| manage_compensation(
            tx,
            hr.id,
            paid("9999")
        ));
        assert_eq!(code(oneself), Code::NotOneself);
        let changed = within!(world, hana, at(id), |tx| manage_compensation(
            tx,
            row.id,
            paid("4321.09")
        ))
        .unwrap();
        assert_eq!((changed.salary_minor, changed.version), (Some(432_109), 2));
        let before = world.census().await;
        within!(world, hana, at(id), |tx| manage_compensation(
            tx,
            row.id,
            paid("4321.090")
        ))
        .unwrap();
        let wrong = within!(world, hana, at(id), |tx| manage_compensation(
            tx,
            row.id,
            ManageCompensation {
                salary: None,
                ..paid("1")
            }
        ));
        assert_eq!(problem(wrong).field, ["salary"]);
        assert_eq!(world.census().await, before);

        let events = world.all::<event::Entity>().await;
        let event = events
            .iter()
            .find(|event| event.action == EventAction::CompensationChanged)
            .unwrap();
        assert_eq!(
            event.after.as_ref().unwrap(),
            &serde_json::json!({ "compensationType": "SALARIED", "salaryChanged": true })
        );
    })
    .await;
}

#[tokio::test]
async fn job_profiles_are_the_person_s_own() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (cora, row) = world.employee(&ana, id, "cora", WorkRole::Creator).await;
        let (own, foreign) = (world.job_profile(&cora).await, world.job_profile(&ana).await);
        let unknown = world.store().new_id();
        let linked = within!(world, cora, at(id), |tx| link_job_profile(tx, row.id, Some(own))).unwrap();
        assert_eq!(linked.job_profile_id, Some(own));
        let before = world.census().await;
        let theirs = within!(world, ana, at(id), |tx| link_job_profile(
            tx,
            row.id,
            Some(foreign)
        ));
        assert_eq!(problem(theirs).field, ["jobProfileId"]);
        let missing = within!(world, ana, at(id), |tx| link_job_profile(
            tx,
            row.id,
            Some(unknown)
        ));
        assert!(matches!(missing, Err(Failure::NotFound("jobProfileId"))));
        within!(world, ana, at(id), |tx| link_job_profile(tx, row.id, Some(own))).unwrap();
        assert_eq!(world.census().await, before);
        let unlinked = within!(world, ana, at(id), |tx| link_job_profile(tx, row.id, None)).unwrap();
        assert_eq!(unlinked.job_profile_id, None);
        assert_eq!(world.happened(EventAction::JobProfileLinked).await, 2);
    })
    .await;
}

#[tokio::test]
async fn the_end_of_an_employment_leaves_the_member() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (cora, row) = world.employee(&ana, id, "cora", WorkRole::Admin).await;
        let (hana, hr) = world.employee(&ana, id, "hana", WorkRole::Staff).await;
        within!(world, ana, at(id), |tx| change_access_role(
            tx,
            hr.member_id,
            AccessRole::Hr
        ))
        .unwrap();
        let before = world.census().await;
        let oneself = within!(world, cora, at(id), |tx| terminate_employee(tx, row.id, "x"));
        assert_eq!(code(oneself), Code::NotOneself);
        let above = within!(world, hana, at(id), |tx| terminate_employee(tx, row.id, "x"));
        assert_eq!(code(above), Code::RoleAboveOwn);
        let blank = within!(world, ana, at(id), |tx| terminate_employee(tx, row.id, ""));
        assert_eq!(problem(blank).field, ["reason"]);
        assert_eq!(world.census().await, before);

        let ended = within!(world, ana, at(id), |tx| terminate_employee(
            tx, row.id, "Moved on"
        ))
        .unwrap();
        assert_eq!(ended.status, EmployeeStatus::Terminated);
        assert_eq!(ended.termination_reason.as_deref(), Some("Moved on"));
        assert_eq!(world.row(row.member_id).await.status, MemberStatus::Active);
        let again = problem(within!(world, ana, at(id), |tx| terminate_employee(
            tx, row.id, "x"
        )));
        assert_eq!(
            (again.code, &again.params["status"]),
            (Code::EmployeeNotActive, &"TERMINATED".into())
        );
        let renamed = within!(world, ana, at(id), |tx| update_employee(tx, row.id, name("x")));
        assert_eq!(code(renamed), Code::EmployeeNotActive);
        let powerless = within!(world, cora, at(id), |tx| terminate_employee(tx, hr.id, "x"));
        assert!(matches!(powerless, Err(Failure::Forbidden("employee.terminate"))));
    })
    .await;
}

#[tokio::test]
async fn employments_begin_on_their_first_day() {
    in_every_world(|world| async move {
        let mut due = Vec::new();
        for (owner, name) in [("ana", "cora"), ("bea", "dino")] {
            let (id, owner) = world.organization(owner).await;
            let actor = world.user(name).await;
            let input = InviteEmployee {
                start_date: NaiveDate::from_ymd_opt(2026, 3, 16),
                ..offer(&format!("{name}@example.com"), WorkRole::Creator)
            };
            let invitation = world.candidate(&owner, id, &actor, input).await;
            let row = within!(world, owner, at(id), |tx| approve_employee(tx, invitation)).unwrap();
            assert_eq!(row.status, EmployeeStatus::Approved);
            due.push((actor, id, row.id));
        }
        assert_eq!(begin_due_employments(world.store()).await.unwrap(), 0);
        for (actor, id, row) in &due {
            assert_eq!(world.employment(actor, *id).await, None, "{row}");
        }
        world.pass(Duration::days(2));
        assert_eq!(begin_due_employments(world.store()).await.unwrap(), 2);
        assert_eq!(begin_due_employments(world.store()).await.unwrap(), 0);
        for (actor, id, row) in &due {
            assert_eq!(world.employment(actor, *id).await, Some(*row));
        }
        assert_eq!(world.happened(EventAction::EmploymentBegan).await, 2);
        let events = world.all::<event::Entity>().await;
        let began = events
            .iter()
            .filter(|event| event.action == EventAction::EmploymentBegan);
        assert!(
            began
                .clone()
                .all(|event| event.capacity == event::Capacity::System)
        );
        assert!(began.clone().all(|event| event.organization_id.is_some()));
    })
    .await;
}

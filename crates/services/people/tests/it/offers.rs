//! What an employee invitation may offer.

use crate::world::{code, in_every_world, offer, problem};
use chrono::NaiveDate;
use entities::{
    employee::{
        CompensationType::{Commission, Mixed, Salaried},
        WorkRole,
    },
    member::AccessRole,
};
use kernel::Code;
use people::{SalaryInput, employee_invitation::InviteEmployee};
use rust_decimal::Decimal;
use store::Failure;

fn salary(amount: &str, currency: &str) -> SalaryInput {
    SalaryInput {
        amount: amount.parse::<Decimal>().unwrap(),
        currency: currency.to_owned(),
    }
}

#[tokio::test]
async fn what_cannot_be_offered() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (mara, _) = world.employee(&ana, id, "mara", WorkRole::Manager).await;
        let (hana, _) = world.member(&ana, id, "hana", AccessRole::Hr).await;
        let (dora, eve) = (world.user("dora").await, world.user("eve").await);
        let foreign = world.job_profile(&eve).await;
        world.job_profile(&dora).await;
        world
            .recruit(&ana, id, offer("open@example.com", WorkRole::Staff))
            .await
            .unwrap();
        let before = world.census().await;
        let paid = |kind, proposed_salary| InviteEmployee {
            compensation_type: kind,
            proposed_salary,
            ..offer("dora@example.com", WorkRole::Staff)
        };
        for (input, expected, field) in [
            (paid(Salaried, None), Code::SalaryRequired, vec!["proposedSalary"]),
            (paid(Mixed, None), Code::SalaryRequired, vec!["proposedSalary"]),
            (
                paid(Commission, Some(salary("1", "EUR"))),
                Code::SalaryNotAllowed,
                vec!["proposedSalary"],
            ),
            (
                paid(Mixed, Some(salary("1", "EURO"))),
                Code::UnknownCurrency,
                vec!["proposedSalary", "currency"],
            ),
            (
                paid(Mixed, Some(salary("1", "USD"))),
                Code::CurrencyMismatch,
                vec!["proposedSalary", "currency"],
            ),
            (
                paid(Mixed, Some(salary("1.005", "EUR"))),
                Code::AmountTooPrecise,
                vec!["proposedSalary", "amount"],
            ),
            (
                paid(Mixed, Some(salary("-1", "EUR"))),
                Code::AmountNegative,
                vec!["proposedSalary", "amount"],
            ),
            (
                paid(Mixed, Some(salary("99999999999999999999", "EUR"))),
                Code::OutOfRange,
                vec!["proposedSalary", "amount"],
            ),
            (
                InviteEmployee {
                    start_date: NaiveDate::from_ymd_opt(12_000, 1, 1),
                    ..offer("dora@example.com", WorkRole::Staff)
                },
                Code::OutOfRange,
                vec!["startDate"],
            ),
            (
                InviteEmployee {
                    job_profile_id: Some(foreign),
                    ..offer("dora@example.com", WorkRole::Staff)
                },
                Code::ForeignJobProfile,
                vec!["jobProfileId"],
            ),
            (
                offer("mara@example.com", WorkRole::Staff),
                Code::AlreadyEmployee,
                vec!["email"],
            ),
            (
                offer("open@example.com", WorkRole::Staff),
                Code::AlreadyInvited,
                vec!["email"],
            ),
        ] {
            let refused = problem(world.recruit(&ana, id, input.clone()).await);
            assert_eq!((refused.code, refused.field), (expected, field), "{input:?}");
        }
        let unknown = InviteEmployee {
            job_profile_id: Some(world.store().new_id()),
            ..offer("dora@example.com", WorkRole::Staff)
        };
        let unknown = world.recruit(&ana, id, unknown).await;
        assert!(matches!(unknown, Err(Failure::NotFound("jobProfileId"))));
        let above = world
            .recruit(&mara, id, offer("dora@example.com", WorkRole::Admin))
            .await;
        assert_eq!(problem(above).field, ["role"]);
        let hr = world
            .recruit(&hana, id, offer("dora@example.com", WorkRole::Staff))
            .await;
        assert_eq!(code(hr), Code::EmployeeRequired);
        assert_eq!(world.census().await, before);
    })
    .await;
}

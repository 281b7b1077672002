//! Changing employments.

use super::employee_invitation::MoneyInput;
use crate::base::{Outcome, in_organization, money, optional_id, parse_id, patch, payload, view_after};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use entities::employee;
use futures::{FutureExt, future::BoxFuture};
use graph::{CompensationType, Employee, RequestContext, WorkRole};
use kernel::EmployeeId;
use people::employee as commands;
use store::{Failure, OrgTx, Target};

/// What changes in an employee. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateEmployeeInput {
    /// The employee.
    pub id: ID,
    /// The name shown on work. Employees may change their own.
    pub professional_display_name: MaybeUndefined<String>,
    /// The work role.
    pub role: MaybeUndefined<WorkRole>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Changing what an employee is paid.
#[derive(InputObject)]
pub struct ManageCompensationInput {
    /// The employee.
    pub id: ID,
    /// How the employee is paid from now on.
    pub compensation_type: CompensationType,
    /// The salary, in the organization's currency; needed unless paid by commission only.
    pub salary: Option<MoneyInput>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Linking an employment with a professional identity.
#[derive(InputObject)]
pub struct LinkJobProfileInput {
    /// The employee.
    pub employee_id: ID,
    /// A job profile of the same person; null unlinks.
    pub job_profile_id: Option<ID>,
}

/// Ending an employment. The membership stays.
#[derive(InputObject)]
pub struct TerminateEmployeeInput {
    /// The employee.
    pub id: ID,
    /// Why.
    pub reason: String,
}

payload! {
    /// The changed employee.
    UpdateEmployeePayload {
        /// The employee.
        employee: Employee
    }
    /// The employee with the new compensation.
    ManageCompensationPayload {
        /// The employee.
        employee: Employee
    }
    /// The employee with the new link.
    LinkJobProfilePayload {
        /// The employee.
        employee: Employee
    }
    /// The employee whose employment has ended.
    TerminateEmployeePayload {
        /// The employee.
        employee: Employee
    }
}

async fn on_employee<F>(ctx: &Context<'_>, field: &'static str, id: &ID, work: F) -> Result<Outcome<Employee>>
where
    F: for<'a> Fn(&'a OrgTx, EmployeeId) -> BoxFuture<'a, std::result::Result<employee::Model, Failure>>,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<EmployeeId>(field, id);
    let target = id.clone().map(|id| Target::of::<employee::Entity>(field, id));
    let done = in_organization(&request, target, |tx| match &id {
        Ok(id) => work(tx, *id),
        Err(problem) => {
            let problem = problem.clone();
            async move { Err(problem.into()) }.boxed()
        }
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(Employee::new(
            view_after(&request, row.organization_id),
            row.into(),
        )),
        Err(refused) => Err(refused),
    })
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateEmployeeInput) -> Result<UpdateEmployeePayload> {
    let UpdateEmployeeInput {
        id,
        professional_display_name,
        role,
        expected_version,
    } = input;
    let change = commands::UpdateEmployee {
        professional_display_name: patch(professional_display_name, |name| name),
        role: patch(role, Into::into),
        expected_version,
    };
    let done = on_employee(ctx, "id", &id, |tx, id| {
        commands::update_employee(tx, id, change.clone()).boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn manage_compensation(
    ctx: &Context<'_>,
    input: ManageCompensationInput,
) -> Result<ManageCompensationPayload> {
    let ManageCompensationInput {
        id,
        compensation_type,
        salary,
        expected_version,
    } = input;
    let change = commands::ManageCompensation {
        compensation_type: compensation_type.into(),
        salary: salary.map(|salary| money(salary.amount, salary.currency)),
        expected_version,
    };
    let done = on_employee(ctx, "id", &id, |tx, id| {
        commands::manage_compensation(tx, id, change.clone()).boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn link_job_profile(
    ctx: &Context<'_>,
    input: LinkJobProfileInput,
) -> Result<LinkJobProfilePayload> {
    let LinkJobProfileInput {
        employee_id,
        job_profile_id,
    } = input;
    let job_profile = optional_id("jobProfileId", job_profile_id.as_ref());
    let done = on_employee(ctx, "employeeId", &employee_id, |tx, id| {
        let job_profile = job_profile.clone();
        async move { commands::link_job_profile(tx, id, job_profile?).await }.boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn terminate(
    ctx: &Context<'_>,
    input: TerminateEmployeeInput,
) -> Result<TerminateEmployeePayload> {
    let TerminateEmployeeInput { id, reason } = input;
    let done = on_employee(ctx, "id", &id, |tx, id| {
        let reason = reason.clone();
        async move { commands::terminate_employee(tx, id, &reason).await }.boxed()
    });
    Ok(done.await?.into())
}

//! Changing the name and the work of an employee.

use super::not_ended;
use crate::{
    authority,
    changes::{Changes, checked, put, unchanged_since},
    person,
};
use authz::{Action, actions, work_role_rank};
use entities::{
    employee::{self, WorkRole},
    event::EventAction,
};
use kernel::{Code, EmployeeId, Patch, Problem, Problems, TextLimits, line};
use sea_orm::ActiveValue::Set;
use store::{Failure, Granted, NewEvent, OrgTx};

/// New data of an employee.
#[derive(Clone, Debug, Default)]
pub struct UpdateEmployee {
    /// The name shown on work. Employees change their own.
    pub professional_display_name: Patch<String>,
    /// Kind of work.
    pub role: Patch<WorkRole>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes an employee. Employees may rename themselves; anything else, and anybody else, takes `MANAGE_EMPLOYEES`.
/// Nobody but an owner gives themselves another role, unless it has less authority.
///
/// Refuses with `ROLE_ABOVE_OWN`, `NOT_ONESELF`, `EMPLOYEE_NOT_ACTIVE`, `VERSION_CONFLICT`.
pub async fn update_employee(
    tx: &OrgTx,
    id: EmployeeId,
    input: UpdateEmployee,
) -> Result<employee::Model, Failure> {
    if input.role == Patch::Keep {
        let granted = tx.load_for::<actions::RenameEmployee>("id", id).await?;
        update(tx, granted, input).await
    } else {
        let granted = tx.load_for::<actions::UpdateEmployee>("id", id).await?;
        update(tx, granted, input).await
    }
}

async fn update<A: Action<On = employee::Entity>>(
    tx: &OrgTx,
    granted: Granted<A>,
    input: UpdateEmployee,
) -> Result<employee::Model, Failure> {
    let UpdateEmployee {
        professional_display_name,
        role,
        expected_version,
    } = input;
    let mut problems = Problems::default();
    let name = checked(
        &mut problems,
        "professionalDisplayName",
        professional_display_name,
        |text| line("professionalDisplayName", &text, TextLimits::NAME),
    );
    let role = checked(&mut problems, "role", role, |role| may_give(tx, &granted, role));
    problems.into_result()?;
    let member = person::member(tx, granted.member_id).await?;
    authority::over(tx, "id", &member).await?;
    not_ended(&granted)?;
    unchanged_since(expected_version, granted.version)?;

    let mut changes = Changes::default();
    let name = changes.note(
        "professionalDisplayName",
        &granted.professional_display_name,
        name,
    );
    let role = changes.note("role", &granted.role, role);
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.professional_display_name, name);
            put(&mut row.role, role);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::EmployeeUpdated, updated.id)))
        .await?;
    Ok(updated)
}

fn may_give(tx: &OrgTx, employee: &employee::Model, role: WorkRole) -> Result<WorkRole, Problem> {
    let role = authority::work_role(tx, "role", role)?;
    let stays_or_falls = role == employee.role || work_role_rank(role) < work_role_rank(employee.role);
    if tx.access().employee() == Some(employee.id) && !stays_or_falls && !authority::is_owner(tx) {
        return Err(Problem::at("role", Code::NotOneself));
    }
    Ok(role)
}

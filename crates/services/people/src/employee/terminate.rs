//! Ending an employment.

use super::not_ended;
use crate::{authority, person};
use authz::{Action, Entails, actions};
use entities::{
    attribution,
    employee::{self, EmployeeStatus},
    event::EventAction,
};
use finance::attribution::end_shares_of;
use kernel::{Code, EmployeeId, Problem, TextLimits, line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Ends an employment, also one that has not begun, and the employee's shares of what products earn. The membership stays.
///
/// Refuses with `NOT_ONESELF`, `EMPLOYEE_NOT_ACTIVE`, `ROLE_ABOVE_OWN`.
pub async fn terminate_employee(
    tx: &OrgTx,
    id: EmployeeId,
    reason: &str,
) -> Result<employee::Model, Failure> {
    let granted = tx.load_for::<actions::TerminateEmployee>("id", id).await?;
    let reason = line("reason", reason, TextLimits::LINE)?;
    let member = person::member(tx, granted.member_id).await?;
    if authority::is_oneself(tx, &member) {
        return Err(Problem::at("id", Code::NotOneself).into());
    }
    authority::over(tx, "id", &member).await?;
    not_ended(&granted)?;
    end(tx, granted, Some(&reason)).await
}

/// Puts an employment into its last state, ends the shares that came with it, and tells the log.
pub(crate) async fn end<A: Action<On = employee::Entity> + Entails<attribution::Entity>>(
    tx: &OrgTx,
    granted: Granted<A>,
    reason: Option<&str>,
) -> Result<employee::Model, Failure> {
    end_shares_of(tx, &granted).await?;
    let (was, version) = (granted.status, granted.version + 1);
    let employee = tx
        .update(granted, |row| {
            row.status = Set(EmployeeStatus::Terminated);
            row.terminated_at = Set(Some(tx.now()));
            row.termination_reason = Set(reason.map(ToOwned::to_owned));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EmployeeTerminated, employee.id)
            .before(json!({ "status": was }))
            .after(json!({ "status": employee.status, "reason": reason })),
    )
    .await?;
    Ok(employee)
}

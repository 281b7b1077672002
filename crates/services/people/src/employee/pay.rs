//! Changing what an employee is paid.

use super::not_ended;
use crate::{
    authority,
    changes::unchanged_since,
    salary::{Compensation, SalaryInput, organization_currency},
};
use authz::actions;
use entities::{
    employee::{self, CompensationType},
    event::EventAction,
};
use kernel::{Code, EmployeeId, Problem};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// How an employee will be paid.
#[derive(Clone, Debug)]
pub struct ManageCompensation {
    /// Salary, commission, or both.
    pub compensation_type: CompensationType,
    /// The salary, exactly where the kind has one.
    pub salary: Option<SalaryInput>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes what an employee is paid. Nobody but an owner does so for themselves. The log says that a salary changed,
/// not what it is: more people read the log than may see pay.
///
/// Refuses with `SALARY_REQUIRED`, `SALARY_NOT_ALLOWED`, `UNKNOWN_CURRENCY`, `CURRENCY_MISMATCH`,
/// `AMOUNT_TOO_PRECISE`, `AMOUNT_NEGATIVE`, `NOT_ONESELF`, `EMPLOYEE_NOT_ACTIVE`, `VERSION_CONFLICT`.
pub async fn manage_compensation(
    tx: &OrgTx,
    id: EmployeeId,
    input: ManageCompensation,
) -> Result<employee::Model, Failure> {
    let ManageCompensation {
        compensation_type,
        salary,
        expected_version,
    } = input;
    let granted = tx.load_for::<actions::ManageCompensation>("id", id).await?;
    let currency = organization_currency(tx).await?;
    let new = Compensation::check("salary", compensation_type, salary, currency)?;
    if tx.access().employee() == Some(granted.id) && !authority::is_owner(tx) {
        return Err(Problem::at("id", Code::NotOneself).into());
    }
    not_ended(&granted)?;
    unchanged_since(expected_version, granted.version)?;

    let was = granted.compensation_type;
    let salary_changed = granted.salary_minor != new.minor() || granted.salary_currency != new.currency();
    if was == new.kind && !salary_changed {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            row.compensation_type = Set(new.kind);
            row.salary_minor = Set(new.minor());
            row.salary_currency = Set(new.currency());
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::CompensationChanged, updated.id)
            .before(json!({ "compensationType": was }))
            .after(json!({
                "compensationType": updated.compensation_type,
                "salaryChanged": salary_changed,
            })),
    )
    .await?;
    Ok(updated)
}

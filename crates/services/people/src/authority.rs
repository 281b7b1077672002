//! Who may act on whom: nobody acts on somebody with more authority, and nobody gives more than they have.

use crate::person;
use authz::{access_role_rank, work_role_rank};
use entities::{
    employee::WorkRole,
    member::{self, AccessRole},
};
use kernel::{Code, EmployeeId, Problem};
use store::{Failure, OrgTx};

/// The employee who acts. Inviting and deciding is work, so an operator or a mere member cannot do it.
pub(crate) fn employee(tx: &OrgTx) -> Result<EmployeeId, Failure> {
    tx.access()
        .employee()
        .ok_or_else(|| Problem::new(Code::EmployeeRequired).into())
}

/// Whether a member is the actor.
pub(crate) fn is_oneself(tx: &OrgTx, member: &member::Model) -> bool {
    tx.access().member() == Some(member.id)
}

/// Whether the actor is an active owner.
pub(crate) fn is_owner(tx: &OrgTx) -> bool {
    tx.access().rank() >= access_role_rank(AccessRole::Owner)
}

/// An access role, if the actor has the authority to give it.
pub(crate) fn access_role(tx: &OrgTx, field: &'static str, role: AccessRole) -> Result<AccessRole, Problem> {
    within(tx, field, access_role_rank(role)).map(|()| role)
}

/// A work role, if the actor has the authority to give it.
pub(crate) fn work_role(tx: &OrgTx, field: &'static str, role: WorkRole) -> Result<WorkRole, Problem> {
    within(tx, field, work_role_rank(role)).map(|()| role)
}

/// Refuses to act on somebody else who has more authority, be it as a member or as an employee.
pub(crate) async fn over(tx: &OrgTx, field: &'static str, member: &member::Model) -> Result<(), Failure> {
    if is_oneself(tx, member) {
        return Ok(());
    }
    within(tx, field, access_role_rank(member.access_role))?;
    if let Some(employee) = person::current_employee(tx, member.id).await? {
        work_role(tx, field, employee.role)?;
    }
    Ok(())
}

fn within(tx: &OrgTx, field: &'static str, rank: u8) -> Result<(), Problem> {
    if rank <= tx.access().rank() {
        Ok(())
    } else {
        Err(Problem::at(field, Code::RoleAboveOwn))
    }
}

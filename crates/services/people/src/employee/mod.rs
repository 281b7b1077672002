//! Employees: their work, their pay, their end.

mod begin;
mod job_profile;
mod pay;
mod terminate;
mod update;

pub use begin::begin_due_employments;
pub use job_profile::link_job_profile;
pub use pay::{ManageCompensation, manage_compensation};
pub use terminate::terminate_employee;
pub use update::{UpdateEmployee, update_employee};

pub(crate) use terminate::end;

use entities::employee::{self, EmployeeStatus};
use kernel::{Code, Problem};

/// Refuses to change an employment that has ended.
fn not_ended(employee: &employee::Model) -> Result<(), Problem> {
    match employee.status {
        EmployeeStatus::Active | EmployeeStatus::Approved | EmployeeStatus::Pending => Ok(()),
        status @ EmployeeStatus::Terminated => {
            Err(Problem::new(Code::EmployeeNotActive).with("status", status.name()))
        }
    }
}

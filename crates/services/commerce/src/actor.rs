//! Who acts.

use kernel::{Code, EmployeeId, Problem};
use store::{Failure, OrgTx};

/// The employee who acts. What prices, taxes and gift cards are is decided by people who work here, and stays under
/// their name.
pub(crate) fn employee(tx: &OrgTx) -> Result<EmployeeId, Failure> {
    tx.access()
        .employee()
        .ok_or_else(|| Problem::new(Code::EmployeeRequired).into())
}

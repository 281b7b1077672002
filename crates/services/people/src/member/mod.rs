//! Members: joining, changing, suspending, ending.

mod change_access_role;
mod end;
mod join;
mod join_organization;
mod leave;
mod reinstate;
mod remove;
mod suspend;
mod update;

pub use change_access_role::change_access_role;
pub use join_organization::join_organization;
pub use leave::leave_organization;
pub use reinstate::reinstate_member;
pub use remove::remove_member;
pub use suspend::suspend_member;
pub use update::{UpdateMember, update_member};

pub(crate) use join::Joining;

use entities::member::MemberStatus;
use kernel::{Code, Problem};

/// A refusal because of the state of a membership.
pub(crate) fn not_in_state(code: Code, status: MemberStatus) -> Problem {
    Problem::new(code).with("status", status.name())
}

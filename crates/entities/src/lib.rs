//! The tables as Rust types, one folder per domain. No queries, no rules.
//!
//! Entities have sea-orm's compact form; the dense form with relation fields was measured five times dearer to compile.

mod column;
pub mod governance;
pub mod identity;
pub mod people;

pub use governance::{delivery, event};
pub use identity::{account, email_token, job_profile, login_attempt, profile, session, throttle, user};
pub use people::{employee, employee_invitation, member, member_invitation, organization, permission_grant};

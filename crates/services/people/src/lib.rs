//! The write side of organizations and their people: founding, membership, recruitment, employment, permissions.
//!
//! A function that works inside an organization takes the transaction that has entered it; a function that answers an
//! invitation takes the store, because only the token leads to the organization. Each checks its whole input before it
//! writes, decides on locked rows, and tells the event log what it did in the same transaction.

mod authority;
mod changes;
mod invitation;
mod owners;
mod person;
mod salary;

pub mod employee;
pub mod employee_invitation;
pub mod founding;
pub mod member;
pub mod member_invitation;
pub mod organization;
pub mod permission;
pub mod rate_limit;

pub use salary::SalaryInput;

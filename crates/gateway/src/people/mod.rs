//! Root fields of organizations and their people.

mod employee;
mod employee_invitation;
mod logo;
mod member;
mod member_invitation;
mod mutation;
mod organization;
mod permission;
mod query;
mod rate_limit;

pub(crate) use employee_invitation::MoneyInput;
pub use mutation::PeopleMutation;
pub use query::PeopleQuery;

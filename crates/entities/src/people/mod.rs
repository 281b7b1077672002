//! Organizations and the people in them.

pub mod employee;
pub mod employee_invitation;
pub mod member;
pub mod member_invitation;
pub mod member_invitation_course;
pub mod organization;
pub mod permission_grant;

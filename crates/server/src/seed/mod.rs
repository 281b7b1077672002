//! People and organizations from a file, through the same commands as the API: they are invited, accept and are
//! approved, and the event log tells it. What is there already stays as it is, so that a second run changes nothing.

mod account;
mod cast;
mod demo;
mod employee;
mod format;
mod invitation;
mod member;
mod organization;
mod planter;
mod report;
pub mod scale;
mod school;

pub use account::sign_in_all;
pub use cast::is_empty;
pub use demo::{SignIn, demo, sign_ins};
pub use format::{Seed, SeedEmployee, SeedInvitation, SeedMember, SeedOrganization, SeedUser, Until};
pub use planter::plant;
pub use report::{OrganizationReport, SeedReport, UserReport};
pub use school::{SeedCourse, SeedOffer, SeedOrder, SeedSchool};

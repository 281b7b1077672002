//! The form of a seed file: JSON, with the field names of the API.
//!
//! ```json
//! {
//!   "password": "for users without one of their own",
//!   "users": [{ "email": "ana@example.com", "firstName": "Ana" }],
//!   "organizations": [{ "slug": "school", "name": "A school", "owner": "ana@example.com",
//!                       "currency": "EUR", "timeZone": "Europe/Ljubljana", "locale": "sl" }]
//! }
//! ```
//!
//! Everybody named anywhere but in `invitations` must be among the users of the file, because they act themselves:
//! they accept their invitations.

use chrono::NaiveDate;
use entities::{
    employee::{CompensationType, WorkRole},
    member::AccessRole,
};
use serde::Deserialize;

use super::SeedSchool;

/// A whole file.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Seed {
    /// The password of every user who has none of their own.
    pub password: Option<String>,
    /// People with a login and a verified address.
    #[serde(default)]
    pub users: Vec<SeedUser>,
    /// Organizations with their people.
    #[serde(default)]
    pub organizations: Vec<SeedOrganization>,
}

/// One person.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedUser {
    /// The address to sign in with.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: Option<String>,
    /// A password of their own.
    pub password: Option<String>,
    /// Whether they run the platform.
    #[serde(default)]
    pub is_operator: bool,
}

/// One organization.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedOrganization {
    /// Its name in addresses, by which it is recognized.
    pub slug: String,
    /// The name it shows.
    pub name: String,
    /// A few words about it.
    pub description: Option<String>,
    /// The address of the user who founds it and sends all invitations.
    pub owner: String,
    /// ISO 4217 code.
    pub currency: String,
    /// IANA name.
    pub time_zone: String,
    /// BCP 47 tag.
    pub locale: String,
    /// Whether strangers can see that it exists.
    #[serde(default)]
    pub is_public: bool,
    /// Members besides the owner and the employees.
    #[serde(default)]
    pub members: Vec<SeedMember>,
    /// Employees; who is no member yet becomes one.
    #[serde(default)]
    pub employees: Vec<SeedEmployee>,
    /// Member invitations that stay open.
    #[serde(default)]
    pub invitations: Vec<SeedInvitation>,
    /// What it teaches and sells.
    #[serde(default)]
    pub school: SeedSchool,
}

/// One member.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedMember {
    /// A user of the file.
    pub email: String,
    /// The name here; by default the user's own.
    pub display_name: Option<String>,
    /// What they may do.
    pub role: AccessRole,
    /// If set, they are suspended, and this is why.
    pub suspended_because: Option<String>,
}

/// How far an employee's recruitment has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Until {
    /// Invited; no answer yet.
    Invited,
    /// Accepted by the candidate, waiting for approval.
    Accepted,
    /// Approved.
    #[default]
    Approved,
}

/// One employee.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedEmployee {
    /// A user of the file.
    pub email: String,
    /// The name shown on work; by default the user's own.
    pub display_name: Option<String>,
    /// Kind of work.
    pub role: WorkRole,
    /// How they are paid.
    pub compensation: CompensationType,
    /// Salary in the organization's currency, such as `1800.00`.
    pub salary: Option<String>,
    /// First day of work, if it is not the day of approval.
    pub start_date: Option<NaiveDate>,
    /// How far their recruitment has come.
    #[serde(default)]
    pub until: Until,
}

/// One open invitation.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedInvitation {
    /// Anybody's address.
    pub email: String,
    /// The name they will have here.
    pub display_name: String,
    /// What they will be allowed to do.
    pub role: AccessRole,
}

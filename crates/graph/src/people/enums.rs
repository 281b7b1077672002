//! Enums of people. Each mirrors the stored enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// What the organization has subscribed to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::organization::Plan")]
pub enum Plan {
    /// For trying.
    Free,
    /// For small organizations.
    Starter,
    /// Everything.
    Pro,
}

/// The colours of the organization's pages.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::organization::Theme")]
pub enum Theme {
    /// The platform's own.
    Default,
    /// Blues.
    Ocean,
    /// Warm tones.
    Sunset,
}

/// Where the tax of an order is rounded.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::organization::TaxRounding")]
pub enum TaxRounding {
    /// Line by line: the tax of the order is the sum of its lines. Three lines of 3.33 at 22 % have 0.73 each, 2.19 together.
    Line,
    /// Once for all lines whose prices contain tax, and once for those whose do not, and then spread over the lines: 22 % of
    /// three times 3.33 are 2.20, of which the lines have 0.74, 0.73 and 0.73.
    Order,
}

/// What a member may do by default, from most to least.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::member::AccessRole")]
pub enum AccessRole {
    /// Everything, including giving the organization away.
    Owner,
    /// Everything but touching owners.
    SuperAdmin,
    /// Runs the organization day by day.
    Admin,
    /// Looks after people: invitations, employments, budgets.
    Hr,
    /// A learner who works for the organization.
    Employee,
    /// A learner who only looks.
    Viewer,
    /// A customer and learner.
    Member,
}

/// Where a membership stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::member::MemberStatus")]
pub enum MemberStatus {
    /// Invited and not yet accepted; read from the open invitations.
    Invited,
    /// Full access.
    Active,
    /// Access withheld for a time, with a reason.
    Suspended,
    /// Left by their own choice.
    Left,
    /// Removed by the organization.
    Removed,
}

/// What kind of customer a member is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::member::CustomerType")]
pub enum CustomerType {
    /// The usual kind.
    Regular,
    /// A customer with privileges.
    Premium,
    /// A company's account.
    Enterprise,
}

/// What an employee's work is, with its default permissions.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::employee::WorkRole")]
pub enum WorkRole {
    /// Full organizational management and financial authority.
    Admin,
    /// Leads departments and teams and oversees budgets.
    Manager,
    /// Makes content and earns a share of its revenue.
    Creator,
    /// Teaches and looks after learners.
    Instructor,
    /// General duties.
    Staff,
}

/// Where an employment stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::employee::EmployeeStatus")]
pub enum EmployeeStatus {
    /// Accepted by the candidate and waiting for approval; read from the invitations.
    Pending,
    /// Approved, starting on a later day.
    Approved,
    /// At work.
    Active,
    /// Ended.
    Terminated,
}

/// How an employee is paid.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::employee::CompensationType")]
pub enum CompensationType {
    /// A fixed salary.
    Salaried,
    /// A share of revenue only.
    Commission,
    /// A salary and a share of revenue.
    Mixed,
}

/// Where a member invitation stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::member_invitation::MemberInvitationStatus")]
pub enum MemberInvitationStatus {
    /// Sent and not answered.
    Pending,
    /// Accepted: the member exists.
    Accepted,
    /// Declined by the person invited.
    Declined,
    /// Not answered in time.
    Expired,
    /// Withdrawn by the organization.
    Revoked,
}

/// Where an employee invitation stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::employee_invitation::EmployeeInvitationStatus")]
pub enum EmployeeInvitationStatus {
    /// Sent and not answered.
    Pending,
    /// Accepted by the candidate, waiting for the organization's decision. No authority yet.
    PendingApproval,
    /// Approved: the employee exists.
    Approved,
    /// Turned down by the organization.
    Rejected,
    /// Declined by the candidate.
    Declined,
    /// Not answered in time.
    Expired,
    /// Withdrawn by the organization.
    Revoked,
}

/// How far a permission reaches.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::permission_grant::PermissionScope")]
pub enum PermissionScope {
    /// Only what the holder made or sent.
    Own,
    /// Everything in the organization.
    All,
}

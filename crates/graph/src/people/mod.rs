//! Organizations and the people in them.

mod capabilities;
mod employee;
mod employee_list;
mod enums;
mod grant;
mod invitation;
pub(crate) mod keys;
mod member;
mod member_list;
mod order;
mod organization;
mod permission;
mod preview;
mod rate_limit;
mod role;
mod settings;

pub use capabilities::{EmployeeAction, EmployeeInvitationAction, MemberAction, MemberInvitationAction};
pub use employee::{Compensation, Employee, EmployeeConnection, EmployeeEdge};
pub use employee_list::{EmployeeFilter, EmployeeOrder, EmployeeOrderField};
pub use enums::{
    AccessRole, CompensationType, CustomerType, EmployeeInvitationStatus, EmployeeStatus,
    MemberInvitationStatus, MemberStatus, PermissionScope, Plan, TaxRounding, Theme, WorkRole,
};
pub use grant::{HeldPermission, PermissionGrant};
pub use invitation::{
    EmployeeInvitation, EmployeeInvitationConnection, EmployeeInvitationEdge, EmployeeInvitationFilter,
    MemberInvitation, MemberInvitationConnection, MemberInvitationEdge, MemberInvitationFilter,
};
pub use member::{Member, MemberConnection, MemberEdge};
pub use member_list::{MemberFilter, MemberOrder, MemberOrderField};
pub use order::OrderDirection;
pub use organization::{
    Organization, OrganizationConnection, OrganizationEdge, OrganizationFilter, organization_connection,
};
pub use permission::Permission;
pub use preview::{InvitationPreview, invitation_preview};
pub use rate_limit::{OrganizationRateLimit, UsualRateLimit};
pub use role::{AccessRoleDefinition, WorkRoleDefinition, role_definitions, work_role_definitions};
pub use settings::OrganizationSettings;

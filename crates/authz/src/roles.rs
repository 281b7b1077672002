//! Roles are named sets of permissions. An actor has those of their access role, of their work role, and their grants.

use crate::PermissionSet;
use entities::{
    employee::WorkRole,
    member::AccessRole,
    permission_grant::Permission::{self, *},
};

/// What a member with this access role may do by default.
pub fn access_role_permissions(role: AccessRole) -> PermissionSet {
    match role {
        AccessRole::Owner | AccessRole::SuperAdmin | AccessRole::Admin => PermissionSet::everything(),
        AccessRole::Hr => PermissionSet::of(&[
            ViewMembers,
            ManageUsers,
            InviteMembers,
            InviteEmployees,
            ManageEmployees,
            ManageCompensation,
            ManageGroups,
            ManageBudgets,
            ViewAllProgress,
            ViewManagerDashboard,
            ViewAnalytics,
            ExportReports,
            ViewAuditLog,
        ]),
        AccessRole::Employee | AccessRole::Viewer | AccessRole::Member => PermissionSet::NONE,
    }
}

/// What an employee with this work role may do by default.
pub fn work_role_permissions(role: WorkRole) -> PermissionSet {
    let set: &[Permission] = match role {
        WorkRole::Admin => return PermissionSet::everything(),
        WorkRole::Manager => &[
            ViewMembers,
            InviteMembers,
            InviteEmployees,
            ManageGroups,
            ManageBudgets,
            ViewAllProgress,
            ViewManagerDashboard,
            ViewAnalytics,
            ExportReports,
            ApproveContent,
        ],
        WorkRole::Creator => &[ManageOwnModules, ManageQuizzes],
        WorkRole::Instructor => &[ViewMembers, ManageOwnModules, ManageQuizzes, ViewGroupProgress],
        WorkRole::Staff => &[ManageSupport],
    };
    PermissionSet::of(set)
}

/// How much authority a work role has, on the scale of [`access_role_rank`].
pub const fn work_role_rank(role: WorkRole) -> u8 {
    match role {
        WorkRole::Admin => access_role_rank(AccessRole::Admin),
        WorkRole::Manager => access_role_rank(AccessRole::Employee),
        WorkRole::Creator | WorkRole::Instructor | WorkRole::Staff => 0,
    }
}

/// How much authority an access role has compared with others. Nobody gives, takes or touches a role above their own.
pub const fn access_role_rank(role: AccessRole) -> u8 {
    match role {
        AccessRole::Owner => 6,
        AccessRole::SuperAdmin => 5,
        AccessRole::Admin => 4,
        AccessRole::Hr => 3,
        AccessRole::Employee => 2,
        AccessRole::Viewer | AccessRole::Member => 1,
    }
}

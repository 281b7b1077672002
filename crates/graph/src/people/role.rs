//! Roles as named sets of permissions.

use crate::{AccessRole, Permission, WorkRole};
use async_graphql::SimpleObject;
use authz::{PermissionSet, access_role_permissions, work_role_permissions};

/// What members with an access role may do by default.
#[derive(SimpleObject, Clone, Debug)]
pub struct AccessRoleDefinition {
    /// The role.
    pub role: AccessRole,
    /// The permissions that come with it, for the whole organization.
    pub permissions: Vec<Permission>,
}

/// What employees with a work role may do by default, in addition to their access role.
#[derive(SimpleObject, Clone, Debug)]
pub struct WorkRoleDefinition {
    /// The role.
    pub role: WorkRole,
    /// The permissions that come with it, for the whole organization.
    pub permissions: Vec<Permission>,
}

fn names(set: PermissionSet) -> Vec<Permission> {
    set.iter().map(Into::into).collect()
}

/// Every access role, from most to least authority.
pub fn role_definitions() -> Vec<AccessRoleDefinition> {
    entities::member::AccessRole::ALL
        .iter()
        .map(|role| AccessRoleDefinition {
            role: (*role).into(),
            permissions: names(access_role_permissions(*role)),
        })
        .collect()
}

/// Every work role.
pub fn work_role_definitions() -> Vec<WorkRoleDefinition> {
    entities::employee::WorkRole::ALL
        .iter()
        .map(|role| WorkRoleDefinition {
            role: (*role).into(),
            permissions: names(work_role_permissions(*role)),
        })
        .collect()
}

//! What belongs to an organization, in batches.

use crate::base::Key;
use entities::{
    employee, employee_invitation, job_profile, member, member_invitation, permission_grant, user,
};
use kernel::{
    EmployeeId, EmployeeInvitationId, MemberId, MemberInvitationId, PermissionGrantId, ProfileId, UserId,
};
use std::collections::HashMap;
use store::{OrgScope, StoreError};

macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident($id:ty) -> $model:ty, by $read:path, $column:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub(crate) $id);

        impl Key<OrgScope> for $key {
            type Value = $model;
            async fn load(scope: &OrgScope, keys: Vec<Self>) -> Result<HashMap<Self, Self::Value>, StoreError> {
                let key_of: fn(&$model) -> $id = $column;
                let rows = $read(scope, keys.into_iter().map(|key| key.0).collect()).await?;
                Ok(rows.into_iter().map(|row| (Self(key_of(&row)), row)).collect())
            }
        }
    )*};
}

keys! {
    /// A person that a visible row refers to.
    UserById(UserId) -> user::Model, by reads::users_by_id, |row| row.id;
    /// A member.
    MemberById(MemberId) -> member::Model, by reads::members_by_id, |row| row.id;
    /// An employee.
    EmployeeById(EmployeeId) -> employee::Model, by reads::employees_by_id, |row| row.id;
    /// The current employment of a member.
    EmployeeByMember(MemberId) -> employee::Model, by reads::employees_by_member, |row| row.member_id;
    /// The professional identity that a visible row refers to.
    JobProfileById(ProfileId) -> job_profile::Model, by reads::job_profiles_by_id, |row| row.profile_id;
    /// An invitation to become a member.
    MemberInvitationById(MemberInvitationId) -> member_invitation::Model, by reads::member_invitations_by_id, |row| row.id;
    /// An invitation to become an employee.
    EmployeeInvitationById(EmployeeInvitationId) -> employee_invitation::Model, by reads::employee_invitations_by_id, |row| row.id;
    /// A permission given to a member.
    GrantById(PermissionGrantId) -> permission_grant::Model, by reads::permission_grants_by_id, |row| row.id;
}

/// The permissions given to a member.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct GrantsOfMember(pub(crate) MemberId);

impl Key<OrgScope> for GrantsOfMember {
    type Value = Vec<permission_grant::Model>;
    async fn load(scope: &OrgScope, keys: Vec<Self>) -> Result<HashMap<Self, Self::Value>, StoreError> {
        let rows = reads::grants_by_member(scope, keys.into_iter().map(|key| key.0).collect()).await?;
        let mut by_member: HashMap<Self, Self::Value> = HashMap::new();
        for row in rows {
            by_member.entry(Self(row.member_id)).or_default().push(row);
        }
        Ok(by_member)
    }
}

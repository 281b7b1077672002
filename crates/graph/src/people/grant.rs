//! Permissions that somebody holds.

use crate::{DateTime, Member, OrgView, Permission, PermissionScope, people::keys::MemberById};
use async_graphql::{ID, Object, Result, SimpleObject};
use authz::Access;
use entities::permission_grant;

/// A permission somebody holds, from whichever source.
#[derive(SimpleObject, Clone, Debug)]
pub struct HeldPermission {
    /// What they may do.
    pub permission: Permission,
    /// How far it reaches.
    pub scope: PermissionScope,
}

impl HeldPermission {
    /// Everything an access amounts to.
    pub(crate) fn of(access: &Access) -> Vec<Self> {
        let all = access.everywhere();
        let held = |scope: PermissionScope| {
            move |permission: entities::permission_grant::Permission| Self {
                permission: permission.into(),
                scope,
            }
        };
        let only_own = access
            .on_own()
            .iter()
            .filter(move |permission| !all.has(*permission));
        all.iter()
            .map(held(PermissionScope::All))
            .chain(only_own.map(held(PermissionScope::Own)))
            .collect()
    }
}

/// A permission given to a member.
#[derive(Clone, Debug)]
pub struct PermissionGrant {
    view: OrgView,
    row: permission_grant::Model,
}

impl PermissionGrant {
    /// A grant the actor may see.
    pub const fn new(view: OrgView, row: permission_grant::Model) -> Self {
        Self { view, row }
    }
}

/// A single permission given to a member beyond what their roles bring.
#[Object]
impl PermissionGrant {
    /// The grant's id, for `revokePermission`.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// What it allows.
    async fn permission(&self) -> Permission {
        self.row.permission.into()
    }
    /// How far it reaches.
    async fn scope(&self) -> PermissionScope {
        self.row.scope.into()
    }
    /// Who holds it; null if you may not see the member.
    async fn member(&self) -> Result<Option<Member>> {
        let row = self.view.load(MemberById(self.row.member_id)).await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// Who granted it; null if you may not see the member.
    async fn granted_by(&self) -> Result<Option<Member>> {
        let row = self.view.load(MemberById(self.row.granted_by_member_id)).await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// When it was granted.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

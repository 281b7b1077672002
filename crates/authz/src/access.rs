//! An actor inside one organization.

use crate::{
    Actor, PermissionSet, Reach, access_role_permissions, access_role_rank, work_role_permissions,
    work_role_rank,
};
use entities::{
    employee::WorkRole,
    event::Capacity,
    member::{AccessRole, MemberStatus},
    permission_grant::{Permission, PermissionScope},
};
use kernel::{EmployeeId, MemberId, OrganizationId, UserId};

/// The actor's own membership, in whatever state it is.
#[derive(Clone, Copy, Debug)]
pub struct Membership {
    /// Which.
    pub id: MemberId,
    /// With which role.
    pub role: AccessRole,
    /// In which state.
    pub status: MemberStatus,
}

/// The actor's own employment, once it has begun.
#[derive(Clone, Copy, Debug)]
pub struct Employment {
    /// Which.
    pub id: EmployeeId,
    /// With which role.
    pub role: WorkRole,
}

/// What an actor may do in one organization.
#[derive(Clone, Debug)]
pub struct Access {
    actor: Actor,
    organization: OrganizationId,
    membership: Option<Membership>,
    employment: Option<Employment>,
    all: PermissionSet,
    own: PermissionSet,
}

impl Access {
    /// Combines roles and grants. Only an active membership carries any permission.
    pub fn new(
        actor: Actor,
        organization: OrganizationId,
        membership: Option<Membership>,
        employment: Option<Employment>,
        grants: &[(Permission, PermissionScope)],
    ) -> Self {
        let active = membership.filter(|m| m.status == MemberStatus::Active);
        let mut access = Self {
            actor,
            organization,
            membership,
            employment: active.and(employment),
            all: PermissionSet::NONE,
            own: PermissionSet::NONE,
        };
        if access.actor.is_system() {
            access.all = PermissionSet::everything();
        }
        if let Some(active) = active {
            access.all = access_role_permissions(active.role);
            if let Some(employment) = access.employment {
                access.all = access.all.union(work_role_permissions(employment.role));
            }
            for (permission, scope) in grants {
                match scope {
                    PermissionScope::All => access.all = access.all.with(*permission),
                    PermissionScope::Own => access.own = access.own.with(*permission),
                }
            }
        }
        access
    }

    /// Who asks.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Where.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }

    /// The actor's user id.
    pub fn user(&self) -> Option<UserId> {
        self.actor.user()
    }

    /// The actor's membership in whatever state it is.
    pub const fn membership(&self) -> Option<Membership> {
        self.membership
    }

    /// The actor's employment, if it has begun.
    pub const fn employment(&self) -> Option<Employment> {
        self.employment
    }

    /// The actor's own member id.
    pub fn member(&self) -> Option<MemberId> {
        self.membership.map(|m| m.id)
    }

    /// The actor's own employee id.
    pub fn employee(&self) -> Option<EmployeeId> {
        self.employment.map(|e| e.id)
    }

    /// Whether the actor is an active member.
    pub fn is_active_member(&self) -> bool {
        self.membership.is_some_and(|m| m.status == MemberStatus::Active)
    }

    /// How far a permission reaches for this actor.
    pub fn reach(&self, permission: Permission) -> Reach {
        if self.all.has(permission) {
            Reach::All
        } else if self.own.has(permission) {
            Reach::Own
        } else {
            Reach::None
        }
    }

    /// Whether the actor holds the permission for the whole organization.
    pub fn may(&self, permission: Permission) -> bool {
        self.all.has(permission)
    }

    /// Permissions for the whole organization.
    pub const fn everywhere(&self) -> PermissionSet {
        self.all
    }

    /// Permissions for what is the actor's own.
    pub const fn on_own(&self) -> PermissionSet {
        self.own
    }

    /// The actor's authority for giving and taking roles. The server's own work has the highest.
    pub fn rank(&self) -> u8 {
        if self.actor.is_system() {
            return u8::MAX;
        }
        self.membership
            .filter(|m| m.status == MemberStatus::Active)
            .map_or(0, |m| access_role_rank(m.role))
            .max(self.employment.map_or(0, |e| work_role_rank(e.role)))
    }

    /// In which capacity the actor acts here, the strongest first.
    pub fn capacity(&self) -> Capacity {
        match &self.actor {
            Actor::System(_) => Capacity::System,
            Actor::Anonymous => Capacity::Anonymous,
            Actor::User(user) => {
                if self.employment.is_some() {
                    Capacity::Employee
                } else if self.is_active_member() {
                    Capacity::Member
                } else if user.is_operator {
                    Capacity::Operator
                } else {
                    Capacity::User
                }
            }
        }
    }
}

//! A set of permissions in one machine word.

use entities::permission_grant::Permission;

/// Some of the permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// No permission.
    pub const NONE: Self = Self(0);

    /// Exactly these.
    pub fn of(permissions: &[Permission]) -> Self {
        permissions.iter().fold(Self::NONE, |set, p| set.with(*p))
    }

    /// Every permission there is.
    pub fn everything() -> Self {
        Self::of(Permission::ALL)
    }

    /// One more.
    #[must_use]
    pub fn with(self, permission: Permission) -> Self {
        Self(self.0 | bit(permission))
    }

    /// One fewer.
    #[must_use]
    pub fn without(self, permission: Permission) -> Self {
        Self(self.0 & !bit(permission))
    }

    /// Those of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the permission is in the set.
    pub fn has(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// Whether all of another set's permissions are in this one.
    pub const fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// The permissions in the order of the documentation.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |p| self.has(*p))
    }
}

fn bit(permission: Permission) -> u64 {
    Permission::ALL
        .iter()
        .position(|p| *p == permission)
        .and_then(|position| u32::try_from(position).ok())
        .and_then(|position| 1_u64.checked_shl(position))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_own_bit() {
        assert!(Permission::ALL.len() <= 64);
        let mut seen = PermissionSet::NONE;
        for permission in Permission::ALL {
            assert!(!seen.has(*permission));
            seen = seen.with(*permission);
        }
        assert_eq!(seen, PermissionSet::everything());
        assert_eq!(seen.iter().count(), Permission::ALL.len());
    }
}

//! What may be done to a row, and what may be added.

use crate::{Access, Actor, Global, Owned};
use entities::permission_grant::Permission;
use sea_orm::{Condition, EntityTrait};

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not held.
    None,
    /// For what is the holder's own.
    Own,
    /// For everything in the organization.
    All,
}

/// Something that can be done to one row.
pub trait Action: 'static {
    /// The table.
    type On: EntityTrait;
    /// The name in error messages and in the permission matrix.
    const NAME: &'static str;
}

/// An action on a row of an organization.
pub trait OwnedAction: Action<On: Owned> {
    /// The permission it takes.
    const PERMISSION: Option<Permission>;
    /// A weaker permission that is enough for what is the actor's own, whatever its scope.
    const OWN_PERMISSION: Option<Permission> = None;
    /// Whether people may do it to what is about themselves, without any permission.
    const ONESELF: bool;

    /// Whether the row is the actor's own in the sense of the scope `OWN`.
    fn is_own(access: &Access, row: &<Self::On as EntityTrait>::Model) -> bool;
    /// Whether the row is about the actor.
    fn is_oneself(access: &Access, row: &<Self::On as EntityTrait>::Model) -> bool;

    /// Whether this actor may do it to this row.
    fn allowed(access: &Access, row: &<Self::On as EntityTrait>::Model) -> bool {
        if Self::ONESELF && Self::is_oneself(access, row) {
            return true;
        }
        match Self::reach(access) {
            Reach::All => true,
            Reach::Own => Self::is_own(access, row),
            Reach::None => false,
        }
    }

    /// How far the permissions it takes reach for this actor.
    fn reach(access: &Access) -> Reach {
        let reach = |permission: Option<Permission>| permission.map_or(Reach::None, |p| access.reach(p));
        reach(Self::PERMISSION).max(reach(Self::OWN_PERMISSION).min(Reach::Own))
    }

    /// The rows the actor may do it to besides, where the row alone does not tell: the store asks the database.
    fn also_allowed(_access: &Access) -> Option<Condition> {
        None
    }
}

/// An action on a row that belongs to no organization.
pub trait GlobalAction: Action<On: Global> {
    /// Whether this actor may do it to this row.
    fn allowed(actor: &Actor, row: &<Self::On as EntityTrait>::Model) -> bool;
}

/// Something that can be added to an organization by whoever holds a permission.
pub trait Create: 'static {
    /// The table.
    type Of: Owned;
    /// The name in error messages and in the permission matrix.
    const NAME: &'static str;
    /// The permission it takes. With the scope `OWN` what is added is the actor's own, so it is enough.
    const PERMISSION: Permission;

    /// Whether this actor may add one.
    fn allowed(access: &Access) -> bool {
        access.reach(Self::PERMISSION) > Reach::None
    }
}

/// Being allowed to do this action entails adding a row of `E`: accepting an invitation adds a member.
pub trait Yields<E: Owned>: Action {}

/// Being allowed to do this action entails changing rows of `E`: removing a member ends their employment.
pub trait Entails<E: Owned>: Action {}

/// The change of an `E` that another permitted action entails.
#[derive(Debug)]
pub struct Consequence<A, E>(std::marker::PhantomData<(A, E)>);

impl<A: Entails<E>, E: Owned> Action for Consequence<A, E> {
    type On = E;
    const NAME: &'static str = A::NAME;
}

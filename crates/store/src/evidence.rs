//! Evidence: proof that an actor may do something to a row.

use authz::Action;
use sea_orm::EntityTrait;

/// A row this transaction's actor may do `A` to. Only the store makes one, and only for the row it has locked.
pub struct Granted<A: Action> {
    pub(crate) row: <A::On as EntityTrait>::Model,
}

impl<A: Action> std::fmt::Debug for Granted<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Granted<{}>", A::NAME)
    }
}

impl<A: Action> std::ops::Deref for Granted<A> {
    type Target = <A::On as EntityTrait>::Model;
    fn deref(&self) -> &Self::Target {
        &self.row
    }
}

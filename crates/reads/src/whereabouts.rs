//! Where rows are, before their organizations are entered.

use authz::Owned;
use store::{CrossOrganization, Store, StoreError};
use uuid::Uuid;

/// Rows by id in whatever organization. They only tell which organization to enter; what is shown is read again in it,
/// with the actor's eyes.
pub async fn rows_anywhere<E: Owned>(store: &Store, ids: Vec<Uuid>) -> Result<Vec<E::Model>, StoreError> {
    store
        .across(CrossOrganization::Enter)
        .find::<E>()
        .among(E::ID, ids)
        .all()
        .await
}

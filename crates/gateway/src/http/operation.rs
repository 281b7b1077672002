//! Which operation of a document is meant.

use async_graphql::{
    Positioned,
    parser::types::{DocumentOperations, OperationDefinition},
};

/// The operation that will be executed, as async-graphql chooses it. A document with one *named* operation is `Multiple` with one
/// entry, and needs no name in the request.
pub(super) fn chosen<'d>(
    operations: &'d DocumentOperations,
    name: Option<&str>,
) -> Option<&'d Positioned<OperationDefinition>> {
    match (operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(named), Some(name)) => named.get(name),
        (DocumentOperations::Multiple(named), None) => named.values().next().filter(|_| named.len() == 1),
    }
}

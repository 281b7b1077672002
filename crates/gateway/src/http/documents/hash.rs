//! The name of a document: the SHA-256 of its text.

use crate::http::operation::chosen;
use async_graphql::{
    Value, Variables,
    parser::types::{BaseType, ExecutableDocument, OperationDefinition},
};
use sha2::{Digest, Sha256};

/// Variables above this size are not worth remembering.
const MAX_VARIABLE_BYTES: usize = 4096;

/// The SHA-256 of a document's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DocumentHash([u8; 32]);

impl DocumentHash {
    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

/// Stands for an operation's name and what validation looks at of its variables. Nothing for variables that are too large.
///
/// Validation looks at the values of enums, input objects and lists, and the cost of a page depends on its size. Of a text it only
/// asks whether it is one, and it is texts that differ from request to request: ids, names, cursors.
pub(super) fn of_usage(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
) -> Option<DocumentHash> {
    let operation = chosen(&document.operations, operation_name)?;
    let mut digest = Sha256::new();
    // Neither a name nor JSON holds a line break, so nothing can run into its neighbour.
    digest.update(operation_name.unwrap_or_default());
    let mut bytes = 0;
    for (name, value) in &**variables {
        digest.update(b"\n");
        digest.update(name.as_str());
        digest.update(b"\n");
        if matches!(value, Value::String(_)) && is_text(&operation.node, name) {
            continue;
        }
        let value = serde_json::to_vec(value).ok()?;
        bytes += value.len();
        if bytes > MAX_VARIABLE_BYTES {
            return None;
        }
        digest.update(&value);
    }
    Some(DocumentHash(digest.finalize().into()))
}

/// Whether a variable is declared as an `ID` or a `String`, and not as a list of them.
fn is_text(operation: &OperationDefinition, name: &str) -> bool {
    let declared = operation.variable_definitions.iter();
    declared
        .filter(|variable| variable.node.name.node == name)
        .all(|variable| match &variable.node.var_type.node.base {
            BaseType::Named(named) => matches!(named.as_str(), "ID" | "String"),
            BaseType::List(_) => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    fn usage(document: &str, variables: serde_json::Value) -> DocumentHash {
        let variables = Variables::from_json(variables);
        of_usage(&parse_query(document).unwrap(), None, &variables).unwrap()
    }

    #[test]
    fn texts_are_one_and_everything_else_counts() {
        let document = "query($id: ID!, $kind: Kind, $ids: [ID!], $first: Int) { a }";
        let known = usage(
            document,
            json!({ "id": "a", "kind": "X", "ids": ["a"], "first": 1 }),
        );
        let same = usage(
            document,
            json!({ "id": "b", "kind": "X", "ids": ["a"], "first": 1 }),
        );
        assert_eq!(known, same);
        for other in [
            json!({ "id": 1, "kind": "X", "ids": ["a"], "first": 1 }),
            json!({ "id": null, "kind": "X", "ids": ["a"], "first": 1 }),
            json!({ "kind": "X", "ids": ["a"], "first": 1 }),
            json!({ "id": "a", "kind": "Y", "ids": ["a"], "first": 1 }),
            json!({ "id": "a", "kind": "X", "ids": ["b"], "first": 1 }),
            json!({ "id": "a", "kind": "X", "ids": ["a"], "first": 2 }),
        ] {
            assert_ne!(known, usage(document, other.clone()), "{other}");
        }
    }
}

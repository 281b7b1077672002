//! How an operation opens: its first field, known before the operation is executed.

use super::Seen;
use crate::http::operation::chosen;
use async_graphql::{
    Name, Request, Value,
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};

/// The first field of a query or mutation, and those of its arguments that are texts.
#[derive(Debug)]
pub struct Opening {
    /// Whether it is that of a mutation.
    pub is_mutation: bool,
    /// The name of the field.
    pub field: String,
    /// Its arguments with their names, or those in the `input` of a mutation, in the order in which they are given.
    pub texts: Vec<(String, String)>,
    /// Whether the operation seems to show something of an organization besides its id.
    pub shows_organization: bool,
}

impl Seen {
    /// How the operation opens that a request asks for. Nothing is said about whether it will be executed.
    pub fn opening(&self, request: &Request) -> Option<Opening> {
        let Self(document) = self;
        let operation = chosen(&document.parsed.operations, request.operation_name.as_deref())?;
        let is_mutation = match operation.node.ty {
            OperationType::Query => false,
            OperationType::Mutation => true,
            OperationType::Subscription => return None,
        };
        let first = operation.node.selection_set.node.items.first()?;
        let Selection::Field(field) = &first.node else {
            return None;
        };
        let given = field.node.arguments.iter().filter_map(|(name, written)| {
            let given = written
                .node
                .clone()
                .into_const_with(|variable| request.variables.get(&variable).cloned().ok_or(()));
            Some((name.node.clone(), given.ok()?))
        });
        Some(Opening {
            is_mutation,
            field: field.node.name.node.to_string(),
            texts: if is_mutation {
                given.flat_map(|(_name, input)| texts_in(input)).collect()
            } else {
                given.filter_map(|(name, value)| text(&name, value)).collect()
            },
            shows_organization: shows_organization(&document.parsed, &operation.node.selection_set.node),
        })
    }
}

fn text(name: &Name, value: Value) -> Option<(String, String)> {
    if let Value::String(text) = value {
        Some((name.to_string(), text))
    } else {
        None
    }
}

fn texts_in(input: Value) -> Vec<(String, String)> {
    let Value::Object(fields) = input else {
        return Vec::new();
    };
    let fields = fields.into_iter();
    fields.filter_map(|(name, value)| text(&name, value)).collect()
}

/// Whether there is a field `organization` with fields of its own, in the operation or in a fragment. Where a fragment is spread in it,
/// that is taken for granted.
fn shows_organization(document: &ExecutableDocument, operation: &SelectionSet) -> bool {
    let fragments = document.fragments.values();
    fragments
        .map(|fragment| &fragment.node.selection_set.node)
        .chain([operation])
        .any(leads_to_one)
}

fn leads_to_one(set: &SelectionSet) -> bool {
    set.items.iter().any(|selection| match &selection.node {
        Selection::Field(field) => {
            let below = &field.node.selection_set.node;
            (field.node.name.node == "organization" && shows_some(below)) || leads_to_one(below)
        }
        Selection::InlineFragment(inline) => {
            let condition = inline.node.type_condition.as_ref();
            let is_one = condition.is_some_and(|condition| condition.node.on.node == "Organization");
            let below = &inline.node.selection_set.node;
            (is_one && shows_some(below)) || leads_to_one(below)
        }
        Selection::FragmentSpread(_) => false,
    })
}

fn shows_some(set: &SelectionSet) -> bool {
    set.items.iter().any(|selection| match &selection.node {
        Selection::Field(field) => {
            let is_plain = field.node.selection_set.node.items.is_empty();
            is_plain && !matches!(field.node.name.node.as_str(), "id" | "__typename")
        }
        Selection::InlineFragment(inline) => shows_some(&inline.node.selection_set.node),
        Selection::FragmentSpread(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::shows_organization;
    use crate::http::operation::chosen;
    use async_graphql::parser::parse_query;

    #[test]
    fn what_shows_an_organization_is_told_from_what_only_leads_through_it() {
        for (query, shows) in [
            ("{ organization(slug: \"a\") { members { totalCount } } }", false),
            (
                "{ organization(slug: \"a\") { id __typename course(slug: \"b\") { title } } }",
                false,
            ),
            ("{ organization(slug: \"a\") { name } }", true),
            (
                "{ organization(slug: \"a\") { ...F } } fragment F on Organization { members { totalCount } }",
                true,
            ),
            ("{ organization(slug: \"a\") { ... { name } } }", true),
            ("{ node(id: \"a\") { ... on Course { title } } }", false),
            (
                "{ node(id: \"a\") { ... on Course { organization { name } } } }",
                true,
            ),
            (
                "{ node(id: \"a\") { ...F } } fragment F on Course { organization { name } }",
                true,
            ),
            ("{ node(id: \"a\") { ... on Organization { name } } }", true),
        ] {
            let document = parse_query(query).unwrap();
            let operation = chosen(&document.operations, None).unwrap();
            let set = &operation.node.selection_set.node;
            assert_eq!(shows_organization(&document, set), shows, "{query}");
        }
    }
}

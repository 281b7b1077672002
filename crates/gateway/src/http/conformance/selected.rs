//! A document with several operations, of which one is executed.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name, Positioned,
    parser::types::{DocumentOperations, ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// Leaves only the operation of this name, and takes away the fragments that only others use.
///
/// Clients that keep all their operations in one document send it whole. async-graphql would count the complexity of each operation with
/// the variables of this request, and refuse it for those that others need.
pub(in crate::http) fn keep_selected(document: &mut ExecutableDocument, name: &str) {
    let DocumentOperations::Multiple(operations) = &mut document.operations else {
        return;
    };
    if operations.len() < 2 || !operations.contains_key(name) {
        return;
    }
    let (mut used, mut used_elsewhere) = (HashSet::new(), HashSet::new());
    for (other, operation) in operations.iter() {
        let names = if other == name {
            &mut used
        } else {
            &mut used_elsewhere
        };
        add(&operation.node.selection_set.node, &document.fragments, names);
    }
    operations.retain(|other, _| other == name);
    // A fragment that nothing uses stays, and is refused.
    document
        .fragments
        .retain(|fragment, _| used.contains(fragment) || !used_elsewhere.contains(fragment));
}

fn add(set: &SelectionSet, fragments: &Fragments, names: &mut HashSet<Name>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => add(&field.node.selection_set.node, fragments, names),
            Selection::InlineFragment(inline) => add(&inline.node.selection_set.node, fragments, names),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                if let Some(fragment) = fragments.get(name)
                    && names.insert(name.clone())
                {
                    add(&fragment.node.selection_set.node, fragments, names);
                }
            }
        }
    }
}

/// Whether no two selections have to be merged in one object: each key of an answer is selected once.
pub(in crate::http) fn answers_each_key_once(document: &ExecutableDocument) -> bool {
    document.operations.iter().all(|(_, operation)| {
        let set = &operation.node.selection_set.node;
        is_each_key_new(set, &document.fragments, &mut HashSet::new())
    })
}

fn is_each_key_new<'d>(
    set: &'d SelectionSet,
    fragments: &'d Fragments,
    keys: &mut HashSet<&'d Name>,
) -> bool {
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            let below = &field.node.selection_set.node;
            keys.insert(&field.node.response_key().node)
                && is_each_key_new(below, fragments, &mut HashSet::new())
        }
        Selection::InlineFragment(inline) => {
            is_each_key_new(&inline.node.selection_set.node, fragments, keys)
        }
        Selection::FragmentSpread(spread) => {
            let fragment = fragments.get(&spread.node.fragment_name.node);
            fragment
                .is_none_or(|fragment| is_each_key_new(&fragment.node.selection_set.node, fragments, keys))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::answers_each_key_once;
    use async_graphql::parser::parse_query;

    #[test]
    fn keys_that_are_selected_twice_are_found_wherever_they_are() {
        for (document, once) in [
            ("{ a { b c } d { b c } }", true),
            ("{ a { b } x: a { b } }", true),
            ("{ ...F d } fragment F on Query { a { ... { b } c } }", true),
            ("{ a a }", false),
            ("{ b { a { c } a { d } } }", false),
            ("{ a: b a }", false),
            ("{ a { c } ... { a { d } } }", false),
            ("{ a { b ...F } } fragment F on A { c b }", false),
            ("query One { a } query Two { a a }", false),
        ] {
            let parsed = parse_query(document).unwrap();
            assert_eq!(answers_each_key_once(&parsed), once, "{document}");
        }
    }
}

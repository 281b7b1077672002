//! The order of the fields in an answer.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Value,
    indexmap::IndexMap,
    parser::types::{FragmentDefinition, Selection, SelectionSet},
};

/// The keys of an object in the order in which they were selected, each with the order of what is below.
#[derive(Default)]
pub(super) struct Order(IndexMap<Name, Order>);

impl Order {
    /// The order a selection asks for. It grows with what fragments expand to, which [`Bounds`](crate::http::Bounds) keeps small.
    pub(super) fn of(set: &SelectionSet, fragments: &HashMap<Name, Positioned<FragmentDefinition>>) -> Self {
        let mut order = Self::default();
        order.add(set, fragments);
        order
    }

    fn add(&mut self, set: &SelectionSet, fragments: &HashMap<Name, Positioned<FragmentDefinition>>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.clone();
                    let below = self.0.entry(key).or_default();
                    below.add(&field.node.selection_set.node, fragments);
                }
                Selection::InlineFragment(inline) => {
                    self.add(&inline.node.selection_set.node, fragments);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        self.add(&fragment.node.selection_set.node, fragments);
                    }
                }
            }
        }
    }

    /// Sorts the objects of an answer.
    pub(super) fn arrange(&self, value: &mut Value) {
        if self.0.is_empty() {
            return;
        }
        if let Value::List(items) = value {
            for item in items {
                self.arrange(item);
            }
        } else if let Value::Object(fields) = value {
            if !fields.keys().map(|key| self.0.get_index_of(key)).is_sorted() {
                fields.sort_by_cached_key(|key, _| self.0.get_index_of(key));
            }
            for (key, value) in fields {
                if let Some(below) = self.0.get(key) {
                    below.arrange(value);
                }
            }
        }
    }
}

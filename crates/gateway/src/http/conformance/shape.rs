//! The shape of an answer: what was selected, in which order, and where null may stand.

use std::collections::HashMap;

use async_graphql::{
    Name, PathSegment, Positioned, Value,
    indexmap::IndexMap,
    parser::types::{
        BaseType, FragmentDefinition, OperationDefinition, OperationType, Selection, SelectionSet, Type,
    },
    registry::Registry,
};

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// The keys of an object in the order in which they were selected, each with the shape of what is below.
#[derive(Debug, Default)]
pub(super) struct Shape(IndexMap<Name, Selected>);

/// A selected field.
#[derive(Debug)]
struct Selected {
    /// Its type; none, if the schema does not know it.
    declared: Option<Type>,
    below: Shape,
}

impl Shape {
    /// The shape that an operation asks for. It grows with what fragments expand to, which [`Bounds`](crate::http::Bounds) keeps small.
    pub(super) fn of(operation: &OperationDefinition, fragments: &Fragments, registry: &Registry) -> Self {
        let root = match operation.ty {
            OperationType::Query => Some(registry.query_type.as_str()),
            OperationType::Mutation => registry.mutation_type.as_deref(),
            OperationType::Subscription => registry.subscription_type.as_deref(),
        };
        let mut shape = Self::default();
        let walk = Walk { fragments, registry };
        shape.add(&operation.selection_set.node, root.unwrap_or_default(), &walk);
        shape
    }

    /// Adds what is selected of a type.
    fn add(&mut self, set: &SelectionSet, of: &str, walk: &Walk<'_>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.clone();
                    let selected = self.0.entry(key).or_insert_with(|| Selected {
                        declared: walk.declared(of, &field.node.name.node),
                        below: Self::default(),
                    });
                    let of = selected.declared.as_ref().map(|declared| named(&declared.base));
                    let below = &field.node.selection_set.node;
                    selected.below.add(below, of.unwrap_or_default(), walk);
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let of = condition.map_or(of, |condition| condition.node.on.node.as_str());
                    self.add(&inline.node.selection_set.node, of, walk);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = walk.fragments.get(&spread.node.fragment_name.node) {
                        let of = fragment.node.type_condition.node.on.node.as_str();
                        self.add(&fragment.node.selection_set.node, of, walk);
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
            self.arrange_fields(fields);
        }
    }

    fn arrange_fields(&self, fields: &mut IndexMap<Name, Value>) {
        if !self.0.keys().eq(fields.keys()) {
            if !fields.keys().map(|key| self.0.get_index_of(key)).is_sorted() {
                fields.sort_by_cached_key(|key, _| self.0.get_index_of(key));
            }
            for (key, value) in fields {
                if let Some(selected) = self.0.get(key) {
                    selected.below.arrange(value);
                }
            }
            return;
        }
        for (selected, value) in self.0.values().zip(fields.values_mut()) {
            selected.below.arrange(value);
        }
    }

    /// How many segments of a path lead to the last place on it that may be null. Nothing, if none may be. What the schema does not know
    /// may be null.
    pub(super) fn nearest_nullable(&self, path: &[PathSegment]) -> Option<usize> {
        let mut shape = self;
        let mut declared: Option<&Type> = None;
        let mut nearest = None;
        for (length, segment) in (1..).zip(path) {
            let here = match segment {
                PathSegment::Index(_) => match declared.map(|list| &list.base) {
                    Some(BaseType::List(item)) => Some(&**item),
                    Some(BaseType::Named(_)) | None => None,
                },
                PathSegment::Field(key) => shape.0.get(key.as_str()).and_then(|selected| {
                    shape = &selected.below;
                    selected.declared.as_ref()
                }),
            };
            let Some(here) = here else {
                return Some(length);
            };
            if here.nullable {
                nearest = Some(length);
            }
            declared = Some(here);
        }
        nearest
    }
}

/// What shapes are made with.
struct Walk<'s> {
    fragments: &'s Fragments,
    registry: &'s Registry,
}

impl Walk<'_> {
    fn declared(&self, of: &str, field: &str) -> Option<Type> {
        Type::new(&self.registry.types.get(of)?.field_by_name(field)?.ty)
    }
}

fn named(base: &BaseType) -> &str {
    match base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(&item.base),
    }
}

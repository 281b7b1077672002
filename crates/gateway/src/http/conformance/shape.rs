//! The shape of an answer: what was selected, in which order, and where null may stand.

use std::collections::HashMap;

use async_graphql::{
    Name, PathSegment, Positioned, Value,
    indexmap::IndexMap,
    parser::types::{BaseType, FragmentDefinition, Selection, SelectionSet, Type},
    registry::Registry,
};

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// The keys of an object in the order in which they were selected, each with the shape of what is below.
#[derive(Default)]
pub(super) struct Shape(IndexMap<Name, Selected>);

/// A selected field.
struct Selected {
    field: Name,
    /// The type it was selected on, where a fragment names one.
    on: Option<Name>,
    below: Shape,
}

impl Shape {
    /// The shape a selection asks for. It grows with what fragments expand to, which [`Bounds`](crate::http::Bounds) keeps small.
    pub(super) fn of(set: &SelectionSet, fragments: &Fragments) -> Self {
        let mut shape = Self::default();
        shape.add(set, None, fragments);
        shape
    }

    fn add(&mut self, set: &SelectionSet, on: Option<&Name>, fragments: &Fragments) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.clone();
                    let selected = self.0.entry(key).or_insert_with(|| Selected {
                        field: field.node.name.node.clone(),
                        on: on.cloned(),
                        below: Self::default(),
                    });
                    selected
                        .below
                        .add(&field.node.selection_set.node, None, fragments);
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map(|condition| &condition.node.on.node).or(on);
                    self.add(&inline.node.selection_set.node, on, fragments);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        let on = Some(&fragment.node.type_condition.node.on.node);
                        self.add(&fragment.node.selection_set.node, on, fragments);
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

    /// How many segments of a path, which begins in an object of a type, lead to the last place on it that may be null. Nothing, if
    /// none may be. What the schema does not know may be null.
    pub(super) fn nearest_nullable(
        &self,
        path: &[PathSegment],
        of: &str,
        registry: &Registry,
    ) -> Option<usize> {
        let (mut shape, mut of) = (self, of.to_owned());
        let mut declared: Option<Type> = None;
        let mut nearest = None;
        for (length, segment) in (1..).zip(path) {
            let here = match segment {
                PathSegment::Index(_) => match declared.map(|list| list.base) {
                    Some(BaseType::List(item)) => Some(*item),
                    Some(BaseType::Named(_)) | None => None,
                },
                PathSegment::Field(key) => shape.0.get(key.as_str()).and_then(|selected| {
                    let parent = selected.on.as_deref().unwrap_or(&of);
                    let parent = registry.types.get(parent)?;
                    let here = Type::new(&parent.field_by_name(&selected.field)?.ty)?;
                    shape = &selected.below;
                    Some(here)
                }),
            };
            let Some(here) = here else {
                return Some(length);
            };
            if here.nullable {
                nearest = Some(length);
            }
            named(&here.base).clone_into(&mut of);
            declared = Some(here);
        }
        nearest
    }
}

fn named(base: &BaseType) -> &str {
    match base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(&item.base),
    }
}

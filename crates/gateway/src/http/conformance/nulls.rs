//! Where null has to stand after an error.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    QueryPathNode, QueryPathSegment, Response, ServerError, ServerResult, Value,
    parser::types::{BaseType, Type},
};

/// What went wrong in one execution. Places are paths joined by dots; a name cannot be taken for an index, as no name is a number.
#[derive(Default)]
pub(super) struct Failures {
    /// Errors of fields that may be null; async-graphql reports the others itself.
    errors: Vec<ServerError>,
    /// Places that must be null.
    nulls: HashSet<String>,
    /// Places with something inside that failed and must not be null.
    broken: HashSet<String>,
    /// The types of lists with items that may be null. async-graphql says of every item that it must not be.
    lists: HashMap<String, Type>,
}

impl Failures {
    /// Takes note of a field before it is resolved.
    pub(super) fn begin(&mut self, place: &QueryPathNode<'_>, declared: &str) {
        let is_field = matches!(place.segment, QueryPathSegment::Name(_));
        let has_nullable_items = declared.contains(']') && declared.replace("!]", "").contains(']');
        if is_field && has_nullable_items {
            let list = Type::new(declared).map(|list| (place.to_string(), list));
            self.lists.extend(list);
        }
    }

    /// The outcome of a field or of an item, with null where something failed.
    pub(super) fn end(
        &mut self,
        place: &QueryPathNode<'_>,
        declared: &str,
        outcome: ServerResult<Option<Value>>,
    ) -> ServerResult<Option<Value>> {
        let failed_inside = !self.broken.is_empty() && self.broken.contains(&place.to_string());
        if outcome.is_ok() && !failed_inside {
            return outcome;
        }
        let nullable = self.is_nullable(place, declared);
        if nullable {
            self.nulls.insert(place.to_string());
        } else {
            let around = place.parent.map(ToString::to_string).unwrap_or_default();
            self.broken.insert(around);
        }
        match outcome {
            Err(error) if nullable => self.errors.push(error),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        Ok(Some(Value::Null))
    }

    fn is_nullable(&self, place: &QueryPathNode<'_>, declared: &str) -> bool {
        let mut around = std::iter::once(place).chain(place.parents());
        let is_item = |node: &&QueryPathNode<'_>| matches!(node.segment, QueryPathSegment::Index(_));
        let levels = around.clone().take_while(is_item).count();
        if levels == 0 {
            return !declared.ends_with('!');
        }
        let list = around.nth(levels).map(ToString::to_string);
        let mut declared = list.and_then(|list| self.lists.get(&list));
        for _ in 0..levels {
            declared = match declared.map(|declared| &declared.base) {
                Some(BaseType::List(item)) => Some(item),
                Some(BaseType::Named(_)) | None => None,
            };
        }
        declared.is_some_and(|declared| declared.nullable)
    }

    /// Reports what was kept back. Of two selections of the same field, the one that did not fail must not hide the other, so places
    /// are set to null once more.
    pub(super) fn settle(self, response: &mut Response) {
        response.errors.extend(self.errors);
        if self.broken.contains("") {
            response.data = Value::Null;
        }
        for place in &self.nulls {
            if let Some(value) = find(&mut response.data, place) {
                *value = Value::Null;
            }
        }
    }
}

fn find<'v>(data: &'v mut Value, place: &str) -> Option<&'v mut Value> {
    place.split('.').try_fold(data, |value, segment| {
        if let Value::Object(fields) = value {
            fields.get_mut(segment)
        } else if let Value::List(items) = value {
            items.get_mut(segment.parse::<usize>().ok()?)
        } else {
            None
        }
    })
}

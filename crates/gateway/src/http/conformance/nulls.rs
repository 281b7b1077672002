//! Where null has to stand after an error.

use std::cmp::Reverse;

use async_graphql::{Name, PathSegment, Response, Value, indexmap::IndexMap};

use super::shape::Shape;

/// Puts null where fields have failed. async-graphql leaves them out of their objects, and an object of which all fields have failed
/// is null for it.
pub(super) fn settle(response: &mut Response, shape: &Shape) {
    let mut places: Vec<&[PathSegment]> = Vec::new();
    for error in &response.errors {
        let path = error.path.as_slice();
        if path.is_empty() {
            continue;
        }
        let Some(length) = shape.nearest_nullable(path) else {
            response.data = Value::Null;
            return;
        };
        places.extend(path.get(..length));
    }
    // From the inside out: what is put into something that is null itself goes with it.
    places.sort_by_key(|place| Reverse(place.len()));
    for place in places {
        put_null(&mut response.data, place);
    }
}

fn put_null(data: &mut Value, place: &[PathSegment]) {
    let Some((segment, rest)) = place.split_first() else {
        *data = Value::Null;
        return;
    };
    match segment {
        PathSegment::Index(index) => {
            if let Value::List(items) = data
                && let Some(item) = items.get_mut(*index)
            {
                put_null(item, rest);
            }
        }
        PathSegment::Field(key) => {
            if *data == Value::Null {
                *data = Value::Object(IndexMap::new());
            }
            if let Value::Object(fields) = data {
                let value = fields.entry(Name::new(key)).or_insert(Value::Null);
                put_null(value, rest);
            }
        }
    }
}

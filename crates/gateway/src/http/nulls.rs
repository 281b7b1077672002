//! Puts null where the specification wants it after an error.
//!
//! async-graphql leaves a field that failed out of its object, whether or not the field may be null. A generated client then reads
//! `undefined` where its types promise null or a value.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_graphql::{
    QueryPathNode, Response, ServerError, ServerResult, Value,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextResolve, ResolveInfo,
    },
};

/// A field that fails is null in the answer. Where it must not be null, the nearest object or list around it that may be is null
/// instead, and in the end `data` itself.
#[derive(Clone, Copy, Debug)]
pub struct NullPropagation;

impl ExtensionFactory for NullPropagation {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Execution::default())
    }
}

/// What went wrong in one execution.
#[derive(Default)]
struct Execution(Mutex<Failures>);

#[derive(Default)]
struct Failures {
    /// Errors of fields that may be null; async-graphql reports the others itself.
    errors: Vec<ServerError>,
    /// Places that must be null, as paths joined by dots. Nothing else can begin with a digit, so an index is no name.
    nulls: HashSet<String>,
    /// Places with something inside that failed and must not be null.
    broken: HashSet<String>,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Execution {
    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let (place, nullable) = (info.path_node, !info.return_type.ends_with('!'));
        match next.run(ctx, info).await {
            Ok(value) if !self.is_broken(place) => Ok(value),
            Ok(_) => {
                self.fail(place, nullable);
                Ok(Some(Value::Null))
            }
            Err(error) => {
                self.fail(place, nullable);
                if nullable {
                    self.failures().errors.push(error);
                    Ok(Some(Value::Null))
                } else {
                    Err(error)
                }
            }
        }
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        let failures = std::mem::take(&mut *self.failures());
        response.errors.extend(failures.errors);
        if failures.broken.contains("") {
            response.data = Value::Null;
        }
        for place in &failures.nulls {
            if let Some(value) = find(&mut response.data, place) {
                *value = Value::Null;
            }
        }
        response
    }
}

impl Execution {
    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_broken(&self, place: &QueryPathNode<'_>) -> bool {
        let failures = self.failures();
        !failures.broken.is_empty() && failures.broken.contains(&place.to_string())
    }

    fn fail(&self, place: &QueryPathNode<'_>, nullable: bool) {
        if nullable {
            self.failures().nulls.insert(place.to_string());
        } else {
            let around = place.parent.map(ToString::to_string).unwrap_or_default();
            self.failures().broken.insert(around);
        }
    }
}

/// The value at a place, which two selections of the same field may have filled: the one that did not fail must not hide the other.
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

//! What the specification says about answers and async-graphql does not do by itself.

mod nulls;
mod order;
mod selected;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::{
    Name, Request, Response, ServerError, ServerResult, Value, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest,
        NextResolve, ResolveInfo,
    },
    parser::types::ExecutableDocument,
};

use kernel::ErrorKind;

use self::{nulls::Failures, order::Order, selected::keep_selected};
use super::errors;

/// Brings answers into the form generated clients count on.
///
/// - A field that fails is null. async-graphql leaves it out of its object, whether or not it may be null, so that a client reads
///   `undefined` where its types promise null or a value. Where it must not be null, the nearest object or list around it that may be
///   is null instead, and in the end `data` itself.
/// - Fields stand in the order in which they were selected, not in the order in which they became ready.
/// - Of a document with several operations only the one that is executed is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Conformance;

impl ExtensionFactory for Conformance {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Execution::default())
    }
}

/// One request, or one subscription with all its events.
#[derive(Default)]
struct Execution {
    /// The operation that is asked for, if it is by name.
    selected: OnceLock<String>,
    /// For each operation of the document, by its name.
    orders: OnceLock<HashMap<Option<Name>, Order>>,
    failures: Mutex<Failures>,
    /// Whether a field of a mutation has been begun.
    is_mutation: AtomicBool,
    /// Whether one of them has been resolved, at least as far as to the fields below it.
    has_changed: AtomicBool,
}

/// The source of a refusal that came when something had been changed already.
struct AfterAChange;

/// Whether the operation had changed something when this was refused.
pub(super) fn is_after_a_change(error: &ServerError) -> bool {
    error.source::<AfterAChange>().is_some()
}

#[async_graphql::async_trait::async_trait]
impl Extension for Execution {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let request = next.run(ctx, request).await?;
        if let Some(name) = &request.operation_name {
            self.selected.get_or_init(|| name.clone());
        }
        Ok(request)
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let mut document = next.run(ctx, query, variables).await?;
        self.orders.get_or_init(|| {
            let operations = document.operations.iter();
            let orders = operations.map(|(name, operation)| {
                let order = Order::of(&operation.node.selection_set.node, &document.fragments);
                (name.cloned(), order)
            });
            orders.collect()
        });
        if let Some(name) = self.selected.get() {
            keep_selected(&mut document, name);
        }
        Ok(document)
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        if info.is_for_introspection {
            return next.run(ctx, info).await;
        }
        let is_change = ctx.schema_env.registry.mutation_type.as_deref() == Some(info.parent_type);
        if is_change {
            self.is_mutation.store(true, Ordering::Relaxed);
        } else if self.is_mutation.load(Ordering::Relaxed) {
            self.has_changed.store(true, Ordering::Relaxed);
        }
        let (place, declared) = (info.path_node, info.return_type);
        self.failures().begin(place, declared);
        let outcome = next.run(ctx, info).await;
        if is_change && outcome.is_ok() {
            self.has_changed.store(true, Ordering::Relaxed);
        }
        self.failures().end(place, declared, outcome)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        std::mem::take(&mut *self.failures()).settle(&mut response);
        if self.has_changed.load(Ordering::Relaxed) {
            let refused =
                |error: &&mut ServerError| errors::code_of(error) == Some(ErrorKind::RateLimited.code());
            for error in response.errors.iter_mut().filter(refused) {
                error.source = Some(Arc::new(AfterAChange));
            }
        }
        let order = self
            .orders
            .get()
            .and_then(|orders| orders.get(&operation_name.map(Name::new)));
        if let Some(order) = order {
            order.arrange(&mut response.data);
        }
        response
    }
}

impl Execution {
    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

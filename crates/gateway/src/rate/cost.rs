//! What an operation costs: taken before it is executed, told with its answer.

use super::{Refused, Spending};
use crate::http::{INTROSPECTION, Limits};
use async_graphql::{
    Request, Response, ServerError, ServerResult, ValidationResult, Value, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest,
        NextValidation,
    },
    parser::types::ExecutableDocument,
    value,
};
use std::{
    any::TypeId,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// Takes the computed complexity of each operation from the budgets of the request, and adds `extensions.cost` to its answer: the
/// complexity as `requested`, as `limit` the largest that is executed, and as `remaining` what is left of the scarcest budget. So
/// whoever writes a client sees how near it is to being refused.
///
/// It is registered before all others, so that what they refuse costs the flat amount.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost(pub(crate) Limits);

impl ExtensionFactory for Cost {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Counted {
            limit: self.0.max_complexity,
            requested: OnceLock::new(),
            is_told: AtomicBool::new(false),
        })
    }
}

/// One operation. A subscription pays once, when it begins, whatever happens afterwards: others cause its events.
struct Counted {
    limit: usize,
    requested: OnceLock<usize>,
    /// Whether it was told what remains, which is out of date when the next event comes.
    is_told: AtomicBool,
}

/// Who pays for the operation; nobody, where the schema is used without a server.
fn spending<'c>(ctx: &ExtensionContext<'c>) -> Option<&'c Arc<Spending>> {
    ctx.data_opt::<Arc<Spending>>()
}

/// The points of an introspection that was refused because of what it would have cost: the schema was walked to find that out.
fn looked_at(refused: &[ServerError]) -> u32 {
    let told = refused
        .iter()
        .filter_map(|error| error.extensions.as_ref()?.get(INTROSPECTION));
    let points = told.filter_map(|points| {
        let Value::Number(points) = points else {
            return None;
        };
        points.as_u64()
    });
    points
        .max()
        .map_or(0, |points| u32::try_from(points).unwrap_or(u32::MAX))
}

#[async_graphql::async_trait::async_trait]
impl Extension for Counted {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        // What comes with a request is handed to the context only after this.
        let spending = request.data.get(&TypeId::of::<Arc<Spending>>());
        let spending = spending
            .and_then(|data| data.downcast_ref::<Arc<Spending>>())
            .cloned();
        if let Some(spending) = &spending {
            spending.begin().map_err(Refused::into_server_error)?;
        }
        let prepared = next.run(ctx, request).await;
        if let (Some(spending), Err(_)) = (spending, &prepared) {
            spending.spoil();
        }
        prepared
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let parsed = next.run(ctx, query, variables).await;
        if let (Some(spending), Err(_)) = (spending(ctx), &parsed) {
            spending.spoil();
        }
        parsed
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let validated = next.run(ctx).await;
        let spending = spending(ctx);
        let result = match (validated, spending) {
            (Ok(result), _) => result,
            (Err(invalid), Some(spending)) => {
                spending.spoil();
                spending.pay_for_looking(looked_at(&invalid));
                return Err(invalid);
            }
            (Err(invalid), None) => return Err(invalid),
        };
        // Nothing is for nothing.
        let requested = result.complexity.max(1);
        let _first = self.requested.set(requested);
        if let Some(spending) = spending {
            let cost = u32::try_from(requested).unwrap_or(u32::MAX);
            spending
                .admit(cost)
                .map_err(|refused| vec![refused.into_server_error()])?;
        }
        Ok(result)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        if let Some(requested) = self.requested.get() {
            let is_first = !self.is_told.swap(true, Ordering::Relaxed);
            let spending = spending(ctx).filter(|_| is_first);
            tell(
                &mut response,
                *requested,
                self.limit,
                spending.map(|spending| &**spending),
            );
        }
        response
    }
}

/// Tells with an answer what it costs, and what is left to whoever pays.
fn tell(response: &mut Response, requested: usize, limit: usize, spending: Option<&Spending>) {
    let mut cost: Value = value!({ "requested": (requested), "limit": (limit) });
    let remaining = spending.and_then(Spending::remaining);
    if let (Value::Object(cost), Some(remaining)) = (&mut cost, remaining) {
        cost.insert(async_graphql::Name::new("remaining"), remaining.into());
    }
    response.extensions.insert("cost".to_owned(), cost);
}

/// Pays for an operation whose complexity is known before anything is asked of the schema, and executes it if that is allowed.
pub(crate) async fn paid(
    spending: &Spending,
    complexity: usize,
    limits: &Limits,
    execute: impl Future<Output = Response>,
) -> Response {
    let requested = complexity.max(1);
    let cost = u32::try_from(requested).unwrap_or(u32::MAX);
    let paid = spending.begin().and_then(|()| spending.admit(cost));
    if let Err(refused) = paid {
        return Response::from_errors(vec![refused.into_server_error()]);
    }
    let mut response = execute.await;
    tell(&mut response, requested, limits.max_complexity, Some(spending));
    response
}

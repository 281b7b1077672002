//! What the specification says about answers and async-graphql does not do by itself.

mod nulls;
mod selected;
mod shape;

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use async_graphql::{
    Name, Positioned, Request, Response, ServerError, ServerResult, Value, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest,
    },
    parser::types::{ExecutableDocument, FragmentDefinition, OperationDefinition, OperationType},
    registry::Registry,
};

use graph::unfold;
use kernel::ErrorKind;

pub(super) use self::selected::{answers_each_key_once, keep_selected};
use self::shape::Shape;
use super::errors;

/// Brings answers into the form generated clients count on.
///
/// - A field that fails is null. async-graphql leaves it out of its object, whether or not it may be null, so that a client reads
///   `undefined` where its types promise null or a value. Where it must not be null, the nearest object or list around it that may be
///   is null instead, and in the end `data` itself.
/// - Fields stand in the order in which they were selected, not in the order in which they became ready.
/// - Of a document with several operations only the one that is executed is looked at.
///
/// All of it is done when the answer is there, so it costs nothing for each field.
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
    forms: OnceLock<HashMap<Option<Name>, Form>>,
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
        if let Some(name) = self.selected.get() {
            keep_selected(&mut document, name);
        }
        self.forms.get_or_init(|| {
            let operations = document.operations.iter();
            let forms = operations.map(|(name, operation)| {
                let registry = &ctx.schema_env.registry;
                let form = Form::of(&operation.node, &document.fragments, registry);
                (name.cloned(), form)
            });
            forms.collect()
        });
        Ok(document)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        let forms = self.forms.get();
        if let Some(form) = forms.and_then(|forms| forms.get(&operation_name.map(Name::new))) {
            form.give(&mut response);
        }
        response
    }
}

/// The form of the answers to an operation.
#[derive(Debug)]
pub(super) struct Form {
    kind: OperationType,
    shape: Shape,
}

impl Form {
    pub(super) fn of(
        operation: &OperationDefinition,
        fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
        registry: &Registry,
    ) -> Self {
        Self {
            kind: operation.ty,
            shape: Shape::of(operation, fragments, registry),
        }
    }

    /// Brings an answer into this form.
    pub(super) fn give(&self, response: &mut Response) {
        if !response.errors.is_empty() {
            if self.kind == OperationType::Mutation && has_changed(response) {
                mark_refusals(response);
            }
            if let Err(error) = unfold(&mut response.data) {
                tracing::error!(%error, "a part of an answer is no JSON");
            }
            nulls::settle(response, &self.shape);
        }
        self.shape.arrange(&mut response.data);
    }
}

/// Whether one of the fields of a mutation has been resolved, at least as far as to the fields below it.
fn has_changed(response: &Response) -> bool {
    let is_there = match &response.data {
        Value::Object(fields) => fields.values().any(|field| *field != Value::Null),
        Value::Null
        | Value::Number(_)
        | Value::String(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::Enum(_)
        | Value::List(_) => false,
    };
    is_there || response.errors.iter().any(|error| error.path.len() > 1)
}

fn mark_refusals(response: &mut Response) {
    let refused = |error: &&mut ServerError| errors::code_of(error) == Some(ErrorKind::RateLimited.code());
    for error in response.errors.iter_mut().filter(refused) {
        error.source = Some(Arc::new(AfterAChange));
    }
}

//! Executing without extensions.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    Data, ObjectType, Request, Response, Schema, ServerResult, SubscriptionType, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest,
    },
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};
use futures::future::BoxFuture;

use super::{
    conformance::{answers_each_key_once, keep_selected},
    operation::chosen,
};
use graph::AnswerInText;

type Execute = dyn Fn(Request) -> BoxFuture<'static, Response> + Send + Sync;

/// Has queries and mutations executed by another schema of the same types that has no extensions, once they have been found valid here.
///
/// async-graphql asks each extension of a schema about each field, even those that have nothing to say to it: with five of them that is
/// more work than the field itself. Registered last, so that what others do around an execution is done around this one. Subscriptions
/// stay here.
#[derive(Clone)]
pub struct Handover {
    execute: Arc<Execute>,
    introspect: Arc<Execute>,
    carry: fn(&ExtensionContext<'_>) -> Data,
}

impl Handover {
    /// Hands over to a schema, and what asks about the schema to another. What resolvers need of a request is not handed over by itself:
    /// `carry` collects it.
    pub fn to<Q, M, S>(
        executing: Schema<Q, M, S>,
        introspected: Schema<Q, M, S>,
        carry: fn(&ExtensionContext<'_>) -> Data,
    ) -> Self
    where
        Q: ObjectType + 'static,
        M: ObjectType + 'static,
        S: SubscriptionType + 'static,
    {
        let execute = |schema: Schema<Q, M, S>| {
            move |request: Request| -> BoxFuture<'static, Response> {
                let schema = schema.clone();
                Box::pin(async move { schema.execute(request).await })
            }
        };
        Self {
            execute: Arc::new(execute(executing)),
            introspect: Arc::new(execute(introspected)),
            carry,
        }
    }
}

impl std::fmt::Debug for Handover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handover")
    }
}

impl ExtensionFactory for Handover {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Held {
            to: self.clone(),
            request: Mutex::default(),
            document: Mutex::default(),
        })
    }
}

/// A request as another schema gets it.
struct Taken {
    request: Request,
    /// Whether it asks about the schema.
    is_introspection: bool,
    /// Whether its answer may have parts that are text.
    in_text: bool,
}

/// One request on its way.
struct Held {
    to: Handover,
    request: Mutex<Option<Request>>,
    document: Mutex<Option<ExecutableDocument>>,
}

impl Held {
    /// What is handed over. Nothing, if it is a subscription.
    fn take(&self) -> Option<Taken> {
        let mut parsed = self.document.lock().unwrap_or_else(PoisonError::into_inner);
        let document = parsed.as_ref()?;
        let mut held = self.request.lock().unwrap_or_else(PoisonError::into_inner);
        let name = held.as_ref()?.operation_name.as_deref();
        let operation = chosen(&document.operations, name)?;
        if operation.node.ty == OperationType::Subscription {
            return None;
        }
        let is_introspection = asks_about_schema(document, &operation.node.selection_set.node);
        let name = name.map(str::to_owned);
        let mut request = held.take()?;
        let mut document = parsed.take()?;
        if let Some(name) = name {
            keep_selected(&mut document, &name);
        }
        let in_text = answers_each_key_once(&document);
        request.set_parsed_query(document);
        Some(Taken {
            request,
            is_introspection,
            in_text,
        })
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Held {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let request = next.run(ctx, request).await?;
        let mut copy = Request::new(String::new());
        copy.operation_name.clone_from(&request.operation_name);
        *self.request.lock().unwrap_or_else(PoisonError::into_inner) = Some(copy);
        Ok(request)
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        // As those before have left them: with default values.
        if let Some(request) = &mut *self.request.lock().unwrap_or_else(PoisonError::into_inner) {
            request.variables = variables.clone();
        }
        *self.document.lock().unwrap_or_else(PoisonError::into_inner) = Some(document.clone());
        Ok(document)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        match self.take() {
            Some(Taken {
                mut request,
                is_introspection,
                in_text,
            }) => {
                request.data = (self.to.carry)(ctx);
                if in_text {
                    request.data.insert(AnswerInText);
                }
                if is_introspection {
                    (self.to.introspect)(request).await
                } else {
                    (self.to.execute)(request).await
                }
            }
            None => next.run(ctx, operation_name).await,
        }
    }
}

/// Whether one of the fields of an operation is `__schema` or `__type`. The document has no fragment that spreads itself.
pub(super) fn asks_about_schema(document: &ExecutableDocument, set: &SelectionSet) -> bool {
    set.items.iter().any(|selection| match &selection.node {
        Selection::Field(field) => matches!(field.node.name.node.as_str(), "__schema" | "__type"),
        Selection::InlineFragment(inline) => asks_about_schema(document, &inline.node.selection_set.node),
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            fragment.is_some_and(|fragment| asks_about_schema(document, &fragment.node.selection_set.node))
        }
    })
}

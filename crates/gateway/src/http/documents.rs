//! Documents that the server has seen before: found by their hash, and neither parsed nor validated again.

mod allowed;
mod cache;
mod hash;
mod opening;
mod repeated;

use std::sync::{Arc, OnceLock};

use async_graphql::{
    Request, ServerError, ServerResult, ValidationResult, Value, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextParseQuery, NextPrepareRequest, NextValidation,
    },
    parser::types::ExecutableDocument,
};

use self::{
    cache::{Cache, Document},
    repeated::Plan,
};
use super::errors;

pub use allowed::AllowedDocuments;
pub use hash::DocumentHash;
pub use opening::Opening;
pub use repeated::Repeated;

/// Remembers documents, for all requests with the same text.
///
/// - By Apollo's protocol (`extensions.persistedQuery`) a client may send the hash of a document in its place; where the document is
///   not known it is told so and sends both.
/// - With a list, only the documents on it are executed, sent in full or by hash.
///
/// It is registered after [`Bounds`](super::Bounds), so that a document found by its hash is held to the same limits.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    cache: Arc<Cache>,
    allowed: Option<Arc<AllowedDocuments>>,
}

impl Documents {
    /// Executes only these documents, where there is a list.
    pub fn only(allowed: Option<Arc<AllowedDocuments>>) -> Self {
        Self {
            allowed,
            ..Self::default()
        }
    }
}

impl ExtensionFactory for Documents {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Asked {
            documents: self.clone(),
            hash: OnceLock::new(),
            document: OnceLock::new(),
            operation: OnceLock::new(),
            usage: OnceLock::new(),
        })
    }
}

/// One request.
struct Asked {
    documents: Documents,
    hash: OnceLock<DocumentHash>,
    document: OnceLock<Arc<Document>>,
    /// The operation that is asked for, if it is by name.
    operation: OnceLock<String>,
    /// Stands for the operation and what validation looks at of the variables.
    usage: OnceLock<DocumentHash>,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Asked {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let mut request = next.run(ctx, request).await?;
        let hash = asked_for(&request)?;
        let is_named = request.extensions.remove("persistedQuery").is_some();
        if is_named && request.query.is_empty() {
            request.query = self.documents.text(hash)?;
        }
        if let Some(allowed) = &self.documents.allowed
            && allowed.text(hash).is_none()
        {
            return Err(errors::coded(
                "This server only executes the documents on its list.",
                errors::PERSISTED_NOT_IN_LIST,
            ));
        }
        let _first = self.hash.set(hash);
        if let Some(name) = &request.operation_name {
            let _first = self.operation.set(name.clone());
        }
        if let Some(document) = self.documents.cache.get(hash) {
            request.set_parsed_query(document.parsed.clone());
            let _first = self.document.set(document);
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
        let parsed = next.run(ctx, query, variables).await?;
        let operation = self.operation.get().map(String::as_str);
        if let Some(usage) = hash::of_usage(&parsed, operation, variables) {
            let _first = self.usage.set(usage);
        }
        if let Some(hash) = self.hash.get() {
            self.document.get_or_init(|| {
                let plan = Plan::of(&parsed, &ctx.schema_env.registry);
                self.documents.cache.keep(*hash, query, &parsed, plan)
            });
        }
        Ok(parsed)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let (Some(document), Some(usage)) = (self.document.get(), self.usage.get()) else {
            return next.run(ctx).await;
        };
        if let Some(known) = document.validated(*usage) {
            return Ok(known);
        }
        let result = next.run(ctx).await?;
        document.keep_validated(*usage, result);
        Ok(result)
    }
}

/// A document that was seen before, which a request sends or names.
#[derive(Clone, Debug)]
pub struct Seen(Arc<Document>);

impl Documents {
    /// The document of a request, if it was seen before. Nothing, where the request is not well-formed, or the document is not known.
    pub fn seen(&self, request: &Request) -> Option<Seen> {
        self.cache.get(asked_for(request).ok()?).map(Seen)
    }

    fn text(&self, hash: DocumentHash) -> ServerResult<String> {
        let listed = self.allowed.as_ref().and_then(|allowed| allowed.text(hash));
        if let Some(text) = listed {
            return Ok(text.to_owned());
        }
        let known = self.cache.get(hash).map(|document| document.text.clone());
        known.ok_or_else(|| errors::coded("PersistedQueryNotFound", errors::PERSISTED_NOT_FOUND))
    }
}

/// The hash of the document that a request sends or names.
fn asked_for(request: &Request) -> ServerResult<DocumentHash> {
    let named = request.extensions.get("persistedQuery");
    let named = named.map(named_hash).transpose()?;
    match named {
        Some(named) if request.query.is_empty() => Ok(named),
        Some(named) if named != DocumentHash::of(&request.query) => Err(errors::coded(
            "provided sha does not match query",
            errors::BAD_REQUEST,
        )),
        Some(named) => Ok(named),
        None => Ok(DocumentHash::of(&request.query)),
    }
}

/// The hash in `extensions.persistedQuery`.
fn named_hash(value: &Value) -> ServerResult<DocumentHash> {
    let refused = |message: &str| errors::coded(message, errors::BAD_REQUEST);
    let Value::Object(fields) = value else {
        return Err(refused("`persistedQuery` must be an object"));
    };
    let is_supported =
        matches!(fields.get("version"), Some(Value::Number(version)) if version.as_i64() == Some(1));
    if !is_supported {
        return Err(refused("Unsupported persisted query version"));
    }
    let hash = fields.get("sha256Hash").and_then(|value| {
        if let Value::String(text) = value {
            DocumentHash::parse(text)
        } else {
            None
        }
    });
    hash.ok_or_else(|| refused("`sha256Hash` must be 64 hexadecimal digits"))
}

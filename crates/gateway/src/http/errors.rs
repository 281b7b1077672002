//! The last look at errors before a client sees them.

use async_graphql::{PathSegment, ServerError, Value};
use kernel::ErrorKind;

/// The transport could not use the request.
pub(super) const BAD_REQUEST: &str = "BAD_REQUEST";
/// The server could not do it now.
pub(super) const UNAVAILABLE: &str = "UNAVAILABLE";
/// The document is not GraphQL.
pub(super) const PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
/// The document does not fit the schema.
pub(super) const VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";
/// The document does not say which operation is meant, or has no such operation.
pub(super) const OPERATION_UNRESOLVED: &str = "OPERATION_RESOLUTION_FAILURE";
/// There is no document with this hash; clients then send it in full.
pub(super) const PERSISTED_NOT_FOUND: &str = "PERSISTED_QUERY_NOT_FOUND";
/// The server executes only the documents on its list, and this is none of them.
pub(super) const PERSISTED_NOT_IN_LIST: &str = "PERSISTED_QUERY_NOT_IN_LIST";

/// All that a client learns about a fault of ours.
const MASKED: &str = "internal error";

/// Characters of a message about a document.
const MAX_MESSAGE: usize = 500;

/// What async-graphql says where a subscription is executed like a query.
const NOT_STREAMED: &str = "Subscriptions are not supported on this transport.";

/// An error of the whole request.
pub(super) fn coded(message: impl Into<String>, code: &str) -> ServerError {
    let mut error = ServerError::new(message, None);
    set(&mut error, "code", code);
    error
}

/// The request asks for more than `max` of what is limited.
pub(super) fn limit_exceeded(limit: &str, max: usize, what: &str) -> ServerError {
    let mut error = coded(
        format!("The request has more than {max} {what}."),
        ErrorKind::LimitExceeded.code(),
    );
    set(&mut error, "limit", limit);
    set(&mut error, "max", max);
    error
}

/// Gives an error a code unless it has one.
pub(super) fn code_if_none(error: &mut ServerError, code: &str) {
    if code_of(error).is_none() {
        set(error, "code", code);
    }
}

/// Cuts what a message repeats of a document.
pub(super) fn shorten(error: &mut ServerError) {
    if let Some((end, _)) = error.message.char_indices().nth(MAX_MESSAGE) {
        error.message.truncate(end);
        error.message.push('…');
    }
}

/// Adds a fact to an error.
pub(super) fn set(error: &mut ServerError, name: &str, value: impl Into<Value>) {
    error.extensions.get_or_insert_default().set(name, value);
}

/// The code of an error, once it has one.
pub(super) fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        Value::Null
        | Value::Number(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::Enum(_)
        | Value::List(_)
        | Value::Object(_) => None,
    }
}

/// Sees to it that every error has a code and the id of the request. What nobody gave a code is taken for a fault of ours: the log
/// gets its message and the client does not.
pub(super) fn finish(errors: &mut [ServerError], request_id: &str) {
    for error in errors {
        if code_of(error).is_none() {
            if is_coercion(error) {
                set(error, "code", ErrorKind::BadUserInput.code());
            } else if error.message == NOT_STREAMED {
                set(error, "code", BAD_REQUEST);
            }
        }
        let internal = code_of(error).is_none_or(|code| code == ErrorKind::Internal.code());
        if internal {
            mask(error, request_id);
        }
        set(error, "requestId", request_id);
    }
}

/// Whether a value could not be read as its type. async-graphql reports this from within execution, without a code; an error that a
/// resolver converts always has a source.
fn is_coercion(error: &ServerError) -> bool {
    error.source.is_none()
        && ["Failed to parse \"", "Expected input type \""]
            .iter()
            .any(|start| error.message.starts_with(start))
}

fn mask(error: &mut ServerError, request_id: &str) {
    let known = error.message == MASKED && code_of(error).is_some();
    if !known {
        let path = readable(&error.path);
        tracing::error!(request_id, path, error = error.message, "internal error");
    }
    MASKED.clone_into(&mut error.message);
    error.source = None;
    error.extensions = None;
    set(error, "code", ErrorKind::Internal.code());
}

fn readable(path: &[PathSegment]) -> String {
    path.iter()
        .map(|segment| match segment {
            PathSegment::Field(name) => name.clone(),
            PathSegment::Index(index) => index.to_string(),
        })
        .collect::<Vec<_>>()
        .join(".")
}

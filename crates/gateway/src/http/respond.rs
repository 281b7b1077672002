//! Writes a GraphQL response as an HTTP response.

use std::collections::BTreeMap;

use async_graphql::{BatchResponse, Response as GraphqlResponse, ServerError, Value};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use graph::write_json;
use kernel::ErrorKind;

use super::{Accepted, conformance::is_after_a_change, errors, read_only};

/// The form on the wire: errors first, where a reader of a log looks; then the data in the order it was selected, and no `data`
/// at all where execution never began.
struct Wire<'a> {
    errors: &'a [ServerError],
    data: Option<&'a Value>,
    extensions: Option<&'a BTreeMap<String, Value>>,
}

impl<'a> Wire<'a> {
    /// What is said to a request that was not executed.
    const fn refusal(errors: &'a [ServerError]) -> Self {
        Self {
            errors,
            data: None,
            extensions: None,
        }
    }

    fn answer(response: &'a GraphqlResponse) -> Self {
        Self {
            errors: &response.errors,
            data: (!is_request_error(response)).then_some(&response.data),
            extensions: Some(&response.extensions).filter(|extensions| !extensions.is_empty()),
        }
    }

    /// Appends it as JSON. By hand, because the data may have parts that are JSON already.
    fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        out.push(b'{');
        let start = out.len();
        let begin = |out: &mut Vec<u8>, name: &str| {
            if out.len() > start {
                out.push(b',');
            }
            out.extend_from_slice(name.as_bytes());
        };
        if !self.errors.is_empty() {
            begin(out, "\"errors\":");
            serde_json::to_writer(&mut *out, self.errors)?;
        }
        if let Some(data) = self.data {
            begin(out, "\"data\":");
            write_json(data, out)?;
        }
        if let Some(extensions) = self.extensions {
            begin(out, "\"extensions\":");
            serde_json::to_writer(&mut *out, extensions)?;
        }
        out.push(b'}');
        Ok(())
    }
}

/// One answer of a stream in the form on the wire, with the codes of its errors.
pub(crate) struct Answer<'a>(Wire<'a>);

impl<'a> Answer<'a> {
    /// The answer to a request with this id.
    pub(crate) fn of(response: &'a mut GraphqlResponse, request_id: &str) -> Self {
        errors::finish(&mut response.errors, request_id);
        Self(Wire::answer(response))
    }

    /// Whether the execution never began.
    pub(crate) const fn is_request_error(&self) -> bool {
        self.0.data.is_none()
    }

    /// The errors alone.
    pub(crate) const fn errors(&self) -> &'a [ServerError] {
        self.0.errors
    }

    /// The answer as JSON, on one line.
    pub(crate) fn json(&self) -> String {
        let mut out = Vec::new();
        if let Err(error) = self.0.write(&mut out) {
            tracing::error!(%error, "a response could not be written as JSON");
            return "{}".to_owned();
        }
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// Whether this is what a mutation gets that came by GET.
pub(crate) fn is_refused_by_get(response: &GraphqlResponse) -> bool {
    response.errors.iter().any(read_only::refused)
}

/// Whether nothing was answered, and nothing changed, because a budget does not allow it.
pub(crate) fn is_rate_limited(response: &GraphqlResponse) -> bool {
    let is_empty = match &response.data {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(|field| *field == Value::Null),
        Value::Number(_)
        | Value::String(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::Enum(_)
        | Value::List(_) => false,
    };
    is_empty
        && response.errors.iter().any(|error| {
            errors::code_of(error) == Some(ErrorKind::RateLimited.code()) && !is_after_a_change(error)
        })
}

/// Turns the outcome of an execution into an HTTP response. Headers that resolvers set are passed on; each error gets its code and the
/// id of the request, under which the log has what the client is not told.
pub fn write(accepted: Accepted, response: BatchResponse, request_id: &str) -> Response {
    match response {
        BatchResponse::Single(mut single) => {
            let refused_by_get = is_refused_by_get(&single);
            errors::finish(&mut single.errors, request_id);
            let status = if refused_by_get {
                StatusCode::METHOD_NOT_ALLOWED
            } else {
                status(accepted, &single)
            };
            let mut written = wire(accepted, status, |out| Wire::answer(&single).write(out));
            if refused_by_get {
                written
                    .headers_mut()
                    .insert(header::ALLOW, HeaderValue::from_static("POST"));
            }
            pass_on(written.headers_mut(), single.http_headers);
            written
        }
        BatchResponse::Batch(mut batch) => {
            for response in &mut batch {
                errors::finish(&mut response.errors, request_id);
            }
            let status = if !batch.is_empty() && batch.iter().all(is_rate_limited) {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::OK
            };
            let mut written = wire(accepted, status, |out| {
                out.push(b'[');
                for (index, response) in batch.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    Wire::answer(response).write(out)?;
                }
                out.push(b']');
                Ok(())
            });
            for response in batch {
                pass_on(written.headers_mut(), response.http_headers);
            }
            written
        }
    }
}

/// What is said to a request that was not executed.
pub(super) fn refusal(accepted: Accepted, status: StatusCode, errors: &[ServerError]) -> Response {
    wire(accepted, status, |out| Wire::refusal(errors).write(out))
}

/// A body of JSON that no cache keeps.
fn wire(
    accepted: Accepted,
    status: StatusCode,
    write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>,
) -> Response {
    let mut bytes = Vec::with_capacity(1024);
    let (status, bytes) = match write(&mut bytes) {
        Ok(()) => (status, bytes),
        Err(error) => {
            tracing::error!(%error, "a response could not be written as JSON");
            (StatusCode::INTERNAL_SERVER_ERROR, Vec::new())
        }
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, accepted.content_type()),
        (header::VARY, "accept"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An error of the request as a whole: no field was reached, so no error has a path.
fn is_request_error(response: &GraphqlResponse) -> bool {
    !response.errors.is_empty()
        && response.data == Value::Null
        && response.errors.iter().all(|error| error.path.is_empty())
}

fn status(accepted: Accepted, response: &GraphqlResponse) -> StatusCode {
    // Also for older clients: whatever stands between them and the server has to see it.
    if is_rate_limited(response) {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    if accepted == Accepted::Json || !is_request_error(response) {
        return StatusCode::OK;
    }
    let any = |kind: ErrorKind| {
        response
            .errors
            .iter()
            .any(|error| errors::code_of(error) == Some(kind.code()))
    };
    if any(ErrorKind::Internal) {
        StatusCode::INTERNAL_SERVER_ERROR
    } else if any(ErrorKind::Unavailable) {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::BAD_REQUEST
    }
}

/// Cookies add up, everything else replaces what was there.
fn pass_on(headers: &mut HeaderMap, from_resolvers: HeaderMap) {
    let mut last = None;
    for (name, value) in from_resolvers {
        last = name.or(last);
        if let Some(name) = last.clone() {
            if name == header::SET_COOKIE {
                headers.append(name, value);
            } else {
                headers.insert(name, value);
            }
        }
    }
}

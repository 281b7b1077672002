//! Reads a GraphQL request out of an HTTP request.

use async_graphql::BatchRequest;
use axum::{
    body::Body,
    http::{HeaderMap, Method, StatusCode, Uri},
};

use super::{
    Accepted, Form, Limits, Refusal, body, multipart, negotiate::negotiate, parameters, read_only::CameByGet,
};

/// A request that is well-formed as far as the transport can tell.
#[derive(Debug)]
pub struct Incoming {
    /// The media type of the answer, to be handed to [`write`](super::write).
    pub accepted: Accepted,
    /// What to execute.
    pub sent: Sent,
    /// Whether it came by GET, where [`ReadOnlyGet`](super::ReadOnlyGet) refuses mutations.
    pub by_get: bool,
}

/// How a request came.
#[derive(Debug)]
pub enum Sent {
    /// It is all there.
    Whole(Box<BatchRequest>),
    /// Its files have not been read yet.
    Form(Box<Form>),
}

/// Reads a request, and refuses what no execution could answer. GET carries one query in the URL; POST carries JSON, and only
/// `application/json`, because a browser asks before it sends that to a foreign site; or a form with files and a header for
/// which it asks as well.
pub async fn read(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<Incoming, Refusal> {
    let negotiated = negotiate(headers);
    let accepted = negotiated.unwrap_or(Accepted::Json);
    let by_get = method == Method::GET;
    if !by_get && method != Method::POST {
        let refusal = Refusal::new(
            accepted,
            StatusCode::METHOD_NOT_ALLOWED,
            "GraphQL requests come by GET or POST",
        );
        return Err(refusal.allowing("GET, POST"));
    }
    if negotiated.is_none() {
        return Err(Refusal::new(
            accepted,
            StatusCode::NOT_ACCEPTABLE,
            "Accept must allow application/graphql-response+json, application/json or text/event-stream",
        ));
    }
    let refused = |(status, message): (StatusCode, String)| Refusal::new(accepted, status, message);
    let malformed = |message: String| refused((StatusCode::BAD_REQUEST, message));
    let sent = if by_get {
        let request = parameters::from_query(uri.query().unwrap_or_default()).map_err(malformed)?;
        let origin = CameByGet {
            operation_name: request.operation_name.clone(),
        };
        Sent::Whole(Box::new(BatchRequest::Single(request.data(origin))))
    } else if multipart::is_form(headers) {
        let form = Form::open(headers, body, limits).await.map_err(refused)?;
        Sent::Form(Box::new(form))
    } else {
        let bytes = body::read(headers, body, limits.max_body_bytes)
            .await
            .map_err(refused)?;
        let request = parameters::from_body(&bytes, limits.max_batch).map_err(malformed)?;
        Sent::Whole(Box::new(request))
    };
    Ok(Incoming {
        accepted,
        sent,
        by_get,
    })
}

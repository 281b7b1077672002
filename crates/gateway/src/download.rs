//! Files for whoever may read them, and pictures for everybody.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use files::Files;
use graph::{RequestContext, file_by_id};
use kernel::{FileId, Picture, TypedId, encoded_name};
use std::{ops::Range, sync::Arc};

/// Whatever a file holds, a browser that shows it runs nothing of it and loads nothing for it.
const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

/// It takes a session, so nobody else's cache may keep it.
const CACHE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// `GET /files/{id}/{name}`: the bytes of a file, or the range that was asked for. The name is only for people. What is not
/// there and what the actor may not read now is 404 alike.
pub(crate) async fn show(
    request: &Arc<RequestContext>,
    files: &Files,
    id: &str,
    headers: &HeaderMap,
) -> Response {
    let missing = || (StatusCode::NOT_FOUND, "There is no such file.").into_response();
    let Ok(id) = FileId::parse(id) else {
        return missing();
    };
    let file = match file_by_id(request, id).await {
        Ok(Some(file)) => file,
        Ok(None) => return missing(),
        Err(error) => return failed(&error.message),
    };
    // No connection is held while bytes go to a slow client.
    request.store.end_reading().await;
    let size = u64::try_from(file.row().byte_size).unwrap_or_default();
    let part = match asked_range(headers, size) {
        Asked::All => None,
        Asked::Part(part) => Some(part),
        Asked::Outside => return outside(size),
    };
    let bytes = match files.get(file.row().stored_as(), part.clone()).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return missing(),
        Err(error) => return failed(&error.to_string()),
    };
    let mut response = Response::new(Body::from_stream(bytes));
    let mut length = size;
    if let Some(part) = part {
        length = part.end.saturating_sub(part.start);
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let range = format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1));
        put(&mut response, header::CONTENT_RANGE, &range);
    }
    let kind = &file.row().content_type;
    let way = if kind.starts_with("image/") {
        "inline"
    } else {
        "attachment"
    };
    let name = format!("{way}; filename*=UTF-8''{}", encoded_name(&file.row().name));
    put(&mut response, header::CONTENT_TYPE, kind);
    put(&mut response, header::CONTENT_DISPOSITION, &name);
    put(&mut response, header::CONTENT_LENGTH, &length.to_string());
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, CACHE);
    headers.insert(header::VARY, HeaderValue::from_static("authorization, cookie"));
    response
}

/// A picture of this address is always the same.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// `GET /pictures/{name}`: a picture that somebody uploaded to be seen. Nobody finds the address without having been told.
pub(crate) async fn show_picture(files: &Files, name: &str) -> Response {
    let missing = || (StatusCode::NOT_FOUND, "There is no such picture.").into_response();
    let Ok(picture) = name.parse::<Picture>() else {
        return missing();
    };
    let (size, bytes) = match files.get_picture(&picture).await {
        Ok(Some(found)) => found,
        Ok(None) => return missing(),
        Err(error) => return failed(&error.to_string()),
    };
    let mut response = Response::new(Body::from_stream(bytes));
    put(&mut response, header::CONTENT_LENGTH, &size.to_string());
    put(&mut response, header::CONTENT_TYPE, picture.format.content_type());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, FOREVER);
    response
}

/// What a client wants of a file.
enum Asked {
    All,
    Part(Range<u64>),
    Outside,
}

/// One range is given; several, and what is no range, are answered with the whole file, as HTTP allows.
fn asked_range(headers: &HeaderMap, size: u64) -> Asked {
    // Whether the range still fits what the client has would need a validator, and there is none.
    if headers.contains_key(header::IF_RANGE) {
        return Asked::All;
    }
    let bounds = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("bytes="))
        .and_then(|text| text.trim().split_once('-'));
    let part = match bounds {
        Some(("", last)) => last.parse::<u64>().map(|last| size.saturating_sub(last)..size),
        Some((first, "")) => first.parse().map(|first| first..size),
        Some((first, last)) => match (first.parse::<u64>(), last.parse::<u64>()) {
            // What ends before it begins is no range (RFC 9110, 14.1.1).
            (Ok(first), Ok(last)) if last < first => return Asked::All,
            (Ok(first), Ok(last)) => Ok(first..last.saturating_add(1).min(size)),
            (Err(error), _) | (_, Err(error)) => Err(error),
        },
        None => return Asked::All,
    };
    match part {
        Ok(part) if part.start < part.end => Asked::Part(part),
        Ok(_empty) => Asked::Outside,
        Err(_not_a_number) => Asked::All,
    }
}

fn outside(size: u64) -> Response {
    let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    put(&mut response, header::CONTENT_RANGE, &format!("bytes */{size}"));
    response
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn failed(error: &str) -> Response {
    tracing::error!(error, "a file was not given");
    (StatusCode::SERVICE_UNAVAILABLE, "Try again later.").into_response()
}

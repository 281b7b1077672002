//! Reads the body of a POST, and no more of it than allowed.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mime::Mime;

/// The body of a request whose headers promise UTF-8 JSON. One that is announced as too long is refused unread; one that turns out to
/// be too long is dropped at the limit.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    max_bytes: usize,
) -> Result<Bytes, (StatusCode, String)> {
    content_type(headers).map_err(|message| (StatusCode::UNSUPPORTED_MEDIA_TYPE, message.to_owned()))?;
    let too_large = || {
        (
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is larger than {max_bytes} bytes, the most that is read"),
        )
    };
    if announced(headers).is_some_and(|length| length > max_bytes) {
        return Err(too_large());
    }
    match Limited::new(body, max_bytes).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(error) => {
            tracing::debug!(%error, "a request body ended early");
            Err((
                StatusCode::BAD_REQUEST,
                "the body ended before it was complete".to_owned(),
            ))
        }
    }
}

/// What is said to every other type.
const JSON: &str = "Content-Type must be application/json, or multipart/form-data for a request with files";

fn content_type(headers: &HeaderMap) -> Result<(), &'static str> {
    let encoded = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded {
        return Err("a request body must not be compressed: leave Content-Encoding out");
    }
    let mime: Mime = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse().ok())
        .ok_or(JSON)?;
    if mime.essence_str() != mime::APPLICATION_JSON.essence_str() {
        return Err(JSON);
    }
    let utf8 = mime
        .get_param(mime::CHARSET)
        .is_none_or(|charset| charset.as_str().eq_ignore_ascii_case("utf-8"));
    if utf8 {
        Ok(())
    } else {
        Err("the charset of a request must be utf-8: send Content-Type: application/json")
    }
}

/// How long the body is, by its headers.
pub(super) fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

//! GraphiQL, out of the binary and without any foreign host.

use std::borrow::Cow;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use url::Origin;

/// What vite built, with `/graphiql/` as its base.
#[derive(RustEmbed)]
#[folder = "assets/graphiql"]
struct Assets;

/// Scripts come from here only, and nothing is sent to anywhere else; the editor needs inline styles and workers from blobs, and a socket
/// for subscriptions. Today's browsers take a socket to the same host for `'self'`, those of yesterday want to have it named.
fn policy(own: &Origin) -> String {
    let socket = own.ascii_serialization().replacen("http", "ws", 1);
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
         worker-src 'self' blob:; connect-src 'self' {socket}; object-src 'none'; form-action 'none'; frame-ancestors 'none'; \
         base-uri 'none'"
    )
}

/// The page at `/graphiql` and its files below, for browsers that reach it at this origin.
pub fn routes(own: &Origin) -> Router {
    let policy = HeaderValue::from_str(&policy(own)).ok();
    let index = |headers: HeaderMap| async move { serve("index.html", &headers) };
    let file = |Path(path): Path<String>, headers: HeaderMap| async move { serve(&path, &headers) };
    Router::new()
        .route("/graphiql", get(index))
        .route("/graphiql/", get(index))
        .route("/graphiql/{*path}", get(file))
        .layer(map_response(move |mut response: Response| {
            if let Some(policy) = policy.clone() {
                response
                    .headers_mut()
                    .insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            async { response }
        }))
}

fn serve(path: &str, headers: &HeaderMap) -> Response {
    let hidden = path.split('/').any(|segment| segment.starts_with('.'));
    let Some(file) = Assets::get(path).filter(|_| !hidden) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = tag(&file);
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.contains(&tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content(file)
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    // The names of everything vite puts here change with the content.
    let caching = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

fn content(file: EmbeddedFile) -> Response {
    let mime = file.metadata.mimetype();
    let charset = if mime.starts_with("text/") {
        "; charset=utf-8"
    } else {
        ""
    };
    let content_type = HeaderValue::from_str(&format!("{mime}{charset}"));
    let bytes = match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let mut response = Response::new(Body::from(bytes));
    if let Ok(content_type) = content_type {
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    response
}

fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let digits: Vec<String> = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{}\"", digits.concat())
}

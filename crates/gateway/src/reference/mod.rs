//! The reference of the schema: pages that are read without a script, made from the schema that this server runs, so that they never tell
//! of another.

mod model;
mod pages;
mod prose;
mod search;
#[cfg(test)]
mod tests;
mod uses;

use axum::{
    Router,
    extract::{Path, Query},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use model::Reference;
use serde::Deserialize;
use std::sync::LazyLock;

/// Nothing runs, and only the style sheet beside the page is loaded. The form is the search.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
const CACHING: HeaderValue = HeaderValue::from_static("no-cache");

/// Read once, when somebody asks for the first time.
static REFERENCE: LazyLock<Option<Reference>> = LazyLock::new(|| {
    let read = Reference::of(&crate::schema::sdl());
    read.inspect_err(|error| tracing::error!(%error, "the schema cannot be read for its reference"))
        .ok()
});

#[derive(Deserialize)]
struct Search {
    q: Option<String>,
}

/// `/reference`, a page for each type below it, and their style.
pub(crate) fn routes() -> Router {
    Router::new()
        .route("/reference", get(start))
        .route("/reference/style.css", get(style))
        .route("/reference/{name}", get(entry))
}

async fn start(Query(search): Query<Search>) -> Response {
    let Some(reference) = &*REFERENCE else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match search
        .q
        .as_deref()
        .map(str::trim)
        .filter(|words| !words.is_empty())
    {
        Some(words) => answer(StatusCode::OK, pages::found(reference, words)),
        None => answer(StatusCode::OK, pages::index(reference)),
    }
}

async fn entry(Path(name): Path<String>) -> Response {
    let Some(reference) = &*REFERENCE else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match reference.entry(&name) {
        Some(entry) => answer(StatusCode::OK, pages::entry(reference, entry)),
        None => answer(StatusCode::NOT_FOUND, pages::missing(reference, &name)),
    }
}

async fn style() -> Response {
    let kind = (
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/css; charset=utf-8"),
    );
    (
        [kind, (header::CACHE_CONTROL, CACHING)],
        include_str!("style.css"),
    )
        .into_response()
}

fn answer(status: StatusCode, page: Result<String, minijinja::Error>) -> Response {
    const HEADERS: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, CACHING),
    ];
    match page {
        Ok(html) => (status, HEADERS, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(?error, "a page of the reference was not written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

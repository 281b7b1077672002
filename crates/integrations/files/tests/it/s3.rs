//! A small server that speaks S3 as far as it is needed, on this machine.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// What the server holds, and how it behaves.
#[derive(Clone, Default)]
pub(crate) struct S3 {
    /// Contents by bucket and key, such as `bucket/folder/key`.
    pub(crate) objects: Arc<Mutex<BTreeMap<String, Bytes>>>,
    /// How many requests to fail first.
    pub(crate) failures: Arc<Mutex<usize>>,
}

/// The key that the server knows.
pub(crate) const KEY: &str = "AKIDVOLMIFY";

impl S3 {
    /// Starts the server and gives its address.
    pub(crate) async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

async fn answer(State(s3): State<S3>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    {
        let mut failures = s3.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    }
    let signed = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let credential = format!("AWS4-HMAC-SHA256 Credential={KEY}/");
    if !signed
        .is_some_and(|text| text.starts_with(&credential) && text.contains("/eu-test-1/s3/aws4_request"))
    {
        return StatusCode::FORBIDDEN.into_response();
    }
    let key = uri.path().trim_start_matches('/').to_owned();
    let mut objects = s3.objects.lock().unwrap();
    match method {
        Method::PUT => {
            objects.insert(key, body);
            ([(header::ETAG, "\"1\"")], StatusCode::OK).into_response()
        }
        Method::DELETE => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        Method::GET if uri.query().is_some_and(|query| query.contains("list-type=2")) => {
            list(&objects, &key, uri.query().unwrap_or_default())
        }
        Method::GET => match objects.get(&key) {
            Some(bytes) => read(bytes, &headers),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        other => panic!("{other} is not spoken here"),
    }
}

/// What begins so, in one page.
fn list(objects: &BTreeMap<String, Bytes>, bucket: &str, query: &str) -> Response {
    let prefix = query
        .split('&')
        .find_map(|part| part.strip_prefix("prefix="))
        .unwrap_or_default()
        .replace("%2F", "/");
    let bucket = format!("{}/", bucket.trim_end_matches('/'));
    let contents: Vec<String> = objects
        .iter()
        .filter_map(|(key, bytes)| Some((key.strip_prefix(&bucket)?, bytes)))
        .filter(|(key, _)| key.starts_with(&prefix))
        .map(|(key, bytes)| {
            format!(
                "<Contents><Key>{key}</Key><LastModified>2026-01-01T00:00:00Z</LastModified><ETag>\"1\"</ETag><Size>{}</Size></Contents>",
                bytes.len()
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>",
        contents.concat()
    )
    .into_response()
}

fn read(bytes: &Bytes, headers: &HeaderMap) -> Response {
    let common = [
        (header::ETAG, "\"1\""),
        (header::LAST_MODIFIED, "Thu, 01 Jan 2026 00:00:00 GMT"),
    ];
    let range = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-'));
    let Some((first, last)) = range else {
        return (common, bytes.clone()).into_response();
    };
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let told = format!("bytes {first}-{last}/{}", bytes.len());
    (
        StatusCode::PARTIAL_CONTENT,
        common,
        [(header::CONTENT_RANGE, told)],
        bytes.slice(first..=last),
    )
        .into_response()
}

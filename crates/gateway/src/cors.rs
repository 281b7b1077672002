//! Pages of other origins. A browser lets a page read an answer of ours only where we say so, and asks before it sends what a form could
//! not; both are answered for `/graphql`, and only for the origins that were set. They are trusted like our own pages: they may use
//! the cookie, as far as the browser sends it to them.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// What a page may send; the last is for streams that go on where they broke off.
const REQUEST_HEADERS: HeaderValue = HeaderValue::from_static(
    "accept, authorization, content-type, graphql-require-preflight, apollo-require-preflight, x-apollo-operation-name, last-event-id",
);

/// What a page may read of an answer besides its body.
const RESPONSE_HEADERS: HeaderValue = HeaderValue::from_static("ratelimit, ratelimit-policy, retry-after");

/// How many seconds a browser need not ask again.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// The origins whose pages may use the API, in the form in which browsers send them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedOrigins(Arc<[HeaderValue]>);

impl AllowedOrigins {
    /// Exactly these origins, such as `https://app.example.com`; what is none is given back.
    pub fn parse<'o>(origins: impl IntoIterator<Item = &'o str>) -> Result<Self, String> {
        let parsed = origins.into_iter().map(|text| {
            let url = url::Url::parse(text).ok().filter(|url| {
                matches!(url.scheme(), "http" | "https")
                    && !text.contains('*')
                    && matches!(url.path(), "" | "/")
                    && url.query().is_none()
                    && url.fragment().is_none()
                    && url.username().is_empty()
                    && url.password().is_none()
            });
            let origin = url.map(|url| url.origin().ascii_serialization());
            origin
                .and_then(|origin| HeaderValue::from_str(&origin).ok())
                .ok_or_else(|| text.to_owned())
        });
        Ok(Self(parsed.collect::<Result<_, _>>()?))
    }

    /// Whether the page that made a request is of one of them.
    pub(crate) fn allow(&self, headers: &HeaderMap) -> bool {
        self.of(headers).is_some()
    }

    fn of(&self, headers: &HeaderMap) -> Option<&HeaderValue> {
        let sent = headers.get(header::ORIGIN)?;
        self.0.iter().find(|allowed| *allowed == sent)
    }
}

/// Answers what a browser asks beforehand, and says of an answer who may read it.
pub(crate) async fn share(State(allowed): State<AllowedOrigins>, request: Request, next: Next) -> Response {
    if allowed.0.is_empty() {
        return next.run(request).await;
    }
    let origin = allowed.of(request.headers()).cloned();
    let asks = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks && origin.is_some() {
        let mut granted = Response::new(Body::empty());
        *granted.status_mut() = StatusCode::NO_CONTENT;
        put(
            &mut granted,
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST"),
        );
        put(
            &mut granted,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            REQUEST_HEADERS,
        );
        put(&mut granted, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        granted
    } else {
        next.run(request).await
    };
    // Whoever keeps an answer has to know that it is one for this page.
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        put(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        put(
            &mut response,
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
        if !asks {
            put(
                &mut response,
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                RESPONSE_HEADERS,
            );
        }
    }
    response
}

fn put(response: &mut Response, name: HeaderName, value: HeaderValue) {
    response.headers_mut().insert(name, value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, http::Request, middleware, routing::any};
    use tower::ServiceExt;

    const APP: &str = "https://app.example.com";

    async fn ask(allowed: &[&str], method: Method, headers: &[(HeaderName, &str)]) -> Response {
        let allowed = AllowedOrigins::parse(allowed.iter().copied()).unwrap();
        let routes = Router::new()
            .route("/graphql", any(|| async { StatusCode::OK }))
            .route_layer(middleware::from_fn_with_state(allowed, share));
        let mut request = Request::builder().method(method).uri("/graphql");
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        routes
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    fn cors(response: &Response) -> Vec<String> {
        let mut names: Vec<_> = response
            .headers()
            .iter()
            .filter(|(name, _)| name.as_str().starts_with("access-control-"))
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn pages_of_listed_origins_may_ask_and_read() {
        let preflight = [
            (header::ORIGIN, APP),
            (header::ACCESS_CONTROL_REQUEST_METHOD, "POST"),
        ];
        let granted = ask(&["https://other.example", APP], Method::OPTIONS, &preflight).await;
        assert_eq!(granted.status(), StatusCode::NO_CONTENT);
        assert_eq!(
            cors(&granted),
            [
                "access-control-allow-credentials: true".to_owned(),
                format!(
                    "access-control-allow-headers: {}",
                    REQUEST_HEADERS.to_str().unwrap()
                ),
                "access-control-allow-methods: GET, POST".to_owned(),
                format!("access-control-allow-origin: {APP}"),
                "access-control-max-age: 600".to_owned(),
            ]
        );
        assert_eq!(granted.headers()[header::VARY], "origin");
        let answer = ask(&[APP], Method::POST, &[(header::ORIGIN, APP)]).await;
        assert_eq!(
            cors(&answer),
            [
                "access-control-allow-credentials: true".to_owned(),
                format!("access-control-allow-origin: {APP}"),
                "access-control-expose-headers: ratelimit, ratelimit-policy, retry-after".to_owned(),
            ]
        );
    }

    #[tokio::test]
    async fn other_pages_may_not() {
        for origin in [
            "https://evil.example",
            "http://app.example.com",
            "https://app.example.com.evil.example",
            "null",
        ] {
            for method in [Method::OPTIONS, Method::POST] {
                let headers = [
                    (header::ORIGIN, origin),
                    (header::ACCESS_CONTROL_REQUEST_METHOD, "POST"),
                ];
                let answer = ask(&[APP], method, &headers).await;
                assert_eq!(answer.status(), StatusCode::OK, "it went on to the route");
                assert_eq!(cors(&answer), Vec::<String>::new(), "{origin}");
                assert_eq!(answer.headers()[header::VARY], "origin");
            }
        }
        let answer = ask(&[], Method::POST, &[(header::ORIGIN, APP)]).await;
        assert_eq!(cors(&answer), Vec::<String>::new());
        assert!(!answer.headers().contains_key(header::VARY));
    }

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        let canonical = AllowedOrigins::parse(["https://APP.example.com:443/"]).unwrap();
        assert_eq!(canonical, AllowedOrigins::parse([APP]).unwrap());
        for wrong in [
            "*",
            "null",
            "app.example.com",
            "https://*.example.com",
            "https://a/b",
            "https://u@a",
            "ftp://a",
        ] {
            assert_eq!(AllowedOrigins::parse([APP, wrong]), Err(wrong.to_owned()));
        }
    }
}

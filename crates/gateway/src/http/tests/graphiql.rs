use tower::ServiceExt;

use super::*;
use crate::http::graphiql;

async fn fetch(path: &str, known: Option<&str>) -> Answer {
    let request = Request::get(path).header(header::IF_NONE_MATCH, known.unwrap_or("none"));
    let own = url::Url::parse("https://learn.example.com:8443/")
        .unwrap()
        .origin();
    let response = graphiql::routes(&own)
        .oneshot(request.body(Body::empty()).unwrap())
        .await;
    Answer::of(response.unwrap()).await
}

#[tokio::test]
async fn only_what_was_built_is_served() {
    for path in [
        "/graphiql/.gitkeep",
        "/graphiql/../mod.rs",
        "/graphiql/assets/nope.js",
    ] {
        assert_eq!(fetch(path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_page_is_asked_for_again_each_time() {
    for path in ["/graphiql", "/graphiql/"] {
        let page = fetch(path, None).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: run `just graphiql`");
        assert_eq!(page.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(page.header(header::CACHE_CONTROL), "no-cache");
        assert_eq!(
            page.header(header::CONTENT_SECURITY_POLICY),
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
             font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' wss://learn.example.com:8443; \
             object-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
        );
        let again = fetch(path, Some(page.header(header::ETAG))).await;
        assert_eq!(
            (again.status, again.text.as_str()),
            (StatusCode::NOT_MODIFIED, "")
        );
    }
}

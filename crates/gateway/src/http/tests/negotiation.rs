use super::*;
use crate::http::{Accepted, negotiate::negotiate};

fn accepting(accept: &'static str) -> Option<Accepted> {
    negotiate(&headers(&[("accept", accept)]))
}

#[test]
fn silence_and_wildcards_get_json() {
    assert_eq!(negotiate(&HeaderMap::new()), Some(Accepted::Json));
    for accept in [
        "",
        "*/*",
        "application/*",
        "application/json",
        "text/html, */*;q=0.1",
    ] {
        assert_eq!(accepting(accept), Some(Accepted::Json), "{accept}");
    }
}

#[test]
fn the_stricter_type_is_chosen_where_it_is_liked_better() {
    for accept in [
        "application/graphql-response+json",
        "Application/GraphQL-Response+JSON; charset=UTF-8",
        "application/graphql-response+json, application/json",
        "application/json;q=0.5, application/graphql-response+json;q=0.9",
        "application/json;q=0, */*",
    ] {
        assert_eq!(accepting(accept), Some(Accepted::GraphqlResponse), "{accept}");
    }
    for accept in [
        "application/json, application/graphql-response+json",
        "application/graphql-response+json;q=0.2, */*;q=0.3",
        "application/graphql-response+json;charset=latin1, application/json",
    ] {
        assert_eq!(accepting(accept), Some(Accepted::Json), "{accept}");
    }
}

#[test]
fn a_header_may_come_in_several_lines() {
    let mut headers = headers(&[("accept", "text/html")]);
    headers.append(
        "accept",
        HeaderValue::from_static("application/graphql-response+json"),
    );
    assert_eq!(negotiate(&headers), Some(Accepted::GraphqlResponse));
}

#[test]
fn a_stream_is_for_whoever_asks_for_one() {
    for (accept, expected) in [
        ("text/event-stream", Accepted::EventStream),
        ("text/*", Accepted::EventStream),
        ("text/event-stream, application/json;q=0.9", Accepted::EventStream),
        ("application/json, text/event-stream", Accepted::Json),
        ("application/*", Accepted::Json),
        ("*/*", Accepted::Json),
    ] {
        assert_eq!(accepting(accept), Some(expected), "{accept}");
    }
}

#[tokio::test]
async fn what_we_do_not_speak_is_406() {
    for accept in [
        "text/event-stream;q=0",
        "multipart/mixed",
        "text/html",
        "application/json;q=0",
        "application/json;q=2",
        "application/json;charset=utf-16",
    ] {
        assert_eq!(accepting(accept), None, "{accept}");
    }
    let request = Request::get("/graphql?query={hello}").header(header::ACCEPT, "text/html");
    let answer = send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(answer.code(), "BAD_REQUEST");
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/json; charset=utf-8"
    );
}

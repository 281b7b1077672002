//! Forms that bring files, and forms that only look like it.

use super::*;

const SIZE: &str = r#"{"query":"mutation($f: Upload!) { size(file: $f) }","variables":{"f":null}}"#;
const MAP: &str = r#"{"0":["variables.f"]}"#;

/// A form of these parts, with the header that makes a browser ask first, or without.
async fn form(parts: &[(&str, &str)], asks_first: bool) -> Answer {
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, content)| {
            let disposition = format!("form-data; name=\"{name}\"; filename=\"{name}.txt\"");
            format!("--b\r\nContent-Disposition: {disposition}\r\n\r\n{content}\r\n")
        })
        .collect();
    raw(parts.concat() + "--b--\r\n", asks_first).await
}

async fn raw(body: String, asks_first: bool) -> Answer {
    let mut request =
        Request::post("/graphql").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    if asks_first {
        request = request.header("Apollo-Require-Preflight", "true");
    }
    send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_file_arrives_where_the_map_says() {
    let answer = form(&[("operations", SIZE), ("map", MAP), ("0", "hello")], true).await;
    assert_eq!(answer.json["data"]["size"], "0.txt: 5", "{}", answer.text);
}

/// Clients send equal files once.
#[tokio::test]
async fn a_file_may_have_several_places() {
    let operations = |places: usize| {
        let files = vec![Value::Null; places];
        json!({ "query": "mutation($f: [Upload!]!) { sizes(files: $f) }", "variables": { "f": files } })
            .to_string()
    };
    let map = |places: usize| {
        let paths: Vec<_> = (0..places).map(|place| format!("variables.f.{place}")).collect();
        json!({ "0": paths }).to_string()
    };
    let (two, to_two) = (operations(2), map(2));
    let answer = form(&[("operations", &two), ("map", &to_two), ("0", "hello")], true).await;
    assert_eq!(
        answer.json["data"]["sizes"],
        json!(["0.txt", "0.txt"]),
        "{}",
        answer.text
    );
    let (many, to_many) = (operations(11), map(11));
    let answer = form(&[("operations", &many), ("map", &to_many), ("0", "hello")], true).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.message().contains("at most 10"), "{}", answer.message());
}

#[tokio::test]
async fn a_form_that_a_foreign_page_could_send_is_not_read() {
    let answer = form(&[("operations", SIZE), ("map", MAP), ("0", "hello")], false).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(answer.json.get("data").is_none());
}

#[rustfmt::skip]
#[tokio::test]
async fn malformed_forms_are_refused() {
    let batch = format!("[{SIZE}]");
    let many: serde_json::Map<String, Value> = (0..11).map(|n: i32| (n.to_string(), json!(["variables.f"]))).collect();
    let many = Value::Object(many).to_string();
    for (what, parts) in [
        ("no operations", vec![("map", MAP), ("0", "x")]),
        ("no map", vec![("operations", SIZE), ("0", "x")]),
        ("no file", vec![("operations", SIZE), ("map", MAP)]),
        ("nothing", vec![]),
        ("a batch", vec![("operations", batch.as_str()), ("map", MAP), ("0", "x")]),
        ("no JSON", vec![("operations", "{"), ("map", MAP), ("0", "x")]),
        ("no object", vec![("operations", "7"), ("map", "{}")]),
        ("a map of something else", vec![("operations", SIZE), ("map", "[1]"), ("0", "x")]),
        ("a map to nowhere", vec![("operations", SIZE), ("map", r#"{"0":["variables.g"]}"#), ("0", "x")]),
        ("a map out of the variables", vec![("operations", SIZE), ("map", r#"{"0":["query"]}"#), ("0", "x")]),
        ("a map below null", vec![("operations", SIZE), ("map", r#"{"0":["variables.f.0"]}"#), ("0", "x")]),
        ("no place", vec![("operations", SIZE), ("map", r#"{"0":[]}"#), ("0", "x")]),
        ("the same place twice", vec![("operations", SIZE), ("map", r#"{"0":["variables.f","variables.f"]}"#), ("0", "x")]),
        ("one place twice", vec![("operations", SIZE), ("map", r#"{"0":["variables.f"],"1":["variables.f"]}"#), ("0", "x"), ("1", "x")]),
        ("too many files", vec![("operations", SIZE), ("map", many.as_str())]),
        ("an extra file", vec![("operations", SIZE), ("map", MAP), ("0", "x"), ("1", "x")]),
        ("a file twice", vec![("operations", SIZE), ("map", MAP), ("0", "x"), ("0", "x")]),
    ] {
        let answer = form(&parts, true).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{what}: {}", answer.text);
        assert_eq!(answer.code(), "BAD_REQUEST", "{what}");
    }
    for body in ["", "--b", "--b\r\n\r\n", "x"] {
        assert_eq!(raw(body.to_owned(), true).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn no_part_is_larger_than_it_may_be() {
    let long = " ".repeat(1024 * 1024 + 1);
    let huge = "x".repeat(27 * 1024 * 1024);
    for parts in [
        vec![("operations", long.as_str())],
        vec![("operations", SIZE), ("map", long.as_str())],
        vec![("operations", SIZE), ("map", MAP), ("0", huge.as_str())],
    ] {
        let answer = form(&parts, true).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text);
    }
}

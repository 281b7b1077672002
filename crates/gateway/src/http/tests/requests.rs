use super::*;

async fn posting(content_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, content_type);
    send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn only_json_in_utf8_is_taken() {
    let body = r#"{"query":"{hello}"}"#;
    for content_type in ["application/json", "Application/JSON;charset=UTF-8"] {
        assert_eq!(posting(content_type, body).await.status, StatusCode::OK);
    }
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json;charset=latin1",
        "nonsense",
    ] {
        let answer = posting(content_type, body).await;
        assert_eq!(
            answer.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{content_type}"
        );
        assert_eq!(answer.code(), "BAD_REQUEST");
    }
    let untyped = send(Request::post("/graphql").body(Body::from(body)).unwrap()).await;
    assert_eq!(untyped.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_body_ends_at_the_limit_announced_or_not() {
    let announced = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, "99999999999")
        .body(Body::empty());
    assert_eq!(
        send(announced.unwrap()).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let endless = Body::from_stream(futures::stream::repeat_with(|| {
        Ok::<_, std::io::Error>("x".repeat(1 << 16))
    }));
    let answer = posting("application/json", endless).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.code(), "BAD_REQUEST");
}

#[tokio::test]
async fn parameters_have_their_types() {
    for body in [
        json!({}),
        json!("{hello}"),
        json!({ "query": 1 }),
        json!({ "query": null }),
        json!({ "query": "{hello}", "operationName": {} }),
        json!({ "query": "{hello}", "variables": [] }),
        json!({ "query": "{hello}", "variables": "{}" }),
        json!({ "query": "{hello}", "extensions": 0 }),
        json!([]),
        json!([[{ "query": "{hello}" }]]),
    ] {
        let answer = post(&body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.code(), "BAD_REQUEST");
        assert!(answer.json.get("data").is_none());
    }
    let nulls = json!({ "query": "{hello}", "operationName": null, "variables": null, "extensions": null });
    assert_eq!(post(&nulls).await.json, json!({ "data": { "hello": "world" } }));
}

#[tokio::test]
async fn json_that_is_broken_or_bottomless_is_refused() {
    for body in ["{", "\u{0}", &format!("{{\"variables\":{}", "[".repeat(500_000))] {
        let answer = posting("application/json", body.to_owned()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.code(), "BAD_REQUEST");
    }
}

#[tokio::test]
async fn batches_are_answered_in_order_up_to_the_limit() {
    let batch = |size: usize| json!(vec![json!({ "query": "{hello}" }); size]);
    let answer = post(&batch(10)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.json,
        json!(vec![json!({ "data": { "hello": "world" } }); 10])
    );
    assert_eq!(post(&batch(11)).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn get_runs_queries() {
    let document = "query A($name: String) { hello(name: $name) } query B { id(id: 1) }";
    let variables = ("variables", r#"{"name":"ann"}"#);
    let answer = get(&[("query", document), ("operationName", "A"), variables]).await;
    assert_eq!(answer.json, json!({ "data": { "hello": "ann" } }));
    for wrong in [
        &[("query", "{hello}"), ("query", "{hello}")][..],
        &[("query", "{hello}"), ("variables", "{")],
        &[("query", "{hello}"), ("variables", "[]")],
        &[("variables", "{}")],
    ] {
        assert_eq!(get(wrong).await.status, StatusCode::BAD_REQUEST, "{wrong:?}");
    }
}

#[tokio::test]
async fn mutations_never_run_by_get() {
    for parameters in [
        &[("query", "mutation { bump }")][..],
        &[("query", "mutation Named { bump }")],
        &[
            ("query", "query Q { hello } mutation M { bump }"),
            ("operationName", "M"),
        ],
    ] {
        let answer = get(parameters).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{parameters:?}");
        assert_eq!(answer.header(header::ALLOW), "POST");
        assert_eq!(answer.code(), "BAD_REQUEST");
        assert!(answer.json.get("data").is_none());
    }
    let other = [
        ("query", "query Q { hello } mutation M { bump }"),
        ("operationName", "Q"),
    ];
    assert_eq!(get(&other).await.json, json!({ "data": { "hello": "world" } }));
}

#[tokio::test]
async fn other_methods_are_405() {
    for method in [Method::PUT, Method::DELETE, Method::HEAD] {
        let request = Request::builder().method(method).uri("/graphql?query={hello}");
        let answer = send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header(header::ALLOW), "GET, POST");
    }
}

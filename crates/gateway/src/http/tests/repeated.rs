use super::*;
use crate::http::request_from_json;
use async_graphql::Request as GraphqlRequest;
use sha2::Digest;

fn request(body: Value) -> GraphqlRequest {
    request_from_json(body).unwrap()
}

/// Whether what was sent before is found again for a request.
fn is_repeated(documents: &Documents, mut request: GraphqlRequest) -> bool {
    let seen = documents.seen(&request);
    seen.is_some_and(|seen| seen.repeated(&mut request, &Limits::default()).is_some())
}

async fn sent(body: &Value) -> Documents {
    let documents = Documents::default();
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()));
    send_to(&documents, request.unwrap()).await;
    documents
}

#[tokio::test]
async fn an_operation_is_repeated_by_whatever_differs_in_texts_only() {
    let document =
        "query Hello($name: String, $yes: Boolean = true) { hello(name: $name) @include(if: $yes) }";
    let documents = sent(&json!({ "query": document, "variables": { "name": "ann" } })).await;
    for (variables, repeats) in [
        (json!({ "name": "ann" }), true),
        (json!({ "name": "bea" }), true),
        (json!({ "name": null }), false),
        (json!({ "name": 1 }), false),
        (json!({}), false),
        (json!({ "name": "ann", "yes": true }), true),
        (json!({ "name": "ann", "yes": false }), false),
        (json!({ "name": "ann", "yes": null }), false),
    ] {
        let request = request(json!({ "query": document, "variables": variables.clone() }));
        assert_eq!(is_repeated(&documents, request), repeats, "{variables}");
    }
    let named = |name: &str| {
        let variables = json!({ "name": "ann" });
        request(json!({ "query": document, "operationName": name, "variables": variables }))
    };
    assert!(!is_repeated(&documents, named("Other")));
    // The same, but for what it is called by: it is asked about once more.
    assert!(!is_repeated(&documents, named("Hello")));
}

#[tokio::test]
async fn what_has_to_be_asked_about_each_time_is_not_repeated() {
    for document in [
        "{ __schema { queryType { name } } }",
        "{ hello ...F } fragment F on Query { __type(name: \"Query\") { name } }",
        "query One { hello } query Two { hello }",
        "{ hello",
        "{ nothing }",
        "query($name: String!) { hello(name: $name) }",
        "query { ...F } fragment F on Query { ...F }",
    ] {
        let body = json!({ "query": document, "operationName": document.contains("One").then_some("One") });
        let documents = sent(&body).await;
        assert!(!is_repeated(&documents, request(body)), "{document}");
    }
    let documents = sent(&json!({ "query": "mutation { bump }" })).await;
    let mutation = || request(json!({ "query": "mutation { bump }" }));
    assert!(is_repeated(&documents, mutation()));
    let by_get = crate::http::read_only::CameByGet { operation_name: None };
    assert!(!is_repeated(&documents, mutation().data(by_get)));
}

#[tokio::test]
async fn a_document_is_found_by_its_own_hash_only() {
    let hash = |text: &str| hex::encode(sha2::Sha256::digest(text.as_bytes()));
    let named = |hash: String| json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let documents = sent(&json!({ "query": "{ hello }" })).await;
    for (query, hash, repeats) in [
        ("", hash("{ hello }"), true),
        ("{ hello }", hash("{ hello }"), true),
        ("{ hello }", hash("{ hello  }"), false),
        ("{ hello  }", hash("{ hello }"), false),
        ("", hash("{ hello  }"), false),
        ("{ hello }", "nothing".to_owned(), false),
    ] {
        let request = request(json!({ "query": query, "extensions": named(hash.clone()) }));
        assert_eq!(is_repeated(&documents, request), repeats, "{query} by {hash}");
    }
}

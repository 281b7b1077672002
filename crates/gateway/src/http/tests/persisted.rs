use super::*;
use crate::http::{AllowedDocuments, DocumentHash};
use sha2::{Digest, Sha256};
use std::{fs, sync::Arc};

const HELLO: &str = "query Hello($name: String) { hello(name: $name) }";
const BUMP: &str = "mutation Bump { bump }";

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

fn persisted(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

async fn post_to(documents: &Documents, body: &Value) -> Answer {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/graphql-response+json")
        .body(Body::from(body.to_string()));
    send_to(documents, request.unwrap()).await
}

async fn get_from(documents: &Documents, parameters: &[(&str, &str)]) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let request = Request::get(format!("/graphql?{query}")).body(Body::empty());
    send_to(documents, request.unwrap()).await
}

#[tokio::test]
async fn a_document_is_sent_once_and_then_named() {
    let documents = Documents::default();
    let named = json!({ "extensions": persisted(&hash(HELLO)), "variables": { "name": "ann" } });
    let unknown = post_to(&documents, &named).await;
    assert_eq!(
        (unknown.status, unknown.message(), unknown.code()),
        (
            StatusCode::BAD_REQUEST,
            "PersistedQueryNotFound",
            "PERSISTED_QUERY_NOT_FOUND"
        )
    );
    let both = json!({ "query": HELLO, "extensions": persisted(&hash(HELLO)) });
    assert_eq!(
        post_to(&documents, &both).await.json,
        json!({ "data": { "hello": "world" } })
    );
    assert_eq!(
        post_to(&documents, &named).await.json,
        json!({ "data": { "hello": "ann" } })
    );
    let id = format!("sha256:{}", hash(HELLO));
    let by_id = json!({ "documentId": id, "variables": { "name": "bea" } });
    assert_eq!(
        post_to(&documents, &by_id).await.json,
        json!({ "data": { "hello": "bea" } })
    );
    for parameters in [
        &[("extensions", &*persisted(&hash(HELLO)).to_string())][..],
        &[("documentId", &*id)],
    ] {
        let answer = get_from(&documents, parameters).await;
        assert_eq!(answer.json, json!({ "data": { "hello": "world" } }));
    }
}

#[tokio::test]
async fn wrong_names_are_refused() {
    let documents = Documents::default();
    let long = "a".repeat(1_000_000);
    for (body, message) in [
        (
            json!({ "query": HELLO, "extensions": persisted(&hash(BUMP)) }),
            "provided sha does not match query",
        ),
        (
            json!({ "extensions": persisted("abc") }),
            "`sha256Hash` must be 64 hexadecimal digits",
        ),
        (
            json!({ "extensions": persisted(&long) }),
            "`sha256Hash` must be 64 hexadecimal digits",
        ),
        (
            json!({ "documentId": format!("sha256:{long}") }),
            "`sha256Hash` must be 64 hexadecimal digits",
        ),
        (
            json!({ "documentId": long }),
            "`documentId` must be `sha256:` and the hash of the document",
        ),
        (json!({ "documentId": 1 }), "`documentId` must be a string"),
        (
            json!({ "documentId": format!("sha256:{}", hash(HELLO)), "extensions": persisted(&hash(HELLO)) }),
            "`documentId` and `persistedQuery` name the same thing; send one of them",
        ),
        (
            json!({ "extensions": { "persistedQuery": { "version": 2, "sha256Hash": hash(HELLO) } } }),
            "Unsupported persisted query version",
        ),
        (
            json!({ "extensions": { "persistedQuery": {} } }),
            "Unsupported persisted query version",
        ),
        (
            json!({ "extensions": { "persistedQuery": 1 } }),
            "`persistedQuery` must be an object",
        ),
        (
            json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": 1 } } }),
            "`sha256Hash` must be 64 hexadecimal digits",
        ),
    ] {
        let answer = post_to(&documents, &body).await;
        assert_eq!(
            (answer.status, answer.code(), answer.message()),
            (StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
        );
        assert!(answer.json.get("data").is_none());
    }
    let mismatched = json!({ "extensions": persisted(&hash(BUMP)) });
    assert_eq!(
        post_to(&documents, &mismatched).await.code(),
        "PERSISTED_QUERY_NOT_FOUND"
    );
}

#[tokio::test]
async fn a_named_mutation_does_not_run_by_get() {
    let documents = Documents::default();
    let both = json!({ "query": BUMP, "extensions": persisted(&hash(BUMP)) });
    assert_eq!(
        post_to(&documents, &both).await.json,
        json!({ "data": { "bump": 1 } })
    );
    let id = format!("sha256:{}", hash(BUMP));
    for parameters in [
        &[("extensions", &*persisted(&hash(BUMP)).to_string())][..],
        &[("documentId", &*id)],
        &[("documentId", &*id), ("operationName", "Bump")],
    ] {
        let answer = get_from(&documents, parameters).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header(header::ALLOW), "POST");
        assert!(answer.json.get("data").is_none());
    }
}

#[tokio::test]
async fn what_was_seen_is_still_checked() {
    let documents = Documents::default();
    let numbered = "query($id: Int!) { id(id: $id) }";
    let ask = |id: Value| json!({ "query": numbered, "variables": { "id": id } });
    for _ in 0..2 {
        let answer = post_to(&documents, &ask(json!(7))).await;
        assert_eq!(answer.json, json!({ "data": { "id": 7 } }));
        let answer = post_to(&documents, &ask(json!("seven"))).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{}", answer.text);
        let answer = post_to(&documents, &json!({ "query": numbered })).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
        let invalid = post_to(&documents, &json!({ "query": "{ nope }" })).await;
        assert_eq!(invalid.code(), "GRAPHQL_VALIDATION_FAILED");
        let two = "query A { hello } query B { id(id: 1) }";
        for (name, data) in [("A", json!({ "hello": "world" })), ("B", json!({ "id": 1 }))] {
            let answer = post_to(&documents, &json!({ "query": two, "operationName": name })).await;
            assert_eq!(answer.json, json!({ "data": data }));
        }
        assert_eq!(
            post_to(&documents, &json!({ "query": two })).await.code(),
            "OPERATION_RESOLUTION_FAILURE"
        );
    }
    let large = format!("{{ hello }} # {}", "x".repeat(70_000));
    let both = json!({ "query": large, "extensions": persisted(&hash(&large)) });
    assert_eq!(post_to(&documents, &both).await.limit(), "documentBytes");
    let named = json!({ "extensions": persisted(&hash(&large)) });
    assert_eq!(
        post_to(&documents, &named).await.code(),
        "PERSISTED_QUERY_NOT_FOUND"
    );
}

#[tokio::test]
async fn a_list_excludes_all_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hello.graphql"), HELLO).unwrap();
    fs::write(folder.path().join("hello.variables.json"), "{}").unwrap();
    let key = format!("sha256:{}", hash(HELLO));
    let plain = folder.path().join("plain.json");
    fs::write(&plain, json!({ &key: HELLO }).to_string()).unwrap();
    let apollo = folder.path().join("apollo.json");
    let operations =
        json!({ "version": 1, "operations": [{ "id": hash(HELLO), "name": "Hello", "body": HELLO }] });
    fs::write(&apollo, operations.to_string()).unwrap();
    for path in [folder.path(), &plain, &apollo] {
        let documents = Documents::only(Some(Arc::new(AllowedDocuments::load(path).unwrap())));
        for body in [json!({ "documentId": key }), json!({ "query": HELLO })] {
            let answer = post_to(&documents, &body).await;
            assert_eq!(answer.json, json!({ "data": { "hello": "world" } }), "{body}");
        }
        for query in ["{ hello }", BUMP] {
            let body = json!({ "query": query, "extensions": persisted(&hash(query)) });
            assert_eq!(
                post_to(&documents, &body).await.code(),
                "PERSISTED_QUERY_NOT_IN_LIST"
            );
        }
    }
    let wrong = folder.path().join("wrong.json");
    for text in [
        json!({ &key: BUMP }).to_string(),
        "[]".to_owned(),
        "{}".to_owned(),
        "{".to_owned(),
    ] {
        fs::write(&wrong, &text).unwrap();
        AllowedDocuments::load(&wrong).unwrap_err();
    }
    AllowedDocuments::load(&folder.path().join("nowhere")).unwrap_err();
    assert_eq!(DocumentHash::parse(&hash(HELLO)), Some(DocumentHash::of(HELLO)));
}

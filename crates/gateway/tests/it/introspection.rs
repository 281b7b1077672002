//! What tools ask of the schema, and what it costs.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use testkit::TestApp;

/// As GraphiQL, code generators and most others ask, with `ofType` nine times.
const USUAL: &str = include_str!("../../src/http/tests/introspection.graphql");

fn cost(body: &Value) -> u64 {
    body["extensions"]["cost"]["requested"]
        .as_u64()
        .unwrap_or_default()
}

#[tokio::test]
async fn tools_learn_the_schema() {
    let app = TestApp::new().await;
    let answer = app.anonymous().gql(USUAL, Value::Null).await;
    assert!(answer.data()["__schema"]["types"].as_array().unwrap().len() > 100);
    let usual = cost(&answer.body);
    assert!((1_000..=10_000).contains(&usual), "{usual}");
    // Some look first whether a type has what only newer servers have.
    let twice = USUAL.replacen(
        "__schema",
        "__type(name: \"__Directive\") { fields { name } } __schema",
        1,
    );
    let answer = app.anonymous().gql(&twice, Value::Null).await;
    assert_eq!(answer.data()["__type"]["fields"][0]["name"], "name");
}

/// The schema that executes believes in a federation, which nobody else may notice.
#[tokio::test]
async fn there_is_no_federation() {
    let app = TestApp::new().await;
    for document in [
        "{ _service { sdl } }",
        "{ _entities(representations: []) { __typename } }",
        "{ __schema { queryType { name } } _service { sdl } }",
    ] {
        let answer = app.anonymous().gql(document, Value::Null).await;
        assert_eq!(answer.body["data"], Value::Null, "{:#}", answer.body);
        assert_eq!(answer.error_code(), "GRAPHQL_VALIDATION_FAILED", "{document}");
    }
    let types = "{ __schema { queryType { fields { name } } types { name } } }";
    let answer = app.anonymous().gql(types, Value::Null).await;
    let text = answer.data().to_string();
    for name in ["_service", "_entities", "_Service", "_Any"] {
        assert!(!text.contains(&format!("\"{name}\"")), "{name}");
    }
}

/// What is charged is what is answered.
#[tokio::test]
async fn an_introspection_costs_as_much_as_there_is_in_its_answer() {
    fn values(value: &Value) -> u64 {
        match value {
            Value::Object(fields) => fields.values().map(|field| 1 + values(field)).sum(),
            Value::Array(list) => list.iter().map(values).sum(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        }
    }
    let app = TestApp::new().await;
    let by_name = "query($name: String = \"Query\") { __type(name: $name) { name fields { name } } }";
    let usual = "query Everything { __schema { types { kind name inputFields { name type { name ofType { name } } } \
        enumValues { name } interfaces { name } possibleTypes { name } fields { ...Field } } directives { args { name } } } } \
        fragment Field on __Field { name args { name type { kind } } ... on __Field { type { name ofType { name ofType { kind } } } } }";
    for (document, variables) in [
        (usual, json!({})),
        (by_name, json!({})),
        (by_name, json!({ "name": "Organization" })),
        (by_name, json!({ "name": "Nothing" })),
        ("{ __type(name: \"Code\") { enumValues { name } } }", json!({})),
    ] {
        let body = json!({ "query": document, "variables": variables });
        let request = Request::post("/graphql").header("content-type", "application/json");
        let answer = app
            .send(request.body(Body::from(body.to_string())).unwrap())
            .await;
        let found = &answer.data();
        let root = found.get("__schema").or_else(|| found.get("__type")).unwrap();
        // The selections themselves are points as well.
        let selections = u64::try_from(document.len()).unwrap() / 4;
        let points = values(root).div_ceil(10);
        let charged = cost(&answer.body);
        assert!(
            (points..=points + selections).contains(&charged),
            "{document}: {charged} for {points}"
        );
    }
}

//! What a request costs is told with its answer.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use testkit::{Staff, TestApp};

#[tokio::test]
async fn an_answer_tells_its_cost_and_a_refusal_what_was_asked_for() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let members = "query($n: Int!) { organization(slug: \"alpha\") { members(first: $n) { nodes { id } } } }";
    let mut costs = Vec::new();
    for first in [1, 10, 100] {
        let answer = staff.owner.gql(members, json!({ "n": first })).await;
        answer.data();
        let cost = &answer.body["extensions"]["cost"];
        assert_eq!(cost["limit"], 20_000);
        costs.push(cost["requested"].as_u64().unwrap());
    }
    assert!(costs.is_sorted_by(|less, more| less * 5 < *more), "{costs:?}");

    let pages = (0..40).map(|number| {
        format!("a{number}: members(first: 100) {{ nodes {{ events(first: 100) {{ nodes {{ id }} }} }} }} ")
    });
    let much = format!(
        "{{ organization(slug: \"alpha\") {{ {} }} }}",
        pages.collect::<String>()
    );
    let refused = staff.owner.gql(&much, Value::Null).await;
    assert_eq!(refused.error_code(), "LIMIT_EXCEEDED");
    let told = &refused.body["errors"][0]["extensions"];
    assert_eq!(
        (&told["limit"], &told["max"]),
        (&json!("complexity"), &json!(20_000))
    );
    assert!(told["requested"].as_u64().unwrap() > 20_000, "{told}");
}

/// A client that keeps all its operations in one document sends it whole, with the name of one.
#[tokio::test]
async fn only_the_operation_that_is_executed_is_counted() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let first = "query First { organization(slug: \"alpha\") { ...Name } }";
    let document = format!(
        "{first} query Second($n: Int!) {{ organization(slug: \"alpha\") {{ ...Many }} }}
        fragment Name on Organization {{ name }}
        fragment Many on Organization {{ ...Name members(first: $n) {{ nodes {{ id }} }} }}"
    );
    let ask = async |document: &str, name: &str, variables: Value| {
        let body = json!({ "query": document, "operationName": name, "variables": variables });
        let request = Request::post("/graphql")
            .header("content-type", "application/json")
            .header(
                "authorization",
                format!("Bearer {}", staff.owner.token().unwrap()),
            )
            .body(Body::from(body.to_string()));
        app.send(request.unwrap()).await.body
    };
    let alone = format!("{first} fragment Name on Organization {{ name }}");
    let expected = ask(&alone, "First", json!({})).await;
    assert_eq!(expected["data"]["organization"]["name"], "alpha");
    // Twice, because the second time the document is known.
    for _ in 0..2 {
        assert_eq!(ask(&document, "First", json!({})).await, expected);
        let second = ask(&document, "Second", json!({ "n": 2 })).await;
        assert_eq!(
            second["data"]["organization"]["members"]["nodes"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
        let refused = ask(&document, "Second", json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
        let unknown = ask(&document, "Third", json!({ "n": 2 })).await;
        assert!(
            unknown["errors"][0]["message"]
                .as_str()
                .unwrap()
                .contains("Third"),
            "{unknown}"
        );
    }
    let unused = ask(
        &format!("{document} fragment Unused on Organization {{ id }}"),
        "First",
        json!({}),
    )
    .await;
    assert_eq!(
        unused["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
}

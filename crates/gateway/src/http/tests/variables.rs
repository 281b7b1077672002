use super::*;

async fn with(document: &str, variables: Value) -> Answer {
    post(&json!({ "query": document, "variables": variables })).await
}

#[tokio::test]
async fn missing_and_null_are_request_errors() {
    let required = "query($id: Int!) { id(id: $id) }";
    let missing = with(required, json!({})).await;
    assert_eq!(
        missing.message(),
        "Variable \"$id\" of required type \"Int!\" was not provided."
    );
    let null = with(required, json!({ "id": null })).await;
    assert_eq!(
        null.message(),
        "Variable \"$id\" of type \"Int!\" must not be null."
    );
    for answer in [missing, null] {
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "BAD_USER_INPUT")
        );
        assert!(answer.json.get("data").is_none());
    }
    let defaulted = with("query($id: Int! = 7) { id(id: $id) }", json!({})).await;
    assert_eq!(defaulted.json, json!({ "data": { "id": 7 } }));
    let other = json!({
        "query": "query A { hello } query B($id: Int!) { id(id: $id) }",
        "operationName": "A",
    });
    let hello = json!({ "data": { "hello": "world" } });
    assert_eq!(post(&other).await.json, hello);
}

#[tokio::test]
async fn values_are_checked_to_the_bottom() {
    let sum = "query($points: [Point!]!) { sum(points: $points) }";
    let accepted = with(sum, json!({ "points": [{ "x": 1 }, { "x": 1, "y": 2 }] })).await;
    assert_eq!(accepted.json, json!({ "data": { "sum": 5 } }));
    let single = with(sum, json!({ "points": { "x": 1 } })).await;
    assert_eq!(single.json, json!({ "data": { "sum": 2 } }));
    for (points, said) in [
        (json!(3), "has an invalid value: expected type \"Point\"."),
        (
            json!([null]),
            "has an invalid value at \"0\": expected type \"Point!\", found null.",
        ),
        (
            json!([{ "x": "secret" }]),
            "has an invalid value at \"0.x\": expected type \"Int\".",
        ),
        (
            json!([{ "x": 1 }, {}]),
            "has an invalid value at \"1.x\": a value is required.",
        ),
        (
            json!([{ "x": 1, "z": 1 }]),
            "has an invalid value at \"0.z\": \"Point\" has no such field.",
        ),
    ] {
        let answer = with(sum, json!({ "points": points })).await;
        assert_eq!(answer.message(), format!("Variable \"$points\" {said}"));
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "BAD_USER_INPUT")
        );
    }
}

#[tokio::test]
async fn unknown_types_are_refused_and_do_not_panic() {
    for document in ["query($a: Nope) { hello }", "query($a: [Nope] = [1]) { hello }"] {
        assert_eq!(query(document).await.code(), "GRAPHQL_VALIDATION_FAILED");
    }
}

#[tokio::test]
async fn what_only_execution_finds_has_its_code_too() {
    let answer = query("{ short(text: \"long\") }").await;
    assert_eq!((answer.status, answer.code()), (StatusCode::OK, "BAD_USER_INPUT"));
    assert_eq!(answer.json["errors"][0]["path"], json!(["short"]));
}

#[tokio::test]
async fn what_is_not_sent_has_its_default_in_directives_as_well() {
    let document = "query($yes: Boolean! = true, $no: Boolean = false) {
        a: hello @include(if: $yes) b: hello @skip(if: $yes) c: hello @include(if: $no) d: hello @skip(if: $no) }";
    for (variables, keys) in [
        (json!({}), "ad"),
        (json!({ "yes": false }), "bd"),
        (json!({ "no": true }), "ac"),
    ] {
        let answer = post(&json!({ "query": document, "variables": variables })).await;
        let shown: String = answer.json["data"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(shown, keys, "{variables}");
    }
}

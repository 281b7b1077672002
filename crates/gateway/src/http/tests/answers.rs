use super::*;

#[tokio::test]
async fn the_order_of_the_selection_is_kept() {
    let answer = query("{ z: hello late hello a: id(id: 1) }").await;
    assert_eq!(
        answer.text,
        r#"{"data":{"z":"world","late":0,"hello":"world","a":1}}"#
    );
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/graphql-response+json; charset=utf-8"
    );
    assert_eq!(answer.header(header::VARY), "accept");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn an_execution_error_keeps_the_data() {
    let answer = query("{ hello forbidden }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.text,
        r#"{"errors":[{"message":"not yours","locations":[{"line":1,"column":9}],"path":["forbidden"],"#
            .to_owned()
            + r#""extensions":{"code":"FORBIDDEN","requestId":"req_1"}}],"data":{"hello":"world","forbidden":null}}"#
    );
}

#[tokio::test]
async fn a_request_error_is_200_for_plain_json() {
    let answer = get(&[("query", "{ nope }")]).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::OK, "GRAPHQL_VALIDATION_FAILED")
    );
    assert!(answer.json.get("data").is_none());
}

#[tokio::test]
async fn our_faults_are_not_shown() {
    let answer = query("{ hello broken }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json["data"], json!({ "hello": "world", "broken": null }));
    assert_eq!(
        answer.json["errors"],
        json!([{
            "message": "internal error",
            "locations": [{ "line": 1, "column": 9 }],
            "path": ["broken"],
            "extensions": { "code": "INTERNAL", "requestId": "req_1" },
        }])
    );
}

#[tokio::test]
async fn a_fault_that_left_no_data_is_500() {
    let error = async_graphql::ServerError::new("connection to 10.0.0.1 refused", None);
    let response = async_graphql::Response::from_errors(vec![error]);
    let response = write(crate::http::Accepted::GraphqlResponse, response.into(), "req_2");
    let answer = Answer::of(response).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
    );
    assert_eq!(answer.message(), "internal error");
    assert!(!answer.text.contains("10.0.0.1"));
}

#[tokio::test]
async fn cookies_of_all_answers_are_passed_on() {
    let cookies = |answer: &Answer| answer.headers.get_all(header::SET_COOKIE).iter().count();
    assert_eq!(cookies(&query("{ cookies }").await), 2);
    let batch = post(&json!([{ "query": "{ cookies }" }, { "query": "{ cookies }" }])).await;
    assert_eq!(cookies(&batch), 4);
}

/// Who reads 429 sends it again.
#[tokio::test]
async fn a_mutation_that_has_changed_something_is_not_to_be_sent_again() {
    for (document, status) in [
        ("mutation { later }", StatusCode::TOO_MANY_REQUESTS),
        // The one after it is done all the same.
        ("mutation { later bump }", StatusCode::OK),
        ("mutation { bump later }", StatusCode::OK),
        ("mutation { changed { later } }", StatusCode::OK),
    ] {
        let answer = query(document).await;
        assert_eq!(
            (answer.status, answer.code()),
            (status, "RATE_LIMITED"),
            "{document}: {}",
            answer.text
        );
        assert_eq!(answer.json["data"], Value::Null);
    }
}

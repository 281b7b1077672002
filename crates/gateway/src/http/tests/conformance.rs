use super::*;

#[tokio::test]
async fn null_stops_at_the_first_place_that_may_be_null() {
    for (document, data) in [
        (
            "{ hello forbidden }",
            json!({ "hello": "world", "forbidden": null }),
        ),
        (
            "{ hello maybe { hello required } }",
            json!({ "hello": "world", "maybe": null }),
        ),
        ("{ maybe { me { required } } }", json!({ "maybe": null })),
        (
            "{ some { hello forbidden } }",
            json!({ "some": vec![json!({ "hello": "world", "forbidden": null }); 2] }),
        ),
        ("{ some { hello required } }", json!({ "some": [null, null] })),
        ("{ all { hello required } }", json!({ "all": null })),
        (
            "{ maybe { some { required } } hello }",
            json!({ "maybe": { "some": [null, null] }, "hello": "world" }),
        ),
        ("{ hello required }", json!(null)),
        ("{ hello me { hello required } }", json!(null)),
    ] {
        let answer = query(document).await;
        assert_eq!(answer.status, StatusCode::OK, "{document}");
        assert_eq!(answer.json["data"], data, "{document}");
        assert!(answer.json["errors"][0]["path"].is_array(), "{document}");
    }
}

#[tokio::test]
async fn each_error_is_reported_once() {
    let count = async |document: &str| query(document).await.json["errors"].as_array().unwrap().len();
    assert_eq!(count("{ forbidden }").await, 1);
    assert_eq!(count("{ required }").await, 1);
    assert_eq!(count("{ maybe { me { required } } }").await, 1);
    assert_eq!(count("{ some { required } }").await, 2);
    assert_eq!(count("{ all { me { required } } }").await, 1);
}

#[tokio::test]
async fn a_field_selected_twice_is_null_if_either_failed() {
    for document in [
        "{ maybe { hello } maybe { required } }",
        "{ maybe { required } maybe { hello } }",
    ] {
        assert_eq!(
            query(document).await.json["data"],
            json!({ "maybe": null }),
            "{document}"
        );
    }
}

#[tokio::test]
async fn fields_stand_in_the_order_of_the_selection() {
    let answer =
        query("{ late ...f some { late hello } a: hello } fragment f on Query { b: late hello late }").await;
    let some = r#"{"late":0,"hello":"world"}"#;
    assert_eq!(
        answer.text,
        format!(r#"{{"data":{{"late":0,"b":0,"hello":"world","some":[{some},{some}],"a":"world"}}}}"#)
    );
}

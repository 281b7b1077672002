//! What is asked again is not asked about again. It is answered, paid for and refused as the first time.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use testkit::{Answer, Person, Staff, TestApp};

async fn send(person: &Person<'_>, app: &TestApp, body: &Value) -> Answer {
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {}", person.token().unwrap()));
    app.send(request.body(Body::from(body.to_string())).unwrap())
        .await
}

/// The answers to the same request three times, of which the last two are to what is known.
async fn thrice(person: &Person<'_>, app: &TestApp, body: Value) -> Value {
    let mut answers = Vec::new();
    for _ in 0..3 {
        let mut answer = send(person, app, &body).await.body;
        for error in answer["errors"].as_array_mut().into_iter().flatten() {
            error["extensions"].as_object_mut().unwrap().remove("requestId");
        }
        if let Some(cost) = answer["extensions"]["cost"].as_object_mut() {
            cost.remove("remaining");
        }
        answers.push(answer);
    }
    assert_eq!(answers[0], answers[1], "{body}");
    assert_eq!(answers[1], answers[2], "{body}");
    answers.remove(0)
}

#[tokio::test]
async fn answers_have_the_same_form() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let course = staff.course("Rust").publish().await.id;
    for (query, variables) in [
        // What fails is null where it may be, in the order in which it was selected.
        (
            "query($id: ID!) { first: node(id: $id) { id } me: viewer { user { email } } last: __typename }",
            json!({ "id": "course_01jzzzzzzzzzzzzzzzzzzzzzzz" }),
        ),
        (
            "query($s: String!) { organization(slug: $s) { name course(slug: \"nothing\") { title } courses { nodes { id } } } }",
            json!({ "s": "alpha" }),
        ),
        // Keys that are selected twice.
        (
            "query($id: ID!) { node(id: $id) { ... on Course { title chapters { id } } ... on Course { chapters { title } } } }",
            json!({ "id": course }),
        ),
        (
            "query($id: ID!, $yes: Boolean!) { node(id: $id) { ... on Course @skip(if: $yes) { title } id } }",
            json!({ "id": course, "yes": true }),
        ),
        (
            "mutation { updateProfile(input: {}) { userErrors { code } } }",
            json!({}),
        ),
        (
            "mutation($id: ID!) { updateCourse(input: { id: $id, title: \"\" }) { course { title } userErrors { code field } } }",
            json!({ "id": course }),
        ),
        // What cannot be executed stays so.
        (
            "query($n: Int! = \"x\") { organization(slug: \"alpha\") { members(first: $n) { totalCount } } }",
            json!({}),
        ),
        ("query($id: ID!) { node(id: $id) { id } }", json!({})),
        ("query($id: ID!) { node(id: $id) { id } }", json!({ "id": 1.5 })),
        (
            "query($n: Int!) { organization(slug: \"alpha\") { members(first: $n) { totalCount } } }",
            json!({ "n": 5_000 }),
        ),
    ] {
        thrice(
            &staff.owner,
            &app,
            json!({ "query": query, "variables": variables }),
        )
        .await;
    }
}

#[tokio::test]
async fn what_a_document_was_allowed_for_is_all_it_is_allowed_for() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let titled = |name: &str| json!({ "query": "query Titled($s: String!, $yes: Boolean! = true) { organization(slug: $s) { name @include(if: $yes) slug } }", "variables": { "s": "alpha" }, "operationName": name });
    let known = thrice(&staff.owner, &app, titled("Titled")).await;
    assert_eq!(known["data"]["organization"]["name"], "alpha");
    let other = thrice(&staff.owner, &app, titled("Other")).await;
    assert_eq!(
        other["errors"][0]["extensions"]["code"],
        "OPERATION_RESOLUTION_FAILURE"
    );
    let mut without = titled("Titled");
    without["variables"]["yes"] = json!(false);
    let without = thrice(&staff.owner, &app, without).await;
    assert_eq!(without["data"]["organization"], json!({ "slug": "alpha" }));

    // A mutation that is known must not come by a link.
    let mutation = "mutation { updateProfile(input: {}) { userErrors { code } } }";
    thrice(&staff.owner, &app, json!({ "query": mutation })).await;
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("query", mutation)
        .finish();
    let request = Request::get(format!("/graphql?{query}")).header(
        "authorization",
        format!("Bearer {}", staff.owner.token().unwrap()),
    );
    let by_get = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(by_get.status, StatusCode::METHOD_NOT_ALLOWED);

    // A known text by the name of another.
    let hash = "0".repeat(64);
    let named = json!({ "query": mutation, "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } });
    let named = thrice(&staff.owner, &app, named).await;
    assert_eq!(named["errors"][0]["extensions"]["code"], "BAD_REQUEST");

    // What an introspection costs depends on the type it asks for, which is a text.
    let cost = async |name: &str| {
        let query = "query($name: String!) { __type(name: $name) { fields { name args { name } } } }";
        let answer = thrice(
            &staff.owner,
            &app,
            json!({ "query": query, "variables": { "name": name } }),
        )
        .await;
        answer["extensions"]["cost"]["requested"].as_u64().unwrap()
    };
    assert!(cost("Viewer").await * 2 < cost("Mutation").await);
}

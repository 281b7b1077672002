use std::fmt::Write;

use super::*;

/// Fragments `f0` to `fN`, each spreading the next one several times.
fn bomb(length: usize, times: usize, last: &str) -> String {
    let mut document = "{ ...f0 }".to_owned();
    for index in 0..length {
        let next = format!(" ...f{}", index + 1).repeat(times);
        write!(document, " fragment f{index} on Query {{{next} }}").unwrap();
    }
    document + &format!(" fragment f{length} on Query {{ {last} }}")
}

/// The same text 51 times, with a number for each `#`.
fn numbered(text: &str) -> String {
    let texts: Vec<String> = (0..51)
        .map(|index| text.replace('#', &index.to_string()))
        .collect();
    texts.concat()
}

#[tokio::test]
async fn documents_are_measured_before_they_are_parsed() {
    let bytes = format!("{{ hello }} # {}", "x".repeat(70_000));
    assert_eq!(query(&bytes).await.limit(), "documentBytes");
    assert_eq!(
        query(&format!("{{ {} }}", "a ".repeat(10_000))).await.limit(),
        "tokens"
    );
    for open in ["{", "{a", "[", "{a(b:[", "{a(b:{c:"] {
        let answer = query(&open.repeat(60_000 / open.len())).await;
        assert!(["brackets", "tokens"].contains(&answer.limit()));
    }
    let variable = format!(
        "query($a: {}Int{}) {{ hello }}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    assert_eq!(query(&variable).await.limit(), "brackets");
}

#[tokio::test]
async fn brackets_do_not_hide_in_strings_and_comments() {
    let many = "[".repeat(5_000);
    let visible = format!("{{ hello(name: \"\"\" # {many}");
    assert_eq!(query(&visible).await.code(), "GRAPHQL_PARSE_FAILED");
    let unclosed = format!("{{ hello(name: [\"\"\" x\" {many}");
    assert_eq!(query(&unclosed).await.code(), "GRAPHQL_PARSE_FAILED");
    let ended = format!("{{ hello(name: \"a\\\\\") {many}");
    assert_eq!(query(&ended).await.limit(), "brackets");
    let block = format!("{{ hello(name: \"\"\"a\\\"\"\" b\"\"\") {many}");
    assert_eq!(query(&block).await.limit(), "brackets");
    let commented = format!("# \"\"\"\n{{ hello {many}");
    assert_eq!(query(&commented).await.limit(), "brackets");
    for harmless in [
        format!("{{ hello(name: \"{many}\") }}"),
        format!("{{ hello(name: \"\"\"\\\"\"\"{many}\"\"\") }} # {many}"),
    ] {
        assert_eq!(query(&harmless).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn depth_is_bounded_through_fragments_too() {
    let deep = |levels: usize| format!("{}hello{}", "{ me ".repeat(levels), " }".repeat(levels));
    assert_eq!(
        query(&deep(19).replace("hello", "{ hello }")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        query(&deep(20).replace("hello", "{ hello }")).await.limit(),
        "depth"
    );
    assert_eq!(query(&bomb(30, 1, "hello")).await.status, StatusCode::OK);
    assert_eq!(query(&bomb(40, 1, "hello")).await.limit(), "nesting");
    let inline = format!("{{ {} hello {} }}", "... { ".repeat(40), " }".repeat(40));
    assert_eq!(query(&inline).await.limit(), "nesting");
}

#[tokio::test]
async fn counts_include_what_fragments_expand_to() {
    let aliases = numbered(" a#: hello");
    assert_eq!(query(&format!("{{ {aliases} }}")).await.limit(), "aliases");
    assert_eq!(query(&bomb(1, 51, "a: hello")).await.limit(), "aliases");
    let directives = " @include(if: true)".repeat(51);
    assert_eq!(
        query(&format!("{{ hello{directives} }}")).await.limit(),
        "directives"
    );
    assert_eq!(
        query(&bomb(1, 51, "hello @skip(if: false)")).await.limit(),
        "directives"
    );
    assert_eq!(
        query(&format!("{{ {} }}", "hello ".repeat(2_001))).await.limit(),
        "fields"
    );
    assert_eq!(query(&bomb(20, 10, "hello")).await.limit(), "fields");
    assert_eq!(
        query(&format!("{{ hello }} {}", &bomb(20, 10, "hello")[9..]))
            .await
            .limit(),
        "fields"
    );
    let definitions = numbered(" query Q# { hello }");
    assert_eq!(query(&definitions).await.limit(), "definitions");
    assert_eq!(
        query(&format!("mutation {{ {} }}", "bump ".repeat(11)))
            .await
            .limit(),
        "mutationFields"
    );
}

#[tokio::test]
async fn fragment_cycles_end_as_an_error() {
    for document in [
        "{ ...f } fragment f on Query { ...f }",
        "{ ...f } fragment f on Query { me { ...g } me { ...g } } fragment g on Query { ...f ...f }",
        "{ hello } fragment f on Query { ...f }",
    ] {
        let answer = query(document).await;
        assert_eq!(answer.code(), "GRAPHQL_VALIDATION_FAILED", "{}", answer.text);
        assert!(answer.json.get("data").is_none());
    }
}

#[tokio::test]
async fn introspection_passes_unless_it_goes_in_circles() {
    let answer = query(include_str!("introspection.graphql")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json["data"]["__schema"]["queryType"]["name"], "Query");
    let circle = "{ __type(name: \"Query\") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }";
    assert_eq!(query(circle).await.limit(), "introspectionLists");
    let spread = "{ __schema { types { ...a } } } fragment a on __Type { fields { type { ...b } } } \
        fragment b on __Type { interfaces { possibleTypes { inputFields { name } } } }";
    assert_eq!(query(spread).await.limit(), "introspectionLists");
}

#[tokio::test]
async fn introspection_can_be_switched_off() {
    let limits = Limits {
        max_introspections: 0,
        ..Limits::default()
    };
    let schema = Schema::build(Query, Mutation, EmptySubscription)
        .extension(Bounds(limits))
        .finish();
    for document in [
        "{ __schema { queryType { name } } }",
        "query { ...f } fragment f on Query { a: __type(name: \"Query\") { name } }",
    ] {
        let refused = schema.execute(document).await.errors;
        assert!(
            refused[0].message.contains("does not answer introspection"),
            "{refused:?}"
        );
        let code = refused[0].extensions.as_ref().unwrap().get("code").unwrap();
        assert_eq!(code.to_string(), "\"GRAPHQL_VALIDATION_FAILED\"");
    }
    assert!(schema.execute("{ __typename hello }").await.is_ok());
}

#[tokio::test]
async fn errors_of_a_document_are_request_errors_with_codes() {
    for (body, code) in [
        (json!({ "query": "{" }), "GRAPHQL_PARSE_FAILED"),
        (json!({ "query": "" }), "GRAPHQL_PARSE_FAILED"),
        (json!({ "query": "{ nope }" }), "GRAPHQL_VALIDATION_FAILED"),
        (json!({ "query": "{ ...nope }" }), "GRAPHQL_VALIDATION_FAILED"),
        (
            json!({ "query": "{ hello }", "operationName": "B" }),
            "OPERATION_RESOLUTION_FAILURE",
        ),
        (
            json!({ "query": "query A { hello } query B { hello }" }),
            "OPERATION_RESOLUTION_FAILURE",
        ),
    ] {
        let answer = post(&body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, code),
            "{body}"
        );
        assert!(answer.json.get("data").is_none());
        assert_eq!(answer.json["errors"][0]["extensions"]["requestId"], "req_1");
    }
    assert_eq!(query("{ hello( }").await.message(), "Syntax error: expected name");
    let complaints = query(&format!("{{ {} }}", "nope ".repeat(500))).await;
    assert_eq!(complaints.json["errors"].as_array().unwrap().len(), 50);
    let long = query(&format!("{{ {} }}", "x".repeat(60_000))).await;
    assert_eq!(long.message().chars().count(), 501);
}

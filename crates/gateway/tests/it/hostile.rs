//! Input that means harm: each gets its answer, nothing is written, nothing leaks.

use serde_json::{Value, json};
use std::{fs, path::Path};
use testkit::{Staff, TestApp};

/// What must never be in an answer.
const LEAKS: &[&str] = &[
    "DbErr",
    "sqlx",
    "SELECT ",
    "INSERT ",
    "/crates/",
    ".rs:",
    "panicked",
    "password_hash",
];

fn assert_clean(text: &str) {
    for leak in LEAKS {
        assert!(!text.contains(leak), "{leak} leaks in {text}");
    }
}

fn naughty() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "\u{202e}evil",
        "\u{feff}",
        "👩‍🚀",
        "ﷺ",
        "<script>alert(1)</script>",
        "'; DROP TABLE member; --",
        "{{7*7}}",
        "%00",
        "../../etc/passwd",
        "a\r\nBcc: b@example.com",
        "\u{1F4A9}",
        "İ",
        "ẞ",
        "\\",
        "\"",
        "nil",
        "NaN",
        "-1",
    ]
    .iter()
    .map(|text| (*text).to_owned())
    .collect();
    texts.push("x".repeat(10_000));
    texts.push("é".repeat(101));
    let shared = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/hostile-input/blns.json"
    ));
    match fs::read_to_string(shared) {
        Ok(list) => texts.extend(serde_json::from_str::<Vec<String>>(&list).unwrap()),
        Err(_) => eprintln!("skipped: the list of naughty strings is not there"),
    }
    texts
}

#[tokio::test]
async fn naughty_text_is_stored_clean_or_refused() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let mut stored = 0;
    for text in naughty() {
        let change = staff
            .owner
            .mutate(
                "updateMember",
                json!({ "id": staff.member_ids[3], "displayName": text }),
                "member { displayName }",
            )
            .await;
        assert_clean(&change.body.to_string());
        let refusals = change.refusals();
        if refusals.is_empty() {
            let kept = change.payload()["member"]["displayName"].as_str().unwrap();
            assert!(
                !kept.is_empty() && kept.chars().count() <= 100 && !kept.chars().any(char::is_control),
                "{kept:?}"
            );
            stored += 1;
        } else {
            let known = [
                "REQUIRED displayName",
                "TOO_LONG displayName",
                "INVALID_CHARACTERS displayName",
            ];
            assert!(
                refusals.iter().all(|refusal| known.contains(&refusal.as_str())),
                "{text:?}: {refusals:?}"
            );
        }
        let invited = staff
            .owner
            .mutate(
                "inviteMember",
                json!({ "organizationId": staff.organization, "email": text, "displayName": "x" }),
                "memberInvitation { id }",
            )
            .await;
        assert!(!invited.refusals().is_empty(), "{text:?} is no address");
        let founded = staff
            .owner
            .mutate(
                "createOrganization",
                json!({ "name": "Any", "slug": text }),
                "organization { slug }",
            )
            .await;
        assert_clean(&founded.body.to_string());
        if founded.refusals().is_empty() {
            let slug = founded.payload()["organization"]["slug"].as_str().unwrap();
            assert!(
                slug.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{slug:?}"
            );
        }
        for search in [
            staff.owner.gql("query($t: String!) { organization(slug: $t) { id } }", json!({ "t": text })).await,
            staff
                .owner
                .gql(
                    "query($t: String!) { organization(slug: \"alpha\") { members(filter: { search: $t }) { nodes { id } } employees(filter: { jobTitle: $t }) { nodes { id } } } }",
                    json!({ "t": text }),
                )
                .await,
            staff.owner.gql("query($t: String!) { invitation(token: $t) { email } }", json!({ "t": text })).await,
        ] {
            assert_clean(&search.body.to_string());
            search.data();
        }
    }
    assert!(stored > 5);
}

#[tokio::test]
async fn wrong_ids_are_named_and_change_nothing() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let events = app.count("event").await;
    for (id, refusal) in [
        (staff.organization.as_str(), "WRONG_ID_TYPE id"),
        ("member_", "INVALID_FORMAT id"),
        ("", "INVALID_FORMAT id"),
        ("42", "INVALID_FORMAT id"),
        ("member_01jzzzzzzzzzzzzzzzzzzzzzzz", "NOT_FOUND id"),
        ("member_00000000000000000000000000", "NOT_FOUND id"),
        ("'; DROP TABLE member; --", "INVALID_FORMAT id"),
    ] {
        let answer = staff
            .owner
            .mutate(
                "suspendMember",
                json!({ "id": id, "reason": "x" }),
                "member { id }",
            )
            .await;
        assert_eq!(answer.refusals(), [refusal], "{id}");
    }
    for (id, code) in [
        ("nonsense", "BAD_USER_INPUT"),
        ("starship_01jzzzzzzzzzzzzzzzzzzzzzzz", "BAD_USER_INPUT"),
        ("course_01jzzzzzzzzzzzzzzzzzzzzzzz", "NOT_FOUND"),
    ] {
        let answer = staff
            .owner
            .gql("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id }))
            .await;
        assert_eq!(answer.error_code(), code, "{id}");
    }
    assert_eq!(app.count("event").await, events);
}

#[tokio::test]
async fn malformed_documents_and_pages_get_a_code() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let members = |arguments: &str| {
        format!("{{ organization(slug: \"alpha\") {{ members({arguments}) {{ nodes {{ id }} }} }} }}")
    };
    let deep = format!("{}id{}", "a{".repeat(60), "}".repeat(60));
    let wide = format!(
        "{{ {} }}",
        (0..60)
            .map(|n| format!("a{n}: viewer {{ isOperator }} "))
            .collect::<String>()
    );
    for (document, code) in [
        (members("first: 0"), "BAD_USER_INPUT"),
        (members("first: 101"), "BAD_USER_INPUT"),
        (members("first: -1"), "BAD_USER_INPUT"),
        (members("first: 1, last: 1"), "BAD_USER_INPUT"),
        (members("after: \"rubbish\""), "BAD_USER_INPUT"),
        (members("filter: { status: [INVITED] }"), "BAD_USER_INPUT"),
        (members("filter: { status: [NONSENSE] }"), "GRAPHQL_VALIDATION_FAILED"),
        ("{ nonsense }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        ("{".to_owned(), "GRAPHQL_PARSE_FAILED"),
        (format!("{{ {deep} }}"), "LIMIT_EXCEEDED"),
        (wide, "LIMIT_EXCEEDED"),
        (format!("{{ viewer {{ isOperator }} }} #{}", "x".repeat(70_000)), "LIMIT_EXCEEDED"),
        ("query($n: Int!) { organization(slug: \"alpha\") { members(first: $n) { nodes { id } } } }".to_owned(), "BAD_USER_INPUT"),
        ("{ organization(slug: \"alpha\") { members(first: 100) { nodes { events(first: 100) { nodes { actor { loginHistory(first: 100) { nodes { id } } } } } } } } }".to_owned(), "LIMIT_EXCEEDED"),
    ] {
        let answer = staff.owner.gql(&document, Value::Null).await;
        assert_eq!(answer.error_code(), code, "{}", &document[..document.len().min(120)]);
        assert!(answer.body["errors"][0]["extensions"]["requestId"].as_str().unwrap().starts_with("request_"));
        assert_clean(&answer.body.to_string());
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let page = staff
        .owner
        .gql(
            "{ organization(slug: \"alpha\") { members(first: 1) { pageInfo { endCursor } } } }",
            Value::Null,
        )
        .await;
    let cursor = page.text("/organization/members/pageInfo/endCursor");
    let other_order = "query($c: String) { organization(slug: \"alpha\") { members(after: $c, orderBy: { field: DISPLAY_NAME }) { nodes { id } } } }";
    let answer = staff.owner.gql(other_order, json!({ "c": cursor })).await;
    assert_eq!(answer.error_code(), "BAD_USER_INPUT");
    let same_order = "query($c: String) { organization(slug: \"alpha\") { members(after: $c) { nodes { id } pageInfo { hasPreviousPage hasNextPage } } } }";
    let rest = staff.owner.gql(same_order, json!({ "c": cursor })).await;
    assert_eq!(
        rest.at("/organization/members/nodes").as_array().unwrap().len(),
        3
    );
    assert_eq!(
        rest.at("/organization/members/pageInfo"),
        &json!({ "hasPreviousPage": true, "hasNextPage": false })
    );
}

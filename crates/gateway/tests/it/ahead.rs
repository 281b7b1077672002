//! Once a document is known, signing in and entering the organization it leads to are one statement. What is answered is the same.

use serde_json::{Value, json};
use store::Engine;
use testkit::{Staff, TestApp, TwoOrganizations};

const BY_SLUG: &str = "query($slug: String!) { organization(slug: $slug) { name } }";
const BY_ID: &str = "query($id: ID!) { node(id: $id) { id } }";

/// The second answer to a document, with the statements it took.
async fn known(person: &testkit::Person<'_>, document: &str, variables: Value) -> (Value, u64) {
    let first = person.gql(document, variables.clone()).await;
    let second = person.gql(document, variables).await;
    let without_id = |mut body: Value| {
        if let Some(errors) = body["errors"].as_array_mut() {
            for error in errors {
                error["extensions"].as_object_mut().unwrap().remove("requestId");
            }
        }
        body
    };
    let (first, statements) = (without_id(first.body), second.statements);
    let second = without_id(second.body);
    assert_eq!(first, second);
    (second, statements)
}

#[tokio::test]
async fn what_is_looked_for_together_is_what_is_looked_for_apart() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let own = json!({ "slug": world.a.slug });
    let (answer, statements) = known(&world.a.owner, BY_SLUG, own).await;
    assert!(answer["data"]["organization"]["name"].is_string(), "{answer:#}");
    assert_eq!(statements, 1);

    let foreign = known(&world.a.owner, BY_SLUG, json!({ "slug": world.b.slug })).await;
    let none = known(&world.a.owner, BY_SLUG, json!({ "slug": "nowhere" })).await;
    assert_eq!(foreign.0, none.0);
    assert_eq!(foreign.0["data"]["organization"], Value::Null);

    let member = world.b.member_ids[0].clone();
    let foreign = known(&world.a.owner, BY_ID, json!({ "id": member })).await.0;
    let none = known(
        &world.a.owner,
        BY_ID,
        json!({ "id": "member_01jzzzzzzzzzzzzzzzzzzzzzzz" }),
    )
    .await
    .0;
    assert_eq!(foreign, none);
    assert_eq!(foreign["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let own = known(&world.a.owner, BY_ID, json!({ "id": world.a.member_ids[0] })).await;
    assert_eq!(own.0["data"]["node"]["id"], world.a.member_ids[0].as_str());
    assert_eq!(own.1, 2);
    for senseless in [
        "",
        "member_",
        "nothing_01jzzzzzzzzzzzzzzzzzzzzzzz",
        "member_01j\u{0}",
    ] {
        let answer = known(&world.a.owner, BY_ID, json!({ "id": senseless })).await.0;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
            "{senseless:?}"
        );
    }
    let answer = known(&world.a.owner, BY_SLUG, json!({ "slug": "\u{0}" })).await.0;
    assert_eq!(answer["data"]["organization"], Value::Null);
}

/// Of what was found only what is meant is used: another organization beside it is entered by itself.
#[tokio::test]
async fn two_organizations_in_one_request_stay_apart() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let both = "query($a: String!, $b: String!) { a: organization(slug: $a) { members { totalCount } }
        b: organization(slug: $b) { members { totalCount } } again: organization(slug: $a) { members { totalCount } } }";
    let variables = json!({ "a": world.a.slug, "b": world.b.slug });
    let (answer, _) = known(&world.a.owner, both, variables.clone()).await;
    assert_eq!(answer["data"]["b"], Value::Null);
    assert_eq!(answer["data"]["a"]["members"]["totalCount"], 4);
    assert_eq!(answer["data"]["again"], answer["data"]["a"]);
    let (answer, _) = known(&world.b.owner, both, variables).await;
    assert_eq!(answer["data"]["a"], Value::Null);
    assert_eq!(answer["data"]["b"]["members"]["totalCount"], 4);
}

#[tokio::test]
async fn whoever_may_no_longer_see_it_does_not() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let variables = json!({ "slug": "alpenglow" });
    let (answer, _) = known(&staff.member, BY_SLUG, variables.clone()).await;
    assert_ne!(answer["data"]["organization"], Value::Null);
    let suspended = json!({ "id": staff.member_ids[3], "reason": "a test" });
    staff
        .owner
        .mutate("suspendMember", suspended, "member { id }")
        .await
        .payload();
    let (answer, _) = known(&staff.member, BY_SLUG, variables.clone()).await;
    assert_eq!(answer["data"]["organization"], Value::Null);

    staff
        .hr
        .gql("mutation { signOut { userErrors { code } } }", Value::Null)
        .await
        .data();
    let signed_out = known(&staff.hr, BY_SLUG, variables.clone()).await;
    let anonymous = known(&app.anonymous(), BY_SLUG, variables).await;
    assert_eq!(signed_out.0, anonymous.0);
}

/// Whoever notes that a session is in use needs a connection to write on, and must not hold another one meanwhile.
#[tokio::test]
async fn a_session_is_noted_as_used_all_the_same() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let variables = json!({ "slug": "alpenglow" });
    known(&staff.owner, BY_SLUG, variables.clone()).await;
    app.clock.advance(chrono::Duration::minutes(6));
    let many = (0..32).map(|_| staff.owner.gql(BY_SLUG, variables.clone()));
    for answer in futures::future::join_all(many).await {
        assert_ne!(answer.at("/organization/name"), &Value::Null);
    }
    let seen = staff
        .owner
        .gql(
            "{ viewer { sessions { nodes { isCurrent lastSeenAt } } } }",
            Value::Null,
        )
        .await;
    let current = seen.at("/viewer/sessions/nodes").as_array().unwrap().iter();
    let current = current
        .filter(|session| session["isCurrent"] == true)
        .collect::<Vec<_>>();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0]["lastSeenAt"], "2026-03-14T08:06:00Z");
}

/// On PostgreSQL whoever changes something is found out in the transaction in which they do, once the document is known. Whoever may
/// not is told the same.
#[tokio::test]
async fn what_is_begun_ahead_is_what_is_begun_otherwise() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let member = &world.a.member_ids[3];
    let fields = "member { status }";
    let change = async |person: &testkit::Person<'_>, id: &str, reason: &str| {
        let input = json!({ "id": id, "reason": reason });
        person.mutate("suspendMember", input, fields).await
    };
    let mut statements = Vec::new();
    for _ in 0..2 {
        let suspended = change(&world.a.owner, member, "a test").await;
        assert_eq!(suspended.payload()["member"]["status"], "SUSPENDED");
        statements.push(suspended.statements);
        let reinstated = world
            .a
            .owner
            .mutate("reinstateMember", json!({ "id": member }), fields);
        assert_eq!(reinstated.await.payload()["member"]["status"], "ACTIVE");
    }
    let saved = u64::from(app.store.engine() == Engine::Postgres);
    assert_eq!(statements[0] - statements[1], saved, "{statements:?}");

    let refused = |answer: &testkit::Answer| answer.text("/suspendMember/userErrors/0/code");
    for nobody in ["member_01jzzzzzzzzzzzzzzzzzzzzzzz", &world.b.member_ids[3]] {
        let answer = change(&world.a.owner, nobody, "a test").await;
        assert_eq!(refused(&answer), "NOT_FOUND", "{nobody}");
    }
    let senseless = change(&world.a.owner, "member_\u{0}", "a test").await;
    assert_eq!(refused(&senseless), "INVALID_FORMAT");
    let forbidden = change(&world.a.member, member, "a test").await;
    assert_eq!(forbidden.body["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let answer = change(&app.anonymous(), member, "a test").await;
    assert_eq!(answer.body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    // What is begun and not gone on with holds nobody up.
    let many = (0..40).map(|_| change(&world.a.owner, member, ""));
    for answer in futures::future::join_all(many).await {
        assert_eq!(refused(&answer), "REQUIRED");
    }
    let ended = "mutation { signOut { userErrors { code } } }";
    world.a.hr.gql(ended, Value::Null).await.data();
    let answer = change(&world.a.hr, member, "a test").await;
    assert_eq!(answer.body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

/// A transaction that was begun for one command is not taken for another.
#[tokio::test]
async fn what_was_begun_for_another_organization_is_not_written_in() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let both = "mutation($a: SuspendMemberInput!, $b: SuspendMemberInput!) {
        a: suspendMember(input: $a) { member { status } userErrors { code } }
        b: suspendMember(input: $b) { member { status } userErrors { code } } }";
    let input = |id: &str| json!({ "id": id, "reason": "a test" });
    let (a, b) = (&world.a.member_ids[3], &world.b.member_ids[3]);
    for _ in 0..2 {
        let variables = json!({ "a": input(b), "b": input(a) });
        let answer = world.a.owner.gql(both, variables).await;
        assert_eq!(answer.at("/a/userErrors/0/code"), "NOT_FOUND");
        assert_eq!(answer.at("/b/member/status"), "SUSPENDED");
        let reinstated = world
            .a
            .owner
            .mutate("reinstateMember", json!({ "id": a }), "member { id }");
        reinstated.await.payload();
    }
}

/// What shows an organization brings its row; what only leads through one reads it when a field needs it after all.
#[tokio::test]
async fn an_organization_is_read_where_it_is_shown() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let member = json!({ "id": staff.member_ids[0] });
    for (document, variables, expected) in [
        ("query($id: ID!) { node(id: $id) { ... on Member { id } } }", member.clone(), 2),
        (
            "query($id: ID!) { node(id: $id) { ... on Member { organization { id } } } }",
            member.clone(),
            2,
        ),
        (
            "query($id: ID!) { node(id: $id) { ... on Member { organization { slug } } } }",
            member.clone(),
            2,
        ),
        (
            "query($id: ID!) { node(id: $id) { ... on Member { it: organization { ...It } } } }
                fragment It on Organization { slug }",
            member,
            2,
        ),
        (
            "query($id: ID!) { node(id: $id) { ... on Organization { slug } } }",
            json!({ "id": staff.organization }),
            1,
        ),
        (
            "query($id: ID!) { node(id: $id) { ...It } } fragment It on Node { ... on Organization { ...Its } }
                fragment Its on Organization { slug }",
            json!({ "id": staff.organization }),
            1,
        ),
        ("{ organization(slug: \"alpenglow\") { id viewerMember { id } } }", json!({}), 2),
    ] {
        let (answer, statements) = known(&staff.owner, document, variables).await;
        assert_eq!(answer["errors"], Value::Null, "{document}");
        assert_eq!(statements, expected, "{document}: {answer:#}");
        let text = answer.to_string();
        assert!(!document.contains("slug }") || text.contains("\"slug\":\"alpenglow\""), "{text}");
    }
}

/// Entering to write brings no row; what is shown afterwards is read then.
#[tokio::test]
async fn a_change_shows_its_organization() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let answer = staff
        .owner
        .gql(
            "mutation($id: ID!) { updateOrganization(input: { id: $id, description: \"Snow\" }) {
                organization { slug description } userErrors { code } } }",
            json!({ "id": staff.organization }),
        )
        .await;
    let shown = &answer.data()["updateOrganization"]["organization"];
    assert_eq!(*shown, json!({ "slug": "alpenglow", "description": "Snow" }));
}

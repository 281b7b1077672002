//! What can be selected of an object in a list, and how it is answered.

use crate::learning::{complete, grant};
use serde_json::{Value, json};
use testkit::{Course, Staff, TestApp};

/// One enrollment with a completed lesson, and its course.
pub(crate) async fn enroll(staff: &Staff<'_>) -> Course {
    let course = staff
        .course("Rust")
        .chapters(1)
        .lessons_per_chapter(2)
        .publish()
        .await;
    grant(staff, &course, &staff.member_ids[3]).await;
    complete(&staff.member, course.lessons()[0]).await.payload();
    course
}

/// What is selected of the enrollment, in a list and alone.
async fn enrollment(staff: &Staff<'_>, selection: &str, fragments: &str, yes: bool) -> (Value, Value) {
    let list = "{ organization(slug: \"alpenglow\") { enrollments { nodes { id } } } }";
    let id = staff.owner.gql(list, Value::Null).await;
    let id = id.text("/organization/enrollments/nodes/0/id");
    let document = format!(
        "query($id: ID!, $yes: Boolean!) {{
            organization(slug: \"alpenglow\") {{ enrollments {{ nodes {{ {selection} }} edges {{ node {{ id @include(if: $yes) }} }} }} }}
            node(id: $id) {{ ... on Enrollment {{ {selection} }} }} }} {fragments}"
    );
    let answer = staff.owner.gql(&document, json!({ "id": id, "yes": yes })).await;
    let listed = answer.at("/organization/enrollments/nodes/0").clone();
    (listed, answer.at("/node").clone())
}

#[tokio::test]
async fn fragments_directives_and_repeated_keys_are_answered_in_lists_as_elsewhere() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    enroll(&staff).await;
    let whole =
        json!({ "status": "ACTIVE", "course": { "title": "Rust", "locale": "en" }, "kind": "Enrollment" });
    for (selection, fragments) in [
        ("status course { title locale } kind: __typename", ""),
        (
            "... on Enrollment { status course { title locale } } kind: __typename",
            "",
        ),
        (
            "...Seen kind: __typename",
            "fragment Seen on Enrollment { ... { status } course { title locale } }",
        ),
        // The same key twice: what is selected below is put together.
        (
            "status course { title } kind: __typename course { locale } status",
            "",
        ),
        (
            "status ...Named course { locale } kind: __typename",
            "fragment Named on Enrollment { course { title } }",
        ),
        (
            "status @include(if: $yes) course @skip(if: false) { title locale } kind: __typename",
            "",
        ),
        // What is selected on an interface, and on another type behind it.
        (
            "... on Node { ... on Enrollment { status course { title locale } } ... on Member { displayName } } kind: __typename",
            "",
        ),
    ] {
        let (listed, alone) = enrollment(&staff, selection, fragments, true).await;
        assert_eq!(listed, whole, "{selection}");
        assert_eq!(alone, whole, "{selection}");
    }
    let left_out = "status @include(if: $yes) source @skip(if: $yes)";
    let (listed, alone) = enrollment(&staff, left_out, "", false).await;
    assert_eq!(listed, json!({ "source": "GRANT" }));
    assert_eq!(alone, listed);
}

#[tokio::test]
async fn fields_that_wait_are_answered_beside_those_that_do_not() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    enroll(&staff).await;
    let selection =
        "status lessons { isCompleted lesson { isRequired chapter { position } } } source attempts { id }";
    let (listed, alone) = enrollment(&staff, selection, "", true).await;
    let expected = json!({
        "status": "ACTIVE",
        "lessons": [{ "isCompleted": true, "lesson": { "isRequired": true, "chapter": { "position": 1 } } }],
        "source": "GRANT",
        "attempts": [],
    });
    assert_eq!(listed, expected);
    assert_eq!(alone, expected);
}

#[tokio::test]
async fn a_field_that_fails_takes_no_other_with_it_that_may_stand_alone() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    enroll(&staff).await;
    let document = "{ organization(slug: \"alpenglow\") { name enrollments { nodes { status events(first: 0) { nodes { id } } } } } }";
    let answer = staff.owner.gql(document, Value::Null).await;
    // Nothing up to the organization may be null.
    assert_eq!(answer.error_code(), "BAD_USER_INPUT");
    assert_eq!(answer.body["data"], json!({ "organization": null }));
    assert_eq!(
        answer.body["errors"][0]["path"],
        json!(["organization", "enrollments", "nodes", 0, "events"])
    );
}

/// Rows of a list are written as soon as they are there, unless something has to be put into them later.
#[tokio::test]
async fn lists_that_are_selected_twice_are_put_together() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    enroll(&staff).await;
    let document = "{ organization(slug: \"alpenglow\") { name
        enrollments { nodes { status course { title } } }
        ...Again
        enrollments { nodes { course { locale } } edges { node { source } } edges { node { status } cursor } } } }
        fragment Again on Organization { enrollments { nodes { source } totalCount } }";
    let answer = staff.owner.gql(document, Value::Null).await;
    let enrollments = answer.at("/organization/enrollments");
    assert_eq!(
        enrollments["nodes"],
        json!([{ "status": "ACTIVE", "course": { "title": "Rust", "locale": "en" }, "source": "GRANT" }])
    );
    assert_eq!(
        enrollments["edges"][0]["node"],
        json!({ "source": "GRANT", "status": "ACTIVE" })
    );
    assert_eq!(enrollments["totalCount"], 1);
}

#[tokio::test]
async fn what_is_written_already_stays_when_something_else_fails() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    enroll(&staff).await;
    let list =
        "organization(slug: \"alpenglow\") { enrollments { nodes { status course { title cover { url } }
        lessons { isCompleted } progress { percent } } } }";
    let whole = staff.owner.gql(&format!("{{ {list} }}"), Value::Null).await;
    let document =
        format!("{{ first: node(id: \"nonsense\") {{ id }} {list} last: node(id: \"\") {{ id }} }}");
    let answer = staff.owner.gql(&document, Value::Null).await;
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 2);
    assert_eq!(answer.body["data"]["organization"], *whole.at("/organization"));
    assert_eq!(answer.body["data"]["first"], Value::Null);
    assert_eq!(answer.body["data"]["last"], Value::Null);
    assert_eq!(
        whole.at("/organization/enrollments/nodes"),
        &json!([{ "status": "ACTIVE", "course": { "title": "Rust", "cover": null },
            "lessons": [{ "isCompleted": true }], "progress": { "percent": 50 } }])
    );
}

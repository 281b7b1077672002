//! The operations the product ships: each runs, and its cost does not grow with the rows it shows. What is followed instead of asked is
//! tried by `live`, and as it was shipped by the clients of the contract.

use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};
use testkit::{Staff, TestApp};

fn operations() -> BTreeMap<String, (String, Value)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/operations"));
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".graphql") else {
            continue;
        };
        let variables = fs::read_to_string(folder.join(format!("{stem}.variables.json")))
            .map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
        let document = fs::read_to_string(&path).unwrap();
        if !document.contains("subscription ") {
            found.insert(stem.to_owned(), (document, variables));
        }
    }
    found
}

/// Some of the shipped operations: name, document, variables.
pub(crate) fn named(names: &[&str]) -> Vec<(String, String, Value)> {
    let all = operations().into_iter();
    all.filter(|(name, _)| names.contains(&name.as_str()))
        .map(|(name, (document, variables))| (name, document, variables))
        .collect()
}

/// How many statements an operation takes at most, the session's included, whatever the number of rows. Where two
/// statements of one request run side by side, what hangs on them may end up in one batch or in two.
const STATEMENTS: &[(&str, u64)] = &[
    ("01-viewer", 4),
    ("02-members-dashboard", 3),
    ("03-member-profile", 6),
    ("04-employees-dashboard", 4),
    ("05-employee-profile", 6),
    ("06-invitations", 4),
    ("07-audit-log", 3),
    ("08-organization", 5),
    ("09-security", 4),
    ("10-roles", 1),
    ("30-storefront", 5),
    ("31-prices", 10),
    ("12-courses", 8),
    ("13-course", 14),
    ("14-course-authoring", 9),
    ("20-my-courses", 2),
    ("21-learning-overview", 6),
    ("32-orders", 5),
    // Without an order in them; what they cost with one is in `orders.rs`.
    ("33-order", 3),
    ("40-revenue", 7),
    ("41-books", 8),
    ("42-payouts", 5),
    ("43-my-earnings", 13),
    ("44-webhooks", 3),
];

/// Adds courses, and chapters to the course that has a page of its own.
async fn school(staff: &Staff<'_>, from: usize, to: usize) {
    if from == 0 {
        let course = staff.course("First steps").chapters(1).quiz(1).draft().await;
        staff
            .owner
            .mutate(
                "addCourseMentor",
                json!({ "courseId": course.id, "employeeId": staff.employee_ids[1] }),
                "course { id }",
            )
            .await
            .payload();
    }
    let course = staff
        .owner
        .gql(
            "{ organization(slug: \"alpenglow\") { course(slug: \"first-steps\") { id } } }",
            Value::Null,
        )
        .await
        .text("/organization/course/id");
    for number in from..to {
        let other = staff.course(&format!("Course {number}")).draft().await;
        for (mutation, input) in [
            (
                "setCourseTags",
                json!({ "courseId": other.id, "tags": [format!("t{number}"), "all"] }),
            ),
            (
                "addCoursePrerequisite",
                json!({ "courseId": course, "prerequisiteCourseId": other.id }),
            ),
        ] {
            staff
                .owner
                .mutate(mutation, input, "course { id }")
                .await
                .payload();
        }
        let chapter = staff
            .owner
            .mutate(
                "createChapter",
                json!({ "courseId": course, "title": "More" }),
                "chapter { id }",
            )
            .await;
        let lesson = staff
            .owner
            .mutate(
                "createLesson",
                json!({ "chapterId": chapter.payload()["chapter"]["id"], "title": "More" }),
                "lesson { id }",
            )
            .await;
        staff
            .owner
            .mutate(
                "createQuiz",
                json!({ "courseId": course, "lessonId": lesson.payload()["lesson"]["id"], "title": "More" }),
                "quiz { id }",
            )
            .await
            .payload();
    }
}

async fn crowd(app: &TestApp, staff: &Staff<'_>, from: usize, to: usize) {
    for number in from..to {
        let name = format!("p{number:03}");
        let person = app.person(&format!("{}.{name}", staff.slug)).await;
        let member = staff.join(app, &person, &name, "MEMBER").await;
        staff.employ(app, &person, &member, "CREATOR").await;
        staff.sells(&name, "100.00 EUR", None).await;
        staff.offers(&format!("OFFER-{name}"), "20").await;
        staff.gift_card(&format!("{}.00 EUR", number + 1)).await;
        app.clock.advance(chrono::Duration::minutes(20));
    }
}

#[tokio::test]
async fn a_dashboard_costs_the_same_for_one_row_and_for_many() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let mut seen: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let product = crate::till::product(&staff, "sold").await;
    crate::till::usual_fees(&app, &staff, "operator").await;
    for (employee, share) in [(0, "60"), (2, "20"), (1, "0.01")] {
        staff
            .owner
            .mutate(
                "createAttribution",
                json!({ "productId": product, "employeeId": staff.employee_ids[employee], "kind": "CREATOR", "share": share }),
                "attribution { id }",
            )
            .await
            .payload();
    }
    let mut rows = 0;
    for more in [1, 10, 25] {
        crowd(&app, &staff, rows, more).await;
        school(&staff, rows, more).await;
        for _ in rows..more {
            crate::till::sell(&app, &staff, "EUR", &[(&product, 10_000, 2_200)]).await;
            crate::till::sell(&app, &staff, "USD", &[(&product, 12_000, 0)]).await;
        }
        staff
            .owner
            .mutate(
                "runPayouts",
                json!({ "organizationId": staff.organization, "idempotencyKey": format!("{more}") }),
                "run { id }",
            )
            .await
            .payload();
        let url = format!("https://hooks.example.com/{more}");
        crate::webhooks::endpoint(&staff, &url, &["ORDER_PAID"]).await;
        rows = more;
        // The first request after some minutes also notes that the session is in use.
        staff
            .owner
            .gql("{ viewer { isOperator } }", Value::Null)
            .await
            .data();
        for (name, (document, variables)) in operations() {
            if document.contains("mutation ") {
                continue;
            }
            let mut variables = variables;
            if variables.get("search").is_some() {
                variables["search"] = json!("p000");
            }
            let answer = staff.owner.gql(&document, variables).await;
            answer.data();
            seen.entry(name).or_default().push(answer.statements);
        }
    }
    let limits: BTreeMap<_, _> = STATEMENTS.iter().copied().collect();
    assert!(
        seen.keys().map(String::as_str).eq(limits.keys().copied()),
        "{seen:?}"
    );
    for (name, costs) in &seen {
        assert!(
            costs.iter().all(|cost| *cost <= limits[name.as_str()]),
            "{name}: {costs:?}"
        );
    }
}

#[tokio::test]
async fn every_shipped_operation_runs_for_the_owner() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    staff.course("First steps").quiz(1).publish().await;
    for (name, (document, variables)) in operations() {
        let answer = staff.owner.gql(&document, variables).await;
        assert!(answer.body.get("errors").is_none(), "{name}: {:#}", answer.body);
        let text = answer.body.to_string();
        assert!(!text.contains("\"userErrors\":[{"), "{name}: {text}");
    }
}

#[tokio::test]
async fn a_page_of_fifty_members_takes_two_statements() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let document = "query($first: Int!) { organization(slug: \"alpenglow\") { members(first: $first) { totalCount
        nodes { displayName user { email } isEmployee employee { role } status joinedAt viewerActions } } } }";
    // The server does not know the document yet, so it looks the organization up by itself.
    let unknown = staff.owner.gql(document, json!({ "first": 1 })).await;
    assert_eq!(unknown.statements, 3);
    for first in [1, 3, 50] {
        let answer = staff.owner.gql(document, json!({ "first": first })).await;
        assert_eq!(answer.at("/organization/members/totalCount"), 4);
        // The session with the organization and the viewer's rights; the page with its total.
        assert_eq!(answer.statements, 2, "{first}");
    }
}

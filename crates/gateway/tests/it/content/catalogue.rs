//! The list of courses.

use serde_json::{Value, json};
use testkit::{Person, Staff, TestApp};

async fn titles(person: &Person<'_>, arguments: &str) -> Vec<String> {
    let document = format!(
        "{{ organization(slug: \"alpha\") {{ courses({arguments}) {{ totalCount nodes {{ title }} }} }} }}"
    );
    let seen = person.gql(&document, Value::Null).await;
    let nodes = seen.at("/organization/courses/nodes").as_array().unwrap().clone();
    assert_eq!(seen.at("/organization/courses/totalCount"), nodes.len());
    nodes
        .iter()
        .map(|node| node["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn courses_are_found_by_what_they_say_and_are_linked_with() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let category = staff
        .owner
        .mutate(
            "createCategory",
            json!({ "organizationId": staff.organization, "name": "Programming" }),
            "category { id slug position }",
        )
        .await;
    let category = category.payload()["category"].clone();
    assert_eq!(
        (&category["slug"], &category["position"]),
        (&json!("programming"), &json!(1))
    );
    let mut ids = Vec::new();
    for title in ["Rust for Finance", "Law 100%", "Čebelarstvo"] {
        app.clock.advance(chrono::Duration::minutes(1));
        ids.push(staff.course(title).draft().await.id);
    }
    for (mutation, input) in [
        (
            "updateCourse",
            json!({ "id": ids[0], "categoryId": category["id"], "level": "ADVANCED", "summary": "Ownership and money" }),
        ),
        (
            "setCourseTags",
            json!({ "courseId": ids[0], "tags": ["Systems", "Web Development"] }),
        ),
        (
            "addCourseMentor",
            json!({ "courseId": ids[1], "employeeId": staff.employee_ids[1] }),
        ),
    ] {
        staff
            .creator
            .mutate(mutation, input, "course { id }")
            .await
            .payload();
    }
    app.clock.advance(chrono::Duration::minutes(1));
    staff.publish(&ids[1]).await;
    app.clock.advance(chrono::Duration::minutes(1));
    staff.publish(&ids[0]).await;

    let (rust, law, bees) = ("Rust for Finance", "Law 100%", "Čebelarstvo");
    let category = category["id"].as_str().unwrap();
    let mentor = &staff.employee_ids[1];
    for (arguments, expected) in [
        ("first: 10".to_owned(), vec![bees, law, rust]),
        ("orderBy: { field: TITLE }".to_owned(), vec![law, rust, bees]),
        (
            "orderBy: { field: PUBLISHED_AT, direction: DESC }".to_owned(),
            vec![rust, law],
        ),
        ("filter: { search: \"MONEY\" }".to_owned(), vec![rust]),
        ("filter: { search: \"100%\" }".to_owned(), vec![law]),
        ("filter: { search: \"%\" }".to_owned(), vec![]),
        ("filter: { status: [DRAFT] }".to_owned(), vec![bees]),
        (
            "filter: { level: [ADVANCED, INTERMEDIATE] }".to_owned(),
            vec![rust],
        ),
        (format!("filter: {{ categoryId: \"{category}\" }}"), vec![rust]),
        ("filter: { tag: \"web-development\" }".to_owned(), vec![rust]),
        ("filter: { tag: \"web\" }".to_owned(), vec![]),
        (format!("filter: {{ mentorId: \"{mentor}\" }}"), vec![law]),
    ] {
        assert_eq!(titles(&staff.creator, &arguments).await, expected, "{arguments}");
    }
    // Drafts are nobody else's.
    assert_eq!(
        titles(&staff.member, "orderBy: { field: TITLE }").await,
        [law, rust]
    );
    assert_eq!(titles(&staff.owner, "filter: { status: [DRAFT] }").await, [bees]);
    let wrong = staff
        .member
        .gql(
            "query($id: ID!) { organization(slug: \"alpha\") { courses(filter: { categoryId: $id }) { totalCount } } }",
            json!({ "id": staff.organization }),
        )
        .await;
    assert_eq!(wrong.error_code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn pages_of_courses_follow_one_another() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    for number in 1..=5 {
        // Two of one title, so that the id has to break the tie.
        staff.course(&format!("Course {}", number / 2)).publish().await;
    }
    for order in ["TITLE", "PUBLISHED_AT", "CREATED_AT"] {
        let document = format!(
            "query($after: String) {{ organization(slug: \"alpha\") {{ courses(first: 2, after: $after,
                orderBy: {{ field: {order} }}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ id }} }} }} }}"
        );
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = staff.member.gql(&document, json!({ "after": after })).await;
            let page = page.at("/organization/courses").clone();
            seen.extend(
                page["nodes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|node| node["id"].clone()),
            );
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        let mut distinct = seen.clone();
        distinct.sort_by_key(ToString::to_string);
        distinct.dedup();
        assert_eq!((seen.len(), distinct.len()), (5, 5), "{order}");
    }
}

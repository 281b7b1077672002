//! Courses are found by their words, the same on both databases.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Person, Staff, TestApp};

/// The titles of what is found, the best first.
async fn found(person: &Person<'_>, filter: Value) -> Vec<String> {
    let document = "query($f: CourseFilter) { organization(slug: \"alpenglow\") { courses(first: 50, filter: $f) { totalCount nodes { title } } } }";
    let seen = person.gql(document, json!({ "f": filter })).await;
    let titles: Vec<String> = seen
        .at("/organization/courses/nodes")
        .as_array()
        .unwrap()
        .iter()
        .map(|course| course["title"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(seen.at("/organization/courses/totalCount"), titles.len());
    titles
}

async fn search(person: &Person<'_>, text: &str) -> Vec<String> {
    found(person, json!({ "search": text })).await
}

async fn change(staff: &Staff<'_>, mutation: &str, input: Value, of: &str) {
    staff
        .owner
        .mutate(mutation, input, &format!("{of} {{ id }}"))
        .await
        .payload();
}

#[tokio::test]
async fn the_best_comes_first_and_words_follow_every_change() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let member = &staff.member;
    let rust = staff.course("Rust for Finance").publish().await;
    let law = staff
        .course("Law of Žerjavi")
        .lessons_per_chapter(2)
        .publish()
        .await;
    let cooking = staff.course("Cooking").draft().await;
    assert_eq!(search(member, "rust").await, ["Rust for Finance"]);
    assert_eq!(search(member, "FIN rus").await, ["Rust for Finance"]);
    assert_eq!(search(member, "zerjav").await, ["Law of Žerjavi"]);
    assert_eq!(search(member, "ŽERJAVI law").await, ["Law of Žerjavi"]);
    assert!(
        search(member, "ust").await.is_empty(),
        "the middle of a word is not its beginning"
    );
    assert!(
        search(member, "rust law").await.is_empty(),
        "every word has to be there"
    );
    assert!(
        search(member, "cooking").await.is_empty(),
        "a draft is for its authors"
    );
    assert_eq!(search(&staff.creator, "cooking").await, ["Cooking"]);
    assert_eq!(search(member, "   ").await.len(), 2, "nothing in particular");
    for nowhere in ["?!", "%", "_", "'", "\"", "--", "\\", "\u{1F980}", "\u{0}"] {
        assert!(search(member, nowhere).await.is_empty(), "{nowhere}");
    }

    // The summary counts less than a title, and a lesson less than both.
    change(
        &staff,
        "updateCourse",
        json!({ "id": law.id, "summary": "Not about rust" }),
        "course",
    )
    .await;
    assert_eq!(
        search(member, "rust").await,
        ["Rust for Finance", "Law of Žerjavi"]
    );
    let lesson = law.chapters[0].lessons[1].as_str();
    change(
        &staff,
        "updateLesson",
        json!({ "id": lesson, "title": "Harbours" }),
        "lesson",
    )
    .await;
    assert_eq!(search(member, "harbour").await, ["Law of Žerjavi"]);
    change(&staff, "unpublishLesson", json!({ "id": lesson }), "lesson").await;
    assert!(
        search(member, "harbour").await.is_empty(),
        "the title of a draft is no word of the course"
    );
    change(&staff, "publishLesson", json!({ "id": lesson }), "lesson").await;
    assert_eq!(search(member, "harbour").await, ["Law of Žerjavi"]);
    change(
        &staff,
        "setCourseTags",
        json!({ "courseId": rust.id, "tags": ["Ledgers"] }),
        "course",
    )
    .await;
    assert_eq!(search(member, "ledger").await, ["Rust for Finance"]);
    change(
        &staff,
        "updateChapter",
        json!({ "id": rust.chapters[0].id, "title": "Amounts" }),
        "chapter",
    )
    .await;
    let html = json!({ "id": rust.id, "descriptionHtml": "<p>Exact <b>amounts</b> &amp; cents</p>", "title": "Oxide" });
    change(&staff, "updateCourse", html, "course").await;
    assert_eq!(search(member, "exact cents amounts oxide").await, ["Oxide"]);
    assert!(
        search(member, "rust finance").await.is_empty(),
        "the old title is gone"
    );
    assert!(search(member, "amp").await.is_empty(), "markup is no text");
    change(&staff, "archiveCourse", json!({ "id": cooking.id }), "course").await;
    assert_eq!(
        found(member, json!({ "search": "amounts", "level": ["ADVANCED"] })).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn pages_of_a_search_meet_without_gap_or_overlap() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let mut made = BTreeSet::new();
    for number in 0..11 {
        let title = match number % 3 {
            0 => format!("Safety {number}"),
            1 => format!("Number {number} about safety"),
            _ => format!("Number {number}"),
        };
        let course = staff.course(&title).draft().await;
        if number % 3 == 2 {
            change(
                &staff,
                "updateCourse",
                json!({ "id": course.id, "summary": "safety" }),
                "course",
            )
            .await;
        }
        made.insert(course.id);
    }
    let document = "query($after: String, $before: String, $first: Int, $last: Int) { organization(slug: \"alpenglow\") {
        courses(filter: { search: \"safe\" }, first: $first, last: $last, after: $after, before: $before) {
            nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }";
    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = staff
            .owner
            .gql(document, json!({ "first": 3, "after": after }))
            .await;
        let list = page.at("/organization/courses").clone();
        seen.extend(
            list["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
        if list["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen.len(), 11);
    assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), made);
    let mut back = Vec::new();
    let mut before = Value::Null;
    loop {
        let page = staff
            .owner
            .gql(document, json!({ "last": 4, "before": before }))
            .await;
        let list = page.at("/organization/courses").clone();
        let mut part: Vec<String> = list["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect();
        part.extend(back);
        back = part;
        if list["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
        before = list["pageInfo"]["startCursor"].clone();
    }
    assert_eq!(back, seen);
    // A cursor of ours with another key is refused and does not fail.
    let forged = kernel::Cursor {
        order: "relevance".to_owned(),
        key: "much".to_owned(),
        id: kernel::TypedId::uuid(app.store.new_id::<kernel::CourseId>()),
    };
    let forged = forged.encode();
    let refused = staff
        .owner
        .gql(document, json!({ "first": 3, "after": forged }))
        .await;
    assert_eq!(refused.error_code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn rated_courses_are_ordered_and_filtered_by_their_rating() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    for (title, rating) in [("Good", 4), ("Best", 5), ("Poor", 1)] {
        let course = staff.course(title).publish().await;
        crate::learning::grant(&staff, &course, &staff.member_ids[3]).await;
        let input = json!({ "courseId": course.id, "rating": rating });
        staff
            .member
            .mutate("rateCourse", input, "rating { id }")
            .await
            .payload();
    }
    staff.course("Unrated").publish().await;
    let document = "query($f: CourseFilter, $d: OrderDirection!) { organization(slug: \"alpenglow\") {
        courses(first: 2, filter: $f, orderBy: { field: RATING, direction: $d }) { totalCount nodes { title ratingAverage } } } }";
    let seen = staff.member.gql(document, json!({ "d": "DESC" })).await;
    assert_eq!(
        seen.at("/organization/courses"),
        &json!({ "totalCount": 3, "nodes": [{ "title": "Best", "ratingAverage": "5.00" }, { "title": "Good", "ratingAverage": "4.00" }] })
    );
    let seen = staff
        .member
        .gql(document, json!({ "d": "ASC", "f": { "minRating": "3.995" } }))
        .await;
    assert_eq!(seen.at("/organization/courses/nodes/0/title"), "Good");
    for (least, titles) in [
        ("4.01", 1),
        ("5", 1),
        ("0", 3),
        ("-1", 3),
        ("5.01", 0),
        ("79228162514264337593543950335", 0),
    ] {
        let listed = found(&staff.member, json!({ "minRating": least })).await;
        assert_eq!(listed.len(), titles, "{least}");
    }
}

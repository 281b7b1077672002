//! What learners think of courses.

use super::{grant, text};
use serde_json::{Value, json};
use testkit::{Answer, Person, Staff, TestApp};

async fn rate(person: &Person<'_>, course: &str, rating: i32, comment: Option<&str>) -> Answer {
    let input = json!({ "courseId": course, "rating": rating, "comment": comment });
    person
        .mutate(
            "rateCourse",
            input,
            "rating { id rating comment isOwn course { ratingAverage ratingCount } }",
        )
        .await
}

async fn average(person: &Person<'_>, course: &str) -> (Value, Value) {
    let document = "query($id: ID!) { node(id: $id) { ... on Course { ratingAverage ratingCount } } }";
    let seen = person.gql(document, json!({ "id": course })).await;
    (
        seen.at("/node/ratingAverage").clone(),
        seen.at("/node/ratingCount").clone(),
    )
}

#[tokio::test]
async fn learners_rate_and_moderators_look_after_it() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let public = json!({ "id": staff.organization, "isPublic": true });
    staff
        .owner
        .mutate("updateOrganization", public, "organization { id }")
        .await
        .payload();
    let course = staff.course("Rust").publish().await;
    assert_eq!(
        rate(&staff.member, &course.id, 5, None).await.refusals(),
        ["NOT_ENROLLED"]
    );
    for member in &staff.member_ids {
        grant(&staff, &course, member).await;
    }
    assert_eq!(average(&staff.member, &course.id).await, (Value::Null, json!(0)));
    let first = rate(&staff.member, &course.id, 5, Some("Clear\nand short")).await;
    assert_eq!(
        first.payload()["rating"]["course"],
        json!({ "ratingAverage": "5.00", "ratingCount": 1 })
    );
    rate(&staff.hr, &course.id, 4, None).await.payload();
    rate(&staff.owner, &course.id, 4, None).await.payload();
    assert_eq!(
        average(&staff.member, &course.id).await,
        (json!("4.33"), json!(3))
    );
    // Thinking again counts once.
    let again = rate(&staff.member, &course.id, 2, Some("Too short")).await;
    assert_eq!(again.payload()["rating"]["id"], first.payload()["rating"]["id"]);
    assert_eq!(
        average(&staff.member, &course.id).await,
        (json!("3.33"), json!(3))
    );
    assert_eq!(
        rate(&staff.creator, &course.id, 5, None).await.refusals(),
        ["OWN_COURSE courseId"]
    );
    for wrong in [0, 6, -1, i32::MAX] {
        let refused = rate(&staff.member, &course.id, wrong, None).await;
        assert_eq!(refused.refusals(), ["OUT_OF_RANGE rating"]);
        assert_eq!(refused.params(), &json!({ "min": 1, "max": 5 }));
    }
    let long = "x".repeat(5_001);
    assert_eq!(
        rate(&staff.member, &course.id, 1, Some(&long)).await.refusals(),
        ["TOO_LONG comment"]
    );

    let list = "query($id: ID!, $f: CourseRatingFilter) { node(id: $id) { ... on Course { ratings(first: 5, filter: $f) {
        totalCount nodes { rating comment isHidden hiddenReason member { displayName } } } } } }";
    let anonymous = app.anonymous();
    let seen = anonymous.gql(list, json!({ "id": course.id })).await;
    assert_eq!(seen.at("/node/ratings/totalCount"), 3);
    assert!(
        seen.at("/node/ratings/nodes")
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["member"].is_null())
    );
    let with = json!({ "id": course.id, "f": { "hasComment": true, "rating": 2 } });
    let seen = staff.hr.gql(list, with).await;
    assert_eq!(
        seen.at("/node/ratings/nodes"),
        &json!([{ "rating": 2, "comment": "Too short", "isHidden": false, "hiddenReason": null, "member": { "displayName": "member" } }])
    );

    let id = text(&first.payload()["rating"]["id"]);
    let hide = json!({ "id": id, "reason": "Rude" });
    let hidden = staff
        .owner
        .mutate("hideCourseRating", hide.clone(), "rating { isHidden }")
        .await;
    assert_eq!(hidden.payload()["rating"]["isHidden"], true);
    staff
        .owner
        .mutate("hideCourseRating", hide, "rating { isHidden }")
        .await
        .payload();
    assert_eq!(
        average(&staff.member, &course.id).await,
        (json!("4.00"), json!(2))
    );
    let counts = async |person: &Person<'_>| {
        person
            .gql(list, json!({ "id": course.id }))
            .await
            .at("/node/ratings/totalCount")
            .clone()
    };
    assert_eq!(
        (counts(&anonymous).await, counts(&staff.hr).await),
        (json!(2), json!(2))
    );
    assert_eq!(
        (counts(&staff.member).await, counts(&staff.owner).await),
        (json!(3), json!(3))
    );
    // A hidden one can be changed, and still does not count.
    rate(&staff.member, &course.id, 1, None).await.payload();
    assert_eq!(
        average(&staff.member, &course.id).await,
        (json!("4.00"), json!(2))
    );
    staff
        .owner
        .mutate("restoreCourseRating", json!({ "id": id }), "rating { id }")
        .await
        .payload();
    assert_eq!(
        average(&staff.member, &course.id).await,
        (json!("3.00"), json!(3))
    );
    let gone = staff
        .member
        .mutate("deleteCourseRating", json!({ "id": id }), "deletedId")
        .await;
    assert_eq!(gone.payload()["deletedId"], id.as_str());
    assert_eq!(
        average(&staff.member, &course.id).await,
        (json!("4.00"), json!(2))
    );
}

#[tokio::test]
async fn fifty_ratings_at_once_are_all_counted() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    let mut people = Vec::new();
    for number in 0..10 {
        let person = app.person(&format!("alpenglow.r{number}")).await;
        let member = staff.join(&app, &person, &format!("r{number}"), "MEMBER").await;
        grant(&staff, &course, &member).await;
        people.push(person);
    }
    let all = (0..50).map(|number| {
        rate(
            &people[number % 10],
            &course.id,
            i32::try_from(number % 10 / 2 + 1).unwrap(),
            None,
        )
    });
    for answer in futures::future::join_all(all).await {
        answer.payload();
    }
    assert_eq!(
        average(&staff.owner, &course.id).await,
        (json!("3.00"), json!(10))
    );
    assert_eq!(app.count("course_rating").await, 10);
}

//! What has to be completed before: nothing of a course is read until then, however one asks.

use super::{complete, grant};
use serde_json::{Value, json};
use testkit::{Course, Person, Staff, TestApp};

/// What the person reads of the first lesson of the course, and why nothing.
async fn first_lesson(person: &Person<'_>, course: &Course) -> (bool, Value) {
    let document =
        "query($id: ID!) { node(id: $id) { ... on Lesson { content { textHtml } lockedReason } } }";
    let answer = person.gql(document, json!({ "id": course.lessons()[0] })).await;
    (
        !answer.at("/node/content").is_null(),
        answer.at("/node/lockedReason").clone(),
    )
}

async fn require(staff: &Staff<'_>, course: &Course, first: &Course) {
    let input = json!({ "courseId": course.id, "prerequisiteCourseId": first.id });
    staff
        .owner
        .mutate("addCoursePrerequisite", input, "course { id }")
        .await
        .payload();
}

#[tokio::test]
async fn a_course_is_read_after_what_comes_before_it() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let first = staff.course("First").publish().await;
    let second = staff.course("Second").publish().await;
    let (reads, locked) = ((true, Value::Null), |why: &str| (false, json!(why)));
    assert_eq!(first_lesson(&staff.member, &second).await, locked("NOT_ENROLLED"));

    grant(&staff, &second, &staff.member_ids[3]).await;
    assert_eq!(first_lesson(&staff.member, &second).await, reads);

    // It comes later than the enrollment, and counts all the same.
    require(&staff, &second, &first).await;
    assert_eq!(
        first_lesson(&staff.member, &second).await,
        locked("PREREQUISITES_NOT_MET")
    );
    assert_eq!(first_lesson(&staff.creator, &second).await, reads);
    let refused = complete(&staff.member, second.lessons()[0]).await;
    assert_eq!(refused.refusals(), ["PREREQUISITES_NOT_MET"]);

    // Being in it is not enough.
    grant(&staff, &first, &staff.member_ids[3]).await;
    assert_eq!(
        first_lesson(&staff.member, &second).await,
        locked("PREREQUISITES_NOT_MET")
    );
    for lesson in first.lessons() {
        complete(&staff.member, lesson).await.payload();
    }
    assert_eq!(first_lesson(&staff.member, &second).await, reads);
    complete(&staff.member, second.lessons()[0]).await.payload();
}

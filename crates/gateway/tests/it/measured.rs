//! The operations under `bench/operations`, which are measured elsewhere: they run, and what they cost in statements does
//! not grow with the rows.

use crate::{
    learning::{complete, grant},
    selections::enroll,
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use store::Engine;
use testkit::{Staff, TestApp};

fn document(name: &str) -> String {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../bench/operations"));
    fs::read_to_string(folder.join(format!("{name}.graphql"))).unwrap()
}

/// So many statements, the session's included, once the server has seen the document. Before, it does not know ahead which
/// organization a request leads to, and finds the session and the organization in two statements.
const STATEMENTS: &[(&str, u64)] = &[
    ("q1-course", 2),
    ("q2-catalogue", 2),
    ("q3-course-tree", 3),
    ("q4-members", 2),
    ("q5-enrollments", 3),
];

#[tokio::test]
async fn what_is_measured_takes_few_statements_whatever_the_rows() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let mut rows = 0;
    for (round, more) in [1, 4].into_iter().enumerate() {
        for number in rows..more {
            let course = staff
                .course(&format!("Course {number}"))
                .chapters(more)
                .lessons_per_chapter(2)
                .publish()
                .await;
            for member in &staff.member_ids {
                grant(&staff, &course, member).await;
            }
            complete(&staff.owner, course.lessons()[0]).await.payload();
        }
        rows = more;
        let slug = format!("course-{}", rows - 1);
        let by_slug = json!({ "organization": "alpenglow", "course": slug });
        let course = staff
            .owner
            .gql(&document("q3-course-tree"), by_slug.clone())
            .await
            .text("/organization/course/id");
        for (name, known) in STATEMENTS {
            let variables = match *name {
                "q1-course" => json!({ "id": course }),
                "q3-course-tree" => by_slug.clone(),
                _ => {
                    json!({ "organization": "alpenglow", "first": if *name == "q5-enrollments" { 1_000 } else { 50 } })
                }
            };
            let first = staff.owner.gql(&document(name), variables.clone()).await;
            let answer = staff.owner.gql(&document(name), variables).await;
            answer.data();
            assert_eq!(answer.statements, *known, "{name}");
            assert!(first.statements <= *known + 1, "{name}: {}", first.statements);
            let shown = match *name {
                "q2-catalogue" => Some(("/organization/courses/nodes", rows)),
                "q4-members" => Some(("/organization/members/nodes", 4)),
                "q5-enrollments" => Some(("/organization/enrollments/nodes", 4 * rows)),
                "q3-course-tree" => Some(("/organization/course/chapters", [1, 4][round])),
                _ => None,
            };
            if let Some((list, size)) = shown {
                let list = answer.at(list).as_array().unwrap();
                assert_eq!(list.len(), size, "{name}");
                assert!(list.iter().all(|item| !item.is_null()), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn completing_a_lesson_takes_few_statements_whatever_the_course() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    // Once the document is known, PostgreSQL is asked who it is and where it leads in one statement.
    let known = 6 - u64::from(app.store.engine() == Engine::Postgres);
    for (title, lessons, expected) in [("Short", 2, 6), ("Long", 9, known)] {
        let course = staff
            .course(title)
            .chapters(1)
            .lessons_per_chapter(lessons)
            .publish()
            .await;
        grant(&staff, &course, &staff.member_ids[3]).await;
        let lesson = json!({ "lesson": course.lessons()[0] });
        let done = staff.member.gql(&document("m1-complete-lesson"), lesson).await;
        assert_eq!(
            done.at("/completeLesson/lessonProgress/enrollment/progress/completedLessons"),
            1
        );
        assert_eq!(done.statements, expected, "{title}");
    }
}

#[tokio::test]
async fn what_lists_join_is_what_single_objects_show() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff
        .course("Rust")
        .chapters(2)
        .lessons_per_chapter(3)
        .publish()
        .await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    complete(&staff.member, course.lessons()[0]).await.payload();
    let list = "{ organization(slug: \"alpenglow\") {
        courses { nodes { chapterCount lessonCount requiredLessonCount owner { id professionalDisplayName } } }
        enrollments { nodes { progress { completedLessons requiredLessons percent } member { user { id email } } } }
        members(filter: { search: \"member\" }) { nodes { enrollmentCount lastActivityAt } } } }";
    let joined = staff.hr.gql(list, Value::Null).await;
    let single = "query($course: ID!, $enrollment: ID!, $member: ID!) {
        course: node(id: $course) { ... on Course { chapterCount lessonCount requiredLessonCount owner { id professionalDisplayName } } }
        enrollment: node(id: $enrollment) { ... on Enrollment {
            progress { completedLessons requiredLessons percent } member { user { id email } } } }
        member: node(id: $member) { ... on Member { enrollmentCount lastActivityAt } } }";
    let enrollment = staff
        .hr
        .gql(
            "{ organization(slug: \"alpenglow\") { enrollments { nodes { id } } } }",
            Value::Null,
        )
        .await
        .text("/organization/enrollments/nodes/0/id");
    let variables = json!({ "course": course.id, "enrollment": enrollment, "member": staff.member_ids[3] });
    let loaded = staff.hr.gql(single, variables).await;
    for (list, object) in [
        ("courses", "/course"),
        ("enrollments", "/enrollment"),
        ("members", "/member"),
    ] {
        let in_list = joined.at(&format!("/organization/{list}/nodes/0"));
        assert_eq!(in_list, loaded.at(object));
    }
    assert_eq!(joined.at("/organization/courses/nodes/0/lessonCount"), 6);
    assert_eq!(
        joined.at("/organization/enrollments/nodes/0/progress"),
        &json!({ "completedLessons": 1, "requiredLessons": 6, "percent": 16 })
    );
}

/// A course that is found by its slug brings the viewer's own enrollment and nobody else's.
#[tokio::test]
async fn an_enrollment_beside_a_course_is_the_viewers_own() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = enroll(&staff).await;
    grant(&staff, &course, &staff.member_ids[2]).await;
    let own =
        "viewerEnrollment { id status progress { completedLessons requiredLessons percent } member { id } }";
    let by_slug =
        format!("{{ organization(slug: \"alpenglow\") {{ course(slug: \"rust\") {{ id {own} }} }} }}");
    let by_id = format!("query($id: ID!) {{ node(id: $id) {{ ... on Course {{ id {own} }} }} }}");
    for (person, learner, done) in [
        (&staff.member, Some(3), 1),
        (&staff.creator, Some(2), 0),
        (&staff.owner, None, 0),
    ] {
        let found = person.gql(&by_slug, Value::Null).await;
        let found = found.at("/organization/course");
        let id = json!({ "id": found["id"] });
        assert_eq!(found, person.gql(&by_id, id).await.at("/node"));
        let own = &found["viewerEnrollment"];
        let learner = learner.map(|at: usize| staff.member_ids[at].as_str());
        assert_eq!(own["member"]["id"].as_str(), learner);
        if learner.is_some() {
            assert_eq!(own["progress"]["completedLessons"], done);
        }
    }
}

//! Lists and edges of learning: who sees what, and at which cost.

use super::{complete, grant};
use serde_json::{Value, json};
use testkit::{Answer, Staff, TestApp};

async fn enrollments(person: &testkit::Person<'_>, within: &str) -> Answer {
    let document = format!("{{ organization(slug: \"alpenglow\") {{ {within} }} }}");
    person.gql(&document, Value::Null).await
}

#[tokio::test]
async fn everybody_sees_what_is_theirs_to_see() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").lessons_per_chapter(3).publish().await;
    let other = staff
        .course("Owned by the owner")
        .by(&staff.owner)
        .publish()
        .await;
    for member in &staff.member_ids {
        grant(&staff, &course, member).await;
    }
    grant(&staff, &other, &staff.member_ids[3]).await;
    complete(&staff.member, course.lessons()[0]).await.payload();

    let list = "enrollments(first: 50) { totalCount nodes { status member { displayName } course { title }
        progress { percent } } }";
    for (person, sees) in [
        (&staff.owner, 5),
        (&staff.hr, 5),
        (&staff.creator, 4),
        (&staff.member, 2),
    ] {
        let answer = enrollments(person, list).await;
        assert_eq!(answer.at("/organization/enrollments/totalCount"), &json!(sees));
    }
    let filtered = format!(
        "enrollments(filter: {{ courseId: \"{}\", status: [ACTIVE] }}) {{ totalCount }}",
        course.id
    );
    let answer = enrollments(&staff.owner, &filtered).await;
    assert_eq!(answer.at("/organization/enrollments/totalCount"), &json!(4));

    let mine = "course(slug: \"rust\") { viewerEnrollment { progress { completedLessons requiredLessons percent } viewerActions }
        enrollments { totalCount } chapters { lessons { viewerProgress { isCompleted } } } }";
    let answer = enrollments(&staff.member, mine).await;
    assert_eq!(
        answer.at("/organization/course/viewerEnrollment"),
        &json!({ "progress": { "completedLessons": 1, "requiredLessons": 3, "percent": 33 }, "viewerActions": ["LEARN"] })
    );
    assert_eq!(
        answer.at("/organization/course/enrollments/totalCount"),
        &json!(1)
    );
    assert_eq!(
        answer.at("/organization/course/chapters/0/lessons"),
        &json!([{ "viewerProgress": { "isCompleted": true } }, { "viewerProgress": null }, { "viewerProgress": null }])
    );

    let overview = "learningOverview { activeEnrollments completedEnrollments averageProgressPercent certificatesIssued }";
    let answer = enrollments(&staff.hr, overview).await;
    assert_eq!(
        answer.at("/organization/learningOverview"),
        &json!({ "activeEnrollments": 5, "completedEnrollments": 0, "averageProgressPercent": 6, "certificatesIssued": 0 })
    );
    for person in [&staff.member, &staff.creator] {
        assert_eq!(
            enrollments(person, overview)
                .await
                .at("/organization/learningOverview"),
            &Value::Null
        );
    }
    let points = "members(first: 10) { nodes { points { lifetime } enrollments { totalCount } } }";
    let answer = enrollments(&staff.member, points).await;
    assert_eq!(
        answer.at("/organization/members/nodes"),
        &json!([{ "points": { "lifetime": 0 }, "enrollments": { "totalCount": 2 } }])
    );
}

/// Of one course and of several at once.
#[tokio::test]
async fn progress_in_lessons_is_the_viewers_own() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let courses = [
        staff.course("Go").lessons_per_chapter(2).publish().await,
        staff.course("Rust").lessons_per_chapter(2).publish().await,
    ];
    for course in &courses {
        for member in &staff.member_ids {
            grant(&staff, course, member).await;
        }
    }
    let [go, rust] = &courses;
    for (person, lesson) in [
        (&staff.member, go.lessons()[0]),
        (&staff.creator, go.lessons()[1]),
        (&staff.creator, rust.lessons()[0]),
    ] {
        complete(person, lesson).await.payload();
    }
    let done = json!({ "viewerProgress": { "isCompleted": true } });
    let untouched = json!({ "viewerProgress": null });
    let lessons = "chapters { lessons { viewerProgress { isCompleted } } }";
    let of = |lessons: [&Value; 2]| json!({ "chapters": [{ "lessons": lessons }] });
    for (person, in_go, in_rust) in [
        (&staff.member, [&done, &untouched], [&untouched, &untouched]),
        (&staff.creator, [&untouched, &done], [&done, &untouched]),
        (&staff.hr, [&untouched, &untouched], [&untouched, &untouched]),
    ] {
        let document = format!(
            "courses(orderBy: {{ field: TITLE, direction: ASC }}) {{ nodes {{ {lessons} }} }}
            course(slug: \"go\") {{ {lessons} }}"
        );
        let answer = enrollments(person, &document).await;
        assert_eq!(
            answer.at("/organization/courses/nodes"),
            &json!([of(in_go), of(in_rust)])
        );
        assert_eq!(answer.at("/organization/course"), &of(in_go));
    }
}

#[tokio::test]
async fn progress_counts_what_authors_change_at_once() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").lessons_per_chapter(2).publish().await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    complete(&staff.member, course.lessons()[0]).await.payload();
    let progress =
        "{ viewer { enrollments { nodes { progress { completedLessons requiredLessons percent } } } } }";
    let pointer = "/viewer/enrollments/nodes/0/progress";
    let answer = staff.member.gql(progress, Value::Null).await;
    assert_eq!(
        answer.at(pointer),
        &json!({ "completedLessons": 1, "requiredLessons": 2, "percent": 50 })
    );
    let optional = json!({ "id": course.lessons()[1], "isRequired": false });
    staff
        .creator
        .mutate("updateLesson", optional, "lesson { id }")
        .await
        .payload();
    let answer = staff.member.gql(progress, Value::Null).await;
    // Everything is done, but nothing has completed the course yet.
    assert_eq!(
        answer.at(pointer),
        &json!({ "completedLessons": 1, "requiredLessons": 1, "percent": 99 })
    );
    let done = complete(&staff.member, course.lessons()[0]).await;
    assert_eq!(
        done.payload()["lessonProgress"]["enrollment"]["status"],
        "COMPLETED"
    );
}

#[tokio::test]
async fn pages_cost_the_same_for_one_row_and_for_many() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let mut costs = Vec::new();
    for (size, title) in [(1, "One"), (2, "Two"), (3, "Three")] {
        let course = staff.course(title).lessons_per_chapter(1).publish().await;
        for member in &staff.member_ids {
            grant(&staff, &course, member).await;
        }
        complete(&staff.owner, course.lessons()[0]).await.payload();
        let mut seen = Vec::new();
        for (name, document, variables) in
            super::super::operations::named(&["20-my-courses", "21-learning-overview"])
        {
            // Once the document is known.
            staff.owner.gql(&document, variables.clone()).await.data();
            let answer = staff.owner.gql(&document, variables).await;
            answer.data();
            seen.push((name, answer.statements));
            if size == 3 {
                assert!(
                    answer.body.to_string().contains("\"COMPLETED\""),
                    "{:#}",
                    answer.body
                );
            }
        }
        costs.push(seen);
    }
    assert_eq!(costs[0], costs[1]);
    assert_eq!(costs[1], costs[2]);
}

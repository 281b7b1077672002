//! Writing a course, having it reviewed, and what only authors see.

use serde_json::{Value, json};
use testkit::{Person, Staff, TestApp};

async fn made(person: &Person<'_>, mutation: &str, input: Value, kind: &str) -> String {
    let answer = person.mutate(mutation, input, &format!("{kind} {{ id }}")).await;
    answer.payload()[kind]["id"].as_str().unwrap().to_owned()
}

/// Steps 9 and 10 of a platform day, as far as quizzes go.
#[tokio::test]
async fn a_creator_writes_a_course() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let creator = &staff.creator;
    let created = creator
        .mutate(
            "createCourse",
            json!({ "organizationId": staff.organization, "title": "P1" }),
            "course { id slug status version level locale owner { id } chapterCount viewerActions }",
        )
        .await;
    let course = created.payload()["course"].clone();
    let id = course["id"].as_str().unwrap();
    assert_eq!(
        course,
        json!({
            "id": id, "slug": "p1", "status": "DRAFT", "version": 1, "level": "BEGINNER", "locale": "en",
            "owner": { "id": staff.employee_ids[2] }, "chapterCount": 0,
            "viewerActions": ["UPDATE", "SUBMIT", "ARCHIVE"],
        })
    );
    let one = made(
        creator,
        "createChapter",
        json!({ "courseId": id, "title": "One" }),
        "chapter",
    )
    .await;
    let two = made(
        creator,
        "createChapter",
        json!({ "courseId": id, "title": "Two" }),
        "chapter",
    )
    .await;
    let mut lessons = Vec::new();
    for (chapter, title) in [(&one, "1"), (&one, "2"), (&one, "3"), (&two, "4"), (&two, "5")] {
        let input = json!({ "chapterId": chapter, "title": title });
        lessons.push(made(creator, "createLesson", input, "lesson").await);
    }
    let input = json!({ "courseId": id, "lessonId": lessons[3], "title": "Quiz", "maxAttempts": 3 });
    let quiz = made(creator, "createQuiz", input.clone(), "quiz").await;
    let events = app.count("event").await;
    let second = creator.mutate("createQuiz", input, "quiz { id }").await;
    assert_eq!(second.refusals(), ["LESSON_ALREADY_HAS_ASSESSMENT lessonId"]);
    assert_eq!(second.params(), &json!({ "quizId": quiz }));
    assert_eq!(app.count("event").await, events);
    let seen = creator
        .gql(
            "query($id: ID!) { node(id: $id) { ... on Course { chapterCount lessonCount requiredLessonCount
                quizzes { id title passingPercent maxAttempts questionCount lesson { title } } } } }",
            json!({ "id": id }),
        )
        .await;
    assert_eq!(
        seen.at("/node"),
        &json!({
            "chapterCount": 2, "lessonCount": 5, "requiredLessonCount": 5,
            "quizzes": [{ "id": quiz, "title": "Quiz", "passingPercent": 80, "maxAttempts": 3,
                          "questionCount": null, "lesson": { "title": "4" } }],
        })
    );

    let mut courses = Vec::new();
    for title in ["A", "B", "C"] {
        courses.push(staff.course(title).draft().await.id);
    }
    let ask = async |course: &str, first: &str| {
        let input = json!({ "courseId": course, "prerequisiteCourseId": first });
        creator
            .mutate(
                "addCoursePrerequisite",
                input,
                "course { prerequisites { title } }",
            )
            .await
    };
    ask(&courses[0], &courses[1]).await.payload();
    ask(&courses[1], &courses[2]).await.payload();
    let cycle = ask(&courses[2], &courses[0]).await;
    assert_eq!(cycle.refusals(), ["PREREQUISITE_CYCLE prerequisiteCourseId"]);
    assert_eq!(
        cycle.params(),
        &json!({
            "path": ["A", "B", "C", "A"],
            "courseIds": [courses[0], courses[1], courses[2], courses[0]],
        })
    );
    assert_eq!(app.count("course_prerequisite").await, 2);
}

/// Both halves of a cycle at once, through the API.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_half_of_a_cycle_lands() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    for round in 1..=5 {
        let (a, b) = (
            staff.course("A").draft().await.id,
            staff.course("B").draft().await.id,
        );
        let ask = |course: &str, first: &str| {
            let input = json!({ "courseId": course, "prerequisiteCourseId": first });
            let creator = staff.creator.clone();
            async move {
                creator
                    .mutate("addCoursePrerequisite", input, "course { id }")
                    .await
            }
        };
        let (one, other) = tokio::join!(ask(&a, &b), ask(&b, &a));
        let mut refusals = [one.refusals(), other.refusals()].concat();
        refusals.sort();
        assert_eq!(refusals, ["PREREQUISITE_CYCLE prerequisiteCourseId"]);
        assert_eq!(app.count("course_prerequisite").await, round);
    }
}

#[tokio::test]
async fn a_review_has_its_steps_with_who_took_them() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let course = staff.course("P1").chapters(2).draft().await;
    let step = async |person: &Person<'_>, mutation: &str, input: Value| {
        app.clock.advance(chrono::Duration::seconds(1));
        person.mutate(mutation, input, "course { status version }").await
    };
    let id = json!({ "id": course.id });
    step(&staff.creator, "submitCourse", id.clone()).await.payload();
    let own = step(&staff.creator, "publishCourse", id.clone()).await;
    assert_eq!(own.error_code(), "FORBIDDEN");
    step(
        &staff.owner,
        "returnCourse",
        json!({ "id": course.id, "note": "More examples" }),
    )
    .await
    .payload();
    step(&staff.creator, "submitCourse", id.clone()).await.payload();
    let published = step(&staff.owner, "publishCourse", id.clone()).await;
    assert_eq!(
        published.payload()["course"],
        json!({ "status": "PUBLISHED", "version": 5 })
    );
    let document = "{ organization(slug: \"alpha\") { course(slug: \"p1\") { events { nodes {
        action actor { firstName } after } } } } }";
    let seen = staff.creator.gql(document, Value::Null).await;
    let steps: Vec<_> = seen
        .at("/organization/course/events/nodes")
        .as_array()
        .unwrap()
        .iter()
        .collect();
    let actions: Vec<_> = steps
        .iter()
        .map(|step| step["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        [
            "COURSE_PUBLISHED",
            "COURSE_SUBMITTED",
            "COURSE_RETURNED",
            "COURSE_SUBMITTED",
            "COURSE_CREATED"
        ]
    );
    assert_eq!(steps[2]["after"]["note"], "More examples");
    assert!(steps.iter().all(|step| step["actor"]["firstName"].is_string()));
    let member = staff.member.gql(document, Value::Null).await;
    assert_eq!(member.at("/organization/course/events/nodes"), &json!([]));
}

#[tokio::test]
async fn the_key_is_for_authors() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let course = staff.course("P1").quiz(2).publish().await;
    let quiz = course.quiz.unwrap();
    let document = "query($quiz: ID!) { organization(slug: \"alpha\") { course(slug: \"p1\") {
        quizzes { questionCount totalPoints }
        authoring { quiz(id: $quiz) { questions { id position explanation options { id isCorrect } } } } } } }";
    let author = staff.creator.gql(document, json!({ "quiz": quiz.id })).await;
    let questions = author.at("/organization/course/authoring/quiz/questions");
    assert_eq!(questions.as_array().unwrap().len(), 2);
    assert_eq!(questions[0]["explanation"], "Because of 1");
    assert_eq!(
        questions[0]["options"][0],
        json!({ "id": quiz.questions[0].correct, "isCorrect": true })
    );
    assert_eq!(
        questions[0]["options"][1],
        json!({ "id": quiz.questions[0].wrong[0], "isCorrect": false })
    );
    assert_eq!(
        author.at("/organization/course/quizzes"),
        &json!([{ "questionCount": 2, "totalPoints": 2 }])
    );
    for person in [&staff.member, &staff.hr] {
        let seen = person.gql(document, json!({ "quiz": quiz.id })).await;
        assert_eq!(
            seen.at("/organization/course"),
            &json!({ "authoring": null, "quizzes": [{ "questionCount": null, "totalPoints": null }] })
        );
    }
    // A mentor is an author, if their work makes them one.
    let (tutor, tutor_member) = {
        let tutor = app.person("alpha.tutor").await;
        let member = staff.join(&app, &tutor, "tutor", "MEMBER").await;
        (tutor, member)
    };
    let employee = staff.employ(&app, &tutor, &tutor_member, "INSTRUCTOR").await;
    let before = tutor.gql(document, json!({ "quiz": quiz.id })).await;
    assert_eq!(before.at("/organization/course/authoring"), &Value::Null);
    staff
        .creator
        .mutate(
            "addCourseMentor",
            json!({ "courseId": course.id, "employeeId": employee }),
            "course { mentors { id } }",
        )
        .await
        .payload();
    let after = tutor.gql(document, json!({ "quiz": quiz.id })).await;
    assert_eq!(
        after.at("/organization/course/authoring/quiz/questions"),
        questions
    );
}

#[tokio::test]
async fn wrong_ids_are_told_by_field() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let course = staff.course("P1").draft().await;
    for (mutation, input, refusal) in [
        (
            "updateCourse",
            json!({ "id": course.id, "categoryId": course.id }),
            "WRONG_ID_TYPE categoryId",
        ),
        (
            "updateCourse",
            json!({ "id": "x", "title": "T" }),
            "INVALID_FORMAT id",
        ),
        (
            "addCourseMentor",
            json!({ "courseId": course.id, "employeeId": staff.member_ids[0] }),
            "WRONG_ID_TYPE employeeId",
        ),
        (
            "updateCourse",
            json!({ "id": course.id, "slug": "Not a slug" }),
            "INVALID_FORMAT slug",
        ),
    ] {
        let answer = staff.creator.mutate(mutation, input, "course { id }").await;
        assert_eq!(answer.refusals(), [refusal]);
    }
}

//! A course of another platform on its way to somebody nobody knew: imported, published, sold, learned, certified.

use crate::learning::{answers, complete, start, submit, text};
use serde_json::{Value, json};
use testkit::{Person, Question, Staff, TestApp};

const PACKAGE: &str = "<course org=\"Hives\" course=\"B1\" display_name=\"Keeping bees\">\
    <chapter display_name=\"The hive\">\
      <sequential display_name=\"What lives in it\"><html><p>A queen, workers and drones.</p></html></sequential>\
      <sequential display_name=\"What you have learned\">\
        <problem><p>How many queens?</p><multiplechoiceresponse><choicegroup>\
          <choice correct=\"true\">One</choice><choice correct=\"false\">Two</choice></choicegroup></multiplechoiceresponse></problem>\
        <problem><p>Who flies out?</p><multiplechoiceresponse><choicegroup>\
          <choice correct=\"false\">The queen</choice><choice correct=\"true\">The workers</choice></choicegroup></multiplechoiceresponse></problem>\
      </sequential></chapter>\
    <chapter display_name=\"The year\">\
      <sequential display_name=\"Spring\"><html><p>Look after them.</p></html></sequential></chapter></course>";

const IMPORT: &str = "mutation($input: ImportCoursesInput!) { importCourses(input: $input) { userErrors { code field params }
    courses { title outcome course { slug status } userErrors { code } chapterCount lessonCount quizCount questionCount
        attachmentCount skippedCount skipped { what reason } } } }";

/// An archive with one file in it.
fn archive(name: &str, text: &str) -> Vec<u8> {
    archive_of(&[(name, text.as_bytes())])
}

/// An archive of files.
pub(crate) fn archive_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(
        Vec::new(),
        flate2::Compression::fast(),
    ));
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap());
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

/// Imports a package in somebody's name.
pub(crate) async fn import(
    person: &Person<'_>,
    staff: &Staff<'_>,
    format: &str,
    is_dry_run: bool,
    file: (&str, &[u8]),
) -> testkit::Answer {
    let input =
        json!({ "organizationId": staff.organization, "format": format, "dryRun": is_dry_run, "file": null });
    let (name, bytes) = file;
    let file = (name, "application/octet-stream", bytes);
    person
        .upload(IMPORT, &json!({ "input": input }), "variables.input.file", file)
        .await
}

#[tokio::test]
async fn a_package_is_imported_once_and_reported() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let package = archive("course/course.xml", PACKAGE);
    let file = ("bees.tar.gz", package.as_slice());
    let counts = |outcome: &str, course: Value| {
        json!([{ "title": "Keeping bees", "outcome": outcome, "course": course, "userErrors": [], "chapterCount": 2,
            "lessonCount": 3, "quizCount": 1, "questionCount": 2, "attachmentCount": 0, "skippedCount": 0, "skipped": [] }])
    };
    let tried = import(&staff.creator, &staff, "OLX", true, file).await;
    assert_eq!(
        tried.at("/importCourses/courses"),
        &counts("CREATED", Value::Null)
    );
    assert_eq!(app.count("course").await, 0);
    let course = json!({ "slug": "keeping-bees", "status": "DRAFT" });
    for outcome in ["CREATED", "UNCHANGED"] {
        let done = import(&staff.creator, &staff, "OLX", false, file).await;
        assert_eq!(
            done.at("/importCourses/courses"),
            &counts(outcome, course.clone())
        );
    }
    assert_eq!(
        (app.count("course").await, app.count("quiz_question").await),
        (1, 2)
    );
    let newer = archive("course/course.xml", &PACKAGE.replace("Spring", "Autumn"));
    let done = import(&staff.creator, &staff, "OLX", false, ("bees.tar.gz", &newer)).await;
    assert_eq!(done.at("/importCourses/courses/0/outcome"), "REPLACED");
    let title = json!({ "id": course_id(&staff).await, "title": "Mine now" });
    staff
        .creator
        .mutate("updateCourse", title, "course { id }")
        .await
        .payload();
    let done = import(&staff.creator, &staff, "OLX", false, file).await;
    assert_eq!(done.at("/importCourses/courses/0/outcome"), "REFUSED");
    assert_eq!(
        done.at("/importCourses/courses/0/userErrors"),
        &json!([{ "code": "IMPORT_CHANGED" }])
    );

    let questions =
        b"// Words\n::One:: Is a bee an insect? {TRUE}\n\nWhich is none? {=Spider ~Ant ~Bee}\n".as_slice();
    let done = import(
        &staff.creator,
        &staff,
        "GIFT",
        false,
        ("../../etc/insects.gift", questions),
    )
    .await;
    assert_eq!(done.at("/importCourses/courses/0/questionCount"), 2);
    assert_eq!(done.at("/importCourses/courses/0/course/slug"), "insects");
}

async fn course_id(staff: &Staff<'_>) -> String {
    let document = "{ organization(slug: \"alpenglow\") { course(slug: \"keeping-bees\") { id } } }";
    staff
        .creator
        .gql(document, Value::Null)
        .await
        .text("/organization/course/id")
}

#[tokio::test]
async fn hostile_packages_are_refused_with_a_reason_and_leave_nothing() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let entities = PACKAGE.replace("<course ", "<!DOCTYPE x [<!ENTITY e \"e\">]><course ");
    for (format, name, bytes) in [
        ("OLX", "a.tar.gz", b"no archive".to_vec()),
        ("OLX", "a.tar.gz", Vec::new()),
        ("OLX", "a.tar.gz", archive("course/other.txt", "x")),
        ("OLX", "a.tar.gz", archive("course/course.xml", &entities)),
        (
            "OLX",
            "a.tar.gz",
            archive("course/course.xml", "<course><chapter>"),
        ),
        (
            "COMMON_CARTRIDGE",
            "a.imscc",
            archive("course/course.xml", PACKAGE),
        ),
        ("GIFT", "a.gift", vec![0xff, 0xfe, 0x00]),
    ] {
        let refused = import(&staff.creator, &staff, format, false, (name, &bytes)).await;
        assert!(
            refused.body.get("errors").is_none(),
            "{format}: {:#}",
            refused.body
        );
        let text = refused.body.to_string();
        assert!(
            text.contains("PACKAGE_REFUSED") || text.contains("NOTHING_TO_IMPORT"),
            "{format}: {text}"
        );
        assert!(!text.contains("/tmp"), "{text}");
    }
    let package = archive("course/course.xml", PACKAGE);
    let forbidden = import(&staff.member, &staff, "OLX", false, ("a.tar.gz", &package)).await;
    assert_eq!(forbidden.error_code(), "FORBIDDEN");
    assert_eq!(app.count("course").await, 0);
}

/// The quiz with its questions, as its author reads them.
async fn quiz(author: &Person<'_>) -> (String, Vec<Question>) {
    let seen = author
        .gql(
            "{ organization(slug: \"alpenglow\") { course(slug: \"keeping-bees\") { authoring { quizzes { quiz { id }
                questions { id options { id isCorrect } } } } } } }",
            Value::Null,
        )
        .await;
    let draft = seen.at("/organization/course/authoring/quizzes/0");
    let questions = draft["questions"].as_array().unwrap().iter().map(|question| {
        let ids = |right: bool| -> Vec<String> {
            let options = question["options"].as_array().unwrap().iter();
            let wanted = options.filter(|option| option["isCorrect"] == right);
            wanted.map(|option| text(&option["id"])).collect()
        };
        Question {
            id: text(&question["id"]),
            correct: ids(true).remove(0),
            wrong: ids(false),
        }
    });
    (text(&draft["quiz"]["id"]), questions.collect())
}

#[tokio::test]
async fn an_imported_course_is_bought_and_certified_by_a_new_account() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let open = json!({ "id": staff.organization, "isPublic": true });
    staff
        .owner
        .mutate("updateOrganization", open, "organization { id }")
        .await
        .payload();
    let package = archive("course/course.xml", PACKAGE);
    let file = ("bees.tar.gz", package.as_slice());
    import(&staff.creator, &staff, "OLX", false, file).await.data();
    let course = app
        .anonymous()
        .gql(
            "{ organization(slug: \"alpenglow\") { course(slug: \"keeping-bees\") { id } } }",
            Value::Null,
        )
        .await;
    assert!(
        course.at("/organization/course").is_null(),
        "a draft is nobody else's business"
    );
    let drafted = staff
        .owner
        .gql(
            "{ organization(slug: \"alpenglow\") { course(slug: \"keeping-bees\") { id } } }",
            Value::Null,
        )
        .await;
    let id = text(drafted.at("/organization/course/id"));
    staff.publish(&id).await;
    let goods = staff.sells("keeping-bees", "49.99 EUR", Some(&id)).await;
    let (quiz, questions) = quiz(&staff.creator).await;
    assert_eq!(questions.len(), 2);

    // Somebody new comes by, joins and buys.
    let maja = app.person("maja").await;
    let join = json!({ "organizationId": staff.organization });
    maja.mutate("joinOrganization", join, "member { id }")
        .await
        .payload();
    let cart = json!({ "organizationId": staff.organization, "currency": "EUR", "idempotencyKey": "bees",
        "lines": [{ "variantId": goods.variant, "quantity": 1 }], "paymentMethod": "test_ok" });
    let bought = maja
        .mutate("placeOrder", cart, "order { status totalAmount { amount } }")
        .await;
    assert_eq!(
        bought.payload()["order"],
        json!({ "status": "PAID", "totalAmount": { "amount": "49.99" } })
    );

    let outline = maja
        .gql(
            "{ organization(slug: \"alpenglow\") { course(slug: \"keeping-bees\") { viewerEnrollment { status }
                chapters { lessons { id title lockedReason quiz { id } } } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        outline.at("/organization/course/viewerEnrollment/status"),
        "ACTIVE"
    );
    let chapters = outline
        .at("/organization/course/chapters")
        .as_array()
        .unwrap()
        .clone();
    let lessons: Vec<Value> = chapters
        .iter()
        .flat_map(|chapter| chapter["lessons"].as_array().unwrap().clone())
        .collect();
    assert_eq!(lessons.len(), 3);
    assert!(
        lessons.iter().all(|lesson| lesson["lockedReason"].is_null()),
        "{lessons:?}"
    );

    let attempt = text(&start(&maja, &quiz).await.payload()["quizAttempt"]["id"]);
    let scored = submit(&maja, &attempt, answers(&questions, 2)).await;
    assert_eq!(scored.payload()["quizAttempt"]["isPassed"], true);
    let mut last = Value::Null;
    for lesson in &lessons {
        last = complete(&maja, &text(&lesson["id"])).await.payload()["lessonProgress"]["enrollment"].clone();
    }
    assert_eq!(last["status"], "COMPLETED");
    let code = text(&last["certificate"]["code"]);
    let seen = app
        .anonymous()
        .gql(
            "query($code: String!) { verifyCertificate(code: $code) { status courseTitle organizationName } }",
            json!({ "code": code }),
        )
        .await;
    assert_eq!(
        seen.at("/verifyCertificate"),
        &json!({ "status": "VALID", "courseTitle": "Keeping bees", "organizationName": "alpenglow" })
    );
}

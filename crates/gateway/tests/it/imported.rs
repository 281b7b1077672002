//! A course of another platform on its way to somebody nobody knew: imported, published, sold, learned, certified.

use crate::learning::{answers, complete, start, submit, text};
use authz::{Actor, SignedIn};
use content::import::import_course;
use kernel::{SessionId, UserId};
use packages::{CourseDraft, Format, Limits, read};
use serde_json::{Value, json};
use std::sync::Arc;
use store::Target;
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

/// Imports the package in the name of the creator.
async fn import(app: &TestApp, staff: &Staff<'_>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("course.xml"), PACKAGE).unwrap();
    let package = read(Format::Olx, folder.path(), &Limits::default()).unwrap();
    let draft: Arc<CourseDraft> = Arc::new(package.courses.into_iter().next().unwrap());
    let creator = Actor::User(SignedIn {
        user: staff.creator.user_id().await.parse::<UserId>().unwrap(),
        session: app.store.new_id::<SessionId>(),
        email_key: "creator".to_owned(),
        email_verified: true,
        is_operator: false,
        impersonator: None,
    });
    let imported = app
        .store
        .write_in(&creator, None, &Target::slug("alpenglow"), |tx| {
            let draft = Arc::clone(&draft);
            Box::pin(async move { import_course(tx, &draft, &|_| {}).await })
        })
        .await;
    imported.unwrap();
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
    import(&app, &staff).await;
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

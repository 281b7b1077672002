//! Two organizations with the same kinds of things in them: whatever A asks, no id of B comes back.

use crate::learning::{answers, complete, grant, start, submit, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Person, Staff, TestApp, TwoOrganizations};

/// Every list and edge below an organization, as deep as ids go; in pieces, because together they cost too much.
const EVERYTHING: &[&str] = &[
    "id logo { url } viewerMember { id }",
    "members(first: 50) { nodes { id user { id email avatar { url } } employee { id } invitedBy { id } organization { id }
        grants { id member { id } grantedBy { id } } } }",
    "members(first: 10) { nodes { events(first: 50) { nodes { id subjectId actor { id } before after } } } }",
    "employees(first: 50) { nodes { id member { id user { id } } jobProfile { id organizations { id } } invitedBy { id }
        organization { id } } }",
    "employees(first: 10) { nodes { events(first: 50) { nodes { id subjectId } } } }",
    "memberInvitations(first: 100) { nodes { id email organization { id } invitedBy { id } member { id } } }",
    "employeeInvitations(first: 100) { nodes { id email organization { id } invitedBy { id } decidedBy { id } candidate { id }
        employee { id } promotedMember { id } jobProfile { id } } }",
    "products(first: 20) { nodes { id organization { id } course { id product { id } } variants { id product { id }
        price(currency: \"EUR\") { id } currentPrices { id variant { id } } prices { id setBy { id } } } } }",
    "offers(first: 20) { nodes { id organization { id } product { id } } }
        taxRates(first: 20) { nodes { id organization { id } byEmployee { id } } }
        giftCards(first: 20) { nodes { id organization { id } issuedBy { id } } }",
    "enrollments(first: 20) { nodes { id member { id } course { id } grantedBy { id } organization { id }
        lessons { id lesson { id } enrollment { id } } certificate { id code enrollment { id } revokedBy { id } } } }",
    "enrollments(first: 10) { nodes { attempts { id quiz { id } enrollment { id }
        questions { question { id options { id } } chosenOptionIds result { correctOptionIds } } } } }",
    "enrollments(first: 10) { nodes { events(first: 50) { nodes { id subjectId } } } }",
    "members(first: 10) { nodes { points { lifetime } enrollments(first: 10) { nodes { id } } } }",
    "members(first: 10) { nodes { pointEntries(first: 10) { nodes { id sourceId } } } }
        courses(first: 10, filter: { search: \"learned\" }) { nodes { id ratings(first: 10) { nodes { id member { id } course { id } } }
        viewerRating { id } chapters { viewerEarlyUnlock { id member { id } chapter { id } } } } }",
    "courses(first: 10) { nodes { id viewerEnrollment { id } enrollments(first: 10) { nodes { id member { id } } } } }",
    "categories { id } tags { id } courses(first: 5) { nodes { id cover { url } organization { id } category { id } tags { id } owner { id }
        mentors { id } prerequisites { id } quizzes { id lesson { id } course { id } }
        chapters { id course { id } lessons { id chapter { id } course { id } quiz { id }
            attachments { id url } } } } }",
    "courses(first: 5) { nodes { authoring { quizzes { quiz { id } questions { id options { id } } } } } }",
    "courses(first: 5) { nodes { events(first: 50) { nodes { id subjectId before after } } } }",
    "feeSchedules(first: 50) { nodes { id setBy { id } organization { id } } } attributions(first: 50) { nodes { id product { id }
        employee { id } setBy { id } organization { id } } } products(first: 10) { nodes { id revenuePool { attributions { id }
        timeline { attributions { id employee { id } } } } } }",
    "payouts(first: 20) { nodes { id employee { id } run { id runBy { id } payouts { id } } organization { id }
        lines(first: 20) { nodes { id employee { id } attribution { id } payout { id } revenue { id orderLine { id } earnings { id } } } } } }",
    "payoutRuns(first: 20) { nodes { id } } unpaidEarnings { employee { id } } trialBalance { lines { account { id employee { id }
        organization { id } } } }",
    "ledgerTransactions(first: 20) { nodes { id sourceId postedBy { id } postings { account { id } } organization { id } } }",
    "employees(first: 10) { nodes { earnings(first: 5) { nodes { id } } earningsOverview { byProduct { product { id } } }
        payouts(first: 5) { nodes { id } } attributions(first: 5) { nodes { id } } } }",
    "orders(first: 5) { nodes { id organization { id } member { id } lines { id product { id } variant { id } course { id }
        discounts { offer { id } } } giftCardUses { id giftCard { id } } payment { id } refunds { id order { id }
        requestedBy { id } decidedBy { id } lines { line { id } } tenders { giftCardUse { id } } }
        events(first: 10) { nodes { id subjectId before after } } } } refunds(first: 10) { nodes { id order { id } } }",
    "members(first: 10) { nodes { orders(first: 5) { nodes { id } } } }
        disputes(first: 10) { nodes { id order { id payment { disputes { id } } } refund { id } } }",
    "webhookEndpoints(first: 10) { nodes { id organization { id } deliveries(first: 10) { nodes { id webhookId endpoint { id } } } } }",
    "events(first: 100) { nodes { id subjectId actor { id } impersonator { id } before after } }",
];

/// What a person sees of themselves everywhere.
const OWN: &str = "{ viewer { user { id loginHistory { nodes { id } } } sessions { nodes { id } } mainProfile { id }
    jobProfiles { id organizations { id } } memberships { id organization { id } employee { id } grants { id } }
    enrollments { nodes { id course { id } member { id } certificate { id code } lessons { id } attempts { id } } } } }";

/// Where pictures are; their names are told to nobody else.
const PICTURES: &str = "/pictures/";

/// Everything in an answer that looks like an id of ours, or like the address of a picture.
pub(crate) fn ids(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            if kernel::prefix_of(text).is_some() || text.starts_with(PICTURES) {
                found.insert(text.clone());
            }
        }
        Value::Array(items) => items.iter().for_each(|item| ids(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| ids(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

pub(crate) async fn all_ids(person: &Person<'_>, slug: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in EVERYTHING {
        let document = format!("query($slug: String!) {{ organization(slug: $slug) {{ {part} }} }}");
        ids(
            person.gql(&document, json!({ "slug": slug })).await.data(),
            &mut found,
        );
    }
    ids(person.gql(OWN, Value::Null).await.data(), &mut found);
    found
}

/// Two courses that refer to everything a course can refer to.
pub(crate) async fn teach(staff: &Staff<'_>) {
    let category = staff
        .owner
        .mutate(
            "createCategory",
            json!({ "organizationId": staff.organization, "name": "Subject" }),
            "category { id }",
        )
        .await
        .payload()["category"]["id"]
        .clone();
    let first = staff.course("First").publish().await;
    crate::pictures::show_all(staff, &first.id).await;
    let second = staff
        .course("Second")
        .chapters(2)
        .lessons_per_chapter(2)
        .quiz(2)
        .draft()
        .await;
    for (mutation, input) in [
        ("updateCourse", json!({ "id": second.id, "categoryId": category })),
        (
            "setCourseTags",
            json!({ "courseId": second.id, "tags": ["One", "Two"] }),
        ),
        (
            "addCourseMentor",
            json!({ "courseId": second.id, "employeeId": staff.employee_ids[1] }),
        ),
        (
            "addCoursePrerequisite",
            json!({ "courseId": second.id, "prerequisiteCourseId": first.id }),
        ),
    ] {
        staff
            .owner
            .mutate(mutation, input, "course { id }")
            .await
            .payload();
    }
    let notes = ("notes.txt", "text/plain", b"notes".as_slice());
    crate::attachments::attach(&staff.creator, second.lessons()[0], notes)
        .await
        .payload();
    staff.publish(&second.id).await;
}

/// The customer asks their bank to take the payment of an order back.
async fn dispute(app: &TestApp, staff: &Staff<'_>, order: &str) {
    let document = "query($id: ID!) { node(id: $id) { ... on Order { payment { reference } } } }";
    let known = staff.owner.gql(document, json!({ "id": order })).await;
    let payment = known.text("/node/payment/reference");
    let message = json!({ "id": format!("evt_{order}"), "type": "dispute.opened", "dispute": {
        "reference": format!("dp_{order}"), "payment": payment, "amountMinor": 100, "currency": "EUR" } });
    assert_eq!(app.payment_webhook(&message).await.status.as_u16(), 200);
    assert!(app.count("dispute").await > 0);
}

async fn people_of<'a>(staff: &'a Staff<'a>) -> [&'a Person<'a>; 4] {
    [&staff.owner, &staff.hr, &staff.creator, &staff.member]
}

#[tokio::test]
async fn nothing_of_the_other_organization_is_ever_shown() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    for staff in [&world.a, &world.b] {
        staff
            .owner
            .mutate(
                "grantPermission",
                json!({ "memberId": staff.member_ids[3], "permission": "VIEW_ANALYTICS", "scope": "ALL" }),
                "permissionGrant { id }",
            )
            .await
            .payload();
        staff
            .owner
            .mutate(
                "inviteMember",
                json!({ "organizationId": staff.organization, "email": format!("guest.{}@example.com", staff.slug),
                        "displayName": "Guest" }),
                "memberInvitation { id }",
            )
            .await
            .payload();
        let course = staff
            .course("Learned")
            .lessons_per_chapter(2)
            .quiz(2)
            .publish()
            .await;
        grant(staff, &course, &staff.member_ids[3]).await;
        complete(&staff.member, course.lessons()[0]).await.payload();
        let quiz = course.quiz.as_ref().unwrap();
        let attempt = text(&start(&staff.member, &quiz.id).await.payload()["quizAttempt"]["id"]);
        submit(&staff.member, &attempt, answers(&quiz.questions, 2))
            .await
            .payload();
        let rating = json!({ "courseId": course.id, "rating": 5 });
        staff
            .member
            .mutate("rateCourse", rating, "rating { id }")
            .await
            .payload();
        let points =
            json!({ "memberId": staff.member_ids[3], "points": 50, "note": "n", "idempotencyKey": "k" });
        staff
            .owner
            .mutate("grantPoints", points, "member { id }")
            .await
            .payload();
    }
    for staff in [&world.a, &world.b] {
        teach(staff).await;
    }
    for (staff, operator) in [(&world.a, "operator.a"), (&world.b, "operator.b")] {
        let product = crate::till::product(staff, "sold").await;
        for (employee, share) in [(2, "60"), (1, "5")] {
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
        let variant = crate::orders::on_sale(staff, "bought", "100.00").await;
        crate::webhooks::endpoint(
            staff,
            "https://hooks.example.com/",
            &["ORDER_PAID", "PAYOUT_MADE"],
        )
        .await;
        let order = crate::orders::order(&staff.member, staff, &variant, "test_ok", "K1").await;
        crate::orders::refund(&staff.hr, &order, "1.00", "R1").await;
        dispute(&app, staff, &order).await;
        crate::till::usual_fees(&app, staff, operator).await;
        crate::till::sell(&app, staff, "EUR", &[(&product, 10_000, 2_200)]).await;
        staff
            .owner
            .mutate(
                "runPayouts",
                json!({ "organizationId": staff.organization, "idempotencyKey": "key" }),
                "run { id }",
            )
            .await
            .payload();
    }
    for staff in [&world.a, &world.b] {
        staff.sells("rust-for-finance", "100.00 EUR", None).await;
        staff.offers("LAUNCH20", "20").await;
        staff.taxes("SI", "22").await;
        staff.gift_card("50.00 EUR").await;
    }
    app.store.follow_webhooks().await.unwrap();
    assert_eq!(app.count("webhook_delivery").await, 4);
    app.deliver().await;
    let of_a = all_ids(&world.a.owner, "alpha").await;
    let of_b = all_ids(&world.b.owner, "beta").await;
    assert!(of_a.len() > 30, "the sweep sees {} ids only", of_a.len());
    let pictures = of_a.iter().filter(|id| id.starts_with(PICTURES));
    assert_eq!(pictures.count(), 3);
    assert_eq!(
        of_a.intersection(&of_b).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );

    for person in people_of(&world.a).await {
        let seen = all_ids(person, "alpha").await;
        assert_eq!(
            seen.intersection(&of_b).collect::<Vec<_>>(),
            Vec::<&String>::new()
        );
        // The way in is closed as well, and every single id.
        let through_slug = person
            .gql("{ organization(slug: \"beta\") { id } }", Value::Null)
            .await;
        assert_eq!(through_slug.at("/organization"), &Value::Null);
    }
    let nodes: Vec<_> = of_b
        .iter()
        .filter(|id| {
            // What is read only as a part of something else.
            let parts = [
                "event_",
                "login_attempt_",
                "quiz_question_",
                "quiz_option_",
                "order_line_",
                "payment_",
                "gift_card_use_",
                PICTURES,
            ];
            parts.iter().all(|part| !id.starts_with(part))
        })
        .cloned()
        .collect();
    for some in nodes.chunks(50) {
        let answer = world
            .a
            .owner
            .gql(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                json!({ "ids": some }),
            )
            .await;
        let nothing = vec![Value::Null; some.len()];
        assert_eq!(answer.at("/nodes"), &Value::Array(nothing));
    }
}

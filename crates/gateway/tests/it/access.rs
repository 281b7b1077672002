//! The access table: one row per root field, with what four kinds of people get. A root field without a row fails.
//!
//! Denials come first and must change nothing; then the least privileged person who may do it does it.

use crate::live::Events;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Card, Course, Goods, Listening, Person, Staff, TestApp};

/// An organization and one thing in it for every field to work on.
struct World<'a> {
    staff: Staff<'a>,
    /// For subscriptions.
    server: Listening,
    learning: learning::Learning<'a>,
    stranger: Staff<'a>,
    operator: Person<'a>,
    /// A signed-in user without any membership.
    guest: Person<'a>,
    guest_id: String,
    bannable_id: String,
    banned_id: String,
    guest_profile: String,
    guest_session: String,
    open_member_invitation: String,
    other_member_invitation: String,
    member_token: String,
    declined_member_token: String,
    open_employee_invitation: String,
    other_employee_invitation: String,
    employee_token: String,
    declined_employee_token: String,
    candidate: String,
    other_candidate: String,
    grant: String,
    extra_member: String,
    suspended_member: String,
    extra_employee: String,
    leaver: Person<'a>,
    /// The operator acting as the guest.
    acting: Person<'a>,
    verify_token: String,
    reset_token: String,
    goods: Goods,
    offer: String,
    gift_card: Card,
    /// May approve content.
    manager: Person<'a>,
    category: String,
    published: Course,
    draft: Course,
    /// A file of its first lesson.
    attachment: String,
    spare_draft: Course,
    /// Another published course.
    other_course: String,
    archived_course: String,
    /// Wait for review.
    reviewed: [String; 2],
    product: String,
    attribution: String,
    other_attribution: String,
    payout: String,
    ledger_entry: String,
    variant: String,
    /// Of the plain member: one that waits for its payment, one that is paid.
    open_order: String,
    paid_order: String,
    /// Wait for approval.
    refunds: [String; 2],
    webhooks: governance::Webhooks,
}

/// A published course, drafts, courses in review and an archived one.
struct Content {
    category: String,
    published: Course,
    draft: Course,
    spare_draft: Course,
    other_course: String,
    archived_course: String,
    reviewed: [String; 2],
}

impl Content {
    async fn new(staff: &Staff<'_>) -> Self {
        let category = staff
            .owner
            .mutate(
                "createCategory",
                json!({ "organizationId": staff.organization, "name": "Law" }),
                "category { id }",
            )
            .await;
        let (first, second) = (
            staff.course("R1").draft().await.id,
            staff.course("R2").draft().await.id,
        );
        let archived = staff.course("Archived").draft().await.id;
        for (step, course) in [
            ("submitCourse", &first),
            ("submitCourse", &second),
            ("archiveCourse", &archived),
        ] {
            staff
                .creator
                .mutate(step, json!({ "id": course }), "course { id }")
                .await
                .payload();
        }
        Self {
            category: id(&category.payload()["category"]["id"]),
            published: outlined(staff, "Published").publish().await,
            draft: outlined(staff, "Draft").draft().await,
            spare_draft: staff.course("Spare").draft().await,
            other_course: staff.course("Other").publish().await.id,
            archived_course: archived,
            reviewed: [first, second],
        }
    }
}

fn outlined<'s, 'a>(staff: &'s Staff<'a>, title: &str) -> testkit::NewCourse<'s, 'a> {
    staff.course(title).chapters(2).lessons_per_chapter(2).quiz(2)
}

fn id(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no id: {value}"))
        .to_owned()
}

async fn invite_member(app: &TestApp, staff: &Staff<'_>, email: &str) -> (String, String) {
    let answer = staff
        .owner
        .mutate(
            "inviteMember",
            json!({ "organizationId": staff.organization, "email": email, "displayName": "Guest" }),
            "memberInvitation { id }",
        )
        .await;
    (
        id(&answer.payload()["memberInvitation"]["id"]),
        app.mailed_token().await,
    )
}

async fn invite_employee(app: &TestApp, staff: &Staff<'_>, email: &str) -> (String, String) {
    let answer = staff
        .owner
        .mutate(
            "inviteEmployee",
            json!({ "organizationId": staff.organization, "email": email, "displayName": "Guest", "role": "STAFF",
                    "compensationType": "COMMISSION" }),
            "employeeInvitation { id }",
        )
        .await;
    (
        id(&answer.payload()["employeeInvitation"]["id"]),
        app.mailed_token().await,
    )
}

async fn candidate(app: &TestApp, staff: &Staff<'_>, name: &str) -> String {
    let person = app.person(name).await;
    let (invitation, token) = invite_employee(app, staff, &format!("{name}@example.com")).await;
    person
        .mutate(
            "acceptEmployeeInvitation",
            json!({ "token": token }),
            "employeeInvitation { id }",
        )
        .await
        .payload();
    invitation
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let staff = Staff::found(app, "alpha").await;
        let stranger = Staff::found(app, "beta").await;
        let learning = learning::Learning::new(app, &staff).await;
        // Fifty people from one address in a quarter of an hour would be stopped as guessing.
        app.clock.advance(chrono::Duration::minutes(20));
        let operator = app.operator("operator").await;
        let guest = app.person("guest").await;
        let guest_id = guest.user_id().await;
        let profile = guest
            .mutate(
                "createJobProfile",
                json!({ "title": "T", "level": 1 }),
                "jobProfile { id }",
            )
            .await;
        let spare = app.sign_in("guest@example.com").await;
        let session = spare.gql("{ viewer { session { id } } }", Value::Null).await;
        let banned = app.person("banned").await.user_id().await;
        operator
            .mutate(
                "banUser",
                json!({ "id": banned, "reason": "Spam" }),
                "user { id }",
            )
            .await
            .payload();
        let (open_member_invitation, _) = invite_member(app, &staff, "i1@example.com").await;
        let (other_member_invitation, _) = invite_member(app, &staff, "i2@example.com").await;
        let (_, member_token) = invite_member(app, &staff, "guest@example.com").await;
        let (_, declined_member_token) = invite_member(app, &staff, "i3@example.com").await;
        let (open_employee_invitation, _) = invite_employee(app, &staff, "i4@example.com").await;
        let (other_employee_invitation, _) = invite_employee(app, &staff, "i5@example.com").await;
        let (_, employee_token) = invite_employee(app, &staff, "guest@example.com").await;
        let (_, declined_employee_token) = invite_employee(app, &staff, "i6@example.com").await;
        let grant = staff
            .owner
            .mutate(
                "grantPermission",
                json!({ "memberId": staff.member_ids[3], "permission": "VIEW_ANALYTICS", "scope": "ALL" }),
                "permissionGrant { id }",
            )
            .await;
        let extra = app.person("alpha.extra").await;
        let extra_member = staff.join(app, &extra, "extra", "MEMBER").await;
        let suspended = app.person("alpha.suspended").await;
        let suspended_member = staff.join(app, &suspended, "suspended", "MEMBER").await;
        staff
            .owner
            .mutate(
                "suspendMember",
                json!({ "id": suspended_member, "reason": "x" }),
                "member { id }",
            )
            .await
            .payload();
        let leaver = app.person("alpha.leaver").await;
        let leaver_member = staff.join(app, &leaver, "leaver", "MEMBER").await;
        let extra_employee = staff.employ(app, &leaver, &leaver_member, "STAFF").await;
        app.anonymous()
            .mutate(
                "signUp",
                json!({ "email": "new@example.com", "password": "a long enough secret", "firstName": "New" }),
                "accepted",
            )
            .await
            .payload();
        let verify_token = app.mailed_token().await;
        app.anonymous()
            .mutate(
                "requestPasswordReset",
                json!({ "email": "banned@example.com" }),
                "accepted",
            )
            .await
            .payload();
        let reset_token = app.mailed_token().await;
        let acting = operator
            .mutate(
                "impersonateUser",
                json!({ "userId": guest_id, "reason": "Ticket" }),
                "token",
            )
            .await;
        let acting = Person::with_token(app, acting.payload()["token"].as_str().unwrap());
        let candidates = (
            candidate(app, &staff, "c1").await,
            candidate(app, &staff, "c2").await,
        );
        let goods = staff.sells("rust-for-finance", "100.00 EUR", None).await;
        let offer = staff.offers("LAUNCH20", "20").await;
        let gift_card = staff.gift_card("50.00 EUR").await;
        let manager = app.person("alpha.manager").await;
        let manager_member = staff.join(app, &manager, "manager", "MEMBER").await;
        staff.employ(app, &manager, &manager_member, "MANAGER").await;
        let Content {
            category,
            published,
            draft,
            spare_draft,
            other_course,
            archived_course,
            reviewed,
        } = Content::new(&staff).await;
        let notes = ("notes.txt", "text/plain", b"notes".as_slice());
        let attached = crate::attachments::attach(&staff.creator, draft.lessons()[0], notes).await;
        let attachment = id(&attached.payload()["lesson"]["attachments"][0]["id"]);
        let product = crate::till::product(&staff, "sold").await;
        let mut attributions = Vec::new();
        for share in ["60", "5"] {
            let made = staff
                .owner
                .mutate(
                    "createAttribution",
                    json!({ "productId": product, "employeeId": staff.employee_ids[2], "kind": "CREATOR", "share": share }),
                    "attribution { id }",
                )
                .await;
            attributions.push(id(&made.payload()["attribution"]["id"]));
        }
        crate::till::sell(app, &staff, "EUR", &[(&product, 10_000, 0)]).await;
        let paid = staff
            .owner
            .mutate(
                "runPayouts",
                json!({ "organizationId": staff.organization, "idempotencyKey": "first" }),
                "payouts { id }",
            )
            .await;
        let entry = staff
            .owner
            .mutate(
                "postLedgerEntry",
                crate::finance::handed_over(&staff, "1.00", None),
                "ledgerTransaction { id }",
            )
            .await;
        let variant = crate::orders::on_sale(&staff, "bought", "100.00").await;
        let open_order = crate::orders::order(&staff.member, &staff, &variant, "test_3ds", "open").await;
        let paid_order = crate::orders::order(&staff.member, &staff, &variant, "test_ok", "paid").await;
        let refunds = [
            crate::orders::refund(&staff.hr, &paid_order, "1.00", "first").await,
            crate::orders::refund(&staff.hr, &paid_order, "2.00", "second").await,
        ];
        let webhooks = governance::Webhooks::new(app, &staff, &variant).await;
        // Long enough for an invitation to be sent again.
        app.clock.advance(chrono::Duration::minutes(2));
        Self {
            server: Listening::start(app.router.clone()).await,
            learning,
            acting,
            guest_id,
            bannable_id: app.person("bannable").await.user_id().await,
            banned_id: banned,
            guest_profile: id(&profile.payload()["jobProfile"]["id"]),
            guest_session: session.text("/viewer/session/id"),
            open_member_invitation,
            other_member_invitation,
            member_token,
            declined_member_token,
            open_employee_invitation,
            other_employee_invitation,
            employee_token,
            declined_employee_token,
            candidate: candidates.0,
            other_candidate: candidates.1,
            grant: id(&grant.payload()["permissionGrant"]["id"]),
            extra_member,
            suspended_member,
            extra_employee,
            leaver,
            verify_token,
            reset_token,
            goods,
            offer,
            gift_card,
            product,
            attribution: attributions[0].clone(),
            other_attribution: attributions[1].clone(),
            variant,
            open_order,
            paid_order,
            refunds,
            webhooks,
            payout: id(&paid.payload()["payouts"][0]["id"]),
            ledger_entry: id(&entry.payload()["ledgerTransaction"]["id"]),
            operator,
            guest,
            stranger,
            staff,
            manager,
            category,
            published,
            draft,
            attachment,
            spare_draft,
            other_course,
            archived_course,
            reviewed,
        }
    }
}

/// What somebody gets, in words: an error code, `refused: …`, `null`, or `ok`.
async fn outcome(person: &Person<'_>, row: &Row, world: &World<'_>) -> String {
    let variables = (row.variables)(world);
    if row.document.starts_with("subscription") {
        let mut events = Events::post(world.server.address, person.token(), row.document, variables).await;
        // A refusal comes with the head; what has begun has nothing to say yet.
        return match events.try_next().await {
            Some((_, answer)) => crate::live::code(&answer).to_owned(),
            None => "ok".to_owned(),
        };
    }
    // A file that belongs there is sent along.
    let answer = if variables.pointer("/i/file") == Some(&Value::Null) {
        let notes = ("notes.txt", "text/plain", b"notes".as_slice());
        let is_picture = ["uploadAvatar", "uploadOrganizationLogo", "uploadCourseCover"].contains(&row.field);
        let file = if is_picture {
            ("dot.png", "image/png", testkit::PNG)
        } else {
            notes
        };
        person
            .upload(row.document, &variables, "variables.i.file", file)
            .await
    } else {
        person.gql(row.document, variables).await
    };
    if answer.body.get("errors").is_some() {
        return answer.error_code().to_owned();
    }
    let value = answer
        .data()
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap()
        .clone();
    match value.get("userErrors").and_then(Value::as_array) {
        Some(errors) if !errors.is_empty() => format!("refused: {}", answer.refusals().join(", ")),
        None if value.is_null() => "null".to_owned(),
        Some(_) | None => "ok".to_owned(),
    }
}

/// One root field.
struct Row {
    field: &'static str,
    document: &'static str,
    variables: fn(&World<'_>) -> Value,
    anonymous: &'static str,
    /// The owner of another organization.
    foreign: &'static str,
    /// A member of this organization without the permission.
    under: &'static str,
    /// The least privileged person who may do it.
    least: for<'a> fn(&World<'a>) -> Person<'a>,
}

macro_rules! table {
    ($($field:literal $document:literal $variables:expr, [$anonymous:literal, $foreign:literal, $under:literal], $least:expr;)*) => {
        &[$(Row {
            field: $field,
            document: $document,
            variables: $variables,
            anonymous: $anonymous,
            foreign: $foreign,
            under: $under,
            least: $least,
        }),*]
    };
}

mod commerce;
mod content;
mod ending;
mod files;
mod finance;
mod governance;
mod learning;
mod people;

/// The rows of every domain; those that end sessions come last.
fn every_row() -> impl Iterator<Item = &'static Row> {
    let tables = [
        files::rows(),
        learning::rows(),
        people::rows(),
        commerce::rows(),
        content::rows(),
        finance::rows(),
        governance::rows(),
        ending::rows(),
    ];
    tables.into_iter().flatten()
}

/// Its world is larger than the stack of a test, as long as nothing is optimized.
#[test]
fn every_root_field_lets_in_whom_it_should() {
    let story = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(Box::pin(try_every_root_field()));
    };
    let thread = std::thread::Builder::new()
        .stack_size(8 * 1024 * 1024)
        .spawn(story);
    thread.unwrap().join().unwrap();
}

async fn try_every_root_field() {
    let app = TestApp::new().await;
    let world = Box::pin(World::new(&app)).await;
    for row in every_row() {
        let before = (
            app.count("event").await,
            app.count("member").await,
            app.count("session").await,
        );
        for (who, person, expected) in [
            ("anonymous", app.anonymous(), row.anonymous),
            ("foreign owner", world.stranger.owner.clone(), row.foreign),
            (
                "member without the permission",
                world.staff.member.clone(),
                row.under,
            ),
        ] {
            if expected == "same" {
                continue;
            }
            assert_eq!(
                Box::pin(outcome(&person, row, &world)).await,
                expected,
                "{} as {who}",
                row.field
            );
            if expected != "ok" {
                let after = (
                    app.count("event").await,
                    app.count("member").await,
                    app.count("session").await,
                );
                assert_eq!(after, before, "{} as {who} changed something", row.field);
            }
        }
        assert_eq!(
            Box::pin(outcome(&(row.least)(&world), row, &world)).await,
            "ok",
            "{} as the least privileged",
            row.field
        );
    }
    app.deliver().await;
}

#[tokio::test]
async fn every_root_field_has_a_row() {
    let query = "{ __schema { queryType { fields { name } } mutationType { fields { name } }
        subscriptionType { fields { name } } } }";
    let answer = gateway::schema(gateway::http::Limits::default())
        .execute(query)
        .await;
    let schema = answer.into_result().unwrap().data.into_json().unwrap();
    let fields: BTreeSet<_> = ["queryType", "mutationType", "subscriptionType"]
        .iter()
        .flat_map(|root| schema["__schema"][root]["fields"].as_array().unwrap())
        .map(|field| field["name"].as_str().unwrap())
        .collect();
    let rows: BTreeSet<_> = every_row().map(|row| row.field).collect();
    assert_eq!(fields, rows);
}

fn member<'a>(world: &World<'a>) -> Person<'a> {
    world.staff.member.clone()
}
fn creator<'a>(world: &World<'a>) -> Person<'a> {
    world.staff.creator.clone()
}
fn manager<'a>(world: &World<'a>) -> Person<'a> {
    world.manager.clone()
}
fn hr<'a>(world: &World<'a>) -> Person<'a> {
    world.staff.hr.clone()
}
fn owner<'a>(world: &World<'a>) -> Person<'a> {
    world.staff.owner.clone()
}
fn operator<'a>(world: &World<'a>) -> Person<'a> {
    world.operator.clone()
}
fn guest<'a>(world: &World<'a>) -> Person<'a> {
    world.guest.clone()
}

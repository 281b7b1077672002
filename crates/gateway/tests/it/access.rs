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
    variant: String,
    /// Of the plain member: one that waits for its payment, one that is paid.
    open_order: String,
    paid_order: String,
    /// Wait for approval.
    refunds: [String; 2],
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
        let variant = crate::orders::on_sale(&staff, "bought", "100.00").await;
        let open_order = crate::orders::order(&staff.member, &staff, &variant, "test_3ds", "open").await;
        let paid_order = crate::orders::order(&staff.member, &staff, &variant, "test_ok", "paid").await;
        let refunds = [
            crate::orders::refund(&staff.hr, &paid_order, "1.00", "first").await,
            crate::orders::refund(&staff.hr, &paid_order, "2.00", "second").await,
        ];
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
            payout: id(&paid.payload()["payouts"][0]["id"]),
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
        person
            .upload(row.document, &variables, "variables.i.file", notes)
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

mod files;
mod learning;

/// The rows of every domain; those that end sessions come last.
fn every_row() -> impl Iterator<Item = &'static Row> {
    files::rows().iter().chain(learning::rows()).chain(rows())
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

// "same": what the field does for this person is not a question of authority, so it is not asked here.
#[rustfmt::skip]
fn rows() -> &'static [Row] {
    table! {
        "viewer" "{ viewer { user { id } } }" |_| Value::Null, ["null", "ok", "ok"], member;
        "users" "{ users { nodes { id } } }" |_| Value::Null, ["UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"], operator;
        "organizations" "{ organizations { nodes { id } } }" |_| Value::Null, ["UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"], operator;
        "organization" "{ organization(slug: \"alpha\") { id } }" |_| Value::Null, ["null", "null", "ok"], member;
        "invitation" "query($t: String!) { invitation(token: $t) { email } }" |w| json!({ "t": w.member_token }), ["ok", "ok", "ok"], guest;
        "organizationEvents" "subscription($id: ID!) { organizationEvents(organizationId: $id) { id } }" |w| json!({ "id": w.staff.organization }), ["UNAUTHENTICATED", "NOT_FOUND", "FORBIDDEN"], hr;
        "accessRoles" "{ accessRoles { role } }" |_| Value::Null, ["ok", "ok", "ok"], member;
        "workRoles" "{ workRoles { role } }" |_| Value::Null, ["ok", "ok", "ok"], member;
        "node" "query($id: ID!) { node(id: $id) { id } }" |w| json!({ "id": w.extra_member }), ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"], hr;
        "nodes" "query($ids: [ID!]!) { nodes(ids: $ids) { id } }" |w| json!({ "ids": [w.extra_member] }), ["ok", "ok", "ok"], hr;

        "signUp" "mutation($i: SignUpInput!) { signUp(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "fresh@example.com", "password": "a long enough secret", "firstName": "F" } }), ["same", "same", "same"], guest;
        "verifyEmail" "mutation($i: VerifyEmailInput!) { verifyEmail(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.verify_token } }), ["same", "same", "same"], guest;
        "requestEmailVerification" "mutation($i: RequestEmailVerificationInput!) { requestEmailVerification(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "unknown@example.com" } }), ["ok", "ok", "ok"], guest;
        "requestPasswordReset" "mutation($i: RequestPasswordResetInput!) { requestPasswordReset(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "unknown@example.com" } }), ["ok", "ok", "ok"], guest;
        "resetPassword" "mutation($i: ResetPasswordInput!) { resetPassword(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.reset_token, "newPassword": "an entirely new secret" } }), ["same", "same", "same"], guest;
        "signIn" "mutation($i: SignInInput!) { signIn(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "alpha.extra@example.com", "password": "correct horse battery" } }), ["ok", "same", "same"], guest;
        "updateUser" "mutation { updateUser(input: { bio: \"b\" }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "ok", "ok"], member;
        "updateProfile" "mutation { updateProfile(input: { about: \"a\" }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "ok", "ok"], member;
        "createJobProfile" "mutation { createJobProfile(input: { title: \"T\", level: 2 }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "ok", "ok"], member;
        "updateJobProfile" "mutation($i: UpdateJobProfileInput!) { updateJobProfile(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.guest_profile, "level": 3 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], guest;
        "revokeSession" "mutation($i: RevokeSessionInput!) { revokeSession(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.guest_session } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], guest;
        "banUser" "mutation($i: BanUserInput!) { banUser(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.bannable_id, "reason": "x" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], operator;
        "unbanUser" "mutation($i: UnbanUserInput!) { unbanUser(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.banned_id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], operator;
        "impersonateUser" "mutation($i: ImpersonateUserInput!) { impersonateUser(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "userId": w.guest_id, "reason": "Ticket" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND userId", "refused: NOT_FOUND userId"], operator;

        "createOrganization" "mutation($i: CreateOrganizationInput!) { createOrganization(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "name": "Gamma" } }), ["UNAUTHENTICATED", "ok", "ok"], member;
        "updateOrganization" "mutation($i: UpdateOrganizationInput!) { updateOrganization(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.staff.organization, "description": "d" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "inviteMember" "mutation($i: InviteMemberInput!) { inviteMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "email": "n1@example.com", "displayName": "N" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], hr;
        "resendMemberInvitation" "mutation($i: ResendMemberInvitationInput!) { resendMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.open_member_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "revokeMemberInvitation" "mutation($i: RevokeMemberInvitationInput!) { revokeMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_member_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "acceptMemberInvitation" "mutation($i: AcceptMemberInvitationInput!) { acceptMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.member_token } }), ["UNAUTHENTICATED", "refused: WRONG_RECIPIENT", "refused: WRONG_RECIPIENT"], guest;
        "declineMemberInvitation" "mutation($i: DeclineMemberInvitationInput!) { declineMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.declined_member_token } }), ["same", "same", "same"], guest;
        "updateMember" "mutation($i: UpdateMemberInput!) { updateMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member, "customerType": "PREMIUM" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "changeAccessRole" "mutation($i: ChangeAccessRoleInput!) { changeAccessRole(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member, "accessRole": "VIEWER" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "grantPermission" "mutation($i: GrantPermissionInput!) { grantPermission(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "memberId": w.staff.member_ids[3], "permission": "MANAGE_GROUPS", "scope": "OWN" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND memberId", "FORBIDDEN"], owner;
        "revokePermission" "mutation($i: RevokePermissionInput!) { revokePermission(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.grant } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "suspendMember" "mutation($i: SuspendMemberInput!) { suspendMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member, "reason": "x" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "reinstateMember" "mutation($i: ReinstateMemberInput!) { reinstateMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.suspended_member } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "removeMember" "mutation($i: RemoveMemberInput!) { removeMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "inviteEmployee" "mutation($i: InviteEmployeeInput!) { inviteEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "email": "n2@example.com", "displayName": "N", "role": "STAFF", "compensationType": "COMMISSION" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], hr;
        "promoteToEmployee" "mutation($i: PromoteToEmployeeInput!) { promoteToEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "memberId": w.staff.member_ids[3], "role": "STAFF", "compensationType": "COMMISSION" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND memberId", "FORBIDDEN"], hr;
        "resendEmployeeInvitation" "mutation($i: ResendEmployeeInvitationInput!) { resendEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.open_employee_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "revokeEmployeeInvitation" "mutation($i: RevokeEmployeeInvitationInput!) { revokeEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_employee_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "acceptEmployeeInvitation" "mutation($i: AcceptEmployeeInvitationInput!) { acceptEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.employee_token } }), ["UNAUTHENTICATED", "refused: WRONG_RECIPIENT", "refused: WRONG_RECIPIENT"], guest;
        "declineEmployeeInvitation" "mutation($i: DeclineEmployeeInvitationInput!) { declineEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.declined_employee_token } }), ["same", "same", "same"], guest;
        "approveEmployee" "mutation($i: ApproveEmployeeInput!) { approveEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.candidate } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "rejectEmployee" "mutation($i: RejectEmployeeInput!) { rejectEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_candidate } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "updateEmployee" "mutation($i: UpdateEmployeeInput!) { updateEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_employee, "role": "INSTRUCTOR" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], hr;
        "manageCompensation" "mutation($i: ManageCompensationInput!) { manageCompensation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_employee, "compensationType": "SALARIED", "salary": { "amount": "1200.00", "currency": "EUR" } } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], hr;
        "linkJobProfile" "mutation($i: LinkJobProfileInput!) { linkJobProfile(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "employeeId": w.extra_employee } }), ["UNAUTHENTICATED", "refused: NOT_FOUND employeeId", "FORBIDDEN"],
            |w| w.leaver.clone();
        "terminateEmployee" "mutation($i: TerminateEmployeeInput!) { terminateEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_employee, "reason": "x" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], hr;
        "quote" "query($i: QuoteInput!) { quote(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "currency": "EUR", "lines": [{ "variantId": w.goods.variant }] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "ok"], member;
        "joinOrganization" "mutation($i: JoinOrganizationInput!) { joinOrganization(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "ok"], member;
        "createProduct" "mutation($i: CreateProductInput!) { createProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "slug": "new", "name": "New" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "updateProduct" "mutation($i: UpdateProductInput!) { updateProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.product, "name": "Newer" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "activateProduct" "mutation($i: ActivateProductInput!) { activateProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.product } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "addVariant" "mutation($i: AddVariantInput!) { addVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "productId": w.goods.product, "name": "Team" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND productId", "FORBIDDEN"], owner;
        "updateVariant" "mutation($i: UpdateVariantInput!) { updateVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.variant, "name": "Single" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "activateVariant" "mutation($i: ActivateVariantInput!) { activateVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.variant } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "endPrice" "mutation($i: EndPriceInput!) { endPrice(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.price } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "setPrice" "mutation($i: SetPriceInput!) { setPrice(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "variantId": w.goods.variant, "price": { "amount": "90.00", "currency": "EUR" } } }), ["UNAUTHENTICATED", "refused: NOT_FOUND variantId", "FORBIDDEN"], owner;
        "deactivateVariant" "mutation($i: DeactivateVariantInput!) { deactivateVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.variant } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "createOffer" "mutation($i: CreateOfferInput!) { createOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "name": "Half", "percent": "50" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "updateOffer" "mutation($i: UpdateOfferInput!) { updateOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.offer, "maxUses": 5 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "deactivateOffer" "mutation($i: DeactivateOfferInput!) { deactivateOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.offer } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "activateOffer" "mutation($i: ActivateOfferInput!) { activateOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.offer } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "createTaxRate" "mutation($i: CreateTaxRateInput!) { createTaxRate(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "jurisdiction": "SI", "name": "VAT", "percent": "22" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "issueGiftCard" "mutation($i: IssueGiftCardInput!) { issueGiftCard(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "kind": "PURCHASED", "amount": { "amount": "5.00", "currency": "EUR" }, "idempotencyKey": "k" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "setGiftCardActive" "mutation($i: SetGiftCardActiveInput!) { setGiftCardActive(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.gift_card.id, "isActive": false } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "archiveProduct" "mutation($i: ArchiveProductInput!) { archiveProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.product } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "leaveOrganization" "mutation($i: LeaveOrganizationInput!) { leaveOrganization(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "same"],
            |w| w.leaver.clone();

        "createCategory" "mutation($i: CreateCategoryInput!) { createCategory(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "name": "Music" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "updateCategory" "mutation($i: UpdateCategoryInput!) { updateCategory(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.category, "description": "d" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "createCourse" "mutation($i: CreateCourseInput!) { createCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "title": "New" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], creator;
        "updateCourse" "mutation($i: UpdateCourseInput!) { updateCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.id, "summary": "s" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "submitCourse" "mutation($i: SubmitCourseInput!) { submitCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.spare_draft.id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "returnCourse" "mutation($i: ReturnCourseInput!) { returnCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.reviewed[0], "note": "n" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], manager;
        "publishCourse" "mutation($i: PublishCourseInput!) { publishCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.reviewed[1] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], manager;
        "restoreCourse" "mutation($i: RestoreCourseInput!) { restoreCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.archived_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "setCourseTags" "mutation($i: SetCourseTagsInput!) { setCourseTags(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "tags": ["t"] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "addCourseMentor" "mutation($i: AddCourseMentorInput!) { addCourseMentor(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "employeeId": w.staff.employee_ids[1] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "removeCourseMentor" "mutation($i: RemoveCourseMentorInput!) { removeCourseMentor(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "employeeId": w.staff.employee_ids[1] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "addCoursePrerequisite" "mutation($i: AddCoursePrerequisiteInput!) { addCoursePrerequisite(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "prerequisiteCourseId": w.other_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "removeCoursePrerequisite" "mutation($i: RemoveCoursePrerequisiteInput!) { removeCoursePrerequisite(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "prerequisiteCourseId": w.other_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "archiveCourse" "mutation($i: ArchiveCourseInput!) { archiveCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "createChapter" "mutation($i: CreateChapterInput!) { createChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "updateChapter" "mutation($i: UpdateChapterInput!) { updateChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "moveChapter" "mutation($i: MoveChapterInput!) { moveChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id, "position": 2 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "scheduleChapter" "mutation($i: ScheduleChapterInput!) { scheduleChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id, "releaseAt": "2030-01-01T00:00:00Z" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "publishChapter" "mutation($i: PublishChapterInput!) { publishChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "unpublishChapter" "mutation($i: UnpublishChapterInput!) { unpublishChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "deleteChapter" "mutation($i: DeleteChapterInput!) { deleteChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.draft.chapters[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "createLesson" "mutation($i: CreateLessonInput!) { createLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "chapterId": w.published.chapters[1].id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND chapterId", "FORBIDDEN"], creator;
        "updateLesson" "mutation($i: UpdateLessonInput!) { updateLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0], "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "moveLesson" "mutation($i: MoveLessonInput!) { moveLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0], "position": 2 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "scheduleLesson" "mutation($i: ScheduleLessonInput!) { scheduleLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0], "releaseAt": "2030-01-01T00:00:00Z" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "publishLesson" "mutation($i: PublishLessonInput!) { publishLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "unpublishLesson" "mutation($i: UnpublishLessonInput!) { unpublishLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "deleteLesson" "mutation($i: DeleteLessonInput!) { deleteLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.draft.chapters[1].lessons[0] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "createQuiz" "mutation($i: CreateQuizInput!) { createQuiz(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "updateQuiz" "mutation($i: UpdateQuizInput!) { updateQuiz(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "addQuizQuestion" "mutation($i: AddQuizQuestionInput!) { addQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "quizId": w.published.quiz.as_ref().unwrap().id, "kind": "TRUE_FALSE", "prompt": "P", "options": [{ "text": "a", "isCorrect": true }, { "text": "b", "isCorrect": false }] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND quizId", "FORBIDDEN"], creator;
        "updateQuizQuestion" "mutation($i: UpdateQuizQuestionInput!) { updateQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().questions[0].id, "prompt": "P" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "moveQuizQuestion" "mutation($i: MoveQuizQuestionInput!) { moveQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().questions[0].id, "position": 2 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "removeQuizQuestion" "mutation($i: RemoveQuizQuestionInput!) { removeQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().questions[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "deleteQuiz" "mutation($i: DeleteQuizInput!) { deleteQuiz(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.draft.quiz.as_ref().unwrap().id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;

        "setFeeSchedule" "mutation($i: SetFeeScheduleInput!) { setFeeSchedule(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "platformFee": "5", "processingFee": "3", "withholding": "8" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], operator;
        "createAttribution" "mutation($i: CreateAttributionInput!) { createAttribution(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "productId": w.product, "employeeId": w.staff.employee_ids[1], "kind": "REVIEWER", "share": "5" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND productId", "refused: NOT_FOUND productId"], owner;
        "changeAttributionShare" "mutation($i: ChangeAttributionShareInput!) { changeAttributionShare(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.attribution, "share": "50" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "endAttribution" "mutation($i: EndAttributionInput!) { endAttribution(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_attribution } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "runPayouts" "mutation($i: RunPayoutsInput!) { runPayouts(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "idempotencyKey": "second" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "verifyPayout" "query($id: ID!) { verifyPayout(payoutId: $id) { result } }" |w| json!({ "id": w.payout }),
            ["UNAUTHENTICATED", "NOT_FOUND", "NOT_FOUND"], creator;
        "placeOrder" "mutation($i: PlaceOrderInput!) { placeOrder(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": crate::orders::taxed_cart(&w.staff, &w.variant, "test_ok", "new") }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "same"], member;
        "cancelOrder" "mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "orderId": w.open_order, "idempotencyKey": "new" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND orderId", "same"], member;
        "refundOrder" "mutation($i: RefundOrderInput!) { refundOrder(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "orderId": w.paid_order, "amount": "3.00", "reason": "r", "idempotencyKey": "new" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND orderId", "FORBIDDEN"], hr;
        "approveRefund" "mutation($i: ApproveRefundInput!) { approveRefund(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.refunds[0], "idempotencyKey": "new" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "rejectRefund" "mutation($i: RejectRefundInput!) { rejectRefund(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.refunds[1], "reason": "r" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "changePassword" "mutation { changePassword(input: { currentPassword: \"correct horse battery\", newPassword: \"an entirely new secret\" }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "same", "same"], member;
        "revokeOtherSessions" "mutation { revokeOtherSessions { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "same", "same"], member;
        "stopImpersonating" "mutation { stopImpersonating { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "refused: NOT_IMPERSONATING", "refused: NOT_IMPERSONATING"], |w| w.acting.clone();
        "signOut" "mutation { signOut { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "same", "same"], member;
    }
}

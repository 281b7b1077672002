//! One platform day, as far as organizations and their people reach.

use serde_json::{Value, json};
use testkit::{Person, TestApp};

async fn create_organization(operator: &Person<'_>, name: &str, slug: &str, owner: &str) -> String {
    let made = operator
        .mutate(
            "createOrganization",
            json!({ "name": name, "slug": slug, "currency": "EUR", "timeZone": "Europe/Ljubljana",
                    "ownerEmail": format!("{owner}@example.com") }),
            "organization { id slug settings { currency timeZone } }",
        )
        .await;
    let organization = &made.payload()["organization"];
    assert_eq!(
        organization["settings"],
        json!({ "currency": "EUR", "timeZone": "Europe/Ljubljana" })
    );
    organization["id"].as_str().unwrap().to_owned()
}

async fn log_of(person: &Person<'_>, slug: &str) -> Vec<String> {
    let answer = person
        .gql(
            "query($slug: String!) { organization(slug: $slug) { events(first: 100) { nodes { action capacity } } } }",
            json!({ "slug": slug }),
        )
        .await;
    let mut log: Vec<_> = answer
        .at("/organization/events/nodes")
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            format!(
                "{} {}",
                event["action"].as_str().unwrap(),
                event["capacity"].as_str().unwrap()
            )
        })
        .collect();
    log.reverse();
    log
}

async fn invite(
    app: &TestApp,
    who: &Person<'_>,
    organization: &str,
    name: &str,
    role: &str,
) -> (String, String) {
    let invited = who
        .mutate(
            "inviteEmployee",
            json!({ "organizationId": organization, "email": format!("{name}@example.com"), "displayName": name,
                    "role": role, "compensationType": "COMMISSION" }),
            "employeeInvitation { id status }",
        )
        .await;
    let invitation = &invited.payload()["employeeInvitation"];
    assert_eq!(invitation["status"], "PENDING");
    (
        invitation["id"].as_str().unwrap().to_owned(),
        app.mailed_token().await,
    )
}

async fn status_of(who: &Person<'_>, invitation: &str) -> Value {
    who.gql(
        "query($id: ID!) { node(id: $id) { ... on EmployeeInvitation { status } } }",
        json!({ "id": invitation }),
    )
    .await
    .at("/node/status")
    .clone()
}

#[tokio::test]
async fn organizations_recruit_across_borders_and_stay_apart() {
    let app = TestApp::new().await;
    let olga = app.operator("olga").await;
    let ana = app.person("ana").await;
    let boris = app.person("boris").await;

    // Step 1: the operator founds two organizations for their owners.
    let a = create_organization(&olga, "Alpenglow Academy", "alpenglow", "ana").await;
    let b = create_organization(&olga, "Borealis Labs", "borealis", "boris").await;
    assert_eq!(
        log_of(&ana, "alpenglow").await,
        ["ORGANIZATION_CREATED OPERATOR", "MEMBER_JOINED OPERATOR"]
    );

    // Step 2: what belongs to B does not exist for A.
    let foreign = boris
        .gql(
            "{ organization(slug: \"borealis\") { viewerMember { id employee { id } } } }",
            Value::Null,
        )
        .await;
    for id in [
        b.clone(),
        foreign.text("/organization/viewerMember/id"),
        foreign.text("/organization/viewerMember/employee/id"),
    ] {
        let answer = ana
            .gql("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id }))
            .await;
        assert_eq!(answer.error_code(), "NOT_FOUND", "{id}");
        assert_eq!(answer.body["data"]["node"], Value::Null);
        let list = ana
            .gql(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                json!({ "ids": [id] }),
            )
            .await;
        assert_eq!(list.at("/nodes"), &json!([null]));
    }
    let slug = ana
        .gql("{ organization(slug: \"borealis\") { id } }", Value::Null)
        .await;
    assert_eq!(slug.at("/organization"), &Value::Null);

    // Step 5: HR invites seven people; authority starts at approval.
    let hana = app.person("hana").await;
    let joined = ana
        .mutate(
            "inviteMember",
            json!({ "organizationId": a, "email": "hana@example.com", "displayName": "Hana", "accessRole": "HR" }),
            "memberInvitation { status }",
        )
        .await;
    joined.payload();
    let token = app.mailed_token().await;
    hana.mutate(
        "acceptMemberInvitation",
        json!({ "token": token }),
        "member { accessRole }",
    )
    .await
    .payload();
    // HR without an employment cannot invite: somebody has to answer for an invitation.
    let early = hana
        .mutate(
            "inviteEmployee",
            json!({ "organizationId": a, "email": "x@example.com", "displayName": "X", "role": "STAFF",
                    "compensationType": "COMMISSION" }),
            "employeeInvitation { id }",
        )
        .await;
    assert_eq!(early.refusals(), ["EMPLOYEE_REQUIRED"]);
    let (hana_invitation, token) = invite(&app, &ana, &a, "hana", "STAFF").await;
    hana.mutate(
        "acceptEmployeeInvitation",
        json!({ "token": token }),
        "employeeInvitation { status }",
    )
    .await
    .payload();
    ana.mutate(
        "approveEmployee",
        json!({ "id": hana_invitation }),
        "employee { status }",
    )
    .await
    .payload();
    app.deliver().await;

    let cora = app.person("cora").await;
    let (cora_invitation, cora_token) = invite(&app, &hana, &a, "cora", "CREATOR").await;
    let mut others = Vec::new();
    for (name, role) in [
        ("dino", "CREATOR"),
        ("kim", "CREATOR"),
        ("ivo", "INSTRUCTOR"),
        ("aron", "MANAGER"),
        ("sara", "STAFF"),
    ] {
        others.push(invite(&app, &hana, &a, name, role).await);
    }
    let short = hana
        .mutate(
            "inviteEmployee",
            json!({ "organizationId": a, "email": "mojca@example.com", "displayName": "Mojca", "role": "STAFF",
                    "compensationType": "COMMISSION", "expiresInSeconds": 60 }),
            "employeeInvitation { id }",
        )
        .await;
    short.payload();
    let short_token = app.mailed_token().await;

    let accepted = cora
        .mutate(
            "acceptEmployeeInvitation",
            json!({ "token": cora_token }),
            "employeeInvitation { status }",
        )
        .await;
    assert_eq!(
        accepted.payload()["employeeInvitation"]["status"],
        "PENDING_APPROVAL"
    );
    // She has accepted, so she knows the organization; but she may do nothing in it yet.
    let attempt = cora
        .mutate(
            "inviteMember",
            json!({ "organizationId": a, "email": "friend@example.com", "displayName": "Friend" }),
            "memberInvitation { id }",
        )
        .await;
    assert_eq!(attempt.refusals(), ["NOT_FOUND organizationId"]);
    // HR recruits, the owner decides.
    let hr_tries = hana
        .mutate(
            "approveEmployee",
            json!({ "id": cora_invitation }),
            "employee { id }",
        )
        .await;
    assert_eq!(hr_tries.error_code(), "FORBIDDEN");
    assert_eq!(status_of(&ana, &cora_invitation).await, "PENDING_APPROVAL");
    let approved = ana
        .mutate(
            "approveEmployee",
            json!({ "id": cora_invitation }),
            "employee { id status role }",
        )
        .await;
    assert_eq!(approved.payload()["employee"]["status"], "ACTIVE");
    let cora_in_a = approved.payload()["employee"]["id"].as_str().unwrap().to_owned();
    // Active now, and still not allowed what her role does not bring.
    let attempt = cora
        .mutate(
            "inviteMember",
            json!({ "organizationId": a, "email": "friend@example.com", "displayName": "Friend" }),
            "memberInvitation { id }",
        )
        .await;
    assert_eq!(attempt.error_code(), "FORBIDDEN");
    let again = cora
        .mutate(
            "acceptEmployeeInvitation",
            json!({ "token": cora_token }),
            "employeeInvitation { id }",
        )
        .await;
    assert_eq!(again.refusals(), ["TOKEN_USED token"]);
    let mojca = app.person("mojca").await;
    app.clock.advance(chrono::Duration::seconds(61));
    let late = mojca
        .mutate(
            "acceptEmployeeInvitation",
            json!({ "token": short_token }),
            "employeeInvitation { id }",
        )
        .await;
    assert_eq!(late.refusals(), ["TOKEN_EXPIRED token"]);
    // The default life is seven days: still good one second before, not at the end.
    let dino = app.person("dino").await;
    let kim = app.person("kim").await;
    app.clock
        .advance(chrono::Duration::days(7) - chrono::Duration::seconds(62));
    dino.mutate(
        "acceptEmployeeInvitation",
        json!({ "token": others[0].1 }),
        "employeeInvitation { status }",
    )
    .await
    .payload();
    app.clock.advance(chrono::Duration::seconds(1));
    let late = kim
        .mutate(
            "acceptEmployeeInvitation",
            json!({ "token": others[1].1 }),
            "employeeInvitation { id }",
        )
        .await;
    assert_eq!(late.refusals(), ["TOKEN_EXPIRED token"]);

    // Step 6: Cora works for both; her job profile knows, and tells others nothing.
    app.deliver().await;
    let (in_b, token) = invite(&app, &boris, &b, "cora", "CREATOR").await;
    cora.mutate(
        "acceptEmployeeInvitation",
        json!({ "token": token }),
        "employeeInvitation { status }",
    )
    .await
    .payload();
    let approved = boris
        .mutate("approveEmployee", json!({ "id": in_b }), "employee { id }")
        .await;
    let cora_in_b = approved.payload()["employee"]["id"].as_str().unwrap().to_owned();
    let profile = cora
        .mutate(
            "createJobProfile",
            json!({ "title": "Rust instructor", "level": 4, "skills": ["Rust", "Teaching"] }),
            "jobProfile { id title level skills }",
        )
        .await;
    let profile = profile.payload()["jobProfile"]["id"].as_str().unwrap().to_owned();
    for employee in [&cora_in_a, &cora_in_b] {
        cora.mutate(
            "linkJobProfile",
            json!({ "employeeId": employee, "jobProfileId": profile }),
            "employee { jobProfile { id } }",
        )
        .await
        .payload();
    }
    let own = cora
        .gql(
            "{ viewer { jobProfiles { organizations { slug } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        own.at("/viewer/jobProfiles/0/organizations"),
        &json!([{ "slug": "alpenglow" }, { "slug": "borealis" }])
    );
    let seen = ana
        .gql(
            "{ organization(slug: \"alpenglow\") { employees(filter: { hasJobProfile: true }) { nodes { jobProfile { title organizations { slug } } } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        seen.at("/organization/employees/nodes"),
        &json!([{ "jobProfile": { "title": "Rust instructor", "organizations": [] } }])
    );
    let told = app.deliver().await;
    assert_eq!(told.len(), 1, "Cora is told that Borealis has approved her");
}

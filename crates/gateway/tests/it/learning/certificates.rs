//! Certificates: verified by anybody, until they expire or are revoked.

use super::{complete, grant, text};
use serde_json::{Value, json};
use testkit::{Answer, Course, Staff, TestApp};

async fn verify(app: &TestApp, code: &str) -> Answer {
    app.anonymous()
        .gql(
            "query($c: String!) { verifyCertificate(code: $c) { status code holderName courseTitle organizationName
                issuedAt validThrough revokedAt } }",
            json!({ "c": code }),
        )
        .await
}

async fn file(app: &TestApp, name: &str) -> Answer {
    let request = axum::http::Request::get(format!("/certificates/{name}"));
    app.send(request.body(axum::body::Body::empty()).unwrap()).await
}

/// A course in Ljubljana whose certificate is valid for so many months.
async fn course(staff: &Staff<'_>, months: i32) -> Course {
    let zone = json!({ "id": staff.organization, "timeZone": "Europe/Ljubljana" });
    staff
        .owner
        .mutate("updateOrganization", zone, "organization { id }")
        .await
        .payload();
    let course = staff.course("Forklift Safety").draft().await;
    let validity = json!({ "id": course.id, "validityMonths": months });
    staff
        .creator
        .mutate("updateCourse", validity, "course { id }")
        .await
        .payload();
    staff.publish(&course.id).await;
    course
}

#[tokio::test]
async fn a_certificate_is_valid_to_the_end_of_its_last_day() {
    let app = TestApp::new().await;
    app.clock.set("2026-08-31T10:00:00Z".parse().unwrap());
    let staff = Staff::found(&app, "alpenglow").await;
    let course = course(&staff, 6).await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let done = complete(&staff.member, course.lessons()[0]).await;
    let code = text(&done.payload()["lessonProgress"]["enrollment"]["certificate"]["code"]);

    let verified = verify(&app, &code.replace('-', " ")).await;
    assert_eq!(
        verified.at("/verifyCertificate"),
        &json!({ "status": "VALID", "code": code, "holderName": "member", "courseTitle": "Forklift Safety",
                 "organizationName": "alpenglow", "issuedAt": "2026-08-31T10:00:00Z", "validThrough": "2027-02-28",
                 "revokedAt": null })
    );
    for (moment, status) in [
        ("2027-02-28T22:59:59Z", "VALID"),
        ("2027-02-28T23:00:00Z", "EXPIRED"),
    ] {
        app.clock.set(moment.parse().unwrap());
        assert_eq!(
            verify(&app, &code).await.text("/verifyCertificate/status"),
            status
        );
    }
}

#[tokio::test]
async fn a_revoked_certificate_says_so_and_not_why() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let done = complete(&staff.member, course.lessons()[0]).await;
    let certificate = &done.payload()["lessonProgress"]["enrollment"]["certificate"];
    let (id, code) = (text(&certificate["id"]), text(&certificate["code"]));
    let input = json!({ "id": id, "reason": "Somebody else sat the exam" });
    let fields = "certificate { status revokedReason revokedBy { id } validThrough }";
    let hr = staff.hr.mutate("revokeCertificate", input.clone(), fields).await;
    assert_eq!(hr.error_code(), "FORBIDDEN");
    let revoked = staff
        .owner
        .mutate("revokeCertificate", input.clone(), fields)
        .await;
    assert_eq!(
        revoked.payload()["certificate"],
        json!({ "status": "REVOKED", "revokedReason": "Somebody else sat the exam",
                "revokedBy": { "id": staff.employee_ids[0] }, "validThrough": null })
    );
    let again = staff.owner.mutate("revokeCertificate", input, fields).await;
    assert_eq!(again.refusals(), ["CERTIFICATE_ALREADY_REVOKED"]);
    let verified = verify(&app, &code).await;
    assert_eq!(verified.text("/verifyCertificate/status"), "REVOKED");
    assert!(!verified.body.to_string().contains("exam"));
}

/// The holder keeps a signed credential: valid as long as nobody changes it, and as its certificate is.
#[tokio::test]
async fn a_certificate_is_a_credential() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = course(&staff, 6).await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let done = complete(&staff.member, course.lessons()[0]).await;
    let id = text(&done.payload()["lessonProgress"]["enrollment"]["certificate"]["id"]);
    let own = "query($id: ID!) { node(id: $id) { ... on Certificate { code credential } } }";
    let seen = staff.member.gql(own, json!({ "id": id })).await;
    let (code, credential) = (text(seen.at("/node/code")), text(seen.at("/node/credential")));
    let told: Value = serde_json::from_str(&credential).unwrap();
    assert_eq!(told["id"], format!("http://volmify.test/certificates/{code}"));
    assert_eq!(
        told["credentialSubject"]["identifier"][0]["identityHash"],
        "member"
    );
    assert_eq!(
        (
            &told["name"],
            &told["issuer"]["name"],
            &told["validFrom"],
            &told["validUntil"]
        ),
        (
            &json!("Forklift Safety"),
            &json!("alpenglow"),
            &json!("2026-03-14T08:00:00Z"),
            &json!("2026-09-14T22:00:00Z")
        )
    );
    let verify = async |credential: &str| {
        let document = "query($c: String!) { verifyCredential(credential: $c) { status certificate { holderName code } } }";
        let answer = app.anonymous().gql(document, json!({ "c": credential })).await;
        answer.at("/verifyCredential").clone()
    };
    assert_eq!(
        verify(&credential).await,
        json!({ "status": "VALID", "certificate": { "holderName": "member", "code": code } })
    );
    let forged = json!({ "status": "INVALID_SIGNATURE", "certificate": null });
    assert_eq!(verify(&credential.replace("member", "Somebody")).await, forged);
    // Every organization signs with a key of its own, the same one on every server.
    let other = Staff::found(&app, "borealis").await;
    let foreign = other.course("Rust").publish().await;
    grant(&other, &foreign, &other.member_ids[3]).await;
    let done = complete(&other.member, foreign.lessons()[0]).await;
    let id_of_other = text(&done.payload()["lessonProgress"]["enrollment"]["certificate"]["id"]);
    let seen = other.member.gql(own, json!({ "id": id_of_other })).await;
    let of_other: Value = serde_json::from_str(&text(seen.at("/node/credential"))).unwrap();
    assert_ne!(told["issuer"]["id"], of_other["issuer"]["id"]);
    let mut grafted = told.clone();
    grafted["proof"] = of_other["proof"].clone();
    assert_eq!(verify(&grafted.to_string()).await, forged);
    for nothing in [
        "",
        "{}",
        &told["name"].to_string(),
        &json!({ "id": "/certificates/A" }).to_string(),
    ] {
        assert_eq!(verify(nothing).await, Value::Null, "{nothing}");
    }

    let file = file(&app, &format!("{code}.json")).await;
    assert_eq!((file.status.as_u16(), &file.body), (200, &told));
    assert_eq!(file.headers["content-type"], "application/vc+ld+json");
    app.clock.set("2026-09-14T22:00:00Z".parse().unwrap());
    assert_eq!(verify(&credential).await["status"], "EXPIRED");
    app.clock.set("2026-03-15T08:00:00Z".parse().unwrap());
    let revoke = json!({ "id": id, "reason": "Somebody else sat the exam" });
    staff
        .owner
        .mutate("revokeCertificate", revoke, "certificate { id }")
        .await
        .payload();
    assert_eq!(verify(&credential).await["status"], "REVOKED");
    for (name, status) in [
        (code.as_str(), 410),
        ("AAAAA-AAAAA-AAAAA-AAAAA", 404),
        ("%00", 404),
    ] {
        let answer = self::file(&app, &format!("{name}.json")).await;
        assert_eq!(answer.status.as_u16(), status, "{name}");
    }
}

#[tokio::test]
async fn unknown_codes_are_nothing() {
    let app = TestApp::new().await;
    for code in [
        "",
        "0",
        "AAAAA-AAAAA-AAAAA-AAAAA",
        "UUUUU-UUUUU-UUUUU-UUUUU",
        "%",
        "\u{0}",
        &"A".repeat(5000),
    ] {
        assert_eq!(
            verify(&app, code).await.at("/verifyCertificate"),
            &Value::Null,
            "{code}"
        );
    }
}

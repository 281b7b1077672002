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

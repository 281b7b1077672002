//! What those see who follow many learners: the members with how much they learn, and lists that are long.

use super::{complete, grant};
use serde_json::{Value, json};
use testkit::{Staff, TestApp};

const MEMBERS: &str = "query($first: Int) { organization(slug: \"alpenglow\") {
    members(first: $first, orderBy: { field: JOINED_AT, direction: ASC }) { nodes { id enrollmentCount lastActivityAt } } } }";

#[tokio::test]
async fn what_members_learn_is_counted_as_far_as_it_is_visible() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let written = staff.course("Rust").lessons_per_chapter(2).publish().await;
    let other = staff
        .course("Of the owner")
        .by(&staff.owner)
        .lessons_per_chapter(2)
        .publish()
        .await;
    grant(&staff, &written, &staff.member_ids[3]).await;
    complete(&staff.member, written.lessons()[0]).await.payload();
    app.clock.advance(chrono::Duration::hours(1));
    grant(&staff, &other, &staff.member_ids[3]).await;
    complete(&staff.member, other.lessons()[0]).await.payload();
    let (early, late) = ("2026-03-14T08:00:00Z", "2026-03-14T09:00:00Z");
    staff
        .owner
        .mutate(
            "grantPermission",
            json!({ "memberId": staff.member_ids[2], "permission": "VIEW_MEMBERS", "scope": "ALL" }),
            "permissionGrant { id }",
        )
        .await
        .payload();

    // The creator looks after members, but sees only who learns the creator's own course.
    for (person, count, last) in [
        (&staff.hr, 2, late),
        (&staff.creator, 1, early),
        (&staff.member, 2, late),
    ] {
        let answer = person.gql(MEMBERS, json!({ "first": 50 })).await;
        let members = answer.at("/organization/members/nodes").as_array().unwrap();
        let learner = members
            .iter()
            .find(|member| member["id"] == staff.member_ids[3].as_str());
        let learner = learner.unwrap();
        assert_eq!(learner["enrollmentCount"], count);
        assert_eq!(learner["lastActivityAt"], last);
        let others = members.iter().filter(|member| member["id"] != learner["id"]);
        for other in others {
            assert_eq!(other["enrollmentCount"], 0);
            assert_eq!(other["lastActivityAt"], Value::Null);
        }
    }
}

#[tokio::test]
async fn a_membership_says_how_much_is_learned_wherever_it_is_met() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").lessons_per_chapter(2).publish().await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let own = "{ viewer { memberships { enrollmentCount lastActivityAt } } }";
    let answer = staff.member.gql(own, Value::Null).await;
    assert_eq!(
        answer.at("/viewer/memberships"),
        &json!([{ "enrollmentCount": 1, "lastActivityAt": null }])
    );
    staff
        .hr
        .mutate(
            "suspendMember",
            json!({ "id": staff.member_ids[3], "reason": "Unpaid invoice" }),
            "member { enrollmentCount }",
        )
        .await
        .payload();
    let answer = staff.member.gql(own, Value::Null).await;
    assert_eq!(answer.at("/viewer/memberships/0/enrollmentCount"), 0);
}

#[tokio::test]
async fn a_report_has_a_thousand_enrollments_for_those_who_may_export() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").lessons_per_chapter(1).publish().await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let report = "query($first: Int, $last: Int) { organization(slug: \"alpenglow\") {
        enrollments(first: $first, last: $last) { nodes { id status } } } }";
    for size in [json!({ "first": 1_000 }), json!({ "last": 1_000 })] {
        for person in [&staff.owner, &staff.hr] {
            let answer = person.gql(report, size.clone()).await;
            assert_eq!(
                answer
                    .at("/organization/enrollments/nodes")
                    .as_array()
                    .unwrap()
                    .len(),
                1
            );
        }
        for person in [&staff.creator, &staff.member] {
            assert_eq!(
                person.gql(report, size.clone()).await.error_code(),
                "BAD_USER_INPUT"
            );
        }
    }
    for size in [json!({ "first": 1_001 }), json!({ "last": 0 })] {
        assert_eq!(staff.owner.gql(report, size).await.error_code(), "BAD_USER_INPUT");
    }

    // What a list costs grows with its page here as well.
    let dear = "query($first: Int) { organization(slug: \"alpenglow\") { enrollments(first: $first) { nodes {
        id status source enrolledAt completedAt lastActivityAt version updatedAt
        member { id displayName status joinedAt } course { id slug title level status locale } } } } }";
    staff.owner.gql(dear, json!({ "first": 100 })).await.data();
    assert_eq!(
        staff
            .owner
            .gql(dear, json!({ "first": 1_000 }))
            .await
            .error_code(),
        "LIMIT_EXCEEDED"
    );
    // Only the organization's own list is a report.
    let of_course = "query($first: Int) { organization(slug: \"alpenglow\") { course(slug: \"rust\") {
        enrollments(first: $first) { totalCount } } } }";
    let answer = staff.owner.gql(of_course, json!({ "first": 101 })).await;
    assert_eq!(answer.error_code(), "BAD_USER_INPUT");
}

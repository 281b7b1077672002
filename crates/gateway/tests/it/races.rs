//! Many at once.

use futures::future::join_all;
use serde_json::{Value, json};
use testkit::{Staff, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_invitation_accepted_twenty_times_gives_one_member() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let guest = app.person("guest").await;
    staff
        .owner
        .mutate(
            "inviteMember",
            json!({ "organizationId": staff.organization, "email": "guest@example.com", "displayName": "Guest" }),
            "memberInvitation { id }",
        )
        .await
        .payload();
    let token = app.mailed_token().await;
    let members = app.count("member").await;
    let answers = join_all((0..20).map(|_| {
        guest.mutate(
            "acceptMemberInvitation",
            json!({ "token": token }),
            "member { id }",
        )
    }))
    .await;
    let accepted = answers
        .iter()
        .filter(|answer| answer.refusals().is_empty())
        .count();
    let used = answers
        .iter()
        .filter(|answer| answer.refusals() == ["TOKEN_USED token"])
        .count();
    assert_eq!((accepted, used), (1, 19));
    assert_eq!(app.count("member").await, members + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_cannot_demote_each_other_into_nobody() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    staff
        .owner
        .mutate(
            "changeAccessRole",
            json!({ "id": staff.member_ids[1], "accessRole": "OWNER" }),
            "member { accessRole }",
        )
        .await
        .payload();
    let demote = |id: &str| json!({ "id": id, "accessRole": "MEMBER" });
    let attempts = (0..25).flat_map(|_| {
        [
            staff
                .owner
                .mutate("changeAccessRole", demote(&staff.member_ids[1]), "member { id }"),
            staff
                .hr
                .mutate("changeAccessRole", demote(&staff.member_ids[0]), "member { id }"),
        ]
    });
    let answers = join_all(attempts).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    let owners = [&staff.owner, &staff.hr];
    let mut still = 0;
    for person in owners {
        let role = person
            .gql(
                "{ organization(slug: \"alpha\") { viewerMember { accessRole } } }",
                Value::Null,
            )
            .await;
        if role.at("/organization/viewerMember/accessRole") == "OWNER" {
            still += 1;
        }
    }
    assert_eq!(still, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_slug_fifty_times_founds_one_organization() {
    let app = TestApp::new().await;
    let founder = app.person("founder").await;
    let answers = join_all((0..50).map(|_| {
        founder.mutate(
            "createOrganization",
            json!({ "name": "Alpha", "slug": "alpha" }),
            "organization { id }",
        )
    }))
    .await;
    let founded = answers
        .iter()
        .filter(|answer| answer.refusals().is_empty())
        .count();
    let taken = answers
        .iter()
        .filter(|answer| answer.refusals() == ["SLUG_TAKEN slug"])
        .count();
    assert_eq!((founded, taken), (1, 49));
    assert_eq!(app.count("organization").await, 1);
    assert_eq!(app.count("member").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_requests_at_once_share_few_connections() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let document = "{ viewer { memberships { organization { members { nodes { id user { email } } } } } jobProfiles { id } }
        a: organization(slug: \"alpha\") { employees { nodes { id member { id } } } } }";
    // More requests than connections, each reading from several places: none may wait for another for ever.
    let answers = join_all((0..64).map(|_| staff.owner.gql(document, Value::Null))).await;
    for answer in answers {
        assert_eq!(answer.at("/viewer/memberships").as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_sign_ins_at_once_share_few_connections() {
    let app = TestApp::new().await;
    for number in 0..20 {
        app.person(&format!("p{number}")).await;
    }
    let document = "mutation($input: SignInInput!) { signIn(input: $input) { viewer { user { email } memberships { id } } userErrors { code } } }";
    let answers = join_all((0..20).map(|number| {
        let input = json!({ "email": format!("p{number}@example.com"), "password": "correct horse battery" });
        let nobody = app.anonymous();
        async move { nobody.gql(document, json!({ "input": input })).await }
    }))
    .await;
    for (number, answer) in answers.iter().enumerate() {
        let email = format!("p{number}@example.com");
        assert_eq!(answer.payload()["viewer"]["user"]["email"], email);
    }
}

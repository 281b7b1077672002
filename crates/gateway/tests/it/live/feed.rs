//! The event feed of an organization: complete, in order, for those who may, and for as long as they may.

use super::{EVENTS, client::Events, code, event, invite, patient, suspend, text};
use futures::future::join_all;
use gateway::LiveSettings;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use store::Engine;
use testkit::{Listening, Person, Staff, TestApp, TwoOrganizations};

async fn follow(server: &Listening, who: &Person<'_>, variables: Value) -> Events {
    Events::post(server.address, who.token(), EVENTS, variables).await
}

#[tokio::test]
async fn events_come_in_order_and_only_those_of_the_organization() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let server = Listening::start(app.routes(patient())).await;
    let mut of_a = follow(&server, &world.a.owner, json!({ "id": world.a.organization })).await;
    let mut of_b = follow(&server, &world.b.owner, json!({ "id": world.b.organization })).await;

    let first = invite(&world.a, &world.a.owner, "first").await;
    let other = invite(&world.b, &world.b.owner, "other").await;
    suspend(&world.a, &world.a.member_ids[3]).await;
    let second = invite(&world.a, &world.a.hr, "second").await;

    let mut seen = Vec::new();
    for _ in 0..3 {
        let answer = of_a.answer().await;
        let event = event(&answer);
        seen.push((
            text(&event["action"]),
            text(&event["subjectId"]),
            text(&event["actor"]["id"]),
        ));
    }
    let (owner, hr) = (world.a.owner.user_id().await, world.a.hr.user_id().await);
    let expected = [
        ("MEMBER_INVITED", &first, &owner),
        ("MEMBER_SUSPENDED", &world.a.member_ids[3], &owner),
        ("MEMBER_INVITED", &second, &hr),
    ]
    .map(|(action, subject, actor)| (action.to_owned(), subject.clone(), actor.clone()));
    assert_eq!(seen, expected);
    assert_eq!(event(&of_b.answer().await)["subjectId"], other);
    assert!(of_a.is_quiet().await && of_b.is_quiet().await, "and nothing else");
    app.deliver().await;
}

#[tokio::test]
async fn none_of_many_at_once_is_lost_and_what_was_missed_is_made_up_for() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes(patient())).await;
    let mut events = follow(&server, &staff.owner, json!({ "id": staff.organization })).await;
    let names: Vec<_> = (0..12).map(|number| format!("guest{number}")).collect();
    let invited = join_all(names.iter().map(|name| invite(&staff, &staff.owner, name))).await;
    let invited: BTreeSet<_> = invited.into_iter().collect();
    let mut heard = Vec::new();
    for _ in 0..12 {
        let answer = events.answer().await;
        let event = event(&answer);
        heard.push((text(&event["id"]), text(&event["subjectId"])));
    }
    assert_eq!(
        heard
            .iter()
            .map(|(_, subject)| subject.clone())
            .collect::<BTreeSet<_>>(),
        invited
    );
    drop(events);

    let later = invite(&staff, &staff.owner, "later").await;
    let variables = json!({ "id": staff.organization, "after": heard[4].0 });
    let mut again = follow(&server, &staff.owner, variables).await;
    for (id, _) in &heard[5..] {
        assert_eq!(event(&again.answer().await)["id"], *id, "the same order again");
    }
    assert_eq!(event(&again.answer().await)["subjectId"], later);
    app.deliver().await;
}

#[tokio::test]
async fn a_filter_leaves_out_and_goes_on() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes(patient())).await;
    let variables = json!({ "id": staff.organization, "filter": { "action": ["MEMBER_SUSPENDED"] } });
    let mut events = follow(&server, &staff.owner, variables).await;
    invite(&staff, &staff.owner, "guest").await;
    suspend(&staff, &staff.member_ids[3]).await;
    assert_eq!(event(&events.answer().await)["action"], "MEMBER_SUSPENDED");
    app.deliver().await;
}

#[tokio::test]
async fn whoever_may_not_read_the_log_may_not_follow_it() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let server = Listening::start(app.routes(patient())).await;
    let id = json!({ "id": world.a.organization });
    let foreign_event = json!({ "id": world.a.organization, "after": a_foreign_event(&world.b).await });
    for (who, variables, expected) in [
        (app.anonymous(), &id, "UNAUTHENTICATED"),
        (world.b.owner.clone(), &id, "NOT_FOUND"),
        (world.a.member.clone(), &id, "FORBIDDEN"),
        (world.a.owner.clone(), &foreign_event, "NOT_FOUND"),
        (
            world.a.owner.clone(),
            &json!({ "id": "member_01" }),
            "BAD_USER_INPUT",
        ),
    ] {
        let mut events = follow(&server, &who, variables.clone()).await;
        let answer = events.answer().await;
        assert_eq!(code(&answer), expected, "{answer:#}");
        assert_eq!(events.next().await, Some(("complete".to_owned(), Value::Null)));
        assert_eq!(events.next().await, None);
    }
}

async fn a_foreign_event(staff: &Staff<'_>) -> String {
    let answer = staff
        .owner
        .gql(
            "query($slug: String!) { organization(slug: $slug) { events(first: 1) { nodes { id } } } }",
            json!({ "slug": staff.slug }),
        )
        .await;
    answer.text("/organization/events/nodes/0/id")
}

/// Losing the session, the membership or the permission ends the feed before anything else is shown. Each rings.
#[tokio::test]
async fn it_ends_with_the_right_to_it() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes(patient())).await;
    let granted = staff
        .owner
        .mutate(
            "grantPermission",
            json!({ "memberId": staff.member_ids[3], "permission": "VIEW_AUDIT_LOG", "scope": "ALL" }),
            "permissionGrant { id }",
        )
        .await;
    let grant = text(&granted.payload()["permissionGrant"]["id"]);
    let id = json!({ "id": staff.organization });

    let mut by_grant = follow(&server, &staff.member, id.clone()).await;
    staff
        .owner
        .mutate("revokePermission", json!({ "id": grant }), "revokedId")
        .await
        .payload();
    assert_eq!(code(&by_grant.answer().await), "FORBIDDEN");
    assert_eq!(by_grant.rest().await, "event: complete\ndata: \n\n");

    let mut by_role = follow(&server, &staff.hr, id.clone()).await;
    suspend(&staff, &staff.member_ids[1]).await;
    assert_eq!(code(&by_role.answer().await), "NOT_FOUND");

    let another = app.sign_in("alpha.owner@example.com").await;
    let mut by_session = follow(&server, &another, id).await;
    another
        .gql("mutation { signOut { done } }", Value::Null)
        .await
        .data();
    assert_eq!(code(&by_session.answer().await), "UNAUTHENTICATED");
    app.deliver().await;
}

/// A session that runs out rings no bell.
#[tokio::test]
async fn what_ends_in_silence_is_noticed_soon() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes(LiveSettings {
        check_every: Duration::from_millis(50),
        ..LiveSettings::default()
    }))
    .await;
    let mut events = follow(&server, &staff.owner, json!({ "id": staff.organization })).await;
    assert!(events.is_quiet().await);
    app.clock.advance(chrono::Duration::days(31));
    assert_eq!(code(&events.answer().await), "UNAUTHENTICATED");
}

/// On PostgreSQL the other server hears of it at once. On SQLite only this process would; what another has written is found when
/// the log is looked at anyway.
#[tokio::test]
async fn what_another_server_commits_arrives() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let live = match app.store.engine() {
        Engine::Postgres => patient(),
        Engine::Sqlite => LiveSettings {
            check_every: Duration::from_millis(50),
            ..LiveSettings::default()
        },
    };
    let server = Listening::start(app.other_routes(live).await).await;
    let mut events = follow(&server, &staff.owner, json!({ "id": staff.organization })).await;
    for name in ["one", "two", "three"] {
        let invited = invite(&staff, &staff.owner, name).await;
        assert_eq!(event(&events.answer().await)["subjectId"], invited);
    }
    app.deliver().await;
}

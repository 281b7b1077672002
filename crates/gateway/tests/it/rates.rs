//! What requests may cost: taken from the budget of whoever asks, and from that of each organization they enter.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::Duration;
use gateway::{LiveSettings, RateSettings};
use serde_json::{Value, json};
use std::num::NonZeroU32;
use testkit::{Answer, Person, Staff, TestApp, TwoOrganizations};

/// An application with these points per minute for a user, an address and an organization. Its clock stands still.
pub(crate) async fn limited(user: u32, address: u32, organization: u32) -> TestApp {
    let mut app = TestApp::new().await;
    app.router = app.routes_limited(LiveSettings::default(), rates(user, address, organization));
    app
}

pub(crate) fn rates(user: u32, address: u32, organization: u32) -> RateSettings {
    RateSettings {
        per_user: NonZeroU32::new(user),
        per_address: NonZeroU32::new(address),
        per_organization: NonZeroU32::new(organization),
    }
}

/// Every budget is whole again.
fn wait(app: &TestApp) {
    app.clock.advance(Duration::minutes(1));
}

fn cost(answer: &Answer) -> u64 {
    answer.body["extensions"]["cost"]["requested"].as_u64().unwrap()
}

fn text(answer: &Answer, name: &str) -> String {
    let value = answer.headers.get(name);
    value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

/// What a policy has left, by the header.
fn left(answer: &Answer, policy: &str) -> u64 {
    let limits = text(answer, "ratelimit");
    let start = format!("\"{policy}\";r=");
    let item = limits.split(", ").find_map(|item| item.strip_prefix(&start));
    let item = item.unwrap_or_else(|| panic!("no {policy} in {limits}"));
    item.split(';').next().unwrap().parse().unwrap()
}

/// Finding out that an introspection costs too much is work as well.
#[tokio::test]
async fn an_introspection_that_is_refused_is_not_for_nothing() {
    let app = limited(300_000, 300_000, 300_000).await;
    let fields: String = (0..40)
        .map(|n| format!("a{n}: fields {{ name type {{ name }} }} "))
        .collect();
    let refused = app
        .anonymous()
        .gql(&format!("{{ __schema {{ types {{ {fields} }} }} }}"), Value::Null)
        .await;
    assert_eq!(refused.error_code(), "LIMIT_EXCEEDED");
    let after = left(&refused, "address");
    assert!((297_000..=298_000).contains(&after), "{after}");
    let other = app.anonymous().gql("{ nothing }", Value::Null).await;
    assert_eq!(after - left(&other, "address"), 20);
}

const ME: &str = "{ viewer { user { email } } }";
const MEMBERS: &str =
    "query($s: String!) { organization(slug: $s) { members(first: 10) { nodes { id displayName } } } }";

async fn members(person: &Person<'_>, slug: &str) -> Answer {
    person.gql(MEMBERS, json!({ "s": slug })).await
}

/// Asks until the answer is a refusal, which tells when to come again; then that is the moment.
async fn until_refused(app: &TestApp, person: &Person<'_>, slug: &str) -> Answer {
    for _ in 0..1_000 {
        let answer = members(person, slug).await;
        if answer.status == StatusCode::OK {
            answer.data();
            continue;
        }
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.error_code(), "RATE_LIMITED");
        let told = &answer.body["errors"][0]["extensions"]["retryAfterSeconds"];
        assert_eq!(text(&answer, "retry-after"), told.to_string());
        let seconds = told.as_i64().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
        app.clock.advance(Duration::seconds(seconds));
        members(person, slug).await.data();
        wait(app);
        return answer;
    }
    panic!("never refused");
}

#[tokio::test]
async fn an_answer_tells_what_it_cost_and_what_is_left() {
    let app = limited(2_000, 1_000, 10_000).await;
    let staff = Staff::found(&app, "alpha").await;
    wait(&app);
    let me = staff.owner.gql(ME, Value::Null).await;
    assert_eq!(
        me.body["extensions"]["cost"],
        json!({ "requested": 3, "limit": 20_000, "remaining": 1_997 })
    );
    assert_eq!(
        text(&me, "ratelimit-policy"),
        "\"user\";q=2000;w=60;volmify-unit=\"points\""
    );
    assert_eq!(text(&me, "ratelimit"), "\"user\";r=1997;t=1");

    let listed = members(&staff.owner, "alpha").await;
    let spent = cost(&listed);
    assert_eq!(
        text(&listed, "ratelimit-policy"),
        "\"user\";q=2000;w=60;volmify-unit=\"points\", \"organization\";q=10000;w=60;volmify-unit=\"points\""
    );
    assert_eq!(left(&listed, "user"), 1_997 - spent);
    assert_eq!(left(&listed, "organization"), 10_000 - spent);
    assert_eq!(listed.body["extensions"]["cost"]["remaining"], 1_997 - spent);
    // A change enters twice, to do it and to show it, and pays once.
    let before = left(&members(&staff.hr, "alpha").await, "organization");
    let change = json!({ "id": staff.member_ids[3], "displayName": "Mia" });
    let changed = staff
        .owner
        .mutate("updateMember", change, "member { id organization { id } }")
        .await;
    changed.payload();
    assert_eq!(left(&changed, "organization"), before - cost(&changed));

    let nobody = app.anonymous().gql("{ __typename }", Value::Null).await;
    assert_eq!(
        text(&nobody, "ratelimit-policy"),
        "\"address\";q=1000;w=60;volmify-unit=\"points\""
    );
    assert_eq!(left(&nobody, "address"), 1_000 - cost(&nobody));
}

#[tokio::test]
async fn whoever_has_spent_all_waits_and_nobody_else() {
    let app = limited(2_000, 1_000, 100_000).await;
    let staff = Staff::found(&app, "alpha").await;
    wait(&app);
    let refused = until_refused(&app, &staff.owner, "alpha").await;
    assert!(refused.body.get("data").is_none(), "{:#}", refused.body);
    assert_eq!(refused.body["errors"][0]["extensions"]["policy"], "user");
    assert_eq!(text(&refused, "ratelimit").matches("\"user\"").count(), 1);

    while members(&staff.owner, "alpha").await.status == StatusCode::OK {}
    let (events, rows) = (app.count("event").await, app.count("member_invitation").await);
    let invite =
        json!({ "organizationId": staff.organization, "email": "x@example.com", "displayName": "x" });
    while staff.owner.gql(ME, Value::Null).await.status == StatusCode::OK {}
    let change = staff
        .owner
        .mutate("inviteMember", invite, "memberInvitation { id }")
        .await;
    assert_eq!(
        (change.status.as_u16(), change.error_code()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(
        (app.count("event").await, app.count("member_invitation").await),
        (events, rows)
    );
    staff.hr.gql(ME, Value::Null).await.data();
    members(&staff.hr, "alpha").await.data();
    app.anonymous().gql("{ __typename }", Value::Null).await.data();
    // Another session of the same user is the same user.
    let again = Person::with_token(&app, staff.owner.token().unwrap());
    assert_eq!(again.gql(ME, Value::Null).await.error_code(), "RATE_LIMITED");
    app.deliver().await;
}

#[tokio::test]
async fn what_costs_more_than_there_ever_is_is_beyond_a_limit() {
    let app = limited(2_000, 1_000, 1_000).await;
    let staff = Staff::found(&app, "alpha").await;
    wait(&app);
    let much = "{ organization(slug: \"alpha\") { members(first: 100) { nodes { events(first: 10) { nodes { id } } } } } }";
    let refused = staff.owner.gql(much, Value::Null).await;
    assert_eq!(refused.error_code(), "LIMIT_EXCEEDED");
    let told = &refused.body["errors"][0]["extensions"];
    assert_eq!((&told["limit"], &told["max"]), (&json!("rate"), &json!(2_000)));
    assert!(told["requested"].as_u64().unwrap() > 2_000);
    assert_eq!(text(&refused, "retry-after"), "", "it never helps to wait");

    let some = "{ organization(slug: \"alpha\") { members(first: 100) { nodes { id user { id email firstName } isEmployee displayName
        status accessRole joinedAt employee { id } } } } }";
    let refused = staff.owner.gql(some, Value::Null).await;
    assert_eq!(refused.error_code(), "LIMIT_EXCEEDED", "{:#}", refused.body);
    assert_eq!(
        refused.body["errors"][0]["extensions"]["max"], 1_000,
        "it is the organization's"
    );
}

/// Makes another request of its kind.
type Kind<'a> = Box<dyn Fn() -> Request<Body> + 'a>;

/// Each kind of rubbish costs 20 points, and with 100 five of them are looked at.
#[tokio::test]
async fn rubbish_costs_too() {
    let app = limited(1_000, 100, 0).await;
    let graphql = |body: Value| TestApp::request(body["query"].as_str().unwrap(), &Value::Null, &[]);
    let with = |change: fn(&mut Request<Body>)| {
        let mut request = TestApp::request("{ __typename }", &Value::Null, &[]);
        change(&mut request);
        request
    };
    let of_type = |content_type: &'static str| {
        let mut request = with(|_| {});
        let value = content_type.parse().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, value);
        request
    };
    let with_body = |body: String| {
        let mut request = with(|_| {});
        *request.body_mut() = Body::from(body);
        request
    };
    let batch = json!(vec![json!({ "query": "{ __typename }" }); 1_000]).to_string();
    let kinds: Vec<(&str, Kind<'_>)> = vec![
        ("no document", Box::new(|| graphql(json!({ "query": "{" })))),
        (
            "no field",
            Box::new(|| graphql(json!({ "query": "{ nonsense }" }))),
        ),
        (
            "too long",
            Box::new(|| graphql(json!({ "query": format!("{{ __typename }} #{}", "x".repeat(70_000)) }))),
        ),
        ("no JSON", Box::new(|| with_body("{".to_owned()))),
        ("a batch of 1,000", Box::new(|| with_body(batch.clone()))),
        ("2 MB", Box::new(|| with_body(" ".repeat(2 << 20)))),
        ("text", Box::new(|| of_type("text/plain"))),
        ("a form", Box::new(|| of_type("multipart/form-data; boundary=b"))),
        (
            "a change by GET",
            Box::new(|| {
                with(|request| {
                    *request.method_mut() = "GET".parse().unwrap();
                    *request.uri_mut() = "/graphql?query=mutation%7BsignOut%7Bdone%7D%7D".parse().unwrap();
                })
            }),
        ),
        (
            "another method",
            Box::new(|| with(|request| *request.method_mut() = "PUT".parse().unwrap())),
        ),
        (
            "an answer nobody can give",
            Box::new(|| {
                with(|request| {
                    request
                        .headers_mut()
                        .insert(header::ACCEPT, "image/png".parse().unwrap());
                })
            }),
        ),
        (
            "another site",
            Box::new(|| {
                with(|request| {
                    let headers = request.headers_mut();
                    headers.insert(header::COOKIE, "volmify_session=vms_x".parse().unwrap());
                    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
                })
            }),
        ),
    ];
    for (kind, request) in kinds {
        wait(&app);
        for number in 0..5 {
            let answer = app.send(request()).await;
            assert_ne!(answer.error_code(), "RATE_LIMITED", "{kind} {number}");
            assert_eq!(left(&answer, "address"), 80 - 20 * number, "{kind}");
        }
        let refused = app.send(request()).await;
        assert_eq!(
            (refused.status.as_u16(), refused.error_code()),
            (429, "RATE_LIMITED"),
            "{kind}"
        );
        assert!(!text(&refused, "retry-after").is_empty(), "{kind}");
    }
    // Who is known is not among them.
    let ann = app.person("ann");
    wait(&app);
    let ann = ann.await;
    for _ in 0..5 {
        app.send(with_body("{".to_owned())).await;
    }
    ann.gql(ME, Value::Null).await.data();
    let wrong = ann.gql("{ nonsense }", Value::Null).await;
    assert_eq!(left(&wrong, "user"), 1_000 - 3 - 20);
}

#[tokio::test]
async fn everybody_in_an_organization_spends_from_its_budget() {
    let app = limited(100_000, 100_000, 2_000).await;
    let world = TwoOrganizations::found(&app).await;
    wait(&app);
    let refused = until_refused(&app, &world.a.owner, "alpha").await;
    assert_eq!(refused.body["data"], json!({ "organization": null }));
    let error = &refused.body["errors"][0];
    assert_eq!(
        (&error["path"], &error["extensions"]["policy"]),
        (&json!(["organization"]), &json!("organization"))
    );

    while members(&world.a.owner, "alpha").await.status == StatusCode::OK {}
    let events = app.count("event").await;
    assert_eq!(
        members(&world.a.hr, "alpha").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    // Cheap ones still pass, until nothing at all is left.
    let name = json!({ "id": world.a.member_ids[3], "displayName": "Mia" });
    let mut changes = 0;
    let refused = loop {
        let name = json!({ "id": world.a.member_ids[3], "displayName": format!("Mia {changes}") });
        let answer = world
            .a
            .hr
            .mutate("updateMember", name, "member { id displayName }")
            .await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        answer.payload();
        changes += 1;
    };
    assert_eq!(refused.error_code(), "RATE_LIMITED");
    assert_eq!(
        app.count("event").await,
        events + changes,
        "what was refused changed nothing"
    );
    members(&world.b.owner, "beta").await.data();
    // Nobody learns from a refusal that there is an organization.
    let node = |id: &str| json!({ "id": id });
    let stranger = &world.b.owner;
    assert_eq!(members(stranger, "alpha").await.at("/organization"), &Value::Null);
    assert_eq!(
        stranger
            .mutate("updateMember", name, "member { id }")
            .await
            .refusals(),
        ["NOT_FOUND id"]
    );
    let foreign = stranger
        .gql(
            "query($id: ID!) { node(id: $id) { id } }",
            node(&world.a.member_ids[0]),
        )
        .await;
    assert_eq!(foreign.error_code(), "NOT_FOUND");
    app.deliver().await;
}

#[tokio::test]
async fn a_batch_pays_for_all_that_is_in_it() {
    let app = limited(2_000, 1_000, 10_000).await;
    let staff = Staff::found(&app, "alpha").await;
    wait(&app);
    let one = json!({ "query": MEMBERS, "variables": { "s": "alpha" } });
    let single = members(&staff.owner, "alpha").await;
    let each = cost(&single);
    wait(&app);
    let batch = |elements: Vec<Value>| {
        let authorization = format!("Bearer {}", staff.owner.token().unwrap());
        let mut request = TestApp::request("", &Value::Null, &[("authorization", authorization)]);
        *request.body_mut() = Body::from(Value::Array(elements).to_string());
        app.send(request)
    };
    let answer = batch(vec![one.clone(), json!({ "query": ME }), one.clone()]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(left(&answer, "user"), 2_000 - 2 * each - 3);
    assert_eq!(left(&answer, "organization"), 10_000 - 2 * each - 3);
    let much = "query($s: String!) { organization(slug: $s) { members(first: 100) { nodes { id displayName status user { id email } } } } }";
    let much = json!({ "query": much, "variables": { "s": "alpha" } });
    let answer = batch(vec![
        json!({ "query": ME }),
        much.clone(),
        much.clone(),
        much.clone(),
        much,
    ])
    .await;
    assert_eq!(answer.status, StatusCode::OK);
    let codes: Vec<_> = answer
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["errors"][0]["extensions"]["code"].clone())
        .collect();
    assert_eq!(codes.first(), Some(&Value::Null), "{:#}", answer.body);
    assert_eq!(codes.last(), Some(&json!("RATE_LIMITED")), "{codes:?}");
    while staff.owner.gql(ME, Value::Null).await.status == StatusCode::OK {}
    let answer = batch(vec![one.clone(), one]).await;
    assert_eq!(
        answer.status,
        StatusCode::TOO_MANY_REQUESTS,
        "none of it was answered"
    );
}

async fn set(person: &Person<'_>, organization: &str, points: Value) -> Answer {
    let input = json!({ "organizationId": organization, "pointsPerMinute": points });
    let fields = "organization { rateLimit { pointsPerMinute isOwn } }";
    person.mutate("setOrganizationRateLimit", input, fields).await
}

#[tokio::test]
async fn operators_give_an_organization_a_budget_of_its_own() {
    let app = limited(100_000, 100_000, 50_000).await;
    let world = TwoOrganizations::found(&app).await;
    let operator = app.operator("olga").await;
    wait(&app);
    let shown = async |person: &Person<'_>, slug: &str| {
        let document =
            "query($s: String!) { organization(slug: $s) { rateLimit { pointsPerMinute isOwn } } }";
        let answer = person.gql(document, json!({ "s": slug })).await;
        answer.at("/organization/rateLimit").clone()
    };
    assert_eq!(
        shown(&world.a.owner, "alpha").await,
        json!({ "pointsPerMinute": 50_000, "isOwn": false })
    );
    let changed = set(&operator, &world.a.organization, json!(1_000)).await;
    let own = json!({ "pointsPerMinute": 1_000, "isOwn": true });
    assert_eq!(changed.payload()["organization"]["rateLimit"], own);
    assert_eq!(shown(&world.a.owner, "alpha").await, own);
    assert_eq!(shown(&world.a.creator, "alpha").await, own);
    assert_eq!(shown(&world.a.member, "alpha").await, Value::Null);
    assert_eq!(shown(&world.b.owner, "beta").await["isOwn"], false);

    let events = app.count("event").await;
    set(&operator, &world.a.organization, json!(1_000))
        .await
        .payload();
    for wrong in [0, -1, 999, 1_000_000_001] {
        let refused = set(&operator, &world.a.organization, json!(wrong)).await;
        assert_eq!(refused.refusals(), ["OUT_OF_RANGE pointsPerMinute"], "{wrong}");
        assert_eq!(refused.params(), &json!({ "min": 1_000, "max": 1_000_000_000 }));
    }
    assert_eq!(
        set(&operator, &world.a.member_ids[0], json!(5_000))
            .await
            .refusals(),
        ["WRONG_ID_TYPE organizationId"]
    );
    assert_eq!(
        set(&world.a.owner, &world.a.organization, json!(5_000))
            .await
            .error_code(),
        "FORBIDDEN"
    );
    assert_eq!(
        set(&world.b.owner, &world.a.organization, json!(5_000))
            .await
            .refusals(),
        ["NOT_FOUND organizationId"]
    );
    assert_eq!(app.count("event").await, events);

    wait(&app);
    let listed = members(&world.a.owner, "alpha").await;
    assert_eq!(left(&listed, "organization"), 1_000 - cost(&listed));
    until_refused(&app, &world.a.owner, "alpha").await;
    let log = world
        .a
        .owner
        .gql(
            "{ organization(slug: \"alpha\") { events(first: 1) { nodes { action before after } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        log.at("/organization/events/nodes/0"),
        &json!({ "action": "ORGANIZATION_RATE_LIMIT_SET", "before": { "pointsPerMinute": null }, "after": { "pointsPerMinute": 1_000 } })
    );
    set(&operator, &world.a.organization, Value::Null).await.payload();
    assert_eq!(
        shown(&world.a.owner, "alpha").await,
        json!({ "pointsPerMinute": 50_000, "isOwn": false })
    );
    app.deliver().await;
}

/// A budget that was given holds also where no other does.
#[tokio::test]
async fn without_limits_nothing_is_counted_but_what_was_given() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let operator = app.operator("olga").await;
    let answer = members(&staff.owner, "alpha").await;
    assert_eq!(text(&answer, "ratelimit-policy"), "");
    assert_eq!(answer.body["extensions"]["cost"].get("remaining"), None);
    let document = "{ organization(slug: \"alpha\") { rateLimit { pointsPerMinute isOwn } } }";
    let shown = staff.owner.gql(document, Value::Null).await;
    assert_eq!(
        shown.at("/organization/rateLimit"),
        &json!({ "pointsPerMinute": null, "isOwn": false })
    );
    set(&operator, &staff.organization, json!(1_000)).await.payload();
    until_refused(&app, &staff.owner, "alpha").await;
}

#[tokio::test]
async fn downloads_cost_whoever_fetches_them() {
    let app = limited(60, 100, 0).await;
    let get = async |path: &str, token: Option<&str>| {
        let mut request = Request::get(path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        app.send(request.body(Body::empty()).unwrap()).await
    };
    for path in [
        "/pictures/none.png",
        "/certificates/none.pdf",
        "/files/none/none",
        "/pictures/none.png",
        "/certificates/none.pdf",
    ] {
        assert_eq!(get(path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/pictures/none.png", "/certificates/none.pdf", "/files/none/none"] {
        let refused = get(path, None).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert_eq!(refused.error_code(), "RATE_LIMITED");
        assert_eq!(text(&refused, "retry-after"), "12");
    }
    wait(&app);
    let ann = app.person("ann").await;
    wait(&app);
    for _ in 0..3 {
        let found = get("/files/none/none", ann.token()).await;
        assert_eq!(found.status, StatusCode::NOT_FOUND);
    }
    let refused = get("/files/none/none", ann.token()).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    app.deliver().await;
}

//! Sessions that browsers carry by themselves, and what other sites cannot do with them.

use axum::http::header;
use serde_json::{Value, json};
use testkit::{Answer, TestApp};

const SIGN_IN: &str = "mutation($input: SignInInput!) { signIn(input: $input) { token viewer { user { email } session { transport } } userErrors { code } } }";
const WHO: &str = "{ viewer { user { email } } }";

async fn with_cookie(app: &TestApp, cookie: &str, document: &str, extra: &[(&'static str, &str)]) -> Answer {
    let mut headers = vec![("cookie", cookie.to_owned())];
    headers.extend(extra.iter().map(|(name, value)| (*name, (*value).to_owned())));
    app.send(TestApp::request(document, &Value::Null, &headers)).await
}

#[tokio::test]
async fn a_cookie_session_is_set_used_and_cleared() {
    let app = TestApp::new().await;
    app.person("ann").await;
    let signed_in = app
        .anonymous()
        .gql(
            SIGN_IN,
            json!({ "input": { "email": "ann@example.com", "password": "correct horse battery", "transport": "COOKIE" } }),
        )
        .await;
    let payload = signed_in.payload();
    assert_eq!(payload["token"], Value::Null, "the token is for the cookie only");
    assert_eq!(payload["viewer"]["session"]["transport"], "COOKIE");
    let set = signed_in.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(set.starts_with("volmify_session=vms_"), "{set}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        assert!(set.contains(attribute), "{attribute} is missing in {set}");
    }
    let cookie = set.split(';').next().unwrap();

    assert_eq!(
        with_cookie(&app, cookie, WHO, &[]).await.at("/viewer/user/email"),
        "ann@example.com"
    );
    let same = [
        ("sec-fetch-site", "same-origin"),
        ("origin", "http://volmify.test"),
    ];
    assert_eq!(
        with_cookie(&app, cookie, WHO, &same)
            .await
            .at("/viewer/user/email"),
        "ann@example.com"
    );
    for foreign in [
        [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        [
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.volmify.test"),
        ],
        [("origin", "https://evil.example"), ("x-other", "1")],
        [("origin", "null"), ("x-other", "1")],
    ] {
        let refused = with_cookie(
            &app,
            cookie,
            "mutation { revokeOtherSessions { revokedCount } }",
            &foreign,
        )
        .await;
        assert_eq!(refused.status, 403, "{foreign:?}");
        assert!(refused.body.get("data").is_none());
    }

    let app_page = [
        ("sec-fetch-site", "same-site"),
        ("origin", "https://app.volmify.test"),
    ];
    let listed = with_cookie(&app, cookie, WHO, &app_page).await;
    assert_eq!(listed.at("/viewer/user/email"), "ann@example.com");
    assert_eq!(
        listed.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN],
        "https://app.volmify.test"
    );

    let out = with_cookie(
        &app,
        cookie,
        "mutation { signOut { done userErrors { code } } }",
        &same,
    )
    .await;
    out.payload();
    assert!(
        out.headers[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert_eq!(
        with_cookie(&app, cookie, WHO, &[]).await.at("/viewer"),
        &Value::Null
    );
}

#[tokio::test]
async fn a_bearer_token_is_not_bound_to_a_site() {
    let app = TestApp::new().await;
    app.person("ann").await;
    let signed_in = app
        .anonymous()
        .gql(
            SIGN_IN,
            json!({ "input": { "email": "ann@example.com", "password": "correct horse battery" } }),
        )
        .await;
    let token = signed_in.payload()["token"].as_str().unwrap().to_owned();
    assert!(signed_in.headers.get(header::SET_COOKIE).is_none());
    let headers = [
        ("authorization", format!("Bearer {token}")),
        ("origin", "https://app.example".to_owned()),
        ("sec-fetch-site", "cross-site".to_owned()),
    ];
    let answer = app.send(TestApp::request(WHO, &Value::Null, &headers)).await;
    assert_eq!(answer.at("/viewer/user/email"), "ann@example.com");
    for wrong in ["Bearer nonsense", "Bearer ", "Basic YTpi", "bearer"] {
        let answer = app
            .send(TestApp::request(
                WHO,
                &Value::Null,
                &[("authorization", wrong.to_owned())],
            ))
            .await;
        assert_eq!(answer.at("/viewer"), &Value::Null, "{wrong}");
    }
}

//! From a stranger to a signed-in user and back, through HTTP and mail.

use serde_json::{Value, json};
use testkit::{Person, TestApp};

async fn sign_up(app: &TestApp, email: &str) -> Vec<String> {
    app.anonymous()
        .mutate(
            "signUp",
            json!({ "email": email, "password": "a long enough secret", "firstName": "Žiga", "lastName": "Novak" }),
            "accepted",
        )
        .await
        .refusals()
}

#[tokio::test]
async fn a_stranger_signs_up_proves_the_address_and_signs_in() {
    let app = TestApp::new().await;
    assert_eq!(sign_up(&app, "ziga@example.com").await, Vec::<String>::new());
    let credentials = json!({ "email": "ZIGA@example.com", "password": "a long enough secret" });
    let early = app
        .anonymous()
        .mutate("signIn", credentials.clone(), "token")
        .await;
    assert_eq!(early.refusals(), ["EMAIL_NOT_VERIFIED"]);

    let mails = app.deliver().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "ziga@example.com");
    let token = mails[0]
        .text
        .split("token=")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned();
    let verified = app
        .anonymous()
        .mutate("verifyEmail", json!({ "token": token }), "email")
        .await;
    assert_eq!(verified.payload()["email"], "ziga@example.com");
    let again = app
        .anonymous()
        .mutate("verifyEmail", json!({ "token": token }), "email")
        .await;
    assert_eq!(again.refusals(), ["TOKEN_USED token"]);

    let signed_in = app
        .anonymous()
        .mutate("signIn", credentials, "token viewer { user { fullName } }")
        .await;
    assert_eq!(signed_in.payload()["viewer"]["user"]["fullName"], "Žiga Novak");
    let ziga = Person::with_token(&app, signed_in.payload()["token"].as_str().unwrap());
    let history = ziga
        .gql(
            "{ viewer { user { loginHistory { nodes { success failure ipAddress } } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        history.at("/viewer/user/loginHistory/nodes"),
        &json!([
            { "success": true, "failure": null, "ipAddress": "127.0.0.1" },
            { "success": false, "failure": "EMAIL_NOT_VERIFIED", "ipAddress": "127.0.0.1" },
        ])
    );
}

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_answers() {
    let app = TestApp::new().await;
    app.person("ann").await;
    // Another spelling of the same mailbox is the same account; the answer does not tell.
    for email in [
        "ann@example.com",
        "ＡＮＮ@example.com",
        "Ann@EXAMPLE.com",
        "nobody@example.com",
    ] {
        assert_eq!(sign_up(&app, email).await, Vec::<String>::new(), "{email}");
    }
    assert_eq!(app.count("user").await, 2);
    let mails = app.deliver().await;
    let mut to: Vec<_> = mails
        .iter()
        .map(|mail| (mail.to.as_str(), mail.text.contains("token=")))
        .collect();
    to.sort_unstable();
    assert_eq!(to, [("ann@example.com", false), ("nobody@example.com", true)]);

    for email in ["ann@example.com", "stranger@example.com"] {
        let reset = app
            .anonymous()
            .mutate("requestPasswordReset", json!({ "email": email }), "accepted")
            .await;
        assert_eq!(reset.payload()["accepted"], true);
        let wrong = app
            .anonymous()
            .mutate(
                "signIn",
                json!({ "email": email, "password": "not the password" }),
                "token",
            )
            .await;
        assert_eq!(wrong.refusals(), ["INVALID_CREDENTIALS"]);
    }
    assert_eq!(app.deliver().await.len(), 1);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_ends_all_sessions() {
    let app = TestApp::new().await;
    let ann = app.person("ann").await;
    app.anonymous()
        .mutate(
            "requestPasswordReset",
            json!({ "email": "ann@example.com" }),
            "accepted",
        )
        .await
        .payload();
    let first = app.mailed_token().await;
    app.anonymous()
        .mutate(
            "requestPasswordReset",
            json!({ "email": "ann@example.com" }),
            "accepted",
        )
        .await
        .payload();
    let second = app.mailed_token().await;
    let reset = |token: &str| json!({ "token": token, "newPassword": "an entirely new secret" });
    let replaced = app
        .anonymous()
        .mutate("resetPassword", reset(&first), "done")
        .await;
    assert_eq!(
        replaced.refusals(),
        ["TOKEN_INVALID token"],
        "only the newest token works"
    );
    app.anonymous()
        .mutate("resetPassword", reset(&second), "done")
        .await
        .payload();
    assert_eq!(
        ann.gql("{ viewer { isOperator } }", Value::Null)
            .await
            .at("/viewer"),
        &Value::Null
    );
    let old = app
        .anonymous()
        .mutate(
            "signIn",
            json!({ "email": "ann@example.com", "password": "correct horse battery" }),
            "token",
        )
        .await;
    assert_eq!(old.refusals(), ["INVALID_CREDENTIALS"]);
    app.anonymous()
        .mutate(
            "signIn",
            json!({ "email": "ann@example.com", "password": "an entirely new secret" }),
            "token",
        )
        .await
        .payload();
    // The owner is told that the password is another one now.
    let told = app.deliver().await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to, "ann@example.com");
}

#[tokio::test]
async fn operators_ban_and_act_for_others_and_it_shows() {
    let app = TestApp::new().await;
    let olga = app.operator("olga").await;
    let ann = app.person("ann").await;
    let id = ann.user_id().await;
    let until = "2026-03-15T08:00:00Z";
    let banned = olga
        .mutate(
            "banUser",
            json!({ "id": id, "reason": "Spam", "until": until }),
            "user { ban { reason until } }",
        )
        .await;
    assert_eq!(
        banned.payload()["user"]["ban"],
        json!({ "reason": "Spam", "until": until })
    );
    assert_eq!(
        ann.gql("{ viewer { isOperator } }", Value::Null)
            .await
            .at("/viewer"),
        &Value::Null
    );
    let credentials = json!({ "email": "ann@example.com", "password": "correct horse battery" });
    let refused = app
        .anonymous()
        .mutate("signIn", credentials.clone(), "token")
        .await;
    assert_eq!(refused.refusals(), ["USER_BANNED"]);
    assert_eq!(refused.params()["reason"], "Spam");
    app.clock.advance(chrono::Duration::days(1));
    app.anonymous()
        .mutate("signIn", credentials, "token")
        .await
        .payload();

    let acting = olga
        .mutate(
            "impersonateUser",
            json!({ "userId": id, "reason": "Ticket 7" }),
            "token viewer { isImpersonated user { email } }",
        )
        .await;
    assert_eq!(
        acting.payload()["viewer"],
        json!({ "isImpersonated": true, "user": { "email": "ann@example.com" } })
    );
    let as_ann = Person::with_token(&app, acting.payload()["token"].as_str().unwrap());
    let founded = as_ann
        .mutate(
            "createOrganization",
            json!({ "name": "Ann's", "slug": "anns" }),
            "organization { slug }",
        )
        .await;
    founded.payload();
    let log = as_ann
        .gql(
            "{ organization(slug: \"anns\") { events { nodes { action actor { firstName } impersonator { firstName } } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        log.at("/organization/events/nodes/0"),
        &json!({ "action": "MEMBER_JOINED", "actor": { "firstName": "Ann" }, "impersonator": { "firstName": "Olga" } })
    );
    let change =
        json!({ "currentPassword": "correct horse battery", "newPassword": "an entirely new secret" });
    let refused = as_ann.mutate("changePassword", change, "done").await;
    assert_eq!(refused.refusals(), ["IMPERSONATION_RESTRICTED"]);
    as_ann
        .gql(
            "mutation { stopImpersonating { done userErrors { code } } }",
            Value::Null,
        )
        .await
        .payload();
    assert_eq!(
        as_ann
            .gql("{ viewer { isOperator } }", Value::Null)
            .await
            .at("/viewer"),
        &Value::Null
    );
    let again = ann
        .mutate("banUser", json!({ "id": id, "reason": "x" }), "user { id }")
        .await;
    assert_eq!(again.error_code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn sessions_are_listed_and_revoked() {
    let app = TestApp::new().await;
    let phone = app.person("ann").await;
    let laptop = app.sign_in("ann@example.com").await;
    let sessions = laptop
        .gql(
            "{ viewer { sessions { totalCount nodes { id isCurrent } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(sessions.at("/viewer/sessions/totalCount"), 2);
    let other = sessions
        .at("/viewer/sessions/nodes")
        .as_array()
        .unwrap()
        .iter()
        .find(|session| session["isCurrent"] == false)
        .unwrap()["id"]
        .clone();
    let bob = app.person("bob").await;
    let foreign = bob
        .mutate("revokeSession", json!({ "id": other }), "revokedId")
        .await;
    assert_eq!(foreign.refusals(), ["NOT_FOUND id"]);
    laptop
        .mutate("revokeSession", json!({ "id": other }), "revokedId")
        .await
        .payload();
    assert_eq!(
        phone
            .gql("{ viewer { isOperator } }", Value::Null)
            .await
            .at("/viewer"),
        &Value::Null
    );
    assert_ne!(
        laptop
            .gql("{ viewer { isOperator } }", Value::Null)
            .await
            .at("/viewer"),
        &Value::Null
    );
}

use crate::world::{NOBODY, PASSWORD, application, client, codes, everywhere, problems, together};
use entities::{
    event::{Capacity, EventAction},
    login_attempt::LoginFailure,
    session::SessionTransport,
};
use identity::{SignIn, SignUp};
use kernel::Code;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_opened_and_remembered() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let input = SignIn {
            email: " ANA@example.com".to_owned(),
            password: PASSWORD.to_owned(),
            transport: SessionTransport::Cookie,
        };
        let done = w
            .identity
            .sign_in(&NOBODY, None, &client("2001:db8::1"), input)
            .await
            .unwrap();
        assert_eq!(done.user.id, ana.id);
        assert_eq!(done.session.transport, SessionTransport::Cookie);
        assert_eq!(done.session.ip_address.as_deref(), Some("2001:db8::1"));
        assert_eq!(
            done.session.expires_at,
            w.store.now() + chrono::Duration::days(30)
        );
        assert_eq!(done.session.token_hash, done.token.hash().into_bytes());
        assert!(done.token.reveal().starts_with("vms_"));
        let attempts = w.login_attempts().await;
        assert_eq!(attempts.len(), 1);
        assert!(attempts[0].success && attempts[0].failure.is_none());
        let events = w.events(EventAction::SignedIn).await;
        assert_eq!(events.len(), 1);
        assert_eq!(
            (events[0].actor_user_id, events[0].capacity),
            (Some(ana.id), Capacity::User)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_wrong_are_the_same_refusal_for_the_same_work() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let mut costs = Vec::new();
        for (email, password) in [
            ("ana@example.com", "wrong horse battery".to_owned()),
            ("nobody@example.com", PASSWORD.to_owned()),
            ("no address at all", PASSWORD.to_owned()),
            ("", String::new()),
            ("ana@example.com", "x".repeat(257)),
            ("ana@example.com\0", PASSWORD.to_owned()),
        ] {
            let before = w.store.statements();
            let refused = problems(w.try_to_sign_in(email, &password, "192.0.2.1").await);
            costs.push(w.store.statements() - before);
            assert_eq!(refused.len(), 1, "{refused:?}");
            assert_eq!(refused[0].code, Code::InvalidCredentials);
            assert!(refused[0].field.is_empty() && refused[0].params.is_empty());
        }
        costs.dedup();
        assert_eq!(costs.len(), 1, "{costs:?}");
        let attempts = w.login_attempts().await;
        assert_eq!(attempts.len(), 2);
        assert!(
            attempts
                .iter()
                .all(|a| a.failure == Some(LoginFailure::WrongPassword) && !a.success)
        );
        assert!(w.sessions().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_the_same_on_every_keyboard() {
    everywhere(|w| async move {
        let input = SignUp {
            password: "cafe\u{301} au lait".to_owned(),
            ..application("ana@example.com")
        };
        w.identity
            .create_verified_user(&crate::world::SERVER, None, input)
            .await
            .unwrap();
        w.try_to_sign_in("ana@example.com", "caf\u{e9} au lait", "192.0.2.1")
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unproven_address_is_told_to_its_owner_only() {
    everywhere(|w| async move {
        w.sign_up("ana@example.com").await.unwrap();
        let wrong = w
            .try_to_sign_in("ana@example.com", "wrong horse battery", "192.0.2.1")
            .await;
        assert_eq!(codes(wrong), [Code::InvalidCredentials]);
        let right = w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await;
        assert_eq!(codes(right), [Code::EmailNotVerified]);
        let failures: Vec<_> = w.login_attempts().await.into_iter().map(|a| a.failure).collect();
        assert!(failures.contains(&Some(LoginFailure::EmailNotVerified)));
        assert!(w.sessions().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_all_get_in() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let world = w.clone();
        let outcomes = together(5, move |_| {
            let w = world.clone();
            async move { w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await }
        })
        .await;
        for outcome in outcomes {
            assert!(w.is_valid(&outcome.unwrap()).await);
        }
        assert_eq!(w.sessions().await.len(), 5);
    })
    .await;
}

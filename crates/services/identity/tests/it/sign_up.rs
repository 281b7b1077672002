use crate::world::{NOBODY, PASSWORD, application, client, everywhere, fields, together};
use chrono::Duration;
use entities::{account, email_token::TokenPurpose, event::EventAction, profile, profile::ProfileKind};
use identity::SignUp;
use kernel::Code;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_is_complete() {
    everywhere(|w| async move {
        w.sign_up(" Ana@Example.com ").await.unwrap();
        let users = w.users().await;
        let [ana] = users.as_slice() else {
            panic!("{users:?}")
        };
        assert_eq!(
            (ana.email.as_str(), ana.email_key.as_str()),
            ("Ana@Example.com", "ana@example.com")
        );
        assert_eq!(
            (ana.version, ana.locale.as_deref(), ana.email_verified_at),
            (1, Some("sl"), None)
        );
        let server = w.store.global(&crate::world::SERVER);
        let profile = server.find::<profile::Entity>().one().await.unwrap().unwrap();
        assert_eq!(
            (profile.kind, profile.display_name.as_str()),
            (ProfileKind::Main, "Ana Novak")
        );
        let account = server.find::<account::Entity>().one().await.unwrap().unwrap();
        assert!(account.password_hash.unwrap().starts_with("$argon2id$"));
        let token = w.token_row(ana.id, TokenPurpose::VerifyEmail).await.unwrap();
        assert_eq!(token.token_hash, None);
        assert_eq!(token.expires_at, w.store.now() + Duration::hours(24));
        let events = w.events(EventAction::UserSignedUp).await;
        assert_eq!(events.len(), 1);
        assert_eq!(
            events[0].after,
            Some(serde_json::json!({ "emailTokenId": token.id.to_string() }))
        );
        assert_eq!(w.store.pending_deliveries().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_is_the_same_address() {
    everywhere(|w| async move {
        w.sign_up("jose\u{301}@b\u{fc}cher.example").await.unwrap();
        for other in [
            "jos\u{e9}@b\u{fc}cher.example",
            "JOS\u{c9}@xn--bcher-kva.example",
            "\u{ff4a}os\u{e9}@B\u{dc}CHER.example",
        ] {
            w.sign_up(other).await.unwrap();
        }
        assert_eq!(w.users().await.len(), 1);
        let told = w.events(EventAction::SignUpRepeated).await;
        assert_eq!(told.len(), 1, "the owner is told once, not flooded");
        assert_eq!(told[0].after, None);
        w.clock.advance(Duration::minutes(16));
        w.sign_up("JOSE\u{301}@b\u{fc}cher.example").await.unwrap();
        assert_eq!(w.events(EventAction::SignUpRepeated).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_one_is_new() {
    everywhere(|w| async move {
        let world = w.clone();
        let outcomes = together(20, move |index| {
            let w = world.clone();
            async move {
                let email = if index % 2 == 0 {
                    "jos\u{e9}@example.com"
                } else {
                    "JOSE\u{301}@example.com"
                };
                w.sign_up(email).await
            }
        })
        .await;
        for outcome in outcomes {
            outcome.unwrap();
        }
        assert_eq!(w.users().await.len(), 1);
        assert_eq!(w.events(EventAction::UserSignedUp).await.len(), 1);
        assert_eq!(w.events(EventAction::SignUpRepeated).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_addresses_cost_the_same() {
    everywhere(|w| async move {
        let mut costs = Vec::new();
        for email in [
            "ana@example.com",
            "ana@example.com",
            "ana@example.com",
            "bor@example.com",
        ] {
            let before = w.store.statements();
            w.sign_up(email).await.unwrap();
            costs.push(w.store.statements() - before);
        }
        costs.dedup();
        assert_eq!(costs.len(), 1, "{costs:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_is_told_at_once_and_nothing_is_written() {
    everywhere(|w| async move {
        let input = SignUp {
            email: "nobody".to_owned(),
            password: "short".to_owned(),
            first_name: " \u{0} ".to_owned(),
            last_name: Some("n".repeat(101)),
            locale: Some("not a tag".to_owned()),
        };
        let outcome = w
            .identity
            .sign_up(&NOBODY, None, &client("192.0.2.1"), input)
            .await;
        let mut found = fields(outcome);
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let expected = [
            ("email", Code::InvalidFormat),
            ("firstName", Code::InvalidCharacters),
            ("lastName", Code::TooLong),
            ("locale", Code::InvalidFormat),
            ("password", Code::TooShort),
        ];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
        for (password, code) in [
            ("Ana@Example.com".to_owned(), Code::PasswordTooWeak),
            ("password123".to_owned(), Code::PasswordTooWeak),
            ("p".repeat(257), Code::TooLong),
        ] {
            let input = SignUp {
                password,
                ..application("ana@example.com")
            };
            let outcome = w
                .identity
                .sign_up(&NOBODY, None, &client("192.0.2.1"), input)
                .await;
            assert_eq!(fields(outcome), [("password".to_owned(), code)]);
        }
        assert!(w.users().await.is_empty() && w.all_events().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_carry_no_web_addresses_into_mails() {
    everywhere(|w| async move {
        for name in [
            "www.evil.example",
            "Win! HTTPS://evil.example",
            "\u{ff57}ww.evil.example",
        ] {
            let input = SignUp {
                first_name: name.to_owned(),
                ..application("ana@example.com")
            };
            let outcome = w
                .identity
                .sign_up(&NOBODY, None, &client("192.0.2.1"), input)
                .await;
            assert_eq!(
                fields(outcome),
                [("firstName".to_owned(), Code::InvalidCharacters)]
            );
        }
        let input = SignUp {
            first_name: "\u{1f469}\u{200d}\u{1f680} Ana-Marija d'Arc".to_owned(),
            last_name: Some("  ".to_owned()),
            locale: None,
            email: "ana@example.com".to_owned(),
            password: PASSWORD.to_owned(),
        };
        w.identity
            .sign_up(&NOBODY, None, &client("192.0.2.1"), input)
            .await
            .unwrap();
        assert_eq!(w.users().await[0].last_name, None);
    })
    .await;
}

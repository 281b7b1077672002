use crate::world::{NOBODY, client, codes, everywhere, fields, together};
use chrono::Duration;
use entities::{email_token::TokenPurpose, event::EventAction};
use kernel::Code;

const NEW: &str = "another horse battery";

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_proven_once() {
    everywhere(|w| async move {
        w.sign_up("ana@example.com").await.unwrap();
        let ana = w.users().await.remove(0);
        let here = client("192.0.2.1");
        let token = w.mailed_token(ana.id, TokenPurpose::VerifyEmail).await;
        let refused = w.identity.reset_password(&NOBODY, None, &here, &token, NEW).await;
        assert_eq!(
            fields(refused),
            [("token".to_owned(), Code::TokenInvalid)],
            "made for something else"
        );
        assert_eq!(
            codes(
                w.try_to_sign_in("ana@example.com", crate::world::PASSWORD, "192.0.2.1")
                    .await
            ),
            [Code::EmailNotVerified]
        );
        let verified = w
            .identity
            .verify_email(&NOBODY, None, &here, &token)
            .await
            .unwrap();
        assert_eq!(
            (verified.email_verified_at, verified.version),
            (Some(w.store.now()), 2)
        );
        let again = w.identity.verify_email(&NOBODY, None, &here, &token).await;
        assert_eq!(fields(again), [("token".to_owned(), Code::TokenUsed)]);
        assert_eq!(w.events(EventAction::EmailVerified).await.len(), 1);
        w.signed_in("ana@example.com").await;
        for nonsense in ["", "vmt_", "ana@example.com", "\u{0}", &"x".repeat(10_000)] {
            let outcome = w.identity.verify_email(&NOBODY, None, &here, nonsense).await;
            assert_eq!(fields(outcome), [("token".to_owned(), Code::TokenInvalid)]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_token_replaces_the_older() {
    everywhere(|w| async move {
        w.sign_up("ana@example.com").await.unwrap();
        let ana = w.users().await.remove(0);
        let here = client("192.0.2.1");
        let first_row = w.token_row(ana.id, TokenPurpose::VerifyEmail).await.unwrap();
        let first = w.mailed_token(ana.id, TokenPurpose::VerifyEmail).await;
        w.identity
            .request_email_verification(&NOBODY, None, &here, "ANA@example.com")
            .await
            .unwrap();
        let second_row = w.token_row(ana.id, TokenPurpose::VerifyEmail).await.unwrap();
        assert_ne!(first_row.id, second_row.id);
        assert_eq!(second_row.token_hash, None);
        let asked = w.events(EventAction::EmailVerificationRequested).await;
        assert_eq!(
            asked[0].after,
            Some(serde_json::json!({ "emailTokenId": second_row.id.to_string() }))
        );
        let second = w.mailed_token(ana.id, TokenPurpose::VerifyEmail).await;
        assert_eq!(
            codes(w.identity.verify_email(&NOBODY, None, &here, &first).await),
            [Code::TokenInvalid]
        );
        w.identity
            .verify_email(&NOBODY, None, &here, &second)
            .await
            .unwrap();
        w.identity
            .request_email_verification(&NOBODY, None, &here, "ana@example.com")
            .await
            .unwrap();
        assert_eq!(
            w.events(EventAction::EmailVerificationRequested).await.len(),
            1,
            "nothing left to prove"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_end_at_their_moment() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let here = client("192.0.2.1");
        let token = w.reset_token(&ana).await;
        w.clock.advance(Duration::hours(1));
        let late = w.identity.reset_password(&NOBODY, None, &here, &token, NEW).await;
        assert_eq!(fields(late), [("token".to_owned(), Code::TokenExpired)]);
        w.clock.advance(-Duration::microseconds(1));
        w.identity
            .reset_password(&NOBODY, None, &here, &token, NEW)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_use_a_token_one_wins() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let token = w.reset_token(&ana).await;
        let world = w.clone();
        let outcomes = together(20, move |index| {
            let (w, token) = (world.clone(), token.clone());
            async move {
                let new = format!("password number {index}");
                w.identity
                    .reset_password(&NOBODY, None, &client("192.0.2.1"), &token, &new)
                    .await
            }
        })
        .await;
        let (won, lost): (Vec<_>, Vec<_>) = outcomes
            .into_iter()
            .enumerate()
            .partition(|(_, outcome)| outcome.is_ok());
        assert_eq!(won.len(), 1);
        for (_, outcome) in lost {
            assert_eq!(codes(outcome), [Code::TokenUsed]);
        }
        assert_eq!(w.events(EventAction::PasswordReset).await.len(), 1);
        let winner = format!("password number {}", won[0].0);
        w.try_to_sign_in("ana@example.com", &winner, "192.0.2.1")
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_ends_sessions_and_proves_the_address() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let bor = w.user("bor@example.com").await;
        let (first, second) = (w.signed_in(&ana.email).await, w.signed_in(&ana.email).await);
        let others = w.signed_in(&bor.email).await;
        w.sign_up("cora@example.com").await.unwrap();
        let cora = w
            .users()
            .await
            .into_iter()
            .find(|user| user.email == "cora@example.com")
            .unwrap();
        let here = client("192.0.2.1");
        let token = w.reset_token(&ana).await;
        let weak = w
            .identity
            .reset_password(&NOBODY, None, &here, &token, "ana@example.com")
            .await;
        assert_eq!(fields(weak), [("newPassword".to_owned(), Code::PasswordTooWeak)]);
        let both = w
            .identity
            .reset_password(&NOBODY, None, &here, "nonsense", "short")
            .await;
        assert_eq!(codes(both), [Code::TokenInvalid, Code::TooShort]);
        assert!(w.is_valid(&first).await);
        w.identity
            .reset_password(&NOBODY, None, &here, &token, NEW)
            .await
            .unwrap();
        assert!(!w.is_valid(&first).await && !w.is_valid(&second).await && w.is_valid(&others).await);
        assert_eq!(
            codes(
                w.try_to_sign_in(&ana.email, crate::world::PASSWORD, "192.0.2.1")
                    .await
            ),
            [Code::InvalidCredentials]
        );
        w.try_to_sign_in(&ana.email, NEW, "192.0.2.1").await.unwrap();
        let token = w.reset_token(&cora).await;
        w.identity
            .reset_password(&NOBODY, None, &here, &token, NEW)
            .await
            .unwrap();
        assert!(w.user_row(cora.id).await.email_verified_at.is_some());
        w.try_to_sign_in(&cora.email, NEW, "192.0.2.1").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_about_an_address_tells_nothing() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let mut costs = Vec::new();
        for email in ["ana@example.com", "nobody@example.com"] {
            let before = w.store.statements();
            w.identity
                .request_password_reset(&NOBODY, None, &client("192.0.2.1"), email)
                .await
                .unwrap();
            costs.push(w.store.statements() - before);
        }
        assert_eq!(costs[0], costs[1]);
        assert_eq!(w.events(EventAction::PasswordResetRequested).await.len(), 1);
        let malformed = w
            .identity
            .request_password_reset(&NOBODY, None, &client("192.0.2.1"), "ana")
            .await;
        assert_eq!(fields(malformed), [("email".to_owned(), Code::InvalidFormat)]);
    })
    .await;
}

use crate::world::{NOBODY, PASSWORD, World, client, codes, everywhere, problems, together};
use chrono::Duration;
use entities::{event::EventAction, login_attempt::LoginFailure};
use identity::ChangePassword;
use kernel::Code;

const WRONG: &str = "wrong horse battery";

#[tokio::test(flavor = "multi_thread")]
async fn parallel_guesses_do_not_slip_through() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let world = w.clone();
        let outcomes = together(50, move |_| {
            let w = world.clone();
            async move { w.try_to_sign_in("ana@example.com", WRONG, "192.0.2.1").await }
        })
        .await;
        let refused: Vec<Code> = outcomes.into_iter().flat_map(codes).collect();
        let count = |code| refused.iter().filter(|refused| **refused == code).count();
        assert_eq!(
            (count(Code::InvalidCredentials), count(Code::TooManyAttempts)),
            (5, 45)
        );
        let attempts = w.login_attempts().await;
        let count = |failure| attempts.iter().filter(|a| a.failure == Some(failure)).count();
        assert_eq!(count(LoginFailure::WrongPassword), 5, "no more were looked at");
        assert_eq!(
            count(LoginFailure::TooManyAttempts),
            1,
            "the history is not flooded"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_ends_by_itself_or_by_success() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        for _ in 0..4 {
            w.try_to_sign_in("ana@example.com", WRONG, "192.0.2.1")
                .await
                .unwrap_err();
        }
        w.signed_in("ana@example.com").await;
        for _ in 0..5 {
            let wrong = w.try_to_sign_in("ana@example.com", WRONG, "192.0.2.1").await;
            assert_eq!(codes(wrong), [Code::InvalidCredentials]);
        }
        w.clock.advance(Duration::minutes(5));
        let right = problems(w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await);
        assert_eq!(right[0].code, Code::TooManyAttempts);
        let wait = right[0].params["retryAfterSeconds"].as_i64().unwrap();
        assert!((599..=601).contains(&wait), "{wait}");
        w.clock.advance(Duration::seconds(wait));
        w.signed_in("ana@example.com").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_addresses_are_counted_alike() {
    everywhere(|w| async move {
        for email in ["nobody@example.com", "NOBODY@example.com", "no address"] {
            w.clock.advance(Duration::hours(1));
            for _ in 0..5 {
                assert_eq!(
                    codes(w.try_to_sign_in(email, WRONG, "192.0.2.1").await),
                    [Code::InvalidCredentials]
                );
            }
            assert_eq!(
                codes(w.try_to_sign_in(email, WRONG, "192.0.2.1").await),
                [Code::TooManyAttempts]
            );
        }
    })
    .await;
}

/// Guesses from many places until the account as a whole is closed to strangers.
async fn attack(w: &World) {
    for place in 1..=8 {
        for _ in 0..5 {
            w.try_to_sign_in("ana@example.com", WRONG, &format!("198.51.100.{place}"))
                .await
                .unwrap_err();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attack_does_not_lock_the_owner_out() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        w.try_to_sign_in("ana@example.com", PASSWORD, "2001:db8::1")
            .await
            .unwrap();
        w.clock.advance(Duration::days(89));
        attack(&w).await;
        let stranger = w.try_to_sign_in("ana@example.com", PASSWORD, "203.0.113.9").await;
        assert_eq!(codes(stranger), [Code::TooManyAttempts]);
        let unknown = w.try_to_sign_in("ana@example.com", PASSWORD, "").await;
        assert_eq!(codes(unknown), [Code::TooManyAttempts]);
        w.try_to_sign_in("ana@example.com", PASSWORD, "2001:db8::2")
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_forgotten_after_ninety_days() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        w.signed_in("ana@example.com").await;
        w.clock.advance(Duration::days(91));
        attack(&w).await;
        let stranger = w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await;
        assert_eq!(codes(stranger), [Code::TooManyAttempts]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_place_has_fifty_failures_but_any_number_of_successes() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        for _ in 0..60 {
            w.signed_in("ana@example.com").await;
        }
        for guess in 0..50 {
            let email = format!("nobody{guess}@example.com");
            let wrong = w.try_to_sign_in(&email, WRONG, "192.0.2.1").await;
            assert_eq!(codes(wrong), [Code::InvalidCredentials]);
        }
        let refused = w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await;
        assert_eq!(codes(refused), [Code::TooManyAttempts]);
        w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.2")
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_current_password_is_no_back_door_for_guessing() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let me = w.signed_in("ana@example.com").await;
        let change = |current: &str| ChangePassword {
            current_password: current.to_owned(),
            new_password: "another horse battery".to_owned(),
        };
        let here = client("192.0.2.1");
        for _ in 0..5 {
            let wrong = w
                .identity
                .change_password(&me.actor, None, &here, change(WRONG))
                .await;
            assert_eq!(codes(wrong), [Code::WrongPassword]);
        }
        let refused = w
            .identity
            .change_password(&me.actor, None, &here, change(PASSWORD))
            .await;
        assert_eq!(codes(refused), [Code::TooManyAttempts]);
        let refused = w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await;
        assert_eq!(codes(refused), [Code::TooManyAttempts]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_and_sign_ups_are_limited() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        for _ in 0..5 {
            let place = client("198.51.100.1");
            w.identity
                .request_password_reset(&NOBODY, None, &place, "ana@example.com")
                .await
                .unwrap();
        }
        assert_eq!(w.events(EventAction::PasswordResetRequested).await.len(), 3);
        w.clock.advance(Duration::minutes(61));
        for asked in 0..20 {
            let email = format!("nobody{asked}@example.com");
            w.identity
                .request_password_reset(&NOBODY, None, &client("192.0.2.1"), &email)
                .await
                .unwrap();
            w.identity
                .request_email_verification(&NOBODY, None, &client("192.0.2.1"), &email)
                .await
                .unwrap();
            w.sign_up(&email).await.unwrap();
        }
        let here = client("192.0.2.1");
        let more = w
            .identity
            .request_password_reset(&NOBODY, None, &here, "ana@example.com")
            .await;
        assert_eq!(codes(more), [Code::TooManyAttempts]);
        let more = w
            .identity
            .request_email_verification(&NOBODY, None, &here, "ana@example.com")
            .await;
        assert_eq!(codes(more), [Code::TooManyAttempts]);
        assert_eq!(
            codes(w.sign_up("one.more@example.com").await),
            [Code::TooManyAttempts]
        );
        let elsewhere = client("192.0.2.2");
        w.identity
            .request_password_reset(&NOBODY, None, &elsewhere, "ana@example.com")
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_cannot_be_tried_without_end() {
    everywhere(|w| async move {
        let here = client("192.0.2.1");
        for _ in 0..50 {
            let wrong = w
                .identity
                .verify_email(&NOBODY, None, &here, "vmt_nonsense")
                .await;
            assert_eq!(codes(wrong), [Code::TokenInvalid]);
        }
        let more = w
            .identity
            .reset_password(&NOBODY, None, &here, "vmt_nonsense", PASSWORD)
            .await;
        assert_eq!(codes(more), [Code::TooManyAttempts]);
    })
    .await;
}

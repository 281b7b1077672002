use crate::world::{NOBODY, PASSWORD, codes, everywhere, fields, problems, together};
use chrono::Duration;
use entities::{
    event::{Capacity, EventAction},
    login_attempt::LoginFailure,
};
use identity::BanUser;
use kernel::Code;
use store::Failure;

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_keeps_out_until_it_ends() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let olga = w.operator().await;
        let session = w.signed_in("ana@example.com").await;
        let until = w.store.now() + Duration::days(7);
        let input = BanUser {
            id: ana.id,
            reason: " Spam ".to_owned(),
            until: Some(until),
        };
        let banned = w
            .identity
            .ban_user(&olga.actor, None, input.clone())
            .await
            .unwrap();
        assert_eq!(
            (banned.ban_reason.as_deref(), banned.ban_expires_at),
            (Some("Spam"), Some(until))
        );
        assert!(!w.is_valid(&session).await);
        let events = w.events(EventAction::UserBanned).await;
        assert_eq!(
            (events[0].capacity, events[0].actor_user_id),
            (Capacity::Operator, Some(olga.user.id))
        );
        let again = w.identity.ban_user(&olga.actor, None, input.clone()).await;
        assert_eq!(fields(again), [("id".to_owned(), Code::AlreadyBanned)]);
        let refused = problems(w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await);
        assert_eq!(refused[0].code, Code::UserBanned);
        assert_eq!(refused[0].params["reason"], "Spam");
        assert_eq!(refused[0].params["until"], "2026-03-21T08:00:00Z");
        let wrong = w
            .try_to_sign_in("ana@example.com", "wrong horse battery", "192.0.2.1")
            .await;
        assert_eq!(
            codes(wrong),
            [Code::InvalidCredentials],
            "only the owner learns of the ban"
        );
        assert!(
            w.login_attempts()
                .await
                .iter()
                .any(|a| a.failure == Some(LoginFailure::Banned))
        );
        w.clock.advance(Duration::days(7));
        w.signed_in("ana@example.com").await;
        let ended = w.identity.unban_user(&olga.actor, None, ana.id).await;
        assert_eq!(fields(ended), [("id".to_owned(), Code::NotBanned)]);
        let input = BanUser { until: None, ..input };
        w.identity.ban_user(&olga.actor, None, input).await.unwrap();
        let refused = problems(w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await);
        assert!(refused[0].params["until"].is_null());
        let free = w.identity.unban_user(&olga.actor, None, ana.id).await.unwrap();
        assert_eq!((free.banned_at, free.ban_reason), (None, None));
        w.signed_in("ana@example.com").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_operators_ban_and_not_one_another() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let bor = w.user("bor@example.com").await;
        let olga = w.operator().await;
        let anas = w.signed_in("ana@example.com").await;
        let ban = |id| BanUser {
            id,
            reason: "Spam".to_owned(),
            until: None,
        };
        let other = w.identity.ban_user(&anas.actor, None, ban(bor.id)).await;
        assert!(matches!(other, Err(Failure::NotFound("id"))));
        let myself = w.identity.ban_user(&anas.actor, None, ban(ana.id)).await;
        assert!(matches!(myself, Err(Failure::Forbidden(_))));
        let nobody = w.identity.ban_user(&NOBODY, None, ban(bor.id)).await;
        assert!(matches!(nobody, Err(Failure::Unauthenticated)));
        let operator = w.identity.ban_user(&olga.actor, None, ban(olga.user.id)).await;
        assert_eq!(fields(operator), [("id".to_owned(), Code::OperatorProtected)]);
        let free = w.identity.unban_user(&anas.actor, None, bor.id).await;
        assert!(matches!(free, Err(Failure::NotFound("id"))));
        let input = BanUser {
            id: bor.id,
            reason: " ".to_owned(),
            until: Some(w.store.now()),
        };
        let outcome = w.identity.ban_user(&olga.actor, None, input).await;
        let expected = [("reason", Code::Required), ("until", Code::OutOfRange)];
        assert_eq!(
            fields(outcome),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
        assert!(w.events(EventAction::UserBanned).await.is_empty());
        assert!(w.users().await.iter().all(|user| user.banned_at.is_none()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_slips_in_while_being_banned() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let olga = w.operator().await;
        let (world, actor) = (w.clone(), olga.actor.clone());
        together(9, move |index| {
            let (w, actor) = (world.clone(), actor.clone());
            async move {
                if index == 4 {
                    let input = BanUser {
                        id: ana.id,
                        reason: "Spam".to_owned(),
                        until: None,
                    };
                    w.identity.ban_user(&actor, None, input).await.unwrap();
                } else {
                    let address = format!("192.0.2.{index}");
                    let _either = w.try_to_sign_in("ana@example.com", PASSWORD, &address).await;
                }
            }
        })
        .await;
        assert!(w.sessions().await.iter().all(|session| session.user_id != ana.id));
    })
    .await;
}

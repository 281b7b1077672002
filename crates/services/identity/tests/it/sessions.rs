use crate::world::{NOBODY, everywhere, together};
use authz::Actor;
use chrono::Duration;
use entities::event::EventAction;
use store::Failure;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_recognized_by_one_statement() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let session = w.signed_in("ana@example.com").await;
        let before = w.store.statements();
        let found = w
            .identity
            .authenticate(session.token.reveal())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(w.store.statements() - before, 1);
        let Actor::User(me) = found.actor else { panic!() };
        assert_eq!(
            (me.user, me.session, me.impersonator),
            (ana.id, session.session.id, None)
        );
        assert!(me.email_verified && !me.is_operator && me.email_key == "ana@example.com");
        let mut altered = session.token.reveal().to_owned();
        altered.pop();
        for nonsense in [
            "",
            "vms_",
            "Bearer",
            &altered,
            &format!("{altered}*"),
            &"v".repeat(100_000),
        ] {
            assert!(w.identity.authenticate(nonsense).await.unwrap().is_none());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_at_its_moment() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let session = w.signed_in("ana@example.com").await;
        w.clock.advance(Duration::days(30) - Duration::microseconds(1));
        assert!(w.is_valid(&session).await);
        w.clock.advance(Duration::microseconds(1));
        assert!(!w.is_valid(&session).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn use_is_noted_every_five_minutes() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let session = w.signed_in("ana@example.com").await;
        let opened = w.store.now();
        w.clock.advance(Duration::seconds(299));
        assert!(w.is_valid(&session).await);
        assert_eq!(w.sessions().await[0].last_seen_at, opened);
        w.clock.advance(Duration::seconds(1));
        let (world, token) = (w.clone(), session.token.clone());
        let outcomes = together(10, move |_| {
            let (w, token) = (world.clone(), token.clone());
            async move { w.identity.authenticate(token.reveal()).await }
        })
        .await;
        assert!(outcomes.into_iter().all(|outcome| outcome.unwrap().is_some()));
        assert_eq!(w.sessions().await[0].last_seen_at, w.store.now());
        let before = w.store.statements();
        assert!(w.is_valid(&session).await);
        assert_eq!(w.store.statements() - before, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_end_their_own_sessions_only() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        w.user("bor@example.com").await;
        let (one, two) = (
            w.signed_in("ana@example.com").await,
            w.signed_in("ana@example.com").await,
        );
        let (three, four) = (
            w.signed_in("ana@example.com").await,
            w.signed_in("ana@example.com").await,
        );
        let bors = w.signed_in("bor@example.com").await;
        let foreign = w.identity.revoke_session(&one.actor, None, bors.session.id).await;
        assert!(matches!(foreign, Err(Failure::NotFound("id"))));
        w.identity
            .revoke_session(&one.actor, None, two.session.id)
            .await
            .unwrap();
        let again = w.identity.revoke_session(&one.actor, None, two.session.id).await;
        assert!(matches!(again, Err(Failure::NotFound("id"))));
        assert!(!w.is_valid(&two).await && w.is_valid(&three).await);
        assert_eq!(
            w.identity.revoke_other_sessions(&one.actor, None).await.unwrap(),
            2
        );
        assert_eq!(
            w.identity.revoke_other_sessions(&one.actor, None).await.unwrap(),
            0
        );
        assert!(!w.is_valid(&three).await && !w.is_valid(&four).await && w.is_valid(&one).await);
        assert_eq!(w.events(EventAction::SessionRevoked).await.len(), 2);
        w.identity.sign_out(&one.actor, None).await.unwrap();
        assert!(!w.is_valid(&one).await && w.is_valid(&bors).await);
        assert_eq!(w.events(EventAction::SignedOut).await.len(), 1);
        for outcome in [
            w.identity.sign_out(&NOBODY, None).await,
            w.identity.revoke_session(&NOBODY, None, bors.session.id).await,
            w.identity.revoke_other_sessions(&NOBODY, None).await.map(|_| ()),
        ] {
            assert!(matches!(outcome, Err(Failure::Unauthenticated)));
        }
    })
    .await;
}

use crate::world::{NOBODY, PASSWORD, client, codes, everywhere, fields};
use authz::Actor;
use chrono::Duration;
use entities::{
    event::{Capacity, EventAction},
    session::SessionTransport,
};
use identity::{BanUser, ChangePassword, Impersonate, UpdateUser};
use kernel::{Code, Patch, UserId};
use store::Failure;

fn wish(user_id: UserId) -> Impersonate {
    Impersonate {
        user_id,
        reason: "Ticket 7".to_owned(),
        transport: SessionTransport::Bearer,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_acts_as_somebody_else_is_named_everywhere() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let olga = w.operator().await;
        let here = client("192.0.2.1");
        let acting = w
            .identity
            .impersonate(&olga.actor, None, &here, wish(ana.id))
            .await
            .unwrap();
        assert_eq!(acting.session.user_id, ana.id);
        assert_eq!(acting.session.impersonator_id, Some(olga.user.id));
        assert_eq!(acting.session.impersonation_reason.as_deref(), Some("Ticket 7"));
        assert_eq!(acting.session.expires_at, w.store.now() + Duration::hours(1));
        let begun = w.events(EventAction::ImpersonationStarted).await;
        assert_eq!(begun.len(), 1);
        assert_eq!(
            (begun[0].actor_user_id, begun[0].capacity),
            (Some(olga.user.id), Capacity::Operator)
        );
        assert_eq!(begun[0].after.as_ref().unwrap()["reason"], "Ticket 7");
        let found = w
            .identity
            .authenticate(acting.token.reveal())
            .await
            .unwrap()
            .unwrap();
        let Actor::User(me) = &found.actor else { panic!() };
        assert_eq!(
            (me.user, me.impersonator, me.is_operator),
            (ana.id, Some(olga.user.id), false)
        );
        let input = UpdateUser {
            bio: Patch::Set("Hello".to_owned()),
            ..UpdateUser::default()
        };
        w.identity.update_user(&found.actor, None, input).await.unwrap();
        let updated = w.events(EventAction::UserUpdated).await;
        assert_eq!(updated[0].actor_user_id, Some(ana.id));
        assert_eq!(updated[0].impersonator_user_id, Some(olga.user.id));
        let input = ChangePassword {
            current_password: PASSWORD.to_owned(),
            new_password: "another horse battery".to_owned(),
        };
        let refused = w.identity.change_password(&found.actor, None, &here, input).await;
        assert_eq!(codes(refused), [Code::ImpersonationRestricted]);
        let nested = w
            .identity
            .impersonate(&found.actor, None, &here, wish(ana.id))
            .await;
        assert_eq!(codes(nested), [Code::AlreadyImpersonating]);
        w.identity.stop_impersonating(&found.actor, None).await.unwrap();
        assert!(!w.is_valid(&acting).await && w.is_valid(&olga).await);
        let ended = w.events(EventAction::ImpersonationEnded).await;
        assert_eq!(ended[0].impersonator_user_id, Some(olga.user.id));
        let own = w.identity.stop_impersonating(&olga.actor, None).await;
        assert_eq!(codes(own), [Code::NotImpersonating]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_by_the_clock_and_by_signing_out() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let olga = w.operator().await;
        let here = client("192.0.2.1");
        let acting = w
            .identity
            .impersonate(&olga.actor, None, &here, wish(ana.id))
            .await
            .unwrap();
        w.clock.advance(Duration::hours(1));
        assert!(!w.is_valid(&acting).await);
        let acting = w
            .identity
            .impersonate(&olga.actor, None, &here, wish(ana.id))
            .await
            .unwrap();
        w.identity.sign_out(&acting.actor, None).await.unwrap();
        assert!(!w.is_valid(&acting).await);
        assert_eq!(w.events(EventAction::ImpersonationEnded).await.len(), 1);
        assert!(w.events(EventAction::SignedOut).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_and_banned_users_cannot_be_impersonated() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let bor = w.user("bor@example.com").await;
        let olga = w.operator().await;
        let here = client("192.0.2.1");
        let anas = w.signed_in("ana@example.com").await;
        let outcome = w
            .identity
            .impersonate(&anas.actor, None, &here, wish(bor.id))
            .await;
        assert!(matches!(outcome, Err(Failure::NotFound("userId"))));
        let outcome = w.identity.impersonate(&NOBODY, None, &here, wish(bor.id)).await;
        assert!(matches!(outcome, Err(Failure::Unauthenticated)));
        let outcome = w
            .identity
            .impersonate(&olga.actor, None, &here, wish(olga.user.id))
            .await;
        assert_eq!(fields(outcome), [("userId".to_owned(), Code::OperatorProtected)]);
        let input = Impersonate {
            reason: " ".to_owned(),
            ..wish(ana.id)
        };
        let outcome = w.identity.impersonate(&olga.actor, None, &here, input).await;
        assert_eq!(fields(outcome), [("reason".to_owned(), Code::Required)]);
        let input = BanUser {
            id: bor.id,
            reason: "Spam".to_owned(),
            until: None,
        };
        w.identity.ban_user(&olga.actor, None, input).await.unwrap();
        let outcome = w
            .identity
            .impersonate(&olga.actor, None, &here, wish(bor.id))
            .await;
        assert_eq!(codes(outcome), [Code::UserBanned]);
        assert!(w.events(EventAction::ImpersonationStarted).await.is_empty());
    })
    .await;
}

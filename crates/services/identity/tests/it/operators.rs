use crate::world::{NOBODY, SERVER, application, client, everywhere, together};
use entities::{event::EventAction, session::SessionTransport, user::PlatformRole};
use identity::Impersonate;
use store::Failure;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_appoints_operators() {
    everywhere(|w| async move {
        let ana = w.user("ana@example.com").await;
        let olga = w.operator().await;
        assert!(olga.actor.is_operator());
        for actor in [&NOBODY, &olga.actor] {
            let outcome = w.identity.appoint_operator(actor, None, "ana@example.com").await;
            assert!(matches!(outcome, Err(Failure::Forbidden(_))));
            let outcome = w
                .identity
                .create_verified_user(actor, None, application("eve@example.com"))
                .await;
            assert!(matches!(outcome, Err(Failure::Forbidden(_))));
        }
        let nobody = w
            .identity
            .appoint_operator(&SERVER, None, "nobody@example.com")
            .await;
        assert!(matches!(nobody, Err(Failure::NotFound("email"))));
        let wish = Impersonate {
            user_id: ana.id,
            reason: "Ticket 7".to_owned(),
            transport: SessionTransport::Bearer,
        };
        let acting = w
            .identity
            .impersonate(&olga.actor, None, &client("192.0.2.1"), wish)
            .await
            .unwrap();
        let anas = w.signed_in("ana@example.com").await;
        let appointed = w
            .identity
            .appoint_operator(&SERVER, None, "ANA@example.com")
            .await
            .unwrap();
        assert_eq!(appointed.platform_role, Some(PlatformRole::Operator));
        assert!(!w.is_valid(&acting).await, "nobody acts as an operator");
        let found = w
            .identity
            .authenticate(anas.token.reveal())
            .await
            .unwrap()
            .unwrap();
        assert!(found.actor.is_operator(), "from the next request on");
        let again = w
            .identity
            .appoint_operator(&SERVER, None, "ana@example.com")
            .await
            .unwrap();
        assert_eq!(again, appointed);
        assert_eq!(w.events(EventAction::OperatorAppointed).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seeding_twice_makes_one_user_and_no_mail() {
    everywhere(|w| async move {
        let world = w.clone();
        let users = together(10, move |_| {
            let w = world.clone();
            async move { w.user("ana@example.com").await }
        })
        .await;
        assert!(users.iter().all(|user| user.id == users[0].id));
        assert_eq!(w.users().await.len(), 1);
        assert!(users[0].email_verified_at.is_some());
        assert_eq!(w.store.pending_deliveries().await.unwrap(), 0);
        w.signed_in("ana@example.com").await;
    })
    .await;
}

use crate::world::{NOBODY, PASSWORD, client, everywhere};
use entities::{email_token::TokenPurpose, session::SessionTransport};
use identity::{ChangePassword, Impersonate};

/// The log is read by more people than secrets may be.
#[tokio::test(flavor = "multi_thread")]
async fn no_event_holds_a_secret() {
    everywhere(|w| async move {
        let here = client("192.0.2.1");
        w.sign_up("ana@example.com").await.unwrap();
        w.sign_up("ana@example.com").await.unwrap();
        let ana = w.users().await.remove(0);
        w.identity
            .request_email_verification(&NOBODY, None, &here, &ana.email)
            .await
            .unwrap();
        let verification = w.mailed_token(ana.id, TokenPurpose::VerifyEmail).await;
        w.identity
            .verify_email(&NOBODY, None, &here, &verification)
            .await
            .unwrap();
        let olga = w.operator().await;
        let first = w.signed_in("ana@example.com").await;
        let input = ChangePassword {
            current_password: PASSWORD.to_owned(),
            new_password: "changed horse battery".to_owned(),
        };
        w.identity
            .change_password(&first.actor, None, &here, input)
            .await
            .unwrap();
        let reset = w.reset_token(&ana).await;
        w.identity
            .reset_password(&NOBODY, None, &here, &reset, "reset horse battery")
            .await
            .unwrap();
        let wish = Impersonate {
            user_id: ana.id,
            reason: "Ticket 7".to_owned(),
            transport: SessionTransport::Cookie,
        };
        let acting = w
            .identity
            .impersonate(&olga.actor, None, &here, wish)
            .await
            .unwrap();
        w.identity.stop_impersonating(&acting.actor, None).await.unwrap();
        let events = w.all_events().await;
        assert!(events.len() >= 10, "{}", events.len());
        let log = format!("{events:?}");
        for secret in [
            PASSWORD,
            "changed horse",
            "reset horse",
            "argon2",
            "vms_",
            "vmt_",
            &verification,
            &reset,
            olga.token.reveal(),
            first.token.reveal(),
            acting.token.reveal(),
        ] {
            assert!(!log.contains(secret), "{secret}");
        }
        let shown = format!("{acting:?}");
        assert!(!shown.contains(acting.token.reveal()));
    })
    .await;
}

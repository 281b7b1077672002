use crate::world::{NOBODY, PASSWORD, client, codes, everywhere, fields, together};
use entities::event::EventAction;
use identity::ChangePassword;
use kernel::Code;
use store::Failure;

fn change(current: &str, new: &str) -> ChangePassword {
    ChangePassword {
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_keeps_this_session_and_ends_the_others() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let (here, other) = (
            w.signed_in("ana@example.com").await,
            w.signed_in("ana@example.com").await,
        );
        let place = client("192.0.2.1");
        let new = "another horse battery";
        let wrong = w
            .identity
            .change_password(&here.actor, None, &place, change("wrong horse", new))
            .await;
        assert_eq!(
            fields(wrong),
            [("currentPassword".to_owned(), Code::WrongPassword)]
        );
        let long = w
            .identity
            .change_password(&here.actor, None, &place, change(&"x".repeat(300), new))
            .await;
        assert_eq!(codes(long), [Code::WrongPassword]);
        let weak = w
            .identity
            .change_password(&here.actor, None, &place, change(PASSWORD, "Ana Novak"))
            .await;
        assert_eq!(fields(weak), [("newPassword".to_owned(), Code::TooShort)]);
        assert!(w.is_valid(&other).await);
        w.identity
            .change_password(&here.actor, None, &place, change(PASSWORD, new))
            .await
            .unwrap();
        assert!(w.is_valid(&here).await && !w.is_valid(&other).await);
        assert_eq!(w.events(EventAction::PasswordChanged).await.len(), 1);
        let old = w.try_to_sign_in("ana@example.com", PASSWORD, "192.0.2.1").await;
        assert_eq!(codes(old), [Code::InvalidCredentials]);
        w.try_to_sign_in("ana@example.com", new, "192.0.2.1")
            .await
            .unwrap();
        let anonymous = w
            .identity
            .change_password(&NOBODY, None, &place, change(PASSWORD, new))
            .await;
        assert!(matches!(anonymous, Err(Failure::Unauthenticated)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_at_once_one_wins() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let me = w.signed_in("ana@example.com").await;
        let world = w.clone();
        let outcomes = together(5, move |index| {
            let (w, actor) = (world.clone(), me.actor.clone());
            async move {
                let input = change(PASSWORD, &format!("password number {index}"));
                w.identity
                    .change_password(&actor, None, &client("192.0.2.1"), input)
                    .await
            }
        })
        .await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert_eq!(w.events(EventAction::PasswordChanged).await.len(), 1);
    })
    .await;
}

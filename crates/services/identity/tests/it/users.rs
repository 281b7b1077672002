use crate::world::{NOBODY, SERVER, everywhere, fields, problems, together};
use entities::{event::EventAction, profile};
use identity::{UpdateProfile, UpdateUser};
use kernel::{Code, Patch};
use serde_json::json;
use store::Failure;

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_changed_is_written_and_told() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let me = w.signed_in("ana@example.com").await;
        let input = UpdateUser {
            first_name: set("Ana"),
            last_name: Patch::Clear,
            username: set("Ana.N"),
            phone_number: set("+386 (0)1 234-567"),
            bio: set("Cafe\u{301}\r\nau lait"),
            social_github: set("https://github.com/ana"),
            locale: set("pt-br"),
            time_zone: set("Europe/Ljubljana"),
            expected_version: Some(1),
            ..UpdateUser::default()
        };
        let user = w.identity.update_user(&me.actor, None, input.clone()).await.unwrap();
        assert_eq!((user.version, user.last_name.as_deref()), (2, None));
        assert_eq!((user.username.as_deref(), user.username_key.as_deref()), (Some("Ana.N"), Some("ana.n")));
        assert_eq!(user.bio.as_deref(), Some("Caf\u{e9}\nau lait"));
        let events = w.events(EventAction::UserUpdated).await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].before.as_ref().unwrap()["lastName"], "Novak");
        let after = events[0].after.as_ref().unwrap();
        assert_eq!(
            after,
            &json!({
                "lastName": null, "username": "Ana.N", "phoneNumber": "+38601234567", "bio": "Caf\u{e9}\nau lait",
                "socialGithub": "https://github.com/ana", "locale": "pt-BR", "timeZone": "Europe/Ljubljana",
            })
        );
        let stale = problems(w.identity.update_user(&me.actor, None, input.clone()).await);
        assert_eq!((stale[0].code, &stale[0].params["currentVersion"]), (Code::VersionConflict, &json!(2)));
        let same = UpdateUser { expected_version: Some(2), ..input };
        assert_eq!(w.identity.update_user(&me.actor, None, same).await.unwrap(), user);
        assert_eq!(w.events(EventAction::UserUpdated).await.len(), 1, "nothing changed");
        let cleared = UpdateUser { username: Patch::Clear, bio: set("  "), ..UpdateUser::default() };
        let user = w.identity.update_user(&me.actor, None, cleared).await.unwrap();
        assert_eq!((user.username, user.username_key, user.bio, user.version), (None, None, None, 3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_is_told_at_once() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let me = w.signed_in("ana@example.com").await;
        let input = UpdateUser {
            first_name: Patch::Clear,
            last_name: set("www.evil.example"),
            username: set("1"),
            phone_number: set("call me"),
            designation: set(&"d".repeat(101)),
            bio: set("a\u{0}b"),
            social_website: set("javascript:alert(1)"),
            social_facebook: set("/relative"),
            image_url: set("https://user:secret@example.com/"),
            locale: set("und"),
            time_zone: set("Mars/Olympus"),
            ..UpdateUser::default()
        };
        let outcome = w.identity.update_user(&me.actor, None, input).await;
        let expected = [
            ("firstName", Code::Required),
            ("lastName", Code::InvalidCharacters),
            ("username", Code::TooShort),
            ("phoneNumber", Code::InvalidFormat),
            ("designation", Code::TooLong),
            ("bio", Code::InvalidCharacters),
            ("socialWebsite", Code::InvalidFormat),
            ("socialFacebook", Code::InvalidFormat),
            ("imageUrl", Code::InvalidFormat),
            ("locale", Code::InvalidFormat),
            ("timeZone", Code::InvalidFormat),
        ];
        assert_eq!(
            fields(outcome),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
        let nobody = w.identity.update_user(&NOBODY, None, UpdateUser::default()).await;
        assert!(matches!(nobody, Err(Failure::Unauthenticated)));
        assert_eq!(w.users().await[0].version, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_username_belongs_to_one_user() {
    everywhere(|w| async move {
        let mut actors = Vec::new();
        for index in 0..10 {
            let email = format!("user{index}@example.com");
            w.user(&email).await;
            actors.push(w.signed_in(&email).await.actor);
        }
        let world = w.clone();
        let outcomes = together(10, move |index| {
            let (w, actor) = (world.clone(), actors[index].clone());
            async move {
                let name = if index % 2 == 0 { "Marko" } else { "MARKO" };
                let input = UpdateUser {
                    username: set(name),
                    ..UpdateUser::default()
                };
                w.identity.update_user(&actor, None, input).await
            }
        })
        .await;
        let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!(won.len(), 1);
        for outcome in lost {
            assert_eq!(fields(outcome), [("username".to_owned(), Code::UsernameTaken)]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_profile_has_its_own_name() {
    everywhere(|w| async move {
        w.user("bor@example.com").await;
        w.user("ana@example.com").await;
        let me = w.signed_in("ana@example.com").await;
        let input = UpdateProfile {
            display_name: set(" Anica "),
            about: set("Learner"),
        };
        let profile = w
            .identity
            .update_profile(&me.actor, None, input.clone())
            .await
            .unwrap();
        assert_eq!(
            (profile.user_id, profile.display_name.as_str()),
            (me.user.id, "Anica")
        );
        w.identity.update_profile(&me.actor, None, input).await.unwrap();
        let events = w.events(EventAction::ProfileUpdated).await;
        assert_eq!(events.len(), 1);
        assert_eq!(
            events[0].before,
            Some(json!({ "displayName": "Ana Novak", "about": null }))
        );
        let input = UpdateProfile {
            display_name: Patch::Clear,
            about: set(&"a".repeat(5001)),
        };
        let outcome = w.identity.update_profile(&me.actor, None, input).await;
        let expected = [("displayName", Code::Required), ("about", Code::TooLong)];
        assert_eq!(
            fields(outcome),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
        let server = w.store.global(&SERVER);
        let profiles = server.find::<profile::Entity>().all().await.unwrap();
        let bors = profiles
            .iter()
            .find(|profile| profile.user_id != me.user.id)
            .unwrap();
        assert_eq!(bors.display_name, "Ana Novak", "untouched");
    })
    .await;
}

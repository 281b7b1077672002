use crate::world::{NOBODY, SERVER, everywhere, fields};
use entities::{event::EventAction, profile, profile::ProfileKind};
use identity::{CreateJobProfile, UpdateJobProfile};
use kernel::{Code, Patch, ProfileId};
use sea_orm::ColumnTrait;
use serde_json::json;
use store::Failure;

fn new() -> CreateJobProfile {
    CreateJobProfile {
        title: "Instructor".to_owned(),
        display_name: None,
        about: None,
        level: 3,
        skills: ["Rust", "rust", "Re\u{301}sume\u{301}", "r\u{e9}sum\u{e9}", "SQL"]
            .map(str::to_owned)
            .to_vec(),
    }
}

fn keep(id: ProfileId) -> UpdateJobProfile {
    UpdateJobProfile {
        id,
        title: Patch::Keep,
        display_name: Patch::Keep,
        about: Patch::Keep,
        level: Patch::Keep,
        skills: Patch::Keep,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_any_number_of_job_profiles() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let me = w.signed_in("ana@example.com").await;
        let made = w
            .identity
            .create_job_profile(&me.actor, None, new())
            .await
            .unwrap();
        assert_eq!(
            (made.profile.kind, made.profile.display_name.as_str()),
            (ProfileKind::Job, "Ana Novak")
        );
        assert_eq!(made.job.skills, json!(["Rust", "R\u{e9}sum\u{e9}", "SQL"]));
        let second = w
            .identity
            .create_job_profile(&me.actor, None, new())
            .await
            .unwrap();
        assert_ne!(made.profile.id, second.profile.id);
        let input = UpdateJobProfile {
            level: Patch::Set(5),
            about: Patch::Set("Teaches".to_owned()),
            skills: Patch::Clear,
            ..keep(made.profile.id)
        };
        let changed = w
            .identity
            .update_job_profile(&me.actor, None, input.clone())
            .await
            .unwrap();
        assert_eq!((changed.job.level, &changed.job.skills), (5, &json!([])));
        assert_eq!(changed.profile.about.as_deref(), Some("Teaches"));
        assert_eq!(
            w.identity
                .update_job_profile(&me.actor, None, input)
                .await
                .unwrap(),
            changed
        );
        let events = w.events(EventAction::JobProfileUpdated).await;
        assert_eq!(events.len(), 1);
        assert_eq!(
            events[0].after,
            Some(json!({ "level": 5, "skills": [], "about": "Teaches" }))
        );
        assert_eq!(w.events(EventAction::JobProfileCreated).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_and_main_profiles_are_not_found() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        w.user("bor@example.com").await;
        let (ana, bor) = (
            w.signed_in("ana@example.com").await,
            w.signed_in("bor@example.com").await,
        );
        let anas = w
            .identity
            .create_job_profile(&ana.actor, None, new())
            .await
            .unwrap();
        let input = UpdateJobProfile {
            level: Patch::Set(1),
            ..keep(anas.profile.id)
        };
        let foreign = w
            .identity
            .update_job_profile(&bor.actor, None, input.clone())
            .await;
        assert!(matches!(foreign, Err(Failure::NotFound("id"))));
        let nobody = w.identity.update_job_profile(&NOBODY, None, input).await;
        assert!(matches!(nobody, Err(Failure::Unauthenticated)));
        let main = w
            .store
            .global(&SERVER)
            .find::<profile::Entity>()
            .filter(profile::Column::UserId.eq(ana.user.id))
            .filter(profile::Column::Kind.eq(ProfileKind::Main))
            .one()
            .await
            .unwrap()
            .unwrap();
        let outcome = w
            .identity
            .update_job_profile(&ana.actor, None, keep(main.id))
            .await;
        assert!(matches!(outcome, Err(Failure::NotFound("id"))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_is_told_at_once() {
    everywhere(|w| async move {
        w.user("ana@example.com").await;
        let me = w.signed_in("ana@example.com").await;
        let input = CreateJobProfile {
            title: " ".to_owned(),
            display_name: Some(String::new()),
            about: Some("a".repeat(5001)),
            level: 6,
            skills: (0..51).map(|index| format!("Skill {index}")).collect(),
        };
        let outcome = w.identity.create_job_profile(&me.actor, None, input).await;
        let expected = [
            ("title", Code::Required),
            ("displayName", Code::Required),
            ("about", Code::TooLong),
            ("level", Code::OutOfRange),
            ("skills", Code::OutOfRange),
        ];
        assert_eq!(
            fields(outcome),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
        let made = w
            .identity
            .create_job_profile(&me.actor, None, new())
            .await
            .unwrap();
        let input = UpdateJobProfile {
            title: Patch::Clear,
            level: Patch::Clear,
            skills: Patch::Set(vec!["s".repeat(61)]),
            ..keep(made.profile.id)
        };
        let outcome = w.identity.update_job_profile(&me.actor, None, input).await;
        let expected = [
            ("title", Code::Required),
            ("level", Code::Required),
            ("skills", Code::TooLong),
        ];
        assert_eq!(
            fields(outcome),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
    })
    .await;
}

//! Changing an organization.

use crate::world::{at, code, in_every_world, problem, within};
use entities::{event, member::AccessRole, organization::Theme};
use kernel::{Code, Patch};
use people::organization::{UpdateOrganization, update_organization};
use store::Failure;

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.to_owned())
}

#[tokio::test]
async fn what_is_mentioned_changes_and_is_logged() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let updated = within!(world, ana, at(id), |tx| update_organization(
            tx,
            id,
            UpdateOrganization {
                name: set("Alpenglow"),
                description: set("Teaches"),
                theme: Patch::Set(Theme::Ocean),
                time_zone: set("Europe/Ljubljana"),
                locale: set("SL"),
                expected_version: Some(1),
                ..UpdateOrganization::default()
            }
        ))
        .unwrap();
        assert_eq!(
            (updated.name.as_str(), updated.slug.as_str()),
            ("Alpenglow", "ana")
        );
        assert_eq!((updated.version, updated.locale.as_str()), (2, "sl"));

        let before = world.census().await;
        let same = within!(world, ana, at(id), |tx| update_organization(
            tx,
            id,
            UpdateOrganization {
                name: set("Alpenglow"),
                theme: Patch::Set(Theme::Ocean),
                ..UpdateOrganization::default()
            }
        ));
        assert_eq!(same.unwrap().version, 2);
        assert_eq!(world.census().await, before);

        let events = world.all::<event::Entity>().await;
        let event = events
            .iter()
            .find(|event| event.action == event::EventAction::OrganizationUpdated)
            .unwrap();
        assert_eq!(event.before.as_ref().unwrap()["theme"], "DEFAULT");
        assert_eq!(event.after.as_ref().unwrap()["theme"], "OCEAN");
        assert!(event.after.as_ref().unwrap().get("slug").is_none());

        let cleared = within!(world, ana, at(id), |tx| update_organization(
            tx,
            id,
            UpdateOrganization {
                description: Patch::Clear,
                ..UpdateOrganization::default()
            }
        ));
        assert_eq!(cleared.unwrap().description, None);
    })
    .await;
}

#[tokio::test]
async fn refusals_change_nothing() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let (other, bea) = world.organization("bea").await;
        let (lena, _) = world.member(&ana, id, "lena", AccessRole::Member).await;
        let before = world.census().await;
        let attempt = async |input: UpdateOrganization| {
            world
                .store()
                .write_in(&ana, None, &at(id), |tx| {
                    let input = input.clone();
                    Box::pin(async move { update_organization(tx, id, input).await })
                })
                .await
        };
        let named = |slug: &str| UpdateOrganization {
            slug: set(slug),
            ..UpdateOrganization::default()
        };
        assert_eq!(code(attempt(named("bea")).await), Code::SlugTaken);
        assert_eq!(code(attempt(named("admin")).await), Code::SlugReserved);
        let stale = UpdateOrganization {
            name: set("New"),
            expected_version: Some(7),
            ..UpdateOrganization::default()
        };
        let conflict = problem(attempt(stale).await);
        assert_eq!(conflict.code, Code::VersionConflict);
        assert_eq!(conflict.params["currentVersion"], 1);
        let empty = UpdateOrganization {
            name: Patch::Clear,
            is_public: Patch::Clear,
            ..UpdateOrganization::default()
        };
        let Err(Failure::Refused(problems)) = attempt(empty).await else {
            panic!("it must be refused");
        };
        assert_eq!(problems.len(), 2);
        assert!(problems.iter().all(|problem| problem.code == Code::Required));

        let forbidden = within!(world, lena, at(id), |tx| update_organization(
            tx,
            id,
            UpdateOrganization {
                name: set("Lena's"),
                ..UpdateOrganization::default()
            }
        ));
        assert!(matches!(
            forbidden,
            Err(Failure::Forbidden("organization.update"))
        ));
        let foreign = within!(world, ana, at(other), |tx| update_organization(
            tx,
            other,
            UpdateOrganization::default()
        ));
        assert!(matches!(foreign, Err(Failure::NotFound("organizationId"))));
        let foreign = within!(world, bea, at(other), |tx| update_organization(
            tx,
            id,
            UpdateOrganization::default()
        ));
        assert!(matches!(foreign, Err(Failure::NotFound("id"))));
        assert_eq!(world.census().await, before);
    })
    .await;
}

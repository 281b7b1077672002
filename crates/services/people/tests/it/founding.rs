//! Founding organizations.

use crate::world::{World, code, in_every_world, problem, who};
use authz::Actor;
use entities::{
    employee::{self, CompensationType, EmployeeStatus, WorkRole},
    event::EventAction,
    member::{self, AccessRole, MemberStatus},
    organization::{self, Plan, Theme},
};
use kernel::Code;
use people::founding::{NewOrganization, found};
use std::collections::HashSet;
use store::Failure;

fn named(name: &str) -> NewOrganization {
    NewOrganization {
        name: name.to_owned(),
        ..NewOrganization::default()
    }
}

#[tokio::test]
async fn the_founder_owns_it_and_works_there() {
    in_every_world(|world| async move {
        let ana = world.user("ana").await;
        let input = named("  Čebelica d.o.o.  ");
        let organization = found(world.store(), &ana, None, input).await.unwrap();
        assert_eq!(organization.name, "Čebelica d.o.o.");
        assert_eq!(organization.slug, "cebelica-d-o-o");
        assert_eq!(
            (organization.plan, organization.theme),
            (Plan::Free, Theme::Default)
        );
        assert_eq!(organization.locale, "en");
        assert_eq!(
            (organization.currency.as_str(), organization.time_zone.as_str()),
            ("EUR", "UTC")
        );
        assert!(!organization.is_public && organization.members_may_leave);

        let members = world.all::<member::Entity>().await;
        assert_eq!(members.len(), 1);
        assert_eq!(members[0].user_id, who(&ana));
        assert_eq!(
            (members[0].access_role, members[0].status),
            (AccessRole::Owner, MemberStatus::Active)
        );
        assert_eq!(members[0].display_name, "ana Test");
        let employees = world.all::<employee::Entity>().await;
        assert_eq!(employees.len(), 1);
        assert_eq!(employees[0].member_id, members[0].id);
        assert_eq!(
            (
                employees[0].role,
                employees[0].status,
                employees[0].compensation_type
            ),
            (
                WorkRole::Admin,
                EmployeeStatus::Active,
                CompensationType::Commission
            )
        );
        assert_eq!(world.happened(EventAction::OrganizationCreated).await, 1);
        assert_eq!(world.happened(EventAction::MemberJoined).await, 1);
    })
    .await;
}

#[tokio::test]
async fn derived_slugs_are_numbered_and_given_ones_are_not() {
    in_every_world(|world| async move {
        let ana = world.user("ana").await;
        let mut slugs = Vec::new();
        for name in ["Acme", "ACME", "acme!", "Admin", "🦀🦀", "日本", "--"] {
            slugs.push(found(world.store(), &ana, None, named(name)).await.unwrap().slug);
        }
        assert_eq!(&slugs[..4], ["acme", "acme-2", "acme-3", "admin-2"]);
        assert_eq!(slugs.iter().collect::<HashSet<_>>().len(), slugs.len());

        let before = world.census().await;
        let with_slug = |slug: &str| NewOrganization {
            slug: Some(slug.to_owned()),
            ..named("Other")
        };
        let taken = problem(found(world.store(), &ana, None, with_slug("acme")).await);
        assert_eq!((taken.code, taken.field), (Code::SlugTaken, vec!["slug"]));
        for (slug, expected) in [
            ("graphql", Code::SlugReserved),
            ("me", Code::SlugReserved),
            ("", Code::Required),
            ("Acme", Code::InvalidFormat),
            ("a--b", Code::InvalidFormat),
        ] {
            assert_eq!(
                code(found(world.store(), &ana, None, with_slug(slug)).await),
                expected,
                "{slug}"
            );
        }
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_name_founded_many_times_at_once() {
    in_every_world(|world| async move {
        let ana = world.user("ana").await;
        let founding: Vec<_> = (0..10)
            .map(|_| {
                let (world, ana) = (world.clone(), ana.clone());
                tokio::spawn(async move { found(world.store(), &ana, None, named("Acme")).await })
            })
            .collect();
        for founded in founding {
            founded.await.unwrap().unwrap();
        }
        let slugs: HashSet<_> = world
            .all::<organization::Entity>()
            .await
            .into_iter()
            .map(|organization| organization.slug)
            .collect();
        assert_eq!(slugs.len(), 10);
        assert!(slugs.contains("acme") && slugs.contains("acme-10"));
    })
    .await;
}

#[tokio::test]
async fn all_problems_are_told_together() {
    in_every_world(|world| async move {
        let ana = world.user("ana").await;
        let input = NewOrganization {
            name: "\u{202E}x".to_owned(),
            slug: Some("-".to_owned()),
            locale: Some("english language".to_owned()),
            currency: Some("XXX".to_owned()),
            time_zone: Some("Mars".to_owned()),
            ..NewOrganization::default()
        };
        let before = world.census().await;
        let Err(Failure::Refused(problems)) = found(world.store(), &ana, None, input).await else {
            panic!("it must be refused");
        };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field[0]).collect();
        assert_eq!(fields, ["name", "slug", "locale", "timeZone", "currency"]);
        assert_eq!(problems[4].code, Code::UnknownCurrency);
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn operators_found_for_others() {
    in_every_world(|world| async move {
        let (ana, olga) = (world.user("ana").await, world.user("olga").await);
        let olga = World::operator(&olga);
        let for_ana = || NewOrganization {
            owner_email: Some(" ANA@Example.com ".to_owned()),
            ..named("Alpenglow")
        };
        let refused = found(world.store(), &world.user("eve").await, None, for_ana()).await;
        assert!(matches!(refused, Err(Failure::Forbidden("organization.found"))));
        let refused = found(world.store(), &Actor::Anonymous, None, for_ana()).await;
        assert!(matches!(refused, Err(Failure::Unauthenticated)));
        let refused = found(world.store(), &Actor::Anonymous, None, named("A")).await;
        assert!(matches!(refused, Err(Failure::Unauthenticated)));

        found(world.store(), &olga, None, for_ana()).await.unwrap();
        let members = world.all::<member::Entity>().await;
        assert_eq!((members.len(), members[0].user_id), (1, who(&ana)));

        let nobody = NewOrganization {
            owner_email: Some("nobody@example.com".to_owned()),
            ..named("Nobody")
        };
        let missing = problem(found(world.store(), &olga, None, nobody).await);
        assert_eq!(
            (missing.code, missing.field),
            (Code::OwnerNotFound, vec!["ownerEmail"])
        );

        let own = found(world.store(), &olga, None, named("Own")).await.unwrap();
        assert_eq!(
            world.row(world.own(&olga, own.id).await).await.access_role,
            AccessRole::Owner
        );
    })
    .await;
}

#[tokio::test]
async fn an_unproven_address_founds_nothing() {
    in_every_world(|world| async move {
        let Actor::User(mut eve) = world.user("eve").await else {
            panic!("a user");
        };
        eve.email_verified = false;
        let before = world.census().await;
        let refused = found(world.store(), &Actor::User(eve), None, named("Eve")).await;
        assert_eq!(code(refused), Code::EmailNotVerified);
        assert_eq!(world.census().await, before);
    })
    .await;
}

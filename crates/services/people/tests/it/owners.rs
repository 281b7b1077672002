//! At least one active owner stays, whatever happens at once.

use crate::world::{World, at, code, in_every_world, within};
use authz::Actor;
use entities::{
    event,
    member::{self, AccessRole, MemberStatus},
};
use kernel::{Code, MemberId, OrganizationId, TypedId};
use people::member::{change_access_role, leave_organization, remove_member, suspend_member};
use store::Failure;

#[derive(Clone, Copy, Debug)]
enum Blow {
    Remove,
    Suspend,
    Demote,
    Leave,
}

const BLOWS: [Blow; 4] = [Blow::Remove, Blow::Suspend, Blow::Demote, Blow::Leave];

async fn strike(
    world: &World,
    id: OrganizationId,
    (by, own): (&Actor, MemberId),
    other: MemberId,
    blow: Blow,
) -> Result<member::Model, Failure> {
    match blow {
        Blow::Remove => within!(world, by, at(id), |tx| remove_member(tx, other, None)),
        Blow::Suspend => within!(world, by, at(id), |tx| suspend_member(tx, other, "x")),
        Blow::Demote => within!(world, by, at(id), |tx| change_access_role(
            tx,
            other,
            AccessRole::Member
        )),
        Blow::Leave => within!(world, by, at(id), |tx| leave_organization(tx, own)),
    }
}

/// How often the organization's members have been changed: every change counts the row's version up by one.
async fn changes(world: &World) -> usize {
    let members = world.all::<member::Entity>().await;
    let changes: i32 = members.iter().map(|row| row.version).sum();
    usize::try_from(changes).unwrap()
}

/// How often the log tells of a member.
async fn told(world: &World, members: [MemberId; 2]) -> usize {
    let members = members.map(TypedId::uuid);
    let events = world.all::<event::Entity>().await;
    let about = events.iter().filter(|event| members.contains(&event.subject_id));
    about.count()
}

async fn owners(world: &World) -> usize {
    let members = world.all::<member::Entity>().await;
    members
        .iter()
        .filter(|row| row.access_role == AccessRole::Owner && row.status == MemberStatus::Active)
        .count()
}

#[tokio::test]
async fn the_last_owner_stays() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let own = world.own(&ana, id).await;
        let before = world.census().await;
        let alone = within!(world, ana, at(id), |tx| leave_organization(tx, own));
        assert_eq!(code(alone), Code::LastOwner);
        let alone = within!(world, ana, at(id), |tx| change_access_role(
            tx,
            own,
            AccessRole::SuperAdmin
        ));
        assert_eq!(code(alone), Code::LastOwner);
        assert_eq!(world.census().await, before);

        // A suspended owner does not count.
        let (_, bea) = world.member(&ana, id, "bea", AccessRole::Owner).await;
        within!(world, ana, at(id), |tx| suspend_member(tx, bea, "x")).unwrap();
        let alone = within!(world, ana, at(id), |tx| leave_organization(tx, own));
        assert_eq!(code(alone), Code::LastOwner);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_against_each_other() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let first = world.own(&ana, id).await;
        let (bea, second) = world.member(&ana, id, "bea", AccessRole::Owner).await;
        let (events, versions) = (told(&world, [first, second]).await, changes(&world).await);
        let blows: Vec<_> = (0..50)
            .map(|number| {
                let (world, ana, bea) = (world.clone(), ana.clone(), bea.clone());
                tokio::spawn(async move {
                    let blow = BLOWS[number / 2 % BLOWS.len()];
                    if number % 2 == 0 {
                        strike(&world, id, (&ana, first), second, blow).await
                    } else {
                        strike(&world, id, (&bea, second), first, blow).await
                    }
                })
            })
            .collect();
        let mut done = 0;
        for blow in blows {
            match blow.await.unwrap() {
                Ok(_) => done += 1,
                Err(Failure::Refused(_) | Failure::Forbidden(_) | Failure::NotFound(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(owners(&world).await, 1);
        // Demoting who has been demoted already succeeds, changes nothing, and tells the log nothing.
        let changed = changes(&world).await - versions;
        assert!((1..=done).contains(&changed), "{changed} changes, {done} done");
        let told = told(&world, [first, second]).await - events;
        assert_eq!(told, changed, "each change tells the log once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_owners_who_all_leave() {
    in_every_world(|world| async move {
        let (id, ana) = world.organization("ana").await;
        let mut everybody = vec![(ana.clone(), world.own(&ana, id).await)];
        for number in 0..9 {
            let name = format!("owner{number}");
            everybody.push(world.member(&ana, id, &name, AccessRole::Owner).await);
        }
        let leaving: Vec<_> = everybody
            .into_iter()
            .map(|(actor, own)| {
                let world = world.clone();
                tokio::spawn(async move { strike(&world, id, (&actor, own), own, Blow::Leave).await })
            })
            .collect();
        let mut stayed = Vec::new();
        for leaver in leaving {
            stayed.extend(leaver.await.unwrap().err());
        }
        assert_eq!(stayed.len(), 1);
        assert_eq!(owners(&world).await, 1);
    })
    .await;
}

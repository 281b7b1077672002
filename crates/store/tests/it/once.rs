//! What a client asks for twice happens once; what is only rehearsed does not happen.

use crate::{
    database::TestDatabase,
    tenant::{Tenant, id},
};
use authz::{Actor, actions::InviteMember};
use entities::{idempotency_key, member_invitation};
use kernel::{Code, MemberInvitationId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use store::{Failure, Store, Target};
use tokio::task::JoinSet;

/// Invites somebody under a key. Says who was invited, now or then.
async fn invite(
    store: &Store,
    tenant: &Tenant,
    key: &str,
    name: &str,
) -> Result<MemberInvitationId, Failure> {
    let (row, key, name) = (tenant.member_invitation(), key.to_owned(), name.to_owned());
    store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            let (mut row, key, name) = (
                row.clone().into_active_model().reset_all(),
                key.clone(),
                name.clone(),
            );
            Box::pin(async move {
                let invited = tx.new_id::<MemberInvitationId>();
                if let Some(then) = tx.once("invite", &key, &name, invited).await? {
                    return Ok(then);
                }
                row.id = Set(invited);
                row.display_name = Set(name);
                Ok(tx.create::<InviteMember>(row).await?.id)
            })
        })
        .await
}

fn refusal(outcome: Result<MemberInvitationId, Failure>) -> Vec<(Code, Vec<&'static str>)> {
    match outcome {
        Err(Failure::Refused(problems)) => problems.into_iter().map(|p| (p.code, p.field)).collect(),
        other => panic!("{other:?} is no refusal"),
    }
}

async fn counted(store: &Store, tenant: &Tenant) -> (u64, u64) {
    let entered = store
        .enter(&tenant.actor(), &Target::slug(tenant.slug))
        .await
        .unwrap()
        .unwrap();
    let invitations = entered
        .scope
        .find::<member_invitation::Entity>()
        .count()
        .await
        .unwrap();
    let keys = entered
        .scope
        .find::<idempotency_key::Entity>()
        .count()
        .await
        .unwrap();
    (invitations, keys)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_at_once_under_one_key_are_one() {
    let database = TestDatabase::new().await;
    let tenant = Tenant::plant(&database.raw().await, "here").await;
    let store = database.store().await;
    let before = counted(&store, &tenant).await;
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let (store, tenant) = (store.clone(), tenant.clone());
        tasks.spawn(async move { invite(&store, &tenant, "k1", "Vid").await });
    }
    let invited: std::collections::HashSet<_> =
        tasks.join_all().await.into_iter().map(Result::unwrap).collect();
    assert_eq!(invited.len(), 1, "everybody was told the same");
    assert_eq!(counted(&store, &tenant).await, (before.0 + 1, before.1 + 1));
}

#[tokio::test]
async fn a_key_stands_for_one_input_of_one_user_in_one_organization() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    let store = database.store().await;
    let first = invite(&store, &here, "k1", "Vid").await.unwrap();
    assert_eq!(invite(&store, &here, "k1", "Vid").await.unwrap(), first);
    let before = counted(&store, &here).await;
    assert_eq!(
        refusal(invite(&store, &here, "k1", "Maja").await),
        [(Code::IdempotencyConflict, vec!["idempotencyKey"])]
    );
    assert_eq!(
        refusal(invite(&store, &here, "", "Vid").await),
        [(Code::Required, vec!["idempotencyKey"])]
    );
    assert_eq!(counted(&store, &here).await, before, "a conflict leaves nothing");
    assert_ne!(invite(&store, &there, "k1", "Vid").await.unwrap(), first);
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_unused() {
    let database = TestDatabase::new().await;
    let tenant = Tenant::plant(&database.raw().await, "here").await;
    let store = database.store().await;
    let refused: Result<(), Failure> = store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), |tx| {
            Box::pin(async move {
                tx.once("invite", "k1", &"Vid", id::<MemberInvitationId>())
                    .await?;
                Err(Failure::NotFound("id"))
            })
        })
        .await;
    assert!(matches!(refused, Err(Failure::NotFound("id"))));
    invite(&store, &tenant, "k1", "somebody else").await.unwrap();
}

#[tokio::test]
async fn nobody_signed_in_has_no_keys() {
    let database = TestDatabase::new().await;
    Tenant::plant(&database.raw().await, "here").await;
    let store = database.store().await;
    let outcome: Result<(), Failure> = store
        .write_in(
            &Actor::System(authz::SystemTask::CommandLine),
            None,
            &Target::slug("here"),
            |tx| {
                Box::pin(async move {
                    tx.once("invite", "k1", &"Vid", id::<MemberInvitationId>())
                        .await?;
                    Ok(())
                })
            },
        )
        .await;
    assert!(matches!(outcome, Err(Failure::Unauthenticated)));
}

#[tokio::test]
async fn a_rehearsal_shows_the_result_and_leaves_nothing() {
    let database = TestDatabase::new().await;
    let tenant = Tenant::plant(&database.raw().await, "here").await;
    let store = database.store().await;
    let before = counted(&store, &tenant).await;
    let row = tenant.member_invitation();
    let expected = row.id;
    let shown = store
        .rehearse_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            let row = row.clone();
            Box::pin(async move {
                let row = row.into_active_model().reset_all();
                Ok(tx.create::<InviteMember>(row).await?.id)
            })
        })
        .await
        .unwrap();
    assert_eq!(shown, expected);
    assert_eq!(counted(&store, &tenant).await, before);
}

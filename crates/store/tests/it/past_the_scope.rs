//! Row-level security as the last net under the store: what happens when a query asks past its scope.
//!
//! The defect is staged: an entity over an owned table that somebody has declared global by mistake. On SQLite it
//! would show everything.

use crate::{
    database::TestDatabase,
    person::Person,
    tenant::{Tenant, id, plant},
};
use authz::{Actor, Global};
use chrono::Duration;
use entities::{delivery::Consumer, event::EventAction};
use kernel::OrganizationId;
use sea_orm::{ActiveModelTrait, Condition, IntoActiveModel};
use std::collections::BTreeSet;
use store::{CrossOrganization, Entered, NewEvent, Scoped, Store, Target};

/// The table of members, without its organization.
mod everyone {
    use entities::ByPosition;
    use kernel::{MemberId, OrganizationId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
    #[sea_orm(table_name = "member")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: MemberId,
        pub(crate) organization_id: OrganizationId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Global for everyone::Entity {
    const ID: Self::Column = everyone::Column::Id;
    fn visible(_actor: &Actor) -> Condition {
        Condition::all()
    }
}

async fn owners(query: Scoped<everyone::Entity>) -> BTreeSet<OrganizationId> {
    let rows = query.all().await.unwrap();
    rows.into_iter().map(|row| row.organization_id).collect()
}

async fn enter(store: &Store, tenant: &Tenant) -> Entered {
    let entered = store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await;
    entered.unwrap().unwrap()
}

/// The database, a store with few connections, and two organizations.
async fn staged() -> Option<(TestDatabase, Store, Tenant, Tenant)> {
    let mut database = TestDatabase::postgres("row-level security under the store").await?;
    // Two, so that every connection is used again and again, and none is left over to hide in.
    database.settings.max_connections = Some(2);
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    let store = database.store().await;
    Some((database, store, here, there))
}

#[tokio::test]
async fn a_scope_shows_its_organization_and_no_other() {
    let Some((_database, store, here, there)) = staged().await else {
        return;
    };
    for tenant in [&here, &there] {
        let entered = enter(&store, tenant).await;
        let query = entered.scope.find_linked::<everyone::Entity>();
        assert_eq!(owners(query).await, BTreeSet::from([tenant.id]));
    }
    // Outside of any organization there is nothing to see.
    let query = store.find_unscoped::<everyone::Entity>(CrossOrganization::SignIn);
    assert_eq!(owners(query).await, BTreeSet::new());
    let query = store.global(&here.actor()).find::<everyone::Entity>();
    assert_eq!(owners(query).await, BTreeSet::new());
    // The named way across shows both, so there was something to hide.
    let across = store.across(CrossOrganization::Doctor);
    let query = across.find::<everyone::Entity>();
    assert_eq!(owners(query).await, BTreeSet::from([here.id, there.id]));
}

/// The reads of one request share one connection, which is turned to whatever each statement is about.
#[tokio::test]
async fn a_request_that_goes_back_and_forth_is_never_left_turned() {
    let Some((_database, store, here, there)) = staged().await else {
        return;
    };
    let request = store.for_request();
    let first = enter(&request, &here).await;
    let second = enter(&request, &there).await;
    for _ in 0..3 {
        for (entered, tenant) in [(&first, &here), (&second, &there)] {
            let query = entered.scope.find_linked::<everyone::Entity>();
            assert_eq!(owners(query).await, BTreeSet::from([tenant.id]));
        }
        let across = request.across(CrossOrganization::Doctor);
        assert_eq!(owners(across.find::<everyone::Entity>()).await.len(), 2);
    }
    // In parallel too: statements take turns, and none sees the rows of the other.
    let mut reads = Vec::new();
    for turn in 0..20 {
        let (entered, tenant) = if turn % 2 == 0 {
            (&first, &here)
        } else {
            (&second, &there)
        };
        let query = entered.scope.find_linked::<everyone::Entity>();
        reads.push(async move { assert_eq!(owners(query).await, BTreeSet::from([tenant.id])) });
    }
    futures::future::join_all(reads).await;
}

/// What a request has left behind on a connection must not be found by the next one.
#[tokio::test]
async fn the_next_request_begins_with_nothing() {
    let Some((_database, store, here, _there)) = staged().await else {
        return;
    };
    for _ in 0..6 {
        {
            let request = store.for_request();
            let entered = enter(&request, &here).await;
            assert_eq!(owners(entered.scope.find_linked()).await.len(), 1);
            let across = request.across(CrossOrganization::Doctor);
            assert_eq!(owners(across.find()).await.len(), 2);
        }
        let next = store.for_request();
        let query = next.global(&here.actor()).find::<everyone::Entity>();
        assert_eq!(owners(query).await, BTreeSet::new());
    }
}

/// A global query that follows a look across organizations in the same request must not inherit its sight.
#[tokio::test]
async fn a_look_across_ends_with_its_statement() {
    let Some((_database, store, here, there)) = staged().await else {
        return;
    };
    let request = store.for_request();
    let across = request.across(CrossOrganization::Doctor);
    let both = BTreeSet::from([here.id, there.id]);
    assert_eq!(owners(across.find::<everyone::Entity>()).await, both);
    let query = request.global(&here.actor()).find::<everyone::Entity>();
    assert_eq!(owners(query).await, BTreeSet::new());
}

/// A transaction that is committed takes what it has set with it: the connection goes back to the pool without.
#[tokio::test]
async fn what_a_transaction_was_about_ends_with_it() {
    let Some((mut database, _, here, _there)) = staged().await else {
        return;
    };
    // The next statement has no choice but to run on the same connection.
    database.settings.max_connections = Some(1);
    let store = database.store().await;
    let nothing = async |after: &str| {
        let query = store.find_unscoped::<everyone::Entity>(CrossOrganization::SignIn);
        assert_eq!(owners(query).await, BTreeSet::new(), "after {after}");
    };
    let target = Target::slug(here.slug);
    let event = || NewEvent::new(EventAction::MemberInvited, here.member);
    let written = store
        .write_in(&here.actor(), None, &target, |tx| {
            let event = event();
            Box::pin(async move { Ok(tx.emit(event).await?) })
        })
        .await;
    written.unwrap();
    nothing("a transaction in an organization").await;
    let claimed = store.claim_delivery(Consumer::Mail, Duration::minutes(1)).await;
    assert!(claimed.unwrap().is_some());
    nothing("a transaction across organizations").await;
}

/// Writing is under the same net.
#[tokio::test]
async fn a_transaction_writes_in_its_organization_only() {
    let Some((database, store, here, there)) = staged().await else {
        return;
    };
    let person = Person::new();
    person.plant(&database.raw().await).await;
    let stray = there.member_of(&person);
    let outcome = store
        .write_in(&here.actor(), None, &Target::slug(here.slug), move |tx| {
            let stray = everyone::Model {
                id: id(),
                organization_id: stray.organization_id,
            };
            Box::pin(async move {
                let found = tx.find_global::<everyone::Entity>().all().await?;
                assert_eq!(found.len(), 1);
                Ok(tx
                    .insert::<everyone::Entity>(stray.into_active_model().reset_all())
                    .await?)
            })
        })
        .await;
    let error = format!(
        "{:?}",
        outcome.expect_err("a row was written for another organization")
    );
    assert!(
        error.contains("row-level security"),
        "refused for another reason: {error}"
    );
    // Nothing of it stays on the connection.
    plant(&database.raw().await, there.event()).await.unwrap();
    let query = store.find_unscoped::<everyone::Entity>(CrossOrganization::SignIn);
    assert_eq!(owners(query).await, BTreeSet::new());
}

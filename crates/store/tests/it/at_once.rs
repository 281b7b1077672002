//! What is asked at once is sent at once, and everybody gets their own answer.

use crate::{connections::Forgetful, database::TestDatabase, held::second_member, tenant::Tenant};
use authz::actions::GrantPermission;
use entities::{
    member, organization,
    permission_grant::{self, Permission},
};
use futures::{TryFutureExt, try_join};
use kernel::MemberId;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, FromQueryResult, IntoActiveModel, Order,
    sea_query::{Expr, ExprTrait},
};
use std::sync::atomic::Ordering;
use store::{Engine, Failure, OrgTx, Store, StoreError, Target};

/// What five questions, one of them in two steps, have found.
#[derive(Debug, PartialEq)]
struct Found {
    members: Vec<MemberId>,
    organizations: usize,
    nobody: Option<member::Model>,
    grants: u64,
    sevens: Option<Sevens>,
}

/// A sum of values whose type nothing but themselves tells.
#[derive(Debug, FromQueryResult, PartialEq)]
struct Sevens {
    sum: i64,
}

/// How many members there are of some ids, asked with as many values.
async fn among(tx: &OrgTx, ids: Vec<MemberId>) -> Result<usize, StoreError> {
    let members = tx.find_for_rule::<member::Entity>();
    let members = members.filter(member::Column::Id.is_in(ids)).all().await?;
    Ok(members.len())
}

/// The members that may do something of what is granted: one question after the other.
async fn granted(tx: &OrgTx) -> Result<Vec<MemberId>, StoreError> {
    let grants = tx.find_for_rule::<permission_grant::Entity>().all().await?;
    let ids = grants.iter().map(|grant| grant.member_id);
    let members = tx.find_for_rule::<member::Entity>();
    let members = members.among(member::Column::Id, ids);
    let members = members.order_by(member::Column::Id, Order::Asc).all().await?;
    Ok(members.into_iter().map(|member| member.id).collect())
}

async fn ask(tx: &OrgTx) -> Result<Found, StoreError> {
    let nobody = tx
        .find_for_rule::<member::Entity>()
        .filter(member::Column::DisplayName.eq("it's nobody"));
    let seven = Expr::val(7_i64).sum().cast_as("bigint");
    let sevens = tx
        .find_for_rule::<member::Entity>()
        .only([])
        .expr_as(seven, "sum");
    let (members, organizations, nobody, grants, sevens) = tx
        .at_once(async {
            try_join!(
                granted(tx),
                tx.find_for_rule::<organization::Entity>().all(),
                nobody.one(),
                tx.find_for_rule::<permission_grant::Entity>().count(),
                sevens.one_as(),
            )
        })
        .await?;
    Ok(Found {
        members,
        organizations: organizations.len(),
        nobody,
        grants,
        sevens,
    })
}

/// Grants a permission, asks at once, and asks again one by one.
async fn grant_and_ask(store: &Store, tenant: &Tenant, member: MemberId) -> Result<Found, Failure> {
    let template = tenant.grant(Permission::ViewMembers);
    store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            let template = template.clone();
            Box::pin(async move {
                let because = tx.load_for::<GrantPermission>("id", member).await?;
                let row = permission_grant::Model {
                    id: tx.new_id(),
                    member_id: member,
                    ..template
                };
                let row = row.into_active_model().reset_all();
                tx.create_known_from::<_, permission_grant::Entity>(&because, row)
                    .await?;
                Ok(ask(tx).await?)
            })
        })
        .await
}

/// The owner has a grant as well.
fn expected(tenant: &Tenant, member: MemberId) -> Found {
    Found {
        members: vec![tenant.member, member],
        organizations: 1,
        nobody: None,
        grants: 2,
        sevens: Some(Sevens { sum: 14 }),
    }
}

#[tokio::test]
async fn everybody_gets_their_own_answer() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    Tenant::plant(&raw, "there").await;
    let member = second_member(&raw, &tenant).await;
    let store = database.store().await;
    let found = grant_and_ask(&store, &tenant, member).await.unwrap();
    assert_eq!(found, expected(&tenant, member));
}

/// One message enters, one locks the member, one adds the row and asks five questions, one asks the sixth, and one commits.
#[tokio::test]
async fn what_is_asked_at_once_takes_one_message() {
    let Some(database) = TestDatabase::postgres("questions that are asked at once").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let (store, counting) =
        Forgetful::before(&database, &database.settings, b" AS NOTHING OF THE KIND").await;
    let before = store.statements();
    let found = grant_and_ask(&store, &tenant, member).await.unwrap();
    assert_eq!(found, expected(&tenant, member));
    assert_eq!(counting.executed.load(Ordering::Relaxed), 2, "those with a name");
    assert_eq!(store.statements() - before, 9);
}

/// What a pooler does not keep is asked again one by one.
#[tokio::test]
async fn what_is_asked_at_once_and_lost_is_asked_again() {
    let Some(database) = TestDatabase::postgres("questions that are not kept").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let (store, forgetful) = Forgetful::before(&database, &database.settings, b" AS SELECT").await;
    let found = grant_and_ask(&store, &tenant, member).await.unwrap();
    assert_eq!(found, expected(&tenant, member));
    let lost = forgetful.executed.load(Ordering::Relaxed);
    assert!(lost > 0, "nothing was asked by its name");
}

#[tokio::test]
async fn what_is_too_long_to_be_sent_together_is_answered_as_well() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let store = database.store().await;
    let found = store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            Box::pin(async move {
                let many = |with: &[MemberId]| {
                    let others = (0..500).map(|_| tx.new_id());
                    others.chain(with.iter().copied()).collect::<Vec<MemberId>>()
                };
                let (one, none) = (many(&[member]), many(&[]));
                let asked = async { try_join!(among(tx, one), among(tx, none), among(tx, vec![member])) };
                Ok(tx.at_once(asked).await?)
            })
        })
        .await;
    assert_eq!(found.unwrap(), (1, 0, 1));
}

/// A question that cannot be answered ends the transaction, also if whoever asked it does not mind.
#[tokio::test]
async fn what_is_refused_is_told_and_nothing_is_written() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let store = database.store().await;
    for minds in [true, false] {
        let outcome = store
            .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
                Box::pin(async move {
                    let wrong = tx
                        .find_for_rule::<member::Entity>()
                        .filter(Expr::cust("no_such_function(member.id) = 1"));
                    let asked = async { try_join!(granted(tx), wrong.all().map_err(StoreError::from)) };
                    let answer = tx.at_once(asked).await;
                    if minds {
                        answer?;
                    }
                    Ok(())
                })
            })
            .await;
        assert!(
            outcome.is_err() || (!minds && database.engine() == Engine::Sqlite),
            "{outcome:?}"
        );
    }
    let found = grant_and_ask(&store, &tenant, member).await.unwrap();
    assert_eq!(found, expected(&tenant, member));
}

/// What was prepared before it failed is not known on its connection, which therefore nobody gets again.
#[tokio::test]
async fn a_rehearsal_that_fails_does_not_confuse_whoever_comes_next() {
    let Some(database) = TestDatabase::postgres("rehearsals that fail").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let mut settings = database.settings.clone();
    settings.max_connections = Some(1);
    let (store, counting) = Forgetful::before(&database, &settings, b" AS NOTHING OF THE KIND").await;
    let rehearsed = store
        .rehearse_in(&tenant.actor(), None, &Target::slug(tenant.slug), |tx| {
            Box::pin(async move {
                let wrong = tx
                    .find_for_rule::<member::Entity>()
                    .filter(Expr::cust("no_such_function(member.id) = 1"));
                let asked = async { try_join!(granted(tx), wrong.all()) };
                Ok(tx.at_once(asked).await.map(|_rows| ())?)
            })
        })
        .await;
    rehearsed.unwrap_err();
    let executed = counting.executed.load(Ordering::Relaxed);
    let found = grant_and_ask(&store, &tenant, member).await.unwrap();
    assert_eq!(found, expected(&tenant, member));
    let found = store
        .rehearse_in(&tenant.actor(), None, &Target::slug(tenant.slug), |tx| {
            Box::pin(async move { Ok(ask(tx).await?) })
        })
        .await;
    assert_eq!(found.unwrap(), expected(&tenant, member));
    let executed = counting.executed.load(Ordering::Relaxed) - executed;
    assert_eq!(executed, 4, "both by name, as if nothing had been");
}

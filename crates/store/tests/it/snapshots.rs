//! A request sees one moment: what its actor may see and what is there to be seen.

use crate::{
    database::TestDatabase,
    person::Person,
    tenant::{Tenant, plant},
};
use entities::member;
use store::{OrgScope, Store, Target};

async fn enter(store: &Store, tenant: &Tenant) -> OrgScope {
    let target = Target::slug(tenant.slug);
    let entered = store.enter(&tenant.actor(), &target).await.unwrap();
    entered.unwrap().scope
}

async fn members(scope: &OrgScope) -> u64 {
    scope.find::<member::Entity>().count().await.unwrap()
}

#[tokio::test]
async fn a_request_does_not_see_what_others_do_meanwhile() {
    let Some(database) = TestDatabase::postgres("snapshots").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let store = database.store().await;
    let request = store.for_request();
    // Its rights have been read, and nothing else.
    let reading = enter(&request, &tenant).await;
    let apart = enter(&store, &tenant).await;
    let before = members(&apart).await;

    let person = Person::new();
    person.plant(&raw).await;
    plant(&raw, tenant.member_of(&person)).await.unwrap();
    assert_eq!(members(&reading).await, before);
    assert_eq!(members(&reading).await, before);
    // What belongs to no request looks anew each time.
    assert_eq!(members(&apart).await, before + 1);
    // A command gives the connection back, and so what the request reads afterwards is of a later moment.
    request.end_reading().await;
    assert_eq!(members(&reading).await, before + 1);
}

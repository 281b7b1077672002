//! Rows for whose unique values many race: one of them goes on, and the others find what it has written.

use crate::{catalog::rows, database::TestDatabase, held::second_member, tenant::Tenant};
use authz::actions::GrantPermission;
use entities::{
    event::EventAction,
    permission_grant::{self, Permission},
};
use kernel::{MemberId, PermissionGrantId};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, IntoActiveModel};
use std::{collections::BTreeSet, sync::Arc};
use store::{Failure, NewEvent, Store, Target};

/// The grant of a permission: the one there is, or a new one. What is not there may be added by somebody else before the lock is had.
async fn granted(store: &Store, tenant: &Tenant, member: MemberId) -> Result<PermissionGrantId, Failure> {
    let template = tenant.grant(Permission::ManageTax);
    store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            let template = template.clone();
            Box::pin(async move {
                let same = Condition::all()
                    .add(permission_grant::Column::MemberId.eq(member))
                    .add(permission_grant::Column::Permission.eq(Permission::ManageTax));
                let grants = tx.find_for_rule::<permission_grant::Entity>();
                if let Some(known) = grants.filter(same).one().await? {
                    return Ok(known.id);
                }
                let because = tx.load_for::<GrantPermission>("id", member).await?;
                let row = permission_grant::Model {
                    id: tx.new_id(),
                    member_id: member,
                    ..template
                };
                let row = row.into_active_model().reset_all();
                let row = tx
                    .create_raced_from::<_, permission_grant::Entity>(&because, row)
                    .await?;
                tx.emit(NewEvent::new(EventAction::PermissionGranted, row.id))
                    .await?;
                Ok(row.id)
            })
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_goes_on_and_the_others_find_what_it_has_written() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Arc::new(Tenant::plant(&raw, "here").await);
    let member = second_member(&raw, &tenant).await;
    let store = database.store().await;
    for round in 1..=5 {
        let racing: Vec<_> = (0..10)
            .map(|_| {
                let (store, tenant) = (store.clone(), Arc::clone(&tenant));
                tokio::spawn(async move { granted(&store, &tenant, member).await })
            })
            .collect();
        let mut found = BTreeSet::new();
        for racer in racing {
            found.insert(racer.await.unwrap().unwrap());
        }
        assert_eq!(found.len(), 1, "{found:?}");
        let told = rows(&raw, "SELECT id FROM event WHERE action = 'PERMISSION_GRANTED'").await;
        assert_eq!(told.len(), round);
        let gone = "DELETE FROM permission_grant WHERE permission = 'MANAGE_TAX'";
        raw.execute_unprepared(gone).await.unwrap();
    }
}

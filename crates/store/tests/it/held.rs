//! Rows that are added without being read back are sent with what comes next. That makes no difference to anybody.

use crate::{
    catalog::rows,
    connections::Forgetful,
    database::TestDatabase,
    person::Person,
    tenant::{Tenant, plant},
};
use authz::actions::GrantPermission;
use entities::{
    event::EventAction,
    permission_grant::{self, Permission},
};
use kernel::MemberId;
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseConnection, IntoActiveModel};
use std::sync::atomic::Ordering;
use store::{Failure, NewEvent, OrgTx, Store, StoreError, Target};

/// A member besides the owner.
pub(crate) async fn second_member(raw: &DatabaseConnection, tenant: &Tenant) -> MemberId {
    let person = Person::new();
    person.plant(raw).await;
    let member = tenant.member_of(&person);
    let id = member.id;
    plant(raw, member).await.unwrap();
    id
}

/// How many permissions the member has been granted, who is the only one besides the owner.
async fn grants(raw: &DatabaseConnection) -> usize {
    let all = "SELECT id FROM permission_grant WHERE member_id <> granted_by_member_id";
    rows(raw, all).await.len()
}

/// Grants permissions one by one, and says how many the transaction sees before it ends.
async fn grant(
    store: &Store,
    tenant: &Tenant,
    member: MemberId,
    permissions: &'static [Permission],
    end: fn() -> Result<(), Failure>,
) -> Result<usize, Failure> {
    let template = tenant.grant(Permission::ViewMembers);
    store
        .write_in(&tenant.actor(), None, &Target::slug(tenant.slug), move |tx| {
            let template = template.clone();
            Box::pin(async move {
                let granted = tx.load_for::<GrantPermission>("id", member).await?;
                let mut known = Vec::new();
                for (place, permission) in permissions.iter().enumerate() {
                    let row = permission_grant::Model {
                        id: tx.new_id(),
                        member_id: member,
                        permission: *permission,
                        ..template.clone()
                    };
                    let new = row.clone().into_active_model().reset_all();
                    if place == 0 {
                        tx.create_all_from::<_, permission_grant::Entity>(&granted, vec![new])
                            .await?;
                        known.push(row);
                    } else {
                        known.push(
                            tx.create_known_from::<_, permission_grant::Entity>(&granted, new)
                                .await?,
                        );
                    }
                }
                let seen = seen(tx, member, permissions, &known).await?;
                tx.emit(NewEvent::new(EventAction::PermissionGranted, member))
                    .await?;
                end()?;
                Ok(seen)
            })
        })
        .await
}

/// What the transaction sees; nothing is asked where the last one is twice in the list, because PostgreSQL would refuse to answer.
async fn seen(
    tx: &OrgTx,
    member: MemberId,
    permissions: &[Permission],
    known: &[permission_grant::Model],
) -> Result<usize, StoreError> {
    if !permissions.is_sorted_by(|one, other| one != other) {
        return Ok(0);
    }
    let grants = tx.find_for_rule::<permission_grant::Entity>();
    let rows = grants
        .filter(permission_grant::Column::MemberId.eq(member))
        .all()
        .await?;
    assert!(known.iter().all(|known| rows.contains(known)), "{rows:?}");
    Ok(rows.len())
}

const NONE: &[Permission] = &[];
const ONE: &[Permission] = &[Permission::ViewMembers];
const THREE: &[Permission] = &[
    Permission::ManageUsers,
    Permission::InviteMembers,
    Permission::ManageTax,
];
const TWICE: &[Permission] = &[Permission::ManageEmployees, Permission::ManageEmployees];

#[tokio::test]
async fn what_is_held_back_is_there_for_whatever_comes_next() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let store = database.store().await;
    let fine = || Ok(());
    let refused = || Err(Failure::Defect("it is not wanted after all"));
    assert_eq!(grant(&store, &tenant, member, ONE, fine).await.unwrap(), 1);
    assert_eq!(grant(&store, &tenant, member, THREE, fine).await.unwrap(), 4);
    assert_eq!(grants(&raw).await, 4);
    let more = &[Permission::ManageOrganization];
    grant(&store, &tenant, member, more, refused).await.unwrap_err();
    assert_eq!(grants(&raw).await, 4);
    assert_eq!(grant(&store, &tenant, member, NONE, fine).await.unwrap(), 4);
}

/// The rows of the last statements go out with the events and the commit. If the database refuses one of them, nothing of all that is
/// written, and the connection is good for others.
#[tokio::test]
async fn what_is_refused_with_the_commit_is_not_written() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let mut settings = database.settings.clone();
    settings.max_connections = Some(1);
    let store = database.store_with(&settings).await;
    let events = "SELECT id FROM event WHERE action = 'PERMISSION_GRANTED'";
    let fine = || Ok(());
    for _ in 0..3 {
        let refused = grant(&store, &tenant, member, TWICE, fine).await.unwrap_err();
        let Failure::Store(StoreError::Unique(constraint)) = &refused else {
            panic!("{refused:?}");
        };
        assert!(constraint.contains("permission"), "{constraint}");
        assert_eq!(grants(&raw).await, 0);
        assert_eq!(rows(&raw, events).await.len(), 0);
    }
    assert_eq!(grant(&store, &tenant, member, THREE, fine).await.unwrap(), 3);
    assert_eq!(rows(&raw, events).await.len(), 1);
}

/// One message enters, one adds the rows and reads them, and one tells of it and commits.
#[tokio::test]
async fn what_is_held_back_takes_no_message_of_its_own() {
    let Some(database) = TestDatabase::postgres("commands that are held back").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let (store, counting) =
        Forgetful::before(&database, &database.settings, b" AS NOTHING OF THE KIND").await;
    let fine = || Ok(());
    assert_eq!(grant(&store, &tenant, member, THREE, fine).await.unwrap(), 3);
    assert_eq!(counting.executed.load(Ordering::Relaxed), 3);
}

/// What is lost on its way through a pooler is written again, once.
#[tokio::test]
async fn what_is_held_back_and_not_kept_is_written_once() {
    let Some(database) = TestDatabase::postgres("commands that are not kept").await else {
        return;
    };
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let member = second_member(&raw, &tenant).await;
    let (store, forgetful) = Forgetful::before(&database, &database.settings, b" AS INSERT").await;
    let fine = || Ok(());
    assert_eq!(grant(&store, &tenant, member, THREE, fine).await.unwrap(), 3);
    let executed = forgetful.executed.load(Ordering::Relaxed);
    assert!(executed > 0);
    assert_eq!(grant(&store, &tenant, member, ONE, fine).await.unwrap(), 4);
    assert_eq!(grants(&raw).await, 4);
    assert_eq!(
        forgetful.executed.load(Ordering::Relaxed),
        executed,
        "it was tried again"
    );
}

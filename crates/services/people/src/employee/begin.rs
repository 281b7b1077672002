//! Beginning the employments whose first day has come.

use authz::{Actor, SystemTask};
use entities::{
    employee::{self, EmployeeStatus},
    event::EventAction,
};
use kernel::OrganizationId;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use std::collections::BTreeSet;
use store::{CrossOrganization, Failure, NewEvent, OrgTx, Store, Target};

/// Begins every approved employment whose first day is today or earlier, one transaction per organization, and says
/// how many there were. A second run finds nothing to do.
pub async fn begin_due_employments(store: &Store) -> Result<u64, Failure> {
    let due = store
        .across(CrossOrganization::BeginEmployments)
        .find::<employee::Entity>()
        .filter(employee::Column::Status.eq(EmployeeStatus::Approved))
        .filter(employee::Column::StartsOn.lte(store.now().date_naive()))
        .all()
        .await?;
    let organizations: BTreeSet<OrganizationId> =
        due.into_iter().map(|employee| employee.organization_id).collect();
    let actor = Actor::System(SystemTask::BeginEmployments);
    let mut begun = 0;
    for organization in organizations {
        let target = Target::organization("organizationId", organization);
        begun += store
            .write_in(&actor, None, &target, |tx| {
                let store = store.clone();
                Box::pin(async move { begin(&store, tx).await })
            })
            .await?;
    }
    Ok(begun)
}

async fn begin(store: &Store, tx: &OrgTx) -> Result<u64, Failure> {
    let mut begun = 0;
    for granted in store.employments_to_begin(tx).await? {
        let version = granted.version + 1;
        let employee = tx
            .update(granted, |row| {
                row.status = Set(EmployeeStatus::Active);
                row.version = Set(version);
                row.updated_at = Set(tx.now());
            })
            .await?;
        tx.emit(
            NewEvent::new(EventAction::EmploymentBegan, employee.id)
                .before(json!({ "status": EmployeeStatus::Approved }))
                .after(json!({ "status": employee.status })),
        )
        .await?;
        begun += 1;
    }
    Ok(begun)
}

//! Changing what an organization knows about a member.

use crate::{
    authority,
    changes::{Changes, checked, put, unchanged_since},
};
use authz::{Action, actions};
use entities::{
    event::EventAction,
    member::{self, CustomerType},
};
use kernel::{MemberId, Patch, Problems, TextLimits, line};
use sea_orm::ActiveValue::Set;
use store::{Failure, Granted, NewEvent, OrgTx};

/// New data of a member.
#[derive(Clone, Debug, Default)]
pub struct UpdateMember {
    /// The name shown in this organization. Members change their own.
    pub display_name: Patch<String>,
    /// Kind of customer.
    pub customer_type: Patch<CustomerType>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes a member. Members may rename themselves; anything else, and anybody else, takes `MANAGE_USERS`.
///
/// Refuses with `ROLE_ABOVE_OWN`, `VERSION_CONFLICT`.
pub async fn update_member(tx: &OrgTx, id: MemberId, input: UpdateMember) -> Result<member::Model, Failure> {
    if input.customer_type == Patch::Keep {
        let granted = tx.load_for::<actions::RenameMember>("id", id).await?;
        update(tx, granted, input).await
    } else {
        let granted = tx.load_for::<actions::UpdateMember>("id", id).await?;
        update(tx, granted, input).await
    }
}

async fn update<A: Action<On = member::Entity>>(
    tx: &OrgTx,
    granted: Granted<A>,
    input: UpdateMember,
) -> Result<member::Model, Failure> {
    let UpdateMember {
        display_name,
        customer_type,
        expected_version,
    } = input;
    let mut problems = Problems::default();
    let display_name = checked(&mut problems, "displayName", display_name, |text| {
        line("displayName", &text, TextLimits::NAME)
    });
    let customer_type = checked(&mut problems, "customerType", customer_type, Ok);
    problems.into_result()?;
    authority::over(tx, "id", &granted).await?;
    unchanged_since(expected_version, granted.version)?;

    let mut changes = Changes::default();
    let display_name = changes.note("displayName", &granted.display_name, display_name);
    let customer_type = changes.note("customerType", &granted.customer_type, customer_type);
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.display_name, display_name);
            put(&mut row.customer_type, customer_type);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::MemberUpdated, updated.id)))
        .await?;
    Ok(updated)
}

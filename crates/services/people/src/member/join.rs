//! Becoming a member, for the first time or again.

use authz::{Consequence, Entails, Yields};
use entities::{
    event::EventAction,
    member::{self, AccessRole, CustomerType, MemberStatus},
};
use kernel::{Code, EmployeeId, Problem, ProfileId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Somebody on the way in.
#[derive(Clone, Debug)]
pub(crate) struct Joining {
    pub(crate) user: UserId,
    pub(crate) profile: ProfileId,
    pub(crate) display_name: String,
    pub(crate) access_role: AccessRole,
    pub(crate) invited_by: Option<EmployeeId>,
}

impl Joining {
    /// The membership the user has or had here, locked. The user's own row must be locked already.
    pub(crate) async fn existing<A: Entails<member::Entity>>(
        &self,
        tx: &OrgTx,
        because: &Granted<A>,
    ) -> Result<Option<Granted<Consequence<A, member::Entity>>>, Failure> {
        let found = tx
            .load_entailed::<A, member::Entity>(because, member::Column::UserId.eq(self.user))
            .await?;
        Ok(found.into_iter().next())
    }

    /// Makes the membership.
    pub(crate) async fn enter<A: Yields<member::Entity>>(
        &self,
        tx: &OrgTx,
        because: &Granted<A>,
    ) -> Result<member::Model, Failure> {
        let member = tx
            .create_from::<A, member::Entity>(because, self.row(tx))
            .await
            .map_err(|failure| failure.when_taken("user_id", || Problem::new(Code::AlreadyMember)))?;
        self.tell(tx, &member, None).await?;
        Ok(member)
    }

    /// Opens a membership that has ended. It stays the same row, so that orders and learning stay with it; the end
    /// itself stays in the event log.
    pub(crate) async fn re_enter<A: Entails<member::Entity>>(
        &self,
        tx: &OrgTx,
        ended: Granted<Consequence<A, member::Entity>>,
    ) -> Result<member::Model, Failure> {
        let (version, status) = (ended.version + 1, ended.status);
        let member = tx
            .update(ended, |row| {
                row.profile_id = Set(self.profile);
                row.display_name = Set(self.display_name.clone());
                row.access_role = Set(self.access_role);
                row.status = Set(MemberStatus::Active);
                row.joined_at = Set(tx.now());
                row.left_at = Set(None);
                row.suspended_at = Set(None);
                row.suspended_reason = Set(None);
                row.removed_at = Set(None);
                row.removed_reason = Set(None);
                row.invited_by_employee_id = Set(self.invited_by);
                row.version = Set(version);
                row.updated_at = Set(tx.now());
            })
            .await?;
        self.tell(tx, &member, Some(status)).await?;
        Ok(member)
    }

    /// The row of a first membership.
    fn row(&self, tx: &OrgTx) -> member::ActiveModel {
        member::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            user_id: Set(self.user),
            profile_id: Set(self.profile),
            display_name: Set(self.display_name.clone()),
            access_role: Set(self.access_role),
            status: Set(MemberStatus::Active),
            customer_type: Set(CustomerType::Regular),
            joined_at: Set(tx.now()),
            left_at: Set(None),
            suspended_at: Set(None),
            suspended_reason: Set(None),
            removed_at: Set(None),
            removed_reason: Set(None),
            invited_by_employee_id: Set(self.invited_by),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        }
    }

    /// Tells the log who is in, and what they were before.
    async fn tell(
        &self,
        tx: &OrgTx,
        member: &member::Model,
        before: Option<MemberStatus>,
    ) -> Result<(), Failure> {
        let mut event = NewEvent::new(EventAction::MemberJoined, member.id).after(json!({
            "status": member.status,
            "userId": member.user_id.to_string(),
            "displayName": member.display_name,
            "accessRole": member.access_role,
        }));
        if let Some(status) = before {
            event = event.before(json!({ "status": status }));
        }
        Ok(tx.emit(event).await?)
    }
}

//! An organization keeps at least one active owner, however many requests try to take the last two at once.

use entities::member::{self, AccessRole, MemberStatus};
use kernel::{Code, MemberId, Problem};
use sea_orm::{ColumnTrait, Order};
use store::{Failure, OrgTx};

/// The active owners; nobody else changes them until the transaction ends.
#[derive(Debug)]
pub(crate) struct Owners(Vec<MemberId>);

impl Owners {
    /// Locks them, before the member that is acted on, always in the same order: two transactions that need the same
    /// rows then wait for each other in a line and not in a circle.
    ///
    /// The actor's authority was read before the lock was had. An owner who has lost it meanwhile may not use it any
    /// more.
    pub(crate) async fn lock(tx: &OrgTx, action: &'static str) -> Result<Self, Failure> {
        let owners = tx
            .find_for_rule_locked::<member::Entity>()
            .filter(member::Column::AccessRole.eq(AccessRole::Owner))
            .filter(member::Column::Status.eq(MemberStatus::Active))
            .order_by(member::Column::Id, Order::Asc)
            .all()
            .await?;
        let owners = Self(owners.into_iter().map(|owner| owner.id).collect());
        let lost_meanwhile = tx.access().membership().is_some_and(|own| {
            own.role == AccessRole::Owner && own.status == MemberStatus::Active && !owners.0.contains(&own.id)
        });
        if lost_meanwhile {
            return Err(Failure::Forbidden(action));
        }
        Ok(owners)
    }

    /// Whether the organization can do without this member as an active owner.
    pub(crate) fn without(&self, member: MemberId) -> Result<(), Problem> {
        if self.0.as_slice() == [member] {
            Err(Problem::new(Code::LastOwner))
        } else {
            Ok(())
        }
    }
}

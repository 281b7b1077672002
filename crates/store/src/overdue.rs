//! Invitations that time has closed although nothing has touched their rows.

use crate::{Failure, Granted, OrgTx};
use authz::actions::{ExpireEmployeeInvitation, ExpireMemberInvitation};
use entities::{
    employee_invitation::{self, EmployeeInvitationStatus},
    member_invitation::{self, MemberInvitationStatus},
};
use sea_orm::{ColumnTrait, Condition};

impl OrgTx {
    /// Locks the member invitations to an address that are past their end and still stand as open. The clock is the
    /// permission to close them.
    pub async fn overdue_member_invitations(
        &self,
        email_key: &str,
    ) -> Result<Vec<Granted<ExpireMemberInvitation>>, Failure> {
        let rows = self
            .find_for_rule_locked::<member_invitation::Entity>()
            .filter(
                Condition::all()
                    .add(member_invitation::Column::EmailKey.eq(email_key))
                    .add(member_invitation::Column::Status.eq(MemberInvitationStatus::Pending))
                    .add(member_invitation::Column::ExpiresAt.lte(self.now())),
            )
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| Granted { row }).collect())
    }

    /// The same for employee invitations. Those that wait for approval do not expire.
    pub async fn overdue_employee_invitations(
        &self,
        email_key: &str,
    ) -> Result<Vec<Granted<ExpireEmployeeInvitation>>, Failure> {
        let rows = self
            .find_for_rule_locked::<employee_invitation::Entity>()
            .filter(
                Condition::all()
                    .add(employee_invitation::Column::EmailKey.eq(email_key))
                    .add(employee_invitation::Column::Status.eq(EmployeeInvitationStatus::Pending))
                    .add(employee_invitation::Column::ExpiresAt.lte(self.now())),
            )
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| Granted { row }).collect())
    }
}

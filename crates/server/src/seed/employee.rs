//! One employee.

use super::{SeedEmployee, Until, organization::House, planter::Planter};
use crate::words::explained;
use anyhow::Context;
use entities::employee_invitation::{self, EmployeeInvitationStatus};
use people::{
    SalaryInput,
    employee_invitation::{InviteEmployee, accept_employee_invitation, approve_employee, invite_employee},
};
use rust_decimal::Decimal;
use sea_orm::ColumnTrait;
use std::str::FromStr;
use store::{CrossOrganization, Target, TokenTable};

impl Planter<'_> {
    /// Takes a recruitment as far as the file says. One that was declined, rejected or withdrawn stays so.
    pub(super) async fn employee(&self, house: &House, seed: &SeedEmployee) -> anyhow::Result<()> {
        let mut invitation = match self.employee_invitation_of(house, &seed.email).await? {
            Some(earlier) => earlier,
            None => self.invite(house, seed).await?,
        };
        if seed.until == Until::Invited {
            return Ok(());
        }
        if invitation.status_at(self.store.now()) == EmployeeInvitationStatus::Pending {
            let actor = self.cast.actor(self.store, &seed.email)?;
            let (_, accepted) = self
                .answer(TokenTable::EmployeeInvitation, invitation.id, async |token| {
                    accept_employee_invitation(self.store, &actor, None, token.reveal(), None).await
                })
                .await?;
            invitation = accepted;
        }
        if seed.until == Until::Approved && invitation.status == EmployeeInvitationStatus::PendingApproval {
            let (target, id) = (
                Target::organization("organizationId", house.row.id),
                invitation.id,
            );
            self.store
                .write_in(&house.owner, None, &target, |tx| {
                    Box::pin(approve_employee(tx, id))
                })
                .await
                .map_err(explained)?;
        }
        Ok(())
    }

    /// The last employee invitation of an address.
    async fn employee_invitation_of(
        &self,
        house: &House,
        email: &str,
    ) -> anyhow::Result<Option<employee_invitation::Model>> {
        let across = self.store.across(CrossOrganization::CommandLine);
        let found = across
            .find::<employee_invitation::Entity>()
            .filter(employee_invitation::Column::OrganizationId.eq(house.row.id))
            .filter(employee_invitation::Column::EmailKey.eq(Self::key(email)?))
            .order_by(employee_invitation::Column::Id, sea_orm::Order::Desc);
        Ok(found.one().await?)
    }

    async fn invite(&self, house: &House, seed: &SeedEmployee) -> anyhow::Result<employee_invitation::Model> {
        let salary = match &seed.salary {
            Some(amount) => Some(SalaryInput {
                amount: Decimal::from_str(amount)
                    .with_context(|| format!("the salary `{amount}` is no number like 1800.00"))?,
                currency: house.row.currency.clone(),
            }),
            None => None,
        };
        let input = InviteEmployee {
            email: seed.email.clone(),
            display_name: self.name(&seed.email, seed.display_name.as_ref())?,
            role: seed.role,
            compensation_type: seed.compensation,
            proposed_salary: salary,
            start_date: seed.start_date,
            job_profile_id: None,
            expires_in_seconds: None,
        };
        let target = Target::organization("organizationId", house.row.id);
        self.store
            .write_in(&house.owner, None, &target, |tx| {
                Box::pin(invite_employee(tx, input.clone()))
            })
            .await
            .map_err(explained)
    }
}

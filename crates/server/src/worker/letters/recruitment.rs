//! Letters to people who are invited and decided on.

use super::{Addressed, Desk};
use crate::worker::links;
use chrono::{DateTime, Utc};
use entities::{
    employee::{self, WorkRole},
    employee_invitation::{self, EmployeeInvitationStatus},
    member_invitation::{self, MemberInvitationStatus},
    organization,
};
use kernel::{EmployeeId, OrganizationId};
use mail::Letter;
use sea_orm::ColumnTrait;
use store::{StoreError, TokenTable};

impl Desk<'_> {
    pub(super) async fn member_invitation(&self) -> Result<Option<Addressed>, StoreError> {
        use member_invitation::{Column, Entity};
        let row = self.one::<Entity>(Column::Id.eq(self.event.subject_id)).await?;
        let Some(row) = row.filter(|row| {
            row.status_at(self.store.now()) == MemberInvitationStatus::Pending
                && self.is_latest(row.last_sent_at)
        }) else {
            return Ok(None);
        };
        let Some((organization, inviter)) = self
            .sender(row.organization_id, row.invited_by_employee_id)
            .await?
        else {
            return Ok(None);
        };
        let Some(token) = self.arm(TokenTable::MemberInvitation, row.id).await? else {
            return Ok(None);
        };
        Ok(Some(Addressed {
            to: row.email,
            to_name: Some(row.display_name.clone()),
            letter: Letter::MemberInvitation {
                display_name: row.display_name,
                organization: organization.name,
                inviter,
                link: links::with_token(self.base, &["invitations", "member"], &token),
                expires_at: row.expires_at,
            },
        }))
    }

    pub(super) async fn employee_invitation(&self) -> Result<Option<Addressed>, StoreError> {
        let row = self.candidacy().await?;
        let Some(row) = row.filter(|row| {
            row.status_at(self.store.now()) == EmployeeInvitationStatus::Pending
                && self.is_latest(row.last_sent_at)
        }) else {
            return Ok(None);
        };
        let Some((organization, inviter)) = self
            .sender(row.organization_id, row.invited_by_employee_id)
            .await?
        else {
            return Ok(None);
        };
        let Some(token) = self.arm(TokenTable::EmployeeInvitation, row.id).await? else {
            return Ok(None);
        };
        Ok(Some(Addressed {
            to: row.email,
            to_name: Some(row.display_name.clone()),
            letter: Letter::EmployeeInvitation {
                display_name: row.display_name,
                organization: organization.name,
                inviter,
                role: called(row.role).to_owned(),
                link: links::with_token(self.base, &["invitations", "employee"], &token),
                expires_at: row.expires_at,
            },
        }))
    }

    pub(super) async fn employee_approved(&self) -> Result<Option<Addressed>, StoreError> {
        let Some(row) = self.candidacy().await? else {
            return Ok(None);
        };
        let organization = self.organization(row.organization_id).await?;
        Ok(organization.map(|organization| Addressed {
            to: row.email,
            to_name: Some(row.display_name.clone()),
            letter: Letter::EmployeeApproved {
                name: row.display_name,
                organization: organization.name,
                link: links::plain(self.base, &["organizations", &organization.slug]),
            },
        }))
    }

    pub(super) async fn employee_rejected(&self) -> Result<Option<Addressed>, StoreError> {
        let Some(row) = self.candidacy().await? else {
            return Ok(None);
        };
        let organization = self.organization(row.organization_id).await?;
        Ok(organization.map(|organization| Addressed {
            to: row.email,
            to_name: Some(row.display_name.clone()),
            letter: Letter::EmployeeRejected {
                name: row.display_name,
                organization: organization.name,
                reason: row.rejection_reason,
            },
        }))
    }

    async fn candidacy(&self) -> Result<Option<employee_invitation::Model>, StoreError> {
        use employee_invitation::{Column, Entity};
        self.one::<Entity>(Column::Id.eq(self.event.subject_id)).await
    }

    /// Whether the event is the one that last asked for this mail. An earlier one has been overtaken: its mail would
    /// carry a link that the later mail makes useless.
    fn is_latest(&self, last_sent_at: DateTime<Utc>) -> bool {
        last_sent_at <= self.event.occurred_at
    }

    /// Who invites, by the names of the organization and of the employee.
    async fn sender(
        &self,
        organization: OrganizationId,
        employee: EmployeeId,
    ) -> Result<Option<(organization::Model, String)>, StoreError> {
        let inviter = self
            .one::<employee::Entity>(employee::Column::Id.eq(employee))
            .await?;
        let organization = self.organization(organization).await?;
        Ok(organization
            .zip(inviter)
            .map(|(organization, inviter)| (organization, inviter.professional_display_name)))
    }

    async fn organization(&self, id: OrganizationId) -> Result<Option<organization::Model>, StoreError> {
        self.one::<organization::Entity>(organization::Column::Id.eq(id))
            .await
    }
}

/// A role as people call it.
const fn called(role: WorkRole) -> &'static str {
    match role {
        WorkRole::Admin => "Administrator",
        WorkRole::Manager => "Manager",
        WorkRole::Creator => "Creator",
        WorkRole::Instructor => "Instructor",
        WorkRole::Staff => "Staff",
    }
}

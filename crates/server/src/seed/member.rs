//! One member.

use super::{SeedMember, organization::House, planter::Planter};
use crate::words::explained;
use entities::{
    member::{self, MemberStatus},
    member_invitation::MemberInvitationStatus,
};
use people::{member::suspend_member, member_invitation::accept_member_invitation};
use sea_orm::ColumnTrait;
use store::{CrossOrganization, Target, TokenTable};

impl Planter<'_> {
    /// Lets somebody in who has never been a member, and suspends them if the file says so.
    pub(super) async fn member(&self, house: &House, seed: &SeedMember) -> anyhow::Result<()> {
        let member = match self.member_of(house, &seed.email).await? {
            Some(member) => member,
            None => match self.join(house, seed).await? {
                Some(member) => member,
                None => return Ok(()),
            },
        };
        match &seed.suspended_because {
            Some(reason) if member.status == MemberStatus::Active => {
                self.suspend(house, &member, reason).await
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The membership somebody has or had.
    pub(super) async fn member_of(
        &self,
        house: &House,
        email: &str,
    ) -> anyhow::Result<Option<member::Model>> {
        let user = self.cast.user(email)?.id;
        let across = self.store.across(CrossOrganization::CommandLine);
        let found = across
            .find::<member::Entity>()
            .filter(member::Column::OrganizationId.eq(house.row.id))
            .filter(member::Column::UserId.eq(user));
        Ok(found.one().await?)
    }

    /// Invites and accepts. Nothing happens where an earlier invitation was declined or withdrawn.
    async fn join(&self, house: &House, seed: &SeedMember) -> anyhow::Result<Option<member::Model>> {
        let name = self.name(&seed.email, seed.display_name.as_ref())?;
        let invitation = match self.member_invitation_of(house, &seed.email).await? {
            Some(earlier) => earlier,
            None => self.invite_member(house, &seed.email, &name, seed.role).await?,
        };
        match invitation.status_at(self.store.now()) {
            MemberInvitationStatus::Pending => {}
            MemberInvitationStatus::Accepted
            | MemberInvitationStatus::Declined
            | MemberInvitationStatus::Expired
            | MemberInvitationStatus::Revoked => return Ok(None),
        }
        let actor = self.cast.actor(self.store, &seed.email)?;
        let (_, member) = self
            .answer(TokenTable::MemberInvitation, invitation.id, async |token| {
                accept_member_invitation(self.store, &actor, None, token.reveal()).await
            })
            .await?;
        Ok(Some(member))
    }

    async fn suspend(&self, house: &House, member: &member::Model, reason: &str) -> anyhow::Result<()> {
        let (target, id) = (Target::organization("organizationId", house.row.id), member.id);
        self.store
            .write_in(&house.owner, None, &target, |tx| {
                let reason = reason.to_owned();
                Box::pin(async move { suspend_member(tx, id, &reason).await })
            })
            .await
            .map_err(explained)?;
        Ok(())
    }
}

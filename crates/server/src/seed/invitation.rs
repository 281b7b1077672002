//! Invitations: sending them, and answering them as the person invited.

use super::{SeedInvitation, organization::House, planter::Planter};
use crate::words::explained;
use entities::{member::AccessRole, member_invitation};
use kernel::{Code, Secret, TypedId};
use people::member_invitation::{InviteMember, invite_member};
use sea_orm::ColumnTrait;
use store::{CrossOrganization, Failure, Target, TokenTable};

/// How often a token is made again, because a worker that mailed the invitation made a newer one.
const TRIES: u32 = 5;

impl Planter<'_> {
    /// Leaves an invitation open, unless the address has been invited before, whatever came of it.
    pub(super) async fn open_invitation(&self, house: &House, seed: &SeedInvitation) -> anyhow::Result<()> {
        if self.member_invitation_of(house, &seed.email).await?.is_none() {
            self.invite_member(house, &seed.email, &seed.display_name, seed.role)
                .await?;
        }
        Ok(())
    }

    /// The last member invitation of an address.
    pub(super) async fn member_invitation_of(
        &self,
        house: &House,
        email: &str,
    ) -> anyhow::Result<Option<member_invitation::Model>> {
        let across = self.store.across(CrossOrganization::CommandLine);
        let found = across
            .find::<member_invitation::Entity>()
            .filter(member_invitation::Column::OrganizationId.eq(house.row.id))
            .filter(member_invitation::Column::EmailKey.eq(Self::key(email)?))
            .order_by(member_invitation::Column::Id, sea_orm::Order::Desc);
        Ok(found.one().await?)
    }

    pub(super) async fn invite_member(
        &self,
        house: &House,
        email: &str,
        display_name: &str,
        role: AccessRole,
    ) -> anyhow::Result<member_invitation::Model> {
        let target = Target::organization("organizationId", house.row.id);
        let input = InviteMember {
            email: email.to_owned(),
            display_name: display_name.to_owned(),
            access_role: Some(role),
            expires_in_seconds: None,
            courses: Vec::new(),
        };
        self.store
            .write_in(&house.owner, None, &target, |tx| {
                Box::pin(invite_member(tx, input.clone()))
            })
            .await
            .map_err(explained)
    }

    /// Answers an invitation with a token of its own, as the person who would have read it in the mail.
    pub(super) async fn answer<T>(
        &self,
        table: TokenTable,
        invitation: impl TypedId,
        accept: impl AsyncFn(Secret) -> Result<T, Failure>,
    ) -> anyhow::Result<T> {
        let mut tries = 0;
        loop {
            tries += 1;
            let secret = self.store.new_secret("vmt_");
            let hash = secret.hash().into_bytes();
            if !self.store.arm_token(table, invitation, hash).await? {
                anyhow::bail!("the invitation has been answered or withdrawn meanwhile; run the seed again");
            }
            match accept(secret).await {
                Err(Failure::Refused(problems))
                    if tries < TRIES && problems.iter().any(|problem| problem.code == Code::TokenInvalid) => {
                }
                outcome => return outcome.map_err(explained),
            }
        }
    }
}

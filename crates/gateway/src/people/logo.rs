//! Pictures of organizations.

use crate::{
    base::{Outcome, REHEARSED, parse_id, payload, perform, stored_picture, view_after},
    http::Upload,
};
use async_graphql::{Context, ID, InputObject, Result};
use futures::FutureExt;
use graph::{Organization, RequestContext};
use kernel::{OrganizationId, Patch};
use people::organization::{UpdateOrganization, update_organization};
use store::Target;

/// The longer side of a logo at most.
const LONGEST: u16 = 512;

/// A picture for an organization.
#[derive(InputObject)]
pub struct UploadOrganizationLogoInput {
    /// The organization.
    pub id: ID,
    /// The picture: PNG, JPEG or WebP, at most 5 MiB, 6,000 pixels on a side and 16 million in all. It is turned upright, made
    /// smaller where it is larger than 512 pixels, and written anew, so nothing in it but the picture is kept.
    pub file: Upload,
}

/// An organization that shall have no picture.
#[derive(InputObject)]
pub struct RemoveOrganizationLogoInput {
    /// The organization.
    pub id: ID,
}

payload! {
    /// The organization with its new logo.
    UploadOrganizationLogoPayload {
        /// The organization.
        organization: Organization
    }
    /// The organization without its logo.
    RemoveOrganizationLogoPayload {
        /// The organization.
        organization: Organization
    }
}

/// First whether it would be taken, then the bytes, then the row: nobody fills the file store who may not.
pub(super) async fn upload(
    ctx: &Context<'_>,
    input: UploadOrganizationLogoInput,
) -> Result<UploadOrganizationLogoPayload> {
    let UploadOrganizationLogoInput { id, file } = input;
    if let Err(refused) = set(ctx, &id, Patch::Set(REHEARSED.to_owned()), true).await? {
        return Ok(Err(refused).into());
    }
    let name = match stored_picture(ctx, file, LONGEST).await? {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused).into()),
    };
    let done = set(ctx, &id, Patch::Set(name), false).await?;
    Ok(shown(ctx, done).await?.into())
}

pub(super) async fn remove(
    ctx: &Context<'_>,
    input: RemoveOrganizationLogoInput,
) -> Result<RemoveOrganizationLogoPayload> {
    let RemoveOrganizationLogoInput { id } = input;
    let done = set(ctx, &id, Patch::Clear, false).await?;
    Ok(shown(ctx, done).await?.into())
}

async fn set(
    ctx: &Context<'_>,
    id: &ID,
    logo: Patch<String>,
    is_rehearsal: bool,
) -> Result<Outcome<OrganizationId>> {
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<OrganizationId>("id", id);
    let target = id.map(|id| Target::organization("id", id));
    let change = UpdateOrganization {
        logo,
        ..UpdateOrganization::default()
    };
    perform(&request, target, is_rehearsal, |tx| {
        let change = change.clone();
        async move { Ok(update_organization(tx, tx.organization(), change).await?.id) }.boxed()
    })
    .await
}

async fn shown(ctx: &Context<'_>, done: Outcome<OrganizationId>) -> Result<Outcome<Organization>> {
    let request = RequestContext::of(ctx)?;
    Ok(match done {
        Ok(id) => Ok(Organization::of(view_after(&request, id)).await?),
        Err(refused) => Err(refused),
    })
}

//! Pictures of persons.

use super::commands;
use crate::{
    base::{payload, settle, stored_picture},
    http::Upload,
};
use async_graphql::{Context, InputObject, Result};
use graph::{Disclosure, RequestContext, User, unauthenticated};
use identity::UpdateUser;
use kernel::Patch;

/// The longer side of an avatar at most.
const LONGEST: u16 = 512;

/// A picture of yourself.
#[derive(InputObject)]
pub struct UploadAvatarInput {
    /// The picture: PNG, JPEG or WebP, at most 5 MiB, 6,000 pixels on a side and 16 million in all. It is turned upright, made
    /// smaller where it is larger than 512 pixels, and written anew, so nothing in it but the picture is kept.
    pub file: Upload,
}

payload! {
    /// You with your new picture.
    UploadAvatarPayload {
        /// You.
        user: User
    }
    /// You without your picture.
    RemoveAvatarPayload {
        /// You.
        user: User
    }
}

pub(super) async fn upload(ctx: &Context<'_>, input: UploadAvatarInput) -> Result<UploadAvatarPayload> {
    let UploadAvatarInput { file } = input;
    RequestContext::of(ctx)?.user().ok_or_else(unauthenticated)?;
    let name = match stored_picture(ctx, file, LONGEST).await? {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused).into()),
    };
    Ok(shown(ctx, Patch::Set(name)).await?.into())
}

pub(super) async fn remove(ctx: &Context<'_>) -> Result<RemoveAvatarPayload> {
    Ok(shown(ctx, Patch::Clear).await?.into())
}

async fn shown(ctx: &Context<'_>, avatar: Patch<String>) -> Result<crate::base::Outcome<User>> {
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let change = UpdateUser {
        avatar,
        ..UpdateUser::default()
    };
    let done = commands(ctx, &request)
        .await?
        .update_user(&request.actor, Some(request.request), change)
        .await;
    Ok(settle(done)?.map(|row| User::new(row, Disclosure::Private)))
}

//! Personal data and profiles.

use super::commands;
use crate::base::{parse_id, patch, payload, settle};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use graph::{Disclosure, JobProfile, LanguageTag, Profile, RequestContext, User, unauthenticated};
use identity::{CreateJobProfile, UpdateJobProfile, UpdateProfile, UpdateUser};
use kernel::{Patch, ProfileId};

/// What changes in your personal data. A field that is absent stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateUserInput {
    /// Given name; cannot be cleared.
    pub first_name: MaybeUndefined<String>,
    /// Family name.
    pub last_name: MaybeUndefined<String>,
    /// A unique name: 3 to 32 ASCII letters, digits, `_`, `.` or `-`, starting with a letter.
    pub username: MaybeUndefined<String>,
    /// Telephone number.
    pub phone_number: MaybeUndefined<String>,
    /// Job title as you write it.
    pub designation: MaybeUndefined<String>,
    /// A few words about you; plain text.
    pub bio: MaybeUndefined<String>,
    /// Address of your web site.
    pub social_website: MaybeUndefined<String>,
    /// Address of your GitHub profile.
    pub social_github: MaybeUndefined<String>,
    /// Address of your Facebook profile.
    pub social_facebook: MaybeUndefined<String>,
    /// Address of your X (Twitter) profile.
    pub social_twitter: MaybeUndefined<String>,
    /// Address of your LinkedIn profile.
    pub social_linkedin: MaybeUndefined<String>,
    /// Address of a picture.
    pub image_url: MaybeUndefined<String>,
    /// Preferred language.
    pub locale: MaybeUndefined<LanguageTag>,
    /// IANA time zone.
    pub time_zone: MaybeUndefined<String>,
    /// The version you have seen; the change is refused if it was changed meanwhile.
    pub expected_version: Option<i32>,
}

/// What changes in your main profile. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateProfileInput {
    /// The name it shows; cannot be cleared.
    pub display_name: MaybeUndefined<String>,
    /// A few words about it; plain text, null clears it.
    pub about: MaybeUndefined<String>,
}

/// A new professional identity.
#[derive(InputObject)]
pub struct CreateJobProfileInput {
    /// Professional title; 1 to 100 characters.
    pub title: String,
    /// Professional level from 1 (beginner) to 5 (leading expert).
    pub level: i32,
    /// The name it shows; your full name if not given.
    pub display_name: Option<String>,
    /// A few words about it; plain text.
    pub about: Option<String>,
    /// Names of skills, most important first; up to 50.
    #[graphql(default)]
    pub skills: Vec<String>,
}

/// What changes in a job profile. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateJobProfileInput {
    /// The job profile.
    pub id: ID,
    /// Professional title; cannot be cleared.
    pub title: MaybeUndefined<String>,
    /// Professional level from 1 (beginner) to 5 (leading expert); cannot be cleared.
    pub level: MaybeUndefined<i32>,
    /// The name it shows; cannot be cleared.
    pub display_name: MaybeUndefined<String>,
    /// A few words about it; plain text, null clears it.
    pub about: MaybeUndefined<String>,
    /// Names of skills, most important first; up to 50. Replaces the list; null empties it.
    pub skills: MaybeUndefined<Vec<String>>,
}

payload! {
    /// Your changed personal data.
    UpdateUserPayload {
        /// You.
        user: User
    }
    /// Your changed main profile.
    UpdateProfilePayload {
        /// The profile.
        profile: Profile
    }
    /// Your new professional identity.
    CreateJobProfilePayload {
        /// The job profile.
        job_profile: JobProfile
    }
    /// Your changed professional identity.
    UpdateJobProfilePayload {
        /// The job profile.
        job_profile: JobProfile
    }
}

pub(super) async fn update_user(ctx: &Context<'_>, input: UpdateUserInput) -> Result<UpdateUserPayload> {
    let UpdateUserInput {
        first_name,
        last_name,
        username,
        phone_number,
        designation,
        bio,
        social_website,
        social_github,
        social_facebook,
        social_twitter,
        social_linkedin,
        image_url,
        locale,
        time_zone,
        expected_version,
    } = input;
    let same = |text| text;
    let change = UpdateUser {
        first_name: patch(first_name, same),
        last_name: patch(last_name, same),
        username: patch(username, same),
        phone_number: patch(phone_number, same),
        designation: patch(designation, same),
        bio: patch(bio, same),
        social_website: patch(social_website, same),
        social_github: patch(social_github, same),
        social_facebook: patch(social_facebook, same),
        social_twitter: patch(social_twitter, same),
        social_linkedin: patch(social_linkedin, same),
        image_url: patch(image_url, same),
        avatar: Patch::Keep,
        locale: patch(locale, |tag| tag.0),
        time_zone: patch(time_zone, same),
        expected_version,
    };
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = commands(ctx, &request)
        .await?
        .update_user(&request.actor, Some(request.request), change)
        .await;
    Ok(settle(done)?
        .map(|row| User::new(row, Disclosure::Private))
        .into())
}

pub(super) async fn update_profile(
    ctx: &Context<'_>,
    input: UpdateProfileInput,
) -> Result<UpdateProfilePayload> {
    let UpdateProfileInput { display_name, about } = input;
    let change = UpdateProfile {
        display_name: patch(display_name, |name| name),
        about: patch(about, |text| text),
    };
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = commands(ctx, &request)
        .await?
        .update_profile(&request.actor, Some(request.request), change)
        .await;
    Ok(settle(done)?.map(Profile::new).into())
}

pub(super) async fn create_job_profile(
    ctx: &Context<'_>,
    input: CreateJobProfileInput,
) -> Result<CreateJobProfilePayload> {
    let CreateJobProfileInput {
        title,
        level,
        display_name,
        about,
        skills,
    } = input;
    let new = CreateJobProfile {
        title,
        level,
        display_name,
        about,
        skills,
    };
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = commands(ctx, &request)
        .await?
        .create_job_profile(&request.actor, Some(request.request), new)
        .await;
    Ok(settle(done)?.map(|made| JobProfile::new(made.job)).into())
}

pub(super) async fn update_job_profile(
    ctx: &Context<'_>,
    input: UpdateJobProfileInput,
) -> Result<UpdateJobProfilePayload> {
    let UpdateJobProfileInput {
        id,
        title,
        level,
        display_name,
        about,
        skills,
    } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = match parse_id::<ProfileId>("id", &id) {
        Ok(id) => {
            let change = UpdateJobProfile {
                id,
                title: patch(title, |title| title),
                level: patch(level, |level| level),
                display_name: patch(display_name, |name| name),
                about: patch(about, |text| text),
                skills: patch(skills, |skills| skills),
            };
            commands(ctx, &request)
                .await?
                .update_job_profile(&request.actor, Some(request.request), change)
                .await
        }
        Err(problem) => Err(problem.into()),
    };
    Ok(settle(done)?.map(|changed| JobProfile::new(changed.job)).into())
}

//! A user's own personal data.

use crate::{
    Identity,
    changes::{Changes, optional, required},
    signed_in,
};
use authz::{Actor, actions};
use entities::{event::EventAction, user};
use kernel::{
    Code, LanguageTag, Patch, Problem, Problems, RequestId, TextLimits, TimeZone, absolute_url, fold, line,
    optional_line, paragraph, phone_number, username,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ModelTrait, Value};
use store::{Failure, Tx};

/// Changes to one's own personal data.
#[derive(Clone, Debug, Default)]
pub struct UpdateUser {
    /// Given name; it cannot be cleared.
    pub first_name: Patch<String>,
    /// Family name.
    pub last_name: Patch<String>,
    /// A name of one's own choice, unique on the platform whatever its case.
    pub username: Patch<String>,
    /// A telephone number as people write it.
    pub phone_number: Patch<String>,
    /// Job title.
    pub designation: Patch<String>,
    /// A few words about oneself.
    pub bio: Patch<String>,
    /// Absolute address of the own web site.
    pub social_website: Patch<String>,
    /// Absolute address of the GitHub profile.
    pub social_github: Patch<String>,
    /// Absolute address of the Facebook profile.
    pub social_facebook: Patch<String>,
    /// Absolute address of the X (Twitter) profile.
    pub social_twitter: Patch<String>,
    /// Absolute address of the LinkedIn profile.
    pub social_linkedin: Patch<String>,
    /// Absolute address of a picture.
    pub image_url: Patch<String>,
    /// The name of an uploaded picture.
    pub avatar: Patch<String>,
    /// Preferred language, BCP 47.
    pub locale: Patch<String>,
    /// IANA time zone.
    pub time_zone: Patch<String>,
    /// Refuse if somebody has changed the user since this version.
    pub expected_version: Option<i32>,
}

/// A checked new value of one column.
#[derive(Clone)]
struct Change {
    field: &'static str,
    column: user::Column,
    value: Option<String>,
}

impl Identity {
    /// Changes the own personal data.
    pub async fn update_user(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        input: UpdateUser,
    ) -> Result<user::Model, Failure> {
        signed_in(actor)?;
        let expected_version = input.expected_version;
        let wanted = checked(input)?;
        self.store
            .write(actor, request, |tx| {
                Box::pin(update(tx, wanted.clone(), expected_version))
            })
            .await
            .map_err(|failure| {
                failure.when_taken("username_key", || Problem::at("username", Code::UsernameTaken))
            })
    }
}

async fn update(tx: &Tx, wanted: Vec<Change>, expected: Option<i32>) -> Result<user::Model, Failure> {
    let me = signed_in(tx.actor())?;
    let user = tx.load_global_for::<actions::UpdateUser>("id", me.user).await?;
    if expected.is_some_and(|expected| expected != user.version) {
        return Err(Problem::at("expectedVersion", Code::VersionConflict)
            .with("currentVersion", user.version)
            .into());
    }
    let mut changes = Changes::default();
    let differing: Vec<Change> = wanted
        .into_iter()
        .filter(|change| {
            let old = text(user.get(change.column));
            changes
                .differing(change.field, &old, Some(change.value.clone()))
                .is_some()
        })
        .collect();
    if changes.is_empty() {
        return Ok((*user).clone());
    }
    let version = user.version + 1;
    let user = tx
        .update(user, |row| {
            for Change { column, value, .. } in differing {
                if let user::Column::Username = column {
                    row.username_key = Set(value.as_deref().map(fold));
                }
                row.set(column, value.into());
            }
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(changes.event(EventAction::UserUpdated, user.id)).await?;
    Ok(user)
}

/// What a text column holds.
fn text(value: Value) -> Option<String> {
    if let Value::String(text) = value {
        text
    } else {
        None
    }
}

fn checked(input: UpdateUser) -> Result<Vec<Change>, Vec<Problem>> {
    use user::Column;
    let UpdateUser {
        first_name,
        last_name,
        username: login,
        phone_number: phone,
        designation,
        bio,
        social_website,
        social_github,
        social_facebook,
        social_twitter,
        social_linkedin,
        image_url,
        avatar,
        locale,
        time_zone,
        expected_version: _,
    } = input;
    let mut problems = Problems::default();
    let mut changes = Vec::new();
    let mut take = |field, column, checked| {
        if let Some(value) = problems.take(checked).and_then(Patch::changed) {
            changes.push(Change { field, column, value });
        }
    };
    let name = required("firstName", first_name, |name| person_name("firstName", &name));
    take(
        "firstName",
        Column::FirstName,
        name.map(|name| name.map_or(Patch::Keep, Patch::Set)),
    );
    let name = optional(last_name, |name| optional_person_name("lastName", &name));
    take("lastName", Column::LastName, name);
    let login = optional(login, |name| {
        username("username", &name).map(|(name, _key)| Some(name))
    });
    take("username", Column::Username, login);
    let phone = optional(phone, |number| phone_number("phoneNumber", &number));
    take("phoneNumber", Column::PhoneNumber, phone);
    let designation = optional(designation, |text| {
        optional_line("designation", &text, TextLimits::NAME)
    });
    take("designation", Column::Designation, designation);
    let bio = optional(bio, |text| paragraph("bio", &text, TextLimits::PARAGRAPH));
    take("bio", Column::Bio, bio);
    for (field, column, patch) in [
        ("socialWebsite", Column::SocialWebsite, social_website),
        ("socialGithub", Column::SocialGithub, social_github),
        ("socialFacebook", Column::SocialFacebook, social_facebook),
        ("socialTwitter", Column::SocialTwitter, social_twitter),
        ("socialLinkedin", Column::SocialLinkedin, social_linkedin),
        ("imageUrl", Column::ImageUrl, image_url),
    ] {
        take(
            field,
            column,
            optional(patch, |url| absolute_url(field, &url).map(Some)),
        );
    }
    take("avatar", Column::Avatar, optional(avatar, |name| Ok(Some(name))));
    let locale = optional(locale, |tag| {
        LanguageTag::parse("locale", &tag).map(|tag| Some(tag.into_string()))
    });
    take("locale", Column::Locale, locale);
    let zone = optional(time_zone, |zone| {
        TimeZone::parse("timeZone", &zone).map(|zone| Some(zone.into_string()))
    });
    take("timeZone", Column::TimeZone, zone);
    problems.into_result()?;
    Ok(changes)
}

/// A person's name. It is repeated in mails to people who did not ask for them, so it must not carry a web address.
pub(crate) fn person_name(field: &'static str, text: &str) -> Result<String, Problem> {
    without_address(field, line(field, text, TextLimits::NAME)?)
}

fn optional_person_name(field: &'static str, text: &str) -> Result<Option<String>, Problem> {
    let name = optional_line(field, text, TextLimits::NAME)?;
    name.map(|name| without_address(field, name)).transpose()
}

fn without_address(field: &'static str, name: String) -> Result<String, Problem> {
    let folded = fold(&name);
    if folded.contains("://") || folded.contains("www.") {
        return Err(Problem::at(field, Code::InvalidCharacters));
    }
    Ok(name)
}

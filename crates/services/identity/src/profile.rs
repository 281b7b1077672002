//! A user's main profile: the face they show as a customer and learner.

use crate::{
    Identity,
    changes::{Changes, optional, required},
    signed_in,
};
use authz::{Actor, actions};
use entities::{
    event::EventAction,
    profile::{self, ProfileKind},
};
use kernel::{Patch, Problem, Problems, RequestId, TextLimits, line, paragraph};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use store::{Failure, Granted, StoreError, Tx};

/// Changes to one's own main profile.
#[derive(Clone, Debug, Default)]
pub struct UpdateProfile {
    /// The name it shows; it cannot be cleared.
    pub display_name: Patch<String>,
    /// A few words about it.
    pub about: Patch<String>,
}

impl Identity {
    /// Changes the own main profile.
    pub async fn update_profile(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        input: UpdateProfile,
    ) -> Result<profile::Model, Failure> {
        signed_in(actor)?;
        let UpdateProfile { display_name, about } = input;
        let mut problems = Problems::default();
        let face = Face::checked(&mut problems, display_name, about);
        problems.into_result()?;
        self.store
            .write(actor, request, |tx| Box::pin(update(tx, face.clone())))
            .await
    }
}

async fn update(tx: &Tx, face: Face) -> Result<profile::Model, Failure> {
    let me = signed_in(tx.actor())?;
    let own = tx
        .find_global::<profile::Entity>()
        .filter(
            Condition::all()
                .add(profile::Column::UserId.eq(me.user))
                .add(profile::Column::Kind.eq(ProfileKind::Main)),
        )
        .one()
        .await?
        .ok_or(Failure::Defect("a user without a main profile"))?;
    let profile = tx.load_global_for::<actions::UpdateProfile>("id", own.id).await?;
    let mut changes = Changes::default();
    let profile = face.apply(tx, profile, &mut changes).await?;
    if !changes.is_empty() {
        tx.emit(changes.event(EventAction::ProfileUpdated, profile.id))
            .await?;
    }
    Ok(profile)
}

/// Checked changes to what every profile has.
#[derive(Clone)]
pub(crate) struct Face {
    display_name: Option<String>,
    about: Patch<String>,
}

impl Face {
    pub(crate) fn checked(
        problems: &mut Problems,
        display_name: Patch<String>,
        about: Patch<String>,
    ) -> Self {
        let display_name = required("displayName", display_name, |name| face_name(&name));
        let about = optional(about, |text| face_about(&text));
        Self {
            display_name: problems.take(display_name).flatten(),
            about: problems.take(about).unwrap_or_default(),
        }
    }

    /// Writes what differs and notes it.
    pub(crate) async fn apply(
        self,
        tx: &Tx,
        profile: Granted<actions::UpdateProfile>,
        changes: &mut Changes,
    ) -> Result<profile::Model, StoreError> {
        let Self { display_name, about } = self;
        let display_name = changes.differing("displayName", &profile.display_name, display_name);
        let about = changes.differing("about", &profile.about, about.changed());
        if display_name.is_none() && about.is_none() {
            return Ok((*profile).clone());
        }
        tx.update(profile, |row| {
            if let Some(name) = display_name {
                row.display_name = Set(name);
            }
            if let Some(about) = about {
                row.about = Set(about);
            }
            row.updated_at = Set(tx.now());
        })
        .await
    }
}

/// The name a profile shows.
pub(crate) fn face_name(name: &str) -> Result<String, Problem> {
    line("displayName", name, TextLimits::NAME)
}

/// A few words about a profile.
pub(crate) fn face_about(text: &str) -> Result<Option<String>, Problem> {
    paragraph("about", text, TextLimits::PARAGRAPH)
}

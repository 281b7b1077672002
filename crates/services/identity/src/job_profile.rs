//! A user's job profiles: the professional identities they take along from one organization to the next.

use crate::{
    Identity,
    changes::{Changes, required},
    profile::{Face, face_about, face_name},
    signed_in,
};
use authz::{Actor, actions};
use entities::{
    event::EventAction,
    job_profile,
    profile::{self, ProfileKind},
    user,
};
use kernel::{Code, Patch, Problem, Problems, ProfileId, RequestId, TextLimits, fold, line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};
use std::collections::HashSet;
use store::{Failure, NewEvent, Tx};

/// The most skills of one job profile.
const SKILLS_MAX: usize = 50;
/// The longest name of a skill, in characters.
const SKILL_MAX: usize = 60;
const LEVEL_MIN: i32 = 1;
const LEVEL_MAX: i32 = 5;

/// A new job profile.
#[derive(Clone, Debug)]
pub struct CreateJobProfile {
    /// Professional title.
    pub title: String,
    /// The name it shows; none means the user's full name.
    pub display_name: Option<String>,
    /// A few words about it.
    pub about: Option<String>,
    /// From 1 (beginner) to 5 (leading expert).
    pub level: i32,
    /// At most 50 names of skills, in the person's own order.
    pub skills: Vec<String>,
}

/// Changes to one of one's own job profiles. Only `about` and `skills` can be cleared.
#[derive(Clone, Debug)]
pub struct UpdateJobProfile {
    /// Which.
    pub id: ProfileId,
    /// Professional title.
    pub title: Patch<String>,
    /// The name it shows.
    pub display_name: Patch<String>,
    /// A few words about it.
    pub about: Patch<String>,
    /// From 1 (beginner) to 5 (leading expert).
    pub level: Patch<i32>,
    /// At most 50 names of skills, in the person's own order; all of them, not only the new ones.
    pub skills: Patch<Vec<String>>,
}

/// A job profile: what every profile has, and the professional part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobProfile {
    /// What every profile has.
    pub profile: profile::Model,
    /// The professional part.
    pub job: job_profile::Model,
}

#[derive(Clone)]
struct New {
    title: String,
    display_name: Option<String>,
    about: Option<String>,
    level: i32,
    skills: Vec<String>,
}

#[derive(Clone)]
struct Wanted {
    face: Face,
    title: Option<String>,
    level: Option<i32>,
    skills: Option<Vec<String>>,
}

impl Identity {
    /// Makes a job profile of one's own.
    pub async fn create_job_profile(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        input: CreateJobProfile,
    ) -> Result<JobProfile, Failure> {
        signed_in(actor)?;
        let new = checked_new(input)?;
        self.store
            .write(actor, request, |tx| Box::pin(create(tx, new.clone())))
            .await
    }

    /// Changes one of the own job profiles.
    pub async fn update_job_profile(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        input: UpdateJobProfile,
    ) -> Result<JobProfile, Failure> {
        signed_in(actor)?;
        let id = input.id;
        let wanted = checked(input)?;
        self.store
            .write(actor, request, |tx| Box::pin(update(tx, id, wanted.clone())))
            .await
    }
}

async fn create(tx: &Tx, new: New) -> Result<JobProfile, Failure> {
    let New {
        title,
        display_name,
        about,
        level,
        skills,
    } = new;
    let me = signed_in(tx.actor())?;
    let display_name = match display_name {
        Some(name) => name,
        None => tx
            .find_global::<user::Entity>()
            .filter(user::Column::Id.eq(me.user))
            .one()
            .await?
            .ok_or(Failure::Unauthenticated)?
            .full_name()
            .chars()
            .take(TextLimits::NAME)
            .collect(),
    };
    let profile = tx
        .insert::<profile::Entity>(profile::ActiveModel {
            id: Set(tx.new_id()),
            user_id: Set(me.user),
            kind: Set(ProfileKind::Job),
            display_name: Set(display_name),
            about: Set(about),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .await?;
    let job = tx
        .insert::<job_profile::Entity>(job_profile::ActiveModel {
            profile_id: Set(profile.id),
            user_id: Set(me.user),
            title: Set(title),
            level: Set(level),
            skills: Set(skills.into()),
            updated_at: Set(tx.now()),
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::JobProfileCreated, profile.id).after(json!({
            "title": job.title,
            "displayName": profile.display_name,
            "level": job.level,
            "skills": job.skills,
        })),
    )
    .await?;
    Ok(JobProfile { profile, job })
}

async fn update(tx: &Tx, id: ProfileId, wanted: Wanted) -> Result<JobProfile, Failure> {
    let Wanted {
        face,
        title,
        level,
        skills,
    } = wanted;
    let job = tx.load_global_for::<actions::UpdateJobProfile>("id", id).await?;
    let profile = tx.load_global_for::<actions::UpdateProfile>("id", id).await?;
    let mut changes = Changes::default();
    let title = changes.differing("title", &job.title, title);
    let level = changes.differing("level", &job.level, level);
    let skills = changes.differing("skills", &job.skills, skills.map(Value::from));
    let job = if changes.is_empty() {
        (*job).clone()
    } else {
        tx.update(job, |row| {
            if let Some(title) = title {
                row.title = Set(title);
            }
            if let Some(level) = level {
                row.level = Set(level);
            }
            if let Some(skills) = skills {
                row.skills = Set(skills);
            }
            row.updated_at = Set(tx.now());
        })
        .await?
    };
    let profile = face.apply(tx, profile, &mut changes).await?;
    if !changes.is_empty() {
        tx.emit(changes.event(EventAction::JobProfileUpdated, id)).await?;
    }
    Ok(JobProfile { profile, job })
}

fn checked_new(input: CreateJobProfile) -> Result<New, Failure> {
    let CreateJobProfile {
        title,
        display_name,
        about,
        level,
        skills,
    } = input;
    let mut problems = Problems::default();
    let title = problems.take(job_title(&title));
    let display_name = display_name.and_then(|name| problems.take(face_name(&name)));
    let about = about.and_then(|text| problems.take(face_about(&text)).flatten());
    let level = problems.take(job_level(level));
    let skills = problems.take(skill_names(skills));
    problems.into_result()?;
    match (title, level, skills) {
        (Some(title), Some(level), Some(skills)) => Ok(New {
            title,
            display_name,
            about,
            level,
            skills,
        }),
        (None, _, _) | (_, None, _) | (_, _, None) => {
            Err(Failure::Defect("a checked job profile without its parts"))
        }
    }
}

fn checked(input: UpdateJobProfile) -> Result<Wanted, Vec<Problem>> {
    let UpdateJobProfile {
        id: _,
        title,
        display_name,
        about,
        level,
        skills,
    } = input;
    let mut problems = Problems::default();
    let title = problems.take(required("title", title, |title| job_title(&title)));
    let level = problems.take(required("level", level, job_level));
    let skills = skills.changed().map(Option::unwrap_or_default);
    let skills = problems.take(skills.map(skill_names).transpose());
    let face = Face::checked(&mut problems, display_name, about);
    problems.into_result()?;
    Ok(Wanted {
        face,
        title: title.flatten(),
        level: level.flatten(),
        skills: skills.flatten(),
    })
}

fn job_title(title: &str) -> Result<String, Problem> {
    line("title", title, TextLimits::NAME)
}

fn job_level(level: i32) -> Result<i32, Problem> {
    if (LEVEL_MIN..=LEVEL_MAX).contains(&level) {
        Ok(level)
    } else {
        Err(Problem::at("level", Code::OutOfRange)
            .with("min", LEVEL_MIN)
            .with("max", LEVEL_MAX))
    }
}

/// The skills in the given order, each once whatever its case.
fn skill_names(names: Vec<String>) -> Result<Vec<String>, Problem> {
    let mut seen = HashSet::new();
    let mut skills = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let name = line("skills", name, SKILL_MAX).map_err(|problem| problem.with("index", index))?;
        if seen.insert(fold(&name)) {
            skills.push(name);
        }
        if skills.len() > SKILLS_MAX {
            return Err(Problem::at("skills", Code::OutOfRange)
                .with("min", 0)
                .with("max", SKILLS_MAX));
        }
    }
    Ok(skills)
}

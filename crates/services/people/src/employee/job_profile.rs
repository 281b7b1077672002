//! Linking an employment to a professional identity.

use super::not_ended;
use crate::person;
use authz::actions;
use entities::{employee, event::EventAction};
use kernel::{EmployeeId, ProfileId};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Links an employment to a job profile of the same person, or to none. Employees do it themselves, or whoever holds
/// `MANAGE_EMPLOYEES`.
///
/// Refuses with `FOREIGN_JOB_PROFILE`, `EMPLOYEE_NOT_ACTIVE`.
pub async fn link_job_profile(
    tx: &OrgTx,
    id: EmployeeId,
    job_profile: Option<ProfileId>,
) -> Result<employee::Model, Failure> {
    let granted = tx.load_for::<actions::LinkJobProfile>("employeeId", id).await?;
    not_ended(&granted)?;
    if let Some(job_profile) = job_profile {
        let member = person::member(tx, granted.member_id).await?;
        person::owns_job_profile(tx, member.user_id, job_profile).await?;
    }
    let was = granted.job_profile_id;
    if was == job_profile {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            row.job_profile_id = Set(job_profile);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    let text = |id: Option<ProfileId>| id.map(|id| id.to_string());
    tx.emit(
        NewEvent::new(EventAction::JobProfileLinked, updated.id)
            .before(json!({ "jobProfileId": text(was) }))
            .after(json!({ "jobProfileId": text(job_profile) })),
    )
    .await?;
    Ok(updated)
}

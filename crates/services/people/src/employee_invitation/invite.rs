//! Inviting somebody to become an employee.

use super::{
    make_way, nobody_yet,
    offer::{self, Addressee, OfferInput},
    when_invited,
};
use crate::{authority, changes::incomplete, person, salary::SalaryInput};
use authz::actions;
use chrono::NaiveDate;
use entities::{
    employee::{CompensationType, WorkRole},
    employee_invitation,
};
use kernel::{Code, Email, Problem, Problems, ProfileId, TextLimits, line};
use store::{CrossOrganization, Failure, OrgTx};

/// Whom to invite as an employee, and to what.
#[derive(Clone, Debug)]
pub struct InviteEmployee {
    /// Where the invitation goes.
    pub email: String,
    /// The professional name the employee will have.
    pub display_name: String,
    /// Kind of work.
    pub role: WorkRole,
    /// How it will be paid.
    pub compensation_type: CompensationType,
    /// The salary, exactly where the kind of compensation has one.
    pub proposed_salary: Option<SalaryInput>,
    /// The first day of work; the day of approval where nothing is said.
    pub start_date: Option<NaiveDate>,
    /// A job profile of the person invited, to be linked to the employment.
    pub job_profile_id: Option<ProfileId>,
    /// How long it can be answered, from 60 to 2 592 000; seven days where nothing is said.
    pub expires_in_seconds: Option<i32>,
}

/// Invites somebody. The mail with the token is written by the worker.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `ROLE_ABOVE_OWN`, `SALARY_REQUIRED`, `SALARY_NOT_ALLOWED`, `UNKNOWN_CURRENCY`,
/// `CURRENCY_MISMATCH`, `AMOUNT_TOO_PRECISE`, `AMOUNT_NEGATIVE`, `FOREIGN_JOB_PROFILE`, `ALREADY_EMPLOYEE`,
/// `ALREADY_INVITED`.
pub async fn invite_employee(
    tx: &OrgTx,
    input: InviteEmployee,
) -> Result<employee_invitation::Model, Failure> {
    let InviteEmployee {
        email,
        display_name,
        role,
        compensation_type,
        proposed_salary,
        start_date,
        job_profile_id,
        expires_in_seconds,
    } = input;
    tx.may_create::<actions::InviteEmployee>()?;
    let inviter = authority::employee(tx)?;
    let mut problems = Problems::default();
    let email = problems.take(Email::parse("email", &email));
    let display_name = problems.take(line("displayName", &display_name, TextLimits::NAME));
    let offer = OfferInput {
        role,
        compensation_type,
        proposed_salary,
        start_date,
        expires_in_seconds,
    }
    .check(tx, &mut problems)
    .await?;
    problems.into_result()?;
    let (Some(email), Some(display_name), Some(offer)) = (email, display_name, offer) else {
        return Err(incomplete());
    };
    if let Some(job_profile) = job_profile_id {
        belongs_to(tx, job_profile, email.key()).await?;
    }
    nobody_yet(tx, email.key()).await?;
    make_way(tx, email.key(), None).await?;
    let to = Addressee {
        email: email.address().to_owned(),
        email_key: email.key().to_owned(),
        display_name,
        job_profile: job_profile_id,
        promoted_member: None,
        inviter,
    };
    let invitation = tx
        .create::<actions::InviteEmployee>(offer.row(tx, to))
        .await
        .map_err(when_invited)?;
    offer::tell(tx, &invitation).await?;
    Ok(invitation)
}

async fn belongs_to(tx: &OrgTx, job_profile: ProfileId, email_key: &str) -> Result<(), Failure> {
    let owner = person::owner_of_job_profile(tx, job_profile).await?;
    let owner = person::user(tx, CrossOrganization::Recruitment, owner).await?;
    if owner.email_key == email_key {
        Ok(())
    } else {
        Err(Problem::at("jobProfileId", Code::ForeignJobProfile).into())
    }
}

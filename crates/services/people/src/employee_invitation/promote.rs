//! Offering an employment to a member. Orders and learning stay where they are.

use super::{
    inactive, make_way,
    offer::{self, Addressee, OfferInput},
    when_invited,
};
use crate::{authority, changes::incomplete, person, salary::SalaryInput};
use authz::actions::PromoteMember;
use chrono::NaiveDate;
use entities::{
    employee::{CompensationType, WorkRole},
    employee_invitation,
    member::MemberStatus,
};
use kernel::{Code, MemberId, Problem, Problems, TextLimits, line};
use store::{CrossOrganization, Failure, OrgTx};

/// What to offer a member.
#[derive(Clone, Debug)]
pub struct PromoteToEmployee {
    /// Kind of work.
    pub role: WorkRole,
    /// How it will be paid.
    pub compensation_type: CompensationType,
    /// The salary, exactly where the kind of compensation has one.
    pub proposed_salary: Option<SalaryInput>,
    /// The professional name the employee will have; the member's display name where nothing is said.
    pub professional_display_name: Option<String>,
    /// The first day of work; the day of approval where nothing is said.
    pub start_date: Option<NaiveDate>,
    /// How long it can be answered, from 60 to 2 592 000; seven days where nothing is said.
    pub expires_in_seconds: Option<i32>,
}

/// Sends an active member an employee invitation, which ends in the same acceptance and approval as any other.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `MEMBER_NOT_ACTIVE`, `ALREADY_EMPLOYEE`, `ALREADY_INVITED`, `ROLE_ABOVE_OWN` and
/// the problems of a salary.
pub async fn promote_to_employee(
    tx: &OrgTx,
    member: MemberId,
    input: PromoteToEmployee,
) -> Result<employee_invitation::Model, Failure> {
    let PromoteToEmployee {
        role,
        compensation_type,
        proposed_salary,
        professional_display_name,
        start_date,
        expires_in_seconds,
    } = input;
    let granted = tx.load_for::<PromoteMember>("memberId", member).await?;
    let inviter = authority::employee(tx)?;
    let mut problems = Problems::default();
    let display_name = problems.take(match professional_display_name {
        Some(text) => line("professionalDisplayName", &text, TextLimits::NAME),
        None => Ok(granted.display_name.clone()),
    });
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
    let (Some(display_name), Some(offer)) = (display_name, offer) else {
        return Err(incomplete());
    };
    if granted.status != MemberStatus::Active {
        return Err(inactive(granted.status).into());
    }
    if person::current_employee(tx, granted.id).await?.is_some() {
        return Err(Problem::at("memberId", Code::AlreadyEmployee).into());
    }
    let user = person::user(tx, CrossOrganization::Recruitment, granted.user_id).await?;
    make_way(tx, &user.email_key, None).await?;
    let to = Addressee {
        email: user.email,
        email_key: user.email_key,
        display_name,
        job_profile: None,
        promoted_member: Some(granted.id),
        inviter,
    };
    let invitation = tx
        .create_from::<PromoteMember, employee_invitation::Entity>(&granted, offer.row(tx, to))
        .await
        .map_err(when_invited)?;
    offer::tell(tx, &invitation).await?;
    Ok(invitation)
}

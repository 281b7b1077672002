//! What an employee invitation offers, and its row.

use crate::{
    authority, invitation,
    salary::{Compensation, SalaryInput, organization_currency},
};
use chrono::{Duration, NaiveDate};
use entities::{
    employee::{CompensationType, WorkRole},
    employee_invitation::{self, EmployeeInvitationStatus},
    event::EventAction,
};
use kernel::{Code, EmployeeId, MemberId, Problem, Problems, ProfileId};
use sea_orm::ActiveValue::Set;
use store::{Failure, NewEvent, OrgTx};

/// The work that is offered, as a client writes it.
#[derive(Clone, Debug)]
pub(super) struct OfferInput {
    pub(super) role: WorkRole,
    pub(super) compensation_type: CompensationType,
    pub(super) proposed_salary: Option<SalaryInput>,
    pub(super) start_date: Option<NaiveDate>,
    pub(super) expires_in_seconds: Option<i32>,
}

/// The work that is offered, checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    role: WorkRole,
    compensation: Compensation,
    start_date: Option<NaiveDate>,
    lifetime: Duration,
}

/// To whom it is offered, and by whom.
#[derive(Clone, Debug)]
pub(super) struct Addressee {
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) display_name: String,
    pub(super) job_profile: Option<ProfileId>,
    pub(super) promoted_member: Option<MemberId>,
    pub(super) inviter: EmployeeId,
}

impl OfferInput {
    /// Checks everything and notes all problems. Nothing where there was one.
    pub(super) async fn check(self, tx: &OrgTx, problems: &mut Problems) -> Result<Option<Offer>, Failure> {
        let Self {
            role,
            compensation_type,
            proposed_salary,
            start_date,
            expires_in_seconds,
        } = self;
        let currency = organization_currency(tx).await?;
        let role = problems.take(authority::work_role(tx, "role", role));
        let compensation = problems.take(Compensation::check(
            "proposedSalary",
            compensation_type,
            proposed_salary,
            currency,
        ));
        let start_date = problems.take(sensible(start_date));
        let lifetime = problems.take(invitation::lifetime(expires_in_seconds));
        let (Some(role), Some(compensation), Some(start_date), Some(lifetime)) =
            (role, compensation, start_date, lifetime)
        else {
            return Ok(None);
        };
        Ok(Some(Offer {
            role,
            compensation,
            start_date,
            lifetime,
        }))
    }
}

impl Offer {
    /// The row of a new invitation.
    pub(super) fn row(self, tx: &OrgTx, to: Addressee) -> employee_invitation::ActiveModel {
        employee_invitation::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            email: Set(to.email),
            email_key: Set(to.email_key),
            display_name: Set(to.display_name),
            role: Set(self.role),
            compensation_type: Set(self.compensation.kind),
            proposed_salary_minor: Set(self.compensation.minor()),
            proposed_salary_currency: Set(self.compensation.currency()),
            start_date: Set(self.start_date),
            job_profile_id: Set(to.job_profile),
            promoted_member_id: Set(to.promoted_member),
            invited_by_employee_id: Set(to.inviter),
            decided_by_employee_id: Set(None),
            candidate_user_id: Set(None),
            employee_id: Set(None),
            token_hash: Set(None),
            status: Set(EmployeeInvitationStatus::Pending),
            expires_at: Set(tx.now() + self.lifetime),
            sent_count: Set(1),
            last_sent_at: Set(tx.now()),
            accepted_at: Set(None),
            declined_at: Set(None),
            approved_at: Set(None),
            rejected_at: Set(None),
            rejection_reason: Set(None),
            revoked_at: Set(None),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        }
    }
}

/// Tells the log, and through it the mail.
pub(super) async fn tell(tx: &OrgTx, invitation: &employee_invitation::Model) -> Result<(), Failure> {
    let event = NewEvent::new(EventAction::EmployeeInvited, invitation.id).after(super::told(invitation));
    Ok(tx.emit(event).await?)
}

/// A first day that people can mean, and that both databases store alike.
fn sensible(day: Option<NaiveDate>) -> Result<Option<NaiveDate>, Problem> {
    let (Some(min), Some(max)) = (
        NaiveDate::from_ymd_opt(1900, 1, 1),
        NaiveDate::from_ymd_opt(2999, 12, 31),
    ) else {
        return Ok(day);
    };
    if day.is_none_or(|day| (min..=max).contains(&day)) {
        Ok(day)
    } else {
        Err(Problem::at("startDate", Code::OutOfRange)
            .with("min", min.to_string())
            .with("max", max.to_string()))
    }
}

//! Approving a candidate: here an employment, and the authority that comes with it, begins to exist.

use super::{decision, inactive};
use crate::{authority, member::Joining, person};
use authz::actions::ApproveEmployee;
use entities::{
    employee::{self, EmployeeStatus},
    employee_invitation::EmployeeInvitationStatus,
    event::EventAction,
    member::{self, AccessRole, MemberStatus},
};
use kernel::{Code, EmployeeInvitationId, Problem, UserId};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{CrossOrganization, Failure, Granted, NewEvent, OrgTx};

/// Approves a candidate who has accepted. Whoever is no member becomes one; the employment begins at once, or on its
/// first day.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `OWN_INVITATION`, `NOT_PENDING_APPROVAL`, `ROLE_ABOVE_OWN`, `MEMBER_NOT_ACTIVE`,
/// `ALREADY_EMPLOYEE`.
pub async fn approve_employee(tx: &OrgTx, id: EmployeeInvitationId) -> Result<employee::Model, Failure> {
    let granted = tx.load_for::<ApproveEmployee>("id", id).await?;
    let (decider, candidate) = decision(tx, &granted)?;
    authority::work_role(tx, "id", granted.role)?;
    let member = member(tx, &granted, candidate).await?;
    let employee = employ(tx, &granted, &member).await?;
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(EmployeeInvitationStatus::Approved);
            row.approved_at = Set(Some(tx.now()));
            row.decided_by_employee_id = Set(Some(decider));
            row.employee_id = Set(Some(employee.id));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EmployeeApproved, invitation.id)
            .before(json!({ "status": EmployeeInvitationStatus::PendingApproval }))
            .after(json!({
                "status": invitation.status,
                "employeeId": employee.id.to_string(),
                "memberId": member.id.to_string(),
                "role": employee.role,
                "startDate": employee.starts_on,
            })),
    )
    .await?;
    Ok(employee)
}

async fn member(
    tx: &OrgTx,
    granted: &Granted<ApproveEmployee>,
    candidate: UserId,
) -> Result<member::Model, Failure> {
    let user = person::user(tx, CrossOrganization::Recruitment, candidate).await?;
    let joining = Joining {
        user: user.id,
        profile: person::main_profile(tx, CrossOrganization::Recruitment, user.id).await?,
        display_name: user.full_name(),
        access_role: AccessRole::Member,
        invited_by: Some(granted.invited_by_employee_id),
    };
    match joining.existing(tx, granted).await? {
        None => joining.enter(tx, granted).await,
        Some(member) => match member.status {
            MemberStatus::Active => Ok(member.clone()),
            MemberStatus::Left | MemberStatus::Removed | MemberStatus::Invited => {
                joining.re_enter(tx, member).await
            }
            MemberStatus::Suspended => Err(inactive(member.status).into()),
        },
    }
}

async fn employ(
    tx: &OrgTx,
    granted: &Granted<ApproveEmployee>,
    member: &member::Model,
) -> Result<employee::Model, Failure> {
    let already = || Problem::new(Code::AlreadyEmployee);
    if person::current_employee(tx, member.id).await?.is_some() {
        return Err(already().into());
    }
    let today = tx.now().date_naive();
    let status = if granted.start_date.is_some_and(|day| day > today) {
        EmployeeStatus::Approved
    } else {
        EmployeeStatus::Active
    };
    let row = employee::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        member_id: Set(member.id),
        job_profile_id: Set(granted.job_profile_id),
        role: Set(granted.role),
        professional_display_name: Set(granted.display_name.clone()),
        compensation_type: Set(granted.compensation_type),
        salary_minor: Set(granted.proposed_salary_minor),
        salary_currency: Set(granted.proposed_salary_currency.clone()),
        status: Set(status),
        starts_on: Set(granted.start_date),
        hired_at: Set(tx.now()),
        terminated_at: Set(None),
        termination_reason: Set(None),
        invited_by_employee_id: Set(Some(granted.invited_by_employee_id)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.create_from::<ApproveEmployee, employee::Entity>(granted, row)
        .await
        .map_err(|failure| {
            failure
                .when_taken("member_id", already)
                .when_taken("one_current", already)
        })
}

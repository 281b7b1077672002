//! Recruiting employees: inviting, answering, deciding.

use crate::base::{Outcome, in_organization, money, optional_id, parse_id, payload, settle, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use entities::{employee_invitation, member};
use futures::{FutureExt, future::BoxFuture};
use graph::{
    CompensationType, CurrencyCode, Date, Decimal, Employee, EmployeeInvitation, OrgView, RequestContext,
    WorkRole, unauthenticated,
};
use kernel::{EmployeeInvitationId, MemberId};
use people::employee_invitation as commands;
use std::sync::Arc;
use store::{Failure, OrgTx, Target};

/// An amount of money.
#[derive(InputObject, Clone)]
pub struct MoneyInput {
    /// The amount, such as `"1200.00"`; not negative, with no more decimals than the currency has.
    pub amount: Decimal,
    /// The currency.
    pub currency: CurrencyCode,
}

impl MoneyInput {
    /// The amount as the commands of commerce take it.
    pub(crate) fn into_commerce(self) -> commerce::MoneyInput {
        let Self { amount, currency } = self;
        commerce::MoneyInput {
            amount: amount.0,
            currency: currency.0,
        }
    }
}

/// Inviting somebody to become an employee.
#[derive(InputObject)]
pub struct InviteEmployeeInput {
    /// The organization.
    pub organization_id: ID,
    /// Where to send the invitation.
    pub email: String,
    /// The professional name the employee will have; 1 to 100 characters.
    pub display_name: String,
    /// The work offered.
    pub role: WorkRole,
    /// How it will be paid.
    pub compensation_type: CompensationType,
    /// The salary offered, in the organization's currency; needed unless paid by commission only.
    pub proposed_salary: Option<MoneyInput>,
    /// The first day of work; immediately if not given.
    pub start_date: Option<Date>,
    /// A job profile of the person invited.
    pub job_profile_id: Option<ID>,
    /// How long the link works, in seconds from 60 to 2592000 (30 days); 604800 (7 days) if not given.
    pub expires_in_seconds: Option<i32>,
}

/// Offering a member an employment.
#[derive(InputObject)]
pub struct PromoteToEmployeeInput {
    /// The member.
    pub member_id: ID,
    /// The work offered.
    pub role: WorkRole,
    /// How it will be paid.
    pub compensation_type: CompensationType,
    /// The salary offered, in the organization's currency; needed unless paid by commission only.
    pub proposed_salary: Option<MoneyInput>,
    /// The professional name; the member's display name if not given.
    pub professional_display_name: Option<String>,
    /// The first day of work; immediately if not given.
    pub start_date: Option<Date>,
    /// How long the link works, in seconds from 60 to 2592000 (30 days); 604800 (7 days) if not given.
    pub expires_in_seconds: Option<i32>,
}

/// Sending an employee invitation again.
#[derive(InputObject)]
pub struct ResendEmployeeInvitationInput {
    /// The invitation.
    pub id: ID,
    /// How long the new link works, in seconds from 60 to 2592000 (30 days); 604800 (7 days) if not given. The old link
    /// no longer works.
    pub expires_in_seconds: Option<i32>,
}

/// Withdrawing an employee invitation.
#[derive(InputObject)]
pub struct RevokeEmployeeInvitationInput {
    /// The invitation.
    pub id: ID,
}

/// Accepting an employee invitation.
#[derive(InputObject)]
pub struct AcceptEmployeeInvitationInput {
    /// The token from the link in the mail. Your own verified address must be the one it was sent to.
    pub token: String,
    /// One of your job profiles to be linked with the employment.
    pub job_profile_id: Option<ID>,
}

/// Declining an employee invitation.
#[derive(InputObject)]
pub struct DeclineEmployeeInvitationInput {
    /// The token from the link in the mail. Nobody has to be signed in.
    pub token: String,
}

/// Approving a candidate who has accepted.
#[derive(InputObject)]
pub struct ApproveEmployeeInput {
    /// The invitation.
    pub id: ID,
}

/// Turning down a candidate who has accepted.
#[derive(InputObject)]
pub struct RejectEmployeeInput {
    /// The invitation.
    pub id: ID,
    /// Why; the candidate is told.
    pub reason: Option<String>,
}

payload! {
    /// The new invitation. The mail is on its way.
    InviteEmployeePayload {
        /// The invitation.
        employee_invitation: EmployeeInvitation
    }
    /// The offer to the member. The mail is on its way.
    PromoteToEmployeePayload {
        /// The invitation.
        employee_invitation: EmployeeInvitation
    }
    /// The invitation that is sent again.
    ResendEmployeeInvitationPayload {
        /// The invitation.
        employee_invitation: EmployeeInvitation
    }
    /// The withdrawn invitation.
    RevokeEmployeeInvitationPayload {
        /// The invitation.
        employee_invitation: EmployeeInvitation
    }
    /// The accepted invitation. It waits for approval and gives no authority yet.
    AcceptEmployeeInvitationPayload {
        /// The invitation.
        employee_invitation: EmployeeInvitation
    }
    /// The declined invitation.
    DeclineEmployeeInvitationPayload {
        /// The id of the invitation.
        employee_invitation_id: ID
    }
    /// The new employee.
    ApproveEmployeePayload {
        /// The employee.
        employee: Employee
    }
    /// The rejected invitation.
    RejectEmployeePayload {
        /// The invitation.
        employee_invitation: EmployeeInvitation
    }
}

pub(super) async fn invite(ctx: &Context<'_>, input: InviteEmployeeInput) -> Result<InviteEmployeePayload> {
    let InviteEmployeeInput {
        organization_id,
        email,
        display_name,
        role,
        compensation_type,
        proposed_salary,
        start_date,
        job_profile_id,
        expires_in_seconds,
    } = input;
    let request = RequestContext::of(ctx)?;
    let target =
        parse_id("organizationId", &organization_id).map(|id| Target::organization("organizationId", id));
    let job_profile = optional_id("jobProfileId", job_profile_id.as_ref());
    let done = in_organization(&request, target, |tx| {
        let job_profile_id = job_profile.clone();
        let (email, display_name) = (email.clone(), display_name.clone());
        let proposed_salary = proposed_salary.clone();
        async move {
            let new = commands::InviteEmployee {
                email,
                display_name,
                role: role.into(),
                compensation_type: compensation_type.into(),
                proposed_salary: proposed_salary.map(|salary| money(salary.amount, salary.currency)),
                start_date: start_date.map(|day| day.0),
                job_profile_id: job_profile_id?,
                expires_in_seconds,
            };
            commands::invite_employee(tx, new).await
        }
        .boxed()
    })
    .await?;
    Ok(shown(ctx, done).await?.into())
}

pub(super) async fn promote(
    ctx: &Context<'_>,
    input: PromoteToEmployeeInput,
) -> Result<PromoteToEmployeePayload> {
    let PromoteToEmployeeInput {
        member_id,
        role,
        compensation_type,
        proposed_salary,
        professional_display_name,
        start_date,
        expires_in_seconds,
    } = input;
    let request = RequestContext::of(ctx)?;
    let member = parse_id::<MemberId>("memberId", &member_id);
    let target = member
        .clone()
        .map(|id| Target::of::<member::Entity>("memberId", id));
    let offer = commands::PromoteToEmployee {
        role: role.into(),
        compensation_type: compensation_type.into(),
        proposed_salary: proposed_salary.map(|salary| money(salary.amount, salary.currency)),
        professional_display_name,
        start_date: start_date.map(|day| day.0),
        expires_in_seconds,
    };
    let done = in_organization(&request, target, |tx| {
        let (member, offer) = (member.clone(), offer.clone());
        async move { commands::promote_to_employee(tx, member?, offer).await }.boxed()
    })
    .await?;
    Ok(shown(ctx, done).await?.into())
}

async fn shown(
    ctx: &Context<'_>,
    done: Outcome<employee_invitation::Model>,
) -> Result<Outcome<EmployeeInvitation>> {
    let request = RequestContext::of(ctx)?;
    Ok(match done {
        Ok(row) => Ok(EmployeeInvitation::new(
            view_after(&request, row.organization_id),
            row.into(),
        )),
        Err(refused) => Err(refused),
    })
}

async fn on_invitation<T, F>(ctx: &Context<'_>, id: &ID, work: F) -> Result<Outcome<T>>
where
    F: for<'a> Fn(&'a OrgTx, EmployeeInvitationId) -> BoxFuture<'a, std::result::Result<T, Failure>>,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<EmployeeInvitationId>("id", id);
    let target = id
        .clone()
        .map(|id| Target::of::<employee_invitation::Entity>("id", id));
    in_organization(&request, target, |tx| match &id {
        Ok(id) => work(tx, *id),
        Err(problem) => {
            let problem = problem.clone();
            async move { Err(problem.into()) }.boxed()
        }
    })
    .await
}

pub(super) async fn resend(
    ctx: &Context<'_>,
    input: ResendEmployeeInvitationInput,
) -> Result<ResendEmployeeInvitationPayload> {
    let ResendEmployeeInvitationInput {
        id,
        expires_in_seconds,
    } = input;
    let done = on_invitation(ctx, &id, |tx, id| {
        commands::resend_employee_invitation(tx, id, expires_in_seconds).boxed()
    })
    .await?;
    Ok(shown(ctx, done).await?.into())
}

pub(super) async fn revoke(
    ctx: &Context<'_>,
    input: RevokeEmployeeInvitationInput,
) -> Result<RevokeEmployeeInvitationPayload> {
    let RevokeEmployeeInvitationInput { id } = input;
    let done = on_invitation(ctx, &id, |tx, id| {
        commands::revoke_employee_invitation(tx, id).boxed()
    })
    .await?;
    Ok(shown(ctx, done).await?.into())
}

pub(super) async fn accept(
    ctx: &Context<'_>,
    input: AcceptEmployeeInvitationInput,
) -> Result<AcceptEmployeeInvitationPayload> {
    let AcceptEmployeeInvitationInput {
        token,
        job_profile_id,
    } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let accepted = match optional_id("jobProfileId", job_profile_id.as_ref()) {
        Ok(job_profile) => {
            commands::accept_employee_invitation(
                &request.store,
                &request.actor,
                Some(request.request),
                &token,
                job_profile,
            )
            .await
        }
        Err(problem) => Err(problem.into()),
    };
    // The candidate may not see the organization yet, so its view is opened only by fields that need it.
    Ok(settle(accepted)?
        .map(|(_, row)| EmployeeInvitation::new(OrgView::of(&request, row.organization_id), row.into()))
        .into())
}

pub(super) async fn decline(
    ctx: &Context<'_>,
    input: DeclineEmployeeInvitationInput,
) -> Result<DeclineEmployeeInvitationPayload> {
    let DeclineEmployeeInvitationInput { token } = input;
    let request = RequestContext::of(ctx)?;
    let declined =
        commands::decline_employee_invitation(&request.store, &request.actor, Some(request.request), &token)
            .await;
    Ok(settle(declined)?.map(|row| row.id.to_string().into()).into())
}

pub(super) async fn approve(
    ctx: &Context<'_>,
    input: ApproveEmployeeInput,
) -> Result<ApproveEmployeePayload> {
    let ApproveEmployeeInput { id } = input;
    let done = on_invitation(ctx, &id, |tx, id| commands::approve_employee(tx, id).boxed()).await?;
    let request: Arc<RequestContext> = RequestContext::of(ctx)?;
    Ok(match done {
        Ok(row) => Ok(Employee::new(
            view_after(&request, row.organization_id),
            row.into(),
        )),
        Err(refused) => Err(refused),
    }
    .into())
}

pub(super) async fn reject(ctx: &Context<'_>, input: RejectEmployeeInput) -> Result<RejectEmployeePayload> {
    let RejectEmployeeInput { id, reason } = input;
    let done = on_invitation(ctx, &id, |tx, id| {
        let reason = reason.clone();
        async move { commands::reject_employee(tx, id, reason.as_deref()).await }.boxed()
    })
    .await?;
    Ok(shown(ctx, done).await?.into())
}

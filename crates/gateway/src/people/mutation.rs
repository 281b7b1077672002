//! Everything that changes organizations and their people. Each field is one line; the work is beside it.

use super::{
    employee::{
        self, LinkJobProfileInput, LinkJobProfilePayload, ManageCompensationInput, ManageCompensationPayload,
        TerminateEmployeeInput, TerminateEmployeePayload, UpdateEmployeeInput, UpdateEmployeePayload,
    },
    employee_invitation::{
        self, AcceptEmployeeInvitationInput, AcceptEmployeeInvitationPayload, ApproveEmployeeInput,
        ApproveEmployeePayload, DeclineEmployeeInvitationInput, DeclineEmployeeInvitationPayload,
        InviteEmployeeInput, InviteEmployeePayload, PromoteToEmployeeInput, PromoteToEmployeePayload,
        RejectEmployeeInput, RejectEmployeePayload, ResendEmployeeInvitationInput,
        ResendEmployeeInvitationPayload, RevokeEmployeeInvitationInput, RevokeEmployeeInvitationPayload,
    },
    logo::{
        self, RemoveOrganizationLogoInput, RemoveOrganizationLogoPayload, UploadOrganizationLogoInput,
        UploadOrganizationLogoPayload,
    },
    member::{
        self, ChangeAccessRoleInput, ChangeAccessRolePayload, JoinOrganizationInput, JoinOrganizationPayload,
        LeaveOrganizationInput, LeaveOrganizationPayload, ReinstateMemberInput, ReinstateMemberPayload,
        RemoveMemberInput, RemoveMemberPayload, SuspendMemberInput, SuspendMemberPayload, UpdateMemberInput,
        UpdateMemberPayload,
    },
    member_invitation::{
        self, AcceptMemberInvitationInput, AcceptMemberInvitationPayload, DeclineMemberInvitationInput,
        DeclineMemberInvitationPayload, InviteMemberInput, InviteMemberPayload, ResendMemberInvitationInput,
        ResendMemberInvitationPayload, RevokeMemberInvitationInput, RevokeMemberInvitationPayload,
    },
    organization::{
        self, CreateOrganizationInput, CreateOrganizationPayload, UpdateOrganizationInput,
        UpdateOrganizationPayload,
    },
    permission::{
        self, GrantPermissionInput, GrantPermissionPayload, RevokePermissionInput, RevokePermissionPayload,
    },
    rate_limit::{self, SetOrganizationRateLimitInput, SetOrganizationRateLimitPayload},
};
use crate::rate::{FILE, HEAVY, WRITE};
use async_graphql::{Context, Object, Result};

/// Changes to organizations and their people.
#[derive(Debug, Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Founds an organization. Whoever founds it becomes its owner and first employee. Needs a verified e-mail address.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateOrganizationInput,
    ) -> Result<CreateOrganizationPayload> {
        organization::create(ctx, input).await
    }

    /// Changes an organization. Needs MANAGE_ORGANIZATION.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateOrganizationInput,
    ) -> Result<UpdateOrganizationPayload> {
        organization::update(ctx, input).await
    }

    /// Shows a logo of the organization, in place of the one before. Needs MANAGE_ORGANIZATION.
    #[graphql(complexity = "FILE + child_complexity")]
    async fn upload_organization_logo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UploadOrganizationLogoInput,
    ) -> Result<UploadOrganizationLogoPayload> {
        logo::upload(ctx, input).await
    }

    /// Removes the logo of the organization. Needs MANAGE_ORGANIZATION.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_organization_logo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveOrganizationLogoInput,
    ) -> Result<RemoveOrganizationLogoPayload> {
        logo::remove(ctx, input).await
    }

    /// Invites somebody to become a member and sends them a mail. Needs INVITE_MEMBERS and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: InviteMemberInput,
    ) -> Result<InviteMemberPayload> {
        member_invitation::invite(ctx, input).await
    }

    /// Sends a member invitation again with a new link. Needs INVITE_MEMBERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn resend_member_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ResendMemberInvitationInput,
    ) -> Result<ResendMemberInvitationPayload> {
        member_invitation::resend(ctx, input).await
    }

    /// Withdraws a member invitation. Needs INVITE_MEMBERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn revoke_member_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RevokeMemberInvitationInput,
    ) -> Result<RevokeMemberInvitationPayload> {
        member_invitation::revoke(ctx, input).await
    }

    /// Accepts an invitation: you become a member at once. Needs a signed-in user with the invited, verified address.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn accept_member_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AcceptMemberInvitationInput,
    ) -> Result<AcceptMemberInvitationPayload> {
        member_invitation::accept(ctx, input).await
    }

    /// Declines an invitation to become a member. The token is enough.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn decline_member_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeclineMemberInvitationInput,
    ) -> Result<DeclineMemberInvitationPayload> {
        member_invitation::decline(ctx, input).await
    }

    /// Changes a member. Members may change their own display name; everything else needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateMemberInput,
    ) -> Result<UpdateMemberPayload> {
        member::update(ctx, input).await
    }

    /// Withholds a member's access for a time. Needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn suspend_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SuspendMemberInput,
    ) -> Result<SuspendMemberPayload> {
        member::suspend(ctx, input).await
    }

    /// Gives a suspended member access again. Needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn reinstate_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ReinstateMemberInput,
    ) -> Result<ReinstateMemberPayload> {
        member::reinstate(ctx, input).await
    }

    /// Ends a membership and with it any employment; its history stays. Needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveMemberInput,
    ) -> Result<RemoveMemberPayload> {
        member::remove(ctx, input).await
    }

    /// Makes you a member of a public organization, as customers are before they buy. Doing it again changes nothing. Needs a
    /// verified e-mail address; who was suspended or removed there cannot come back this way.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn join_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: JoinOrganizationInput,
    ) -> Result<JoinOrganizationPayload> {
        member::join(ctx, input).await
    }

    /// Ends your own membership and with it any employment; its history stays.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn leave_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: LeaveOrganizationInput,
    ) -> Result<LeaveOrganizationPayload> {
        member::leave(ctx, input).await
    }

    /// Gives a member another access role. Needs MANAGE_PERMISSIONS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn change_access_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ChangeAccessRoleInput,
    ) -> Result<ChangeAccessRolePayload> {
        member::change_access_role(ctx, input).await
    }

    /// Gives a member a single permission beyond their roles. Needs MANAGE_PERMISSIONS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn grant_permission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: GrantPermissionInput,
    ) -> Result<GrantPermissionPayload> {
        permission::grant(ctx, input).await
    }

    /// Takes a single permission back. Needs MANAGE_PERMISSIONS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn revoke_permission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RevokePermissionInput,
    ) -> Result<RevokePermissionPayload> {
        permission::revoke(ctx, input).await
    }

    /// Invites somebody to become an employee and sends them a mail. Needs INVITE_EMPLOYEES and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn invite_employee(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: InviteEmployeeInput,
    ) -> Result<InviteEmployeePayload> {
        employee_invitation::invite(ctx, input).await
    }

    /// Offers a member an employment: an employee invitation that goes the usual way. Needs INVITE_EMPLOYEES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn promote_to_employee(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: PromoteToEmployeeInput,
    ) -> Result<PromoteToEmployeePayload> {
        employee_invitation::promote(ctx, input).await
    }

    /// Sends an employee invitation again with a new link. Needs INVITE_EMPLOYEES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn resend_employee_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ResendEmployeeInvitationInput,
    ) -> Result<ResendEmployeeInvitationPayload> {
        employee_invitation::resend(ctx, input).await
    }

    /// Withdraws an employee invitation. Needs INVITE_EMPLOYEES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn revoke_employee_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RevokeEmployeeInvitationInput,
    ) -> Result<RevokeEmployeeInvitationPayload> {
        employee_invitation::revoke(ctx, input).await
    }

    /// Accepts an invitation to become an employee. It then waits for approval. Needs a signed-in user with the invited, verified address.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn accept_employee_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AcceptEmployeeInvitationInput,
    ) -> Result<AcceptEmployeeInvitationPayload> {
        employee_invitation::accept(ctx, input).await
    }

    /// Declines an invitation to become an employee. The token is enough.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn decline_employee_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeclineEmployeeInvitationInput,
    ) -> Result<DeclineEmployeeInvitationPayload> {
        employee_invitation::decline(ctx, input).await
    }

    /// Turns a candidate who has accepted into an employee. Authority begins here. Needs APPROVE_EMPLOYEES and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn approve_employee(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ApproveEmployeeInput,
    ) -> Result<ApproveEmployeePayload> {
        employee_invitation::approve(ctx, input).await
    }

    /// Turns down a candidate who has accepted. Needs APPROVE_EMPLOYEES and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn reject_employee(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RejectEmployeeInput,
    ) -> Result<RejectEmployeePayload> {
        employee_invitation::reject(ctx, input).await
    }

    /// Changes an employee. Employees may change their own professional name; everything else needs MANAGE_EMPLOYEES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_employee(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateEmployeeInput,
    ) -> Result<UpdateEmployeePayload> {
        employee::update(ctx, input).await
    }

    /// Changes what an employee is paid. Needs MANAGE_COMPENSATION.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn manage_compensation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ManageCompensationInput,
    ) -> Result<ManageCompensationPayload> {
        employee::manage_compensation(ctx, input).await
    }

    /// Links an employment with one of the person's job profiles, or unlinks it. Employees may link their own; otherwise needs MANAGE_EMPLOYEES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn link_job_profile(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: LinkJobProfileInput,
    ) -> Result<LinkJobProfilePayload> {
        employee::link_job_profile(ctx, input).await
    }

    /// Ends an employment; the membership and the history stay. Needs MANAGE_EMPLOYEES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn terminate_employee(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: TerminateEmployeeInput,
    ) -> Result<TerminateEmployeePayload> {
        employee::terminate(ctx, input).await
    }

    /// Sets how many points an organization's requests may cost per minute, on each process of the server. For platform operators
    /// only.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn set_organization_rate_limit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetOrganizationRateLimitInput,
    ) -> Result<SetOrganizationRateLimitPayload> {
        rate_limit::set(ctx, input).await
    }
}

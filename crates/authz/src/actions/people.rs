//! What may be done to organizations and their people.

use super::{actions, creations, ruled_actions};
use crate::{Action, Consequence, Entails, Yields};
use entities::{
    attribution, employee, employee_invitation, enrollment, member, member_invitation, organization,
    permission_grant::{self, Permission},
};

actions! {
    organization, own: |_, _| false, oneself: |_, _| false => {
        /// Change name, settings and appearance.
        UpdateOrganization = "organization.update", Some(Permission::ManageOrganization), false;
    }
    member,
    own: |access, row| row.invited_by_employee_id.is_some() && row.invited_by_employee_id == access.employee(),
    oneself: |access, row| access.is_active_member() && access.member() == Some(row.id) => {
        /// Change the name shown here.
        RenameMember = "member.rename", Some(Permission::ManageUsers), true;
        /// Change the kind of customer.
        UpdateMember = "member.update", Some(Permission::ManageUsers), false;
        /// Withhold access for a time.
        SuspendMember = "member.suspend", Some(Permission::ManageUsers), false;
        /// Give access back.
        ReinstateMember = "member.reinstate", Some(Permission::ManageUsers), false;
        /// End the membership.
        RemoveMember = "member.remove", Some(Permission::ManageUsers), false;
        /// End one's own membership.
        LeaveOrganization = "member.leave", None, true;
        /// Give another role.
        ChangeAccessRole = "member.changeAccessRole", Some(Permission::ManagePermissions), false;
        /// Give a single permission.
        GrantPermission = "permission.grant", Some(Permission::ManagePermissions), false;
        /// Offer an employment.
        PromoteMember = "member.promote", Some(Permission::InviteEmployees), false;
    }
    permission_grant,
    own: |access, row| access.member() == Some(row.granted_by_member_id),
    oneself: |_, _| false => {
        /// Take a single permission back.
        RevokePermission = "permission.revoke", Some(Permission::ManagePermissions), false;
    }
    member_invitation,
    own: |access, row| access.employee() == Some(row.invited_by_employee_id),
    oneself: |_, _| false => {
        /// Send it again with a new token and a new end.
        ResendMemberInvitation = "memberInvitation.resend", Some(Permission::InviteMembers), false;
        /// Withdraw it.
        RevokeMemberInvitation = "memberInvitation.revoke", Some(Permission::InviteMembers), false;
    }
    employee,
    own: |access, row| row.invited_by_employee_id.is_some() && row.invited_by_employee_id == access.employee(),
    oneself: |access, row| access.employee() == Some(row.id) => {
        /// Change the professional name.
        RenameEmployee = "employee.rename", Some(Permission::ManageEmployees), true;
        /// Give another work role.
        UpdateEmployee = "employee.update", Some(Permission::ManageEmployees), false;
        /// See and change what they are paid.
        ManageCompensation = "employee.manageCompensation", Some(Permission::ManageCompensation), false;
        /// Link a professional identity.
        LinkJobProfile = "employee.linkJobProfile", Some(Permission::ManageEmployees), true;
        /// End the employment.
        TerminateEmployee = "employee.terminate", Some(Permission::ManageEmployees), false;
    }
    employee_invitation,
    own: |access, row| access.employee() == Some(row.invited_by_employee_id),
    oneself: |_, _| false => {
        /// Send it again with a new token and a new end.
        ResendEmployeeInvitation = "employeeInvitation.resend", Some(Permission::InviteEmployees), false;
        /// Withdraw it.
        RevokeEmployeeInvitation = "employeeInvitation.revoke", Some(Permission::InviteEmployees), false;
        /// Turn the candidate into an employee.
        ApproveEmployee = "employee.approve", Some(Permission::ApproveEmployees), false;
        /// Turn the candidate down.
        RejectEmployee = "employee.reject", Some(Permission::ApproveEmployees), false;
    }
}

creations! {
    /// Invite somebody to become a member.
    InviteMember = "member.invite" of member_invitation by InviteMembers;
    /// Invite somebody to become an employee.
    InviteEmployee = "employee.invite" of employee_invitation by InviteEmployees;
}

ruled_actions! {
    /// Become a member without an invitation. Whoever is signed in may, where the organization is public; a member who
    /// does it again may as well.
    JoinOrganization = "organization.join" on organization, |access, row| {
        access.user().is_some() && (row.is_public || access.is_active_member())
    };
    /// Set what the organization's requests may cost per minute. Operators do, because others share the server with it.
    SetOrganizationRateLimit = "organization.setRateLimit" on organization,
        |access, _| access.actor().is_operator() || access.actor().is_system();
}

/// Answering an invitation to become a member. The evidence is its token.
#[derive(Debug)]
pub struct AnswerMemberInvitation;
impl Action for AnswerMemberInvitation {
    type On = member_invitation::Entity;
    const NAME: &'static str = "memberInvitation.answer";
}

/// Answering an invitation to become an employee. The evidence is its token.
#[derive(Debug)]
pub struct AnswerEmployeeInvitation;
impl Action for AnswerEmployeeInvitation {
    type On = employee_invitation::Entity;
    const NAME: &'static str = "employeeInvitation.answer";
}

/// Founding an organization. Whoever founds it owns it.
#[derive(Debug)]
pub struct FoundOrganization;
impl Action for FoundOrganization {
    type On = organization::Entity;
    const NAME: &'static str = "organization.found";
}

/// Beginning an employment on its first day, by the clock.
#[derive(Debug)]
pub struct BeginEmployment;
impl Action for BeginEmployment {
    type On = employee::Entity;
    const NAME: &'static str = "employee.begin";
}

/// Closing an invitation that nobody answered in time, by the clock.
#[derive(Debug)]
pub struct ExpireMemberInvitation;
impl Action for ExpireMemberInvitation {
    type On = member_invitation::Entity;
    const NAME: &'static str = "memberInvitation.expire";
}

/// Closing an employee invitation that nobody answered in time, by the clock.
#[derive(Debug)]
pub struct ExpireEmployeeInvitation;
impl Action for ExpireEmployeeInvitation {
    type On = employee_invitation::Entity;
    const NAME: &'static str = "employeeInvitation.expire";
}

impl Yields<member::Entity> for FoundOrganization {}
impl Yields<employee::Entity> for FoundOrganization {}
impl Yields<member::Entity> for JoinOrganization {}
impl Entails<member::Entity> for JoinOrganization {}
impl Yields<member::Entity> for AnswerMemberInvitation {}
impl Entails<member::Entity> for AnswerMemberInvitation {}
impl Yields<enrollment::Entity> for AnswerMemberInvitation {}
impl Entails<enrollment::Entity> for AnswerMemberInvitation {}
impl Yields<employee_invitation::Entity> for PromoteMember {}
impl Entails<employee_invitation::Entity> for PromoteMember {}
impl Yields<member::Entity> for ApproveEmployee {}
impl Entails<member::Entity> for ApproveEmployee {}
impl Yields<employee::Entity> for ApproveEmployee {}
impl Yields<permission_grant::Entity> for GrantPermission {}
impl Entails<attribution::Entity> for TerminateEmployee {}
impl Entails<employee::Entity> for RemoveMember {}
impl Entails<attribution::Entity> for Consequence<RemoveMember, employee::Entity> {}
impl Entails<permission_grant::Entity> for RemoveMember {}
impl Entails<employee::Entity> for LeaveOrganization {}
impl Entails<attribution::Entity> for Consequence<LeaveOrganization, employee::Entity> {}
impl Entails<permission_grant::Entity> for LeaveOrganization {}

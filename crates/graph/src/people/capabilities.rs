//! What you may do to an object: the actions column of a list.

use async_graphql::Enum;
use authz::{
    Access, OwnedAction,
    actions::{
        ApproveEmployee, ChangeAccessRole, GrantPermission, LeaveOrganization, LinkJobProfile,
        ManageCompensation, PromoteMember, ReinstateMember, RejectEmployee, RemoveMember, RenameEmployee,
        RenameMember, ResendEmployeeInvitation, ResendMemberInvitation, RevokeEmployeeInvitation,
        RevokeMemberInvitation, SuspendMember, TerminateEmployee, UpdateEmployee, UpdateMember,
    },
};
use entities::{
    employee::{self, EmployeeStatus},
    employee_invitation::{self, EmployeeInvitationStatus},
    member::{self, MemberStatus},
    member_invitation::{self, MemberInvitationStatus},
};

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident for $module:ident, in $state:ty {
        $($(#[$vdoc:meta])* $variant:ident by $action:ident when $when:expr;)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// What this actor may do to this row in its present state.
            pub(crate) fn allowed(access: &Access, row: &$module::Model, state: $state) -> Vec<Self> {
                let mut actions = Vec::new();
                $({
                    let fits: fn($state) -> bool = $when;
                    if fits(state) && $action::allowed(access, row) {
                        actions.push(Self::$variant);
                    }
                })*
                actions
            }
        }
    )*};
}

capabilities! {
    /// Something you may be able to do to a member. Named like the mutation.
    MemberAction for member, in MemberStatus {
        /// `updateMember` with a display name.
        Rename by RenameMember when |_| true;
        /// `updateMember` with anything else.
        Update by UpdateMember when |_| true;
        /// `suspendMember`.
        Suspend by SuspendMember when |status| status == MemberStatus::Active;
        /// `reinstateMember`.
        Reinstate by ReinstateMember when |status| status == MemberStatus::Suspended;
        /// `removeMember`.
        Remove by RemoveMember when |status| matches!(status, MemberStatus::Active | MemberStatus::Suspended);
        /// `leaveOrganization`.
        Leave by LeaveOrganization when |status| status == MemberStatus::Active;
        /// `changeAccessRole`.
        ChangeAccessRole by ChangeAccessRole when |status| status == MemberStatus::Active;
        /// `grantPermission`.
        GrantPermission by GrantPermission when |status| status == MemberStatus::Active;
        /// `promoteToEmployee`.
        PromoteToEmployee by PromoteMember when |status| status == MemberStatus::Active;
    }

    /// Something you may be able to do to an employee. Named like the mutation.
    EmployeeAction for employee, in EmployeeStatus {
        /// `updateEmployee` with a professional name.
        Rename by RenameEmployee when |status| status != EmployeeStatus::Terminated;
        /// `updateEmployee` with anything else.
        Update by UpdateEmployee when |status| status != EmployeeStatus::Terminated;
        /// `manageCompensation`.
        ManageCompensation by ManageCompensation when |status| status != EmployeeStatus::Terminated;
        /// `linkJobProfile`.
        LinkJobProfile by LinkJobProfile when |status| status != EmployeeStatus::Terminated;
        /// `terminateEmployee`.
        Terminate by TerminateEmployee when |status| status != EmployeeStatus::Terminated;
    }

    /// Something you may be able to do to a member invitation. Named like the mutation.
    MemberInvitationAction for member_invitation, in MemberInvitationStatus {
        /// `resendMemberInvitation`.
        Resend by ResendMemberInvitation
            when |status| matches!(status, MemberInvitationStatus::Pending | MemberInvitationStatus::Expired);
        /// `revokeMemberInvitation`.
        Revoke by RevokeMemberInvitation when |status| status == MemberInvitationStatus::Pending;
    }

    /// Something you may be able to do to an employee invitation. Named like the mutation.
    EmployeeInvitationAction for employee_invitation, in EmployeeInvitationStatus {
        /// `resendEmployeeInvitation`.
        Resend by ResendEmployeeInvitation
            when |status| matches!(status, EmployeeInvitationStatus::Pending | EmployeeInvitationStatus::Expired);
        /// `revokeEmployeeInvitation`.
        Revoke by RevokeEmployeeInvitation when |status| status == EmployeeInvitationStatus::Pending;
        /// `approveEmployee`.
        Approve by ApproveEmployee when |status| status == EmployeeInvitationStatus::PendingApproval;
        /// `rejectEmployee`.
        Reject by RejectEmployee when |status| status == EmployeeInvitationStatus::PendingApproval;
    }
}

//! Who gets in at the root fields of accounts, organizations and their people.

use super::{Row, guest, hr, member, operator, owner};
use serde_json::{Value, json};

// "same": what the field does for this person is not a question of authority, so it is not asked here.
#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "viewer" "{ viewer { user { id } } }" |_| Value::Null, ["null", "ok", "ok"], member;
        "setOrganizationRateLimit" "mutation($i: SetOrganizationRateLimitInput!) { setOrganizationRateLimit(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "pointsPerMinute": 1_000_000 } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], operator;
        "users" "{ users { nodes { id } } }" |_| Value::Null, ["UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"], operator;
        "organizations" "{ organizations { nodes { id } } }" |_| Value::Null, ["UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"], operator;
        "organization" "{ organization(slug: \"alpha\") { id } }" |_| Value::Null, ["null", "null", "ok"], member;
        "invitation" "query($t: String!) { invitation(token: $t) { email } }" |w| json!({ "t": w.member_token }), ["ok", "ok", "ok"], guest;
        "organizationEvents" "subscription($id: ID!) { organizationEvents(organizationId: $id) { id } }" |w| json!({ "id": w.staff.organization }), ["UNAUTHENTICATED", "NOT_FOUND", "FORBIDDEN"], hr;
        "accessRoles" "{ accessRoles { role } }" |_| Value::Null, ["ok", "ok", "ok"], member;
        "workRoles" "{ workRoles { role } }" |_| Value::Null, ["ok", "ok", "ok"], member;
        "node" "query($id: ID!) { node(id: $id) { id } }" |w| json!({ "id": w.extra_member }), ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"], hr;
        "nodes" "query($ids: [ID!]!) { nodes(ids: $ids) { id } }" |w| json!({ "ids": [w.extra_member] }), ["ok", "ok", "ok"], hr;

        "signUp" "mutation($i: SignUpInput!) { signUp(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "fresh@example.com", "password": "a long enough secret", "firstName": "F" } }), ["same", "same", "same"], guest;
        "verifyEmail" "mutation($i: VerifyEmailInput!) { verifyEmail(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.verify_token } }), ["same", "same", "same"], guest;
        "requestEmailVerification" "mutation($i: RequestEmailVerificationInput!) { requestEmailVerification(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "unknown@example.com" } }), ["ok", "ok", "ok"], guest;
        "requestPasswordReset" "mutation($i: RequestPasswordResetInput!) { requestPasswordReset(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "unknown@example.com" } }), ["ok", "ok", "ok"], guest;
        "resetPassword" "mutation($i: ResetPasswordInput!) { resetPassword(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.reset_token, "newPassword": "an entirely new secret" } }), ["same", "same", "same"], guest;
        "signIn" "mutation($i: SignInInput!) { signIn(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "email": "alpha.extra@example.com", "password": "correct horse battery" } }), ["ok", "same", "same"], guest;
        "updateUser" "mutation { updateUser(input: { bio: \"b\" }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "ok", "ok"], member;
        "updateProfile" "mutation { updateProfile(input: { about: \"a\" }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "ok", "ok"], member;
        "createJobProfile" "mutation { createJobProfile(input: { title: \"T\", level: 2 }) { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "ok", "ok"], member;
        "updateJobProfile" "mutation($i: UpdateJobProfileInput!) { updateJobProfile(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.guest_profile, "level": 3 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], guest;
        "revokeSession" "mutation($i: RevokeSessionInput!) { revokeSession(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.guest_session } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], guest;
        "banUser" "mutation($i: BanUserInput!) { banUser(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.bannable_id, "reason": "x" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], operator;
        "unbanUser" "mutation($i: UnbanUserInput!) { unbanUser(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.banned_id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], operator;
        "impersonateUser" "mutation($i: ImpersonateUserInput!) { impersonateUser(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "userId": w.guest_id, "reason": "Ticket" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND userId", "refused: NOT_FOUND userId"], operator;

        "createOrganization" "mutation($i: CreateOrganizationInput!) { createOrganization(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "name": "Gamma" } }), ["UNAUTHENTICATED", "ok", "ok"], member;
        "updateOrganization" "mutation($i: UpdateOrganizationInput!) { updateOrganization(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.staff.organization, "description": "d" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "inviteMember" "mutation($i: InviteMemberInput!) { inviteMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "email": "n1@example.com", "displayName": "N" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], hr;
        "resendMemberInvitation" "mutation($i: ResendMemberInvitationInput!) { resendMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.open_member_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "revokeMemberInvitation" "mutation($i: RevokeMemberInvitationInput!) { revokeMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_member_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "acceptMemberInvitation" "mutation($i: AcceptMemberInvitationInput!) { acceptMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.member_token } }), ["UNAUTHENTICATED", "refused: WRONG_RECIPIENT", "refused: WRONG_RECIPIENT"], guest;
        "declineMemberInvitation" "mutation($i: DeclineMemberInvitationInput!) { declineMemberInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.declined_member_token } }), ["same", "same", "same"], guest;
        "updateMember" "mutation($i: UpdateMemberInput!) { updateMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member, "customerType": "PREMIUM" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "changeAccessRole" "mutation($i: ChangeAccessRoleInput!) { changeAccessRole(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member, "accessRole": "VIEWER" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "grantPermission" "mutation($i: GrantPermissionInput!) { grantPermission(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "memberId": w.staff.member_ids[3], "permission": "MANAGE_GROUPS", "scope": "OWN" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND memberId", "FORBIDDEN"], owner;
        "revokePermission" "mutation($i: RevokePermissionInput!) { revokePermission(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.grant } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "suspendMember" "mutation($i: SuspendMemberInput!) { suspendMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member, "reason": "x" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "reinstateMember" "mutation($i: ReinstateMemberInput!) { reinstateMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.suspended_member } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "removeMember" "mutation($i: RemoveMemberInput!) { removeMember(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_member } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "inviteEmployee" "mutation($i: InviteEmployeeInput!) { inviteEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "email": "n2@example.com", "displayName": "N", "role": "STAFF", "compensationType": "COMMISSION" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], hr;
        "promoteToEmployee" "mutation($i: PromoteToEmployeeInput!) { promoteToEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "memberId": w.staff.member_ids[3], "role": "STAFF", "compensationType": "COMMISSION" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND memberId", "FORBIDDEN"], hr;
        "resendEmployeeInvitation" "mutation($i: ResendEmployeeInvitationInput!) { resendEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.open_employee_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "revokeEmployeeInvitation" "mutation($i: RevokeEmployeeInvitationInput!) { revokeEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_employee_invitation } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "acceptEmployeeInvitation" "mutation($i: AcceptEmployeeInvitationInput!) { acceptEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.employee_token } }), ["UNAUTHENTICATED", "refused: WRONG_RECIPIENT", "refused: WRONG_RECIPIENT"], guest;
        "declineEmployeeInvitation" "mutation($i: DeclineEmployeeInvitationInput!) { declineEmployeeInvitation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "token": w.declined_employee_token } }), ["same", "same", "same"], guest;
        "approveEmployee" "mutation($i: ApproveEmployeeInput!) { approveEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.candidate } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "rejectEmployee" "mutation($i: RejectEmployeeInput!) { rejectEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_candidate } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "updateEmployee" "mutation($i: UpdateEmployeeInput!) { updateEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_employee, "role": "INSTRUCTOR" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], hr;
        "manageCompensation" "mutation($i: ManageCompensationInput!) { manageCompensation(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_employee, "compensationType": "SALARIED", "salary": { "amount": "1200.00", "currency": "EUR" } } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], hr;
        "linkJobProfile" "mutation($i: LinkJobProfileInput!) { linkJobProfile(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "employeeId": w.extra_employee } }), ["UNAUTHENTICATED", "refused: NOT_FOUND employeeId", "FORBIDDEN"],
            |w| w.leaver.clone();
        "terminateEmployee" "mutation($i: TerminateEmployeeInput!) { terminateEmployee(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.extra_employee, "reason": "x" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], hr;
    }
}

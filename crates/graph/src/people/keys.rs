//! What belongs to an organization, in batches.

use crate::base::{keys, list_keys};
use entities::{
    course, employee, employee_invitation, job_profile, member, member_invitation, permission_grant, user,
};
use kernel::{
    EmployeeId, EmployeeInvitationId, MemberId, MemberInvitationId, PermissionGrantId, ProfileId, UserId,
};
use reads::MemberLearning;

keys! {
    /// A person that a visible row refers to.
    UserById(UserId) -> user::Model, by reads::users_by_id, |row| row.id;
    /// A member.
    MemberById(MemberId) -> member::Model, by reads::members_by_id, |row| row.id;
    /// An employee.
    EmployeeById(EmployeeId) -> employee::Model, by reads::employees_by_id, |row| row.id;
    /// The current employment of a member.
    EmployeeByMember(MemberId) -> employee::Model, by reads::employees_by_member, |row| row.member_id;
    /// How much a member learns.
    LearningOfMember(MemberId) -> MemberLearning, by reads::learning_of_members, |row| row.member;
    /// The professional identity that a visible row refers to.
    JobProfileById(ProfileId) -> job_profile::Model, by reads::job_profiles_by_id, |row| row.profile_id;
    /// An invitation to become a member.
    MemberInvitationById(MemberInvitationId) -> member_invitation::Model, by reads::member_invitations_by_id, |row| row.id;
    /// An invitation to become an employee.
    EmployeeInvitationById(EmployeeInvitationId) -> employee_invitation::Model, by reads::employee_invitations_by_id, |row| row.id;
    /// A permission given to a member.
    GrantById(PermissionGrantId) -> permission_grant::Model, by reads::permission_grants_by_id, |row| row.id;
}

list_keys! {
    /// The permissions given to a member.
    GrantsOfMember(MemberId) -> [permission_grant::Model], by reads::grants_by_member,
        row => Some(row.member_id), Some(row);
    /// The courses that an invitation brings.
    CoursesOfInvitation(MemberInvitationId) -> [course::Model], by reads::courses_of_invitations,
        row => Some(row.invitation), row.course;
}

//! Inviting somebody to become a member.

use super::{courses, make_way, nobody_yet, told, when_invited};
use crate::{authority, changes::incomplete, invitation};
use authz::actions;
use entities::{
    event::EventAction,
    member::AccessRole,
    member_invitation::{self, MemberInvitationStatus},
    permission_grant::Permission,
};
use kernel::{Code, CourseId, Email, Problem, Problems, TextLimits, line};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use store::{Failure, NewEvent, OrgTx};

/// Whom to invite as a member.
#[derive(Clone, Debug)]
pub struct InviteMember {
    /// Where the invitation goes.
    pub email: String,
    /// The name the member will have here.
    pub display_name: String,
    /// The role the member will have; `MEMBER` where nothing is said.
    pub access_role: Option<AccessRole>,
    /// How long it can be answered, from 60 to 2 592 000; seven days where nothing is said.
    pub expires_in_seconds: Option<i32>,
    /// What they may learn once they have accepted; fifty at most.
    pub courses: Vec<CourseId>,
}

/// Invites somebody. The mail with the token is written by the worker.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `ROLE_ABOVE_OWN`, `ALREADY_MEMBER`, `ALREADY_INVITED`, and at the courses with `OUT_OF_RANGE`,
/// `NOT_FOUND`, `DUPLICATE`, `COURSE_NOT_PUBLISHED`; whoever may not give them is forbidden to.
pub async fn invite_member(tx: &OrgTx, input: InviteMember) -> Result<member_invitation::Model, Failure> {
    let InviteMember {
        email,
        display_name,
        access_role,
        expires_in_seconds,
        courses,
    } = input;
    tx.may_create::<actions::InviteMember>()?;
    let inviter = authority::employee(tx)?;
    let mut problems = Problems::default();
    let email = problems.take(Email::parse("email", &email));
    let display_name = problems.take(line("displayName", &display_name, TextLimits::NAME));
    let access_role = problems.take(may_offer(tx, access_role.unwrap_or(AccessRole::Member)));
    let lifetime = problems.take(invitation::lifetime(expires_in_seconds));
    problems.into_result()?;
    let (Some(email), Some(display_name), Some(access_role), Some(lifetime)) =
        (email, display_name, access_role, lifetime)
    else {
        return Err(incomplete());
    };
    let courses = courses::to_give(tx, &courses).await?;
    nobody_yet(tx, email.key()).await?;
    make_way(tx, email.key(), None).await?;
    let invitation = tx
        .create::<actions::InviteMember>(member_invitation::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            email: Set(email.address().to_owned()),
            email_key: Set(email.key().to_owned()),
            display_name: Set(display_name),
            access_role: Set(access_role),
            invited_by_employee_id: Set(inviter),
            token_hash: Set(None),
            status: Set(MemberInvitationStatus::Pending),
            expires_at: Set(tx.now() + lifetime),
            sent_count: Set(1),
            last_sent_at: Set(tx.now()),
            accepted_at: Set(None),
            declined_at: Set(None),
            revoked_at: Set(None),
            member_id: Set(None),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .await
        .map_err(when_invited)?;
    courses::promise(tx, &invitation, &courses).await?;
    let mut told = told(&invitation);
    if let (false, Value::Object(fields)) = (courses.is_empty(), &mut told) {
        let ids: Vec<String> = courses.iter().map(|course| course.id.to_string()).collect();
        fields.insert("courseIds".to_owned(), json!(ids));
    }
    tx.emit(NewEvent::new(EventAction::MemberInvited, invitation.id).after(told))
        .await?;
    Ok(invitation)
}

/// A role with authority of its own is given only by those who may give it to a member, too.
fn may_offer(tx: &OrgTx, role: AccessRole) -> Result<AccessRole, Problem> {
    let role = authority::access_role(tx, "accessRole", role)?;
    match role {
        AccessRole::Member | AccessRole::Viewer | AccessRole::Employee => Ok(role),
        AccessRole::Owner | AccessRole::SuperAdmin | AccessRole::Admin | AccessRole::Hr => {
            if tx.access().may(Permission::ManagePermissions) {
                Ok(role)
            } else {
                Err(Problem::at("accessRole", Code::RoleAboveOwn))
            }
        }
    }
}

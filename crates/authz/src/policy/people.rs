//! Organizations and their people.

use super::{Owned, everything, never, owned, through};
use crate::{Access, Reach};
use entities::{
    employee, employee_invitation, member, member_invitation, organization,
    permission_grant::{self, Permission},
};
use kernel::OrganizationId;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

impl Owned for organization::Entity {
    const ORGANIZATION: Self::Column = organization::Column::Id;
    const ID: Self::Column = organization::Column::Id;

    /// Active members, operators, and everybody where the organization is public.
    fn visible(access: &Access) -> Condition {
        let actor = access.actor();
        if access.is_active_member() || actor.is_operator() || actor.is_system() {
            everything()
        } else {
            organization::Column::IsPublic.eq(true).into_condition()
        }
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.id = Set(organization);
    }
}

impl Owned for member::Entity {
    const ORGANIZATION: Self::Column = member::Column::OrganizationId;
    const ID: Self::Column = member::Column::Id;

    /// Those who look after people see all, or those they invited; everybody sees themselves, also when suspended.
    fn visible(access: &Access) -> Condition {
        let reach = access
            .reach(Permission::ViewMembers)
            .max(access.reach(Permission::ManageUsers));
        if reach == Reach::All {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(own) = access.member() {
            any = any.add(member::Column::Id.eq(own));
        }
        if let (Reach::Own, Some(employee)) = (reach, access.employee()) {
            any = any.add(member::Column::InvitedByEmployeeId.eq(employee));
        }
        if any.is_empty() { never() } else { any }
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.organization_id = Set(organization);
    }
}

impl Owned for employee::Entity {
    const ORGANIZATION: Self::Column = employee::Column::OrganizationId;
    const ID: Self::Column = employee::Column::Id;

    /// Who works here is known to every active member; what they are paid is not part of the row's visibility.
    fn visible(access: &Access) -> Condition {
        if access.is_active_member() || access.actor().is_system() {
            everything()
        } else {
            never()
        }
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.organization_id = Set(organization);
    }
}

impl Owned for member_invitation::Entity {
    const ORGANIZATION: Self::Column = member_invitation::Column::OrganizationId;
    const ID: Self::Column = member_invitation::Column::Id;

    /// Those who invite or look after members; with the scope `OWN` the invitations they sent.
    fn visible(access: &Access) -> Condition {
        let reach = [
            Permission::InviteMembers,
            Permission::ViewMembers,
            Permission::ManageUsers,
        ]
        .into_iter()
        .map(|permission| access.reach(permission))
        .max()
        .unwrap_or(Reach::None);
        match (reach, access.employee()) {
            (Reach::All, _) => everything(),
            (Reach::Own, Some(own)) => member_invitation::Column::InvitedByEmployeeId
                .eq(own)
                .into_condition(),
            (Reach::Own, None) | (Reach::None, _) => never(),
        }
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.organization_id = Set(organization);
    }
}

owned! {
    /// Who sees the invitation sees what it brings.
    member_invitation_course => |access| through::<member_invitation::Entity>(
        access,
        entities::member_invitation_course::Column::MemberInvitationId,
    );
}

impl Owned for employee_invitation::Entity {
    const ORGANIZATION: Self::Column = employee_invitation::Column::OrganizationId;
    const ID: Self::Column = employee_invitation::Column::Id;

    /// Those who recruit or decide; with the scope `OWN` the invitations they sent; and the candidate.
    fn visible(access: &Access) -> Condition {
        let reach = [
            Permission::InviteEmployees,
            Permission::ApproveEmployees,
            Permission::ManageEmployees,
        ]
        .into_iter()
        .map(|permission| access.reach(permission))
        .max()
        .unwrap_or(Reach::None);
        if reach == Reach::All {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(user) = access.user() {
            any = any.add(employee_invitation::Column::CandidateUserId.eq(user));
        }
        if let (Reach::Own, Some(own)) = (reach, access.employee()) {
            any = any.add(employee_invitation::Column::InvitedByEmployeeId.eq(own));
        }
        if any.is_empty() { never() } else { any }
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.organization_id = Set(organization);
    }
}

impl Owned for permission_grant::Entity {
    const ORGANIZATION: Self::Column = permission_grant::Column::OrganizationId;
    const ID: Self::Column = permission_grant::Column::Id;

    /// Those who grant see all, or what they granted; everybody sees what they were granted.
    fn visible(access: &Access) -> Condition {
        let reach = access.reach(Permission::ManagePermissions);
        if reach == Reach::All {
            return everything();
        }
        let Some(own) = access.member() else {
            return never();
        };
        let mut any = Condition::any().add(permission_grant::Column::MemberId.eq(own));
        if reach == Reach::Own {
            any = any.add(permission_grant::Column::GrantedByMemberId.eq(own));
        }
        any
    }

    fn place(row: &mut Self::ActiveModel, organization: OrganizationId) {
        row.organization_id = Set(organization);
    }
}

/// Turns one comparison into a condition.
trait IntoCondition {
    fn into_condition(self) -> Condition;
}

impl IntoCondition for sea_orm::sea_query::Expr {
    fn into_condition(self) -> Condition {
        Condition::all().add(self)
    }
}

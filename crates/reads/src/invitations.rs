//! Invitations to become a member or an employee.

use crate::{Joined, list};
use chrono::{DateTime, Utc};
use entities::{
    ByPosition, Columns, course, employee,
    employee_invitation::{self, EmployeeInvitationStatus},
    member_invitation::{self, MemberInvitationStatus},
    member_invitation_course, organization,
};
use kernel::{EmployeeInvitationId, MemberInvitationId, PageRequest, PageSlice, SecretHash};
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, Order, QueryResult, RelationTrait};
use store::{CrossOrganization, Keyset, OrgScope, Store, StoreError};

/// What a client wants to see of the member invitations.
#[derive(Clone, Debug, Default)]
pub struct MemberInvitationFilter {
    /// Part of the name or address.
    pub search: Option<String>,
    /// In one of these states, as of now.
    pub status: Option<Vec<MemberInvitationStatus>>,
}

/// What a client wants to see of the employee invitations.
#[derive(Clone, Debug, Default)]
pub struct EmployeeInvitationFilter {
    /// Part of the name or address.
    pub search: Option<String>,
    /// In one of these states, as of now.
    pub status: Option<Vec<EmployeeInvitationStatus>>,
}

/// An invitation with who sent it, if that was selected.
#[derive(Clone, Debug)]
pub struct InvitationRow<M> {
    /// The invitation.
    pub invitation: M,
    /// Who sent it.
    pub invited_by: Joined<employee::Model>,
}

impl<M> From<M> for InvitationRow<M> {
    fn from(invitation: M) -> Self {
        Self {
            invitation,
            invited_by: Joined::NotAsked,
        }
    }
}

impl<M: ByPosition> FromQueryResult for InvitationRow<M> {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            invitation: M::read(Columns::all(row))?,
            invited_by: Joined::read(row, "e_")?,
        })
    }
}

macro_rules! invitations {
    ($list:ident, $by_id:ident, $module:ident, $filter:ident, $status:ident, $id:ident) => {
        /// One page of the invitations that the actor sees, newest first.
        pub async fn $list(
            scope: &OrgScope,
            filter: $filter,
            page: &PageRequest,
            (with_sender, with_total): (bool, bool),
        ) -> Result<PageSlice<InvitationRow<$module::Model>>, StoreError> {
            use $module::Column;
            let $filter { search, status } = filter;
            let now = scope.store().now();
            let condition = Condition::all()
                .add_option(search.map(|text| {
                    Condition::any()
                        .add(list::column_contains(Column::DisplayName, &text))
                        .add(list::column_contains(Column::Email, &text))
                }))
                .add_option(status.map(|any| {
                    any.into_iter()
                        .fold(Condition::any().add(authz::never()), |condition, status| {
                            condition.add(in_state(
                                Column::Status.eq(status),
                                Column::Status.eq($status::Pending),
                                Column::ExpiresAt,
                                (status == $status::Pending, status == $status::Expired),
                                now,
                            ))
                        })
                }));
            list::page(
                || scope.find::<$module::Entity>(),
                condition,
                |query| {
                    if with_sender {
                        query.join_owned::<employee::Entity>($module::Relation::InvitedBy.def(), "e_")
                    } else {
                        query
                    }
                },
                &Keyset {
                    name: "createdAt",
                    column: Column::CreatedAt,
                    id: Column::Id,
                    descending: true,
                    is_time: true,
                },
                page,
                with_total,
            )
            .await
        }

        /// Invitations by id, as far as the actor sees them.
        pub async fn $by_id(scope: &OrgScope, ids: Vec<$id>) -> Result<Vec<$module::Model>, StoreError> {
            scope
                .find::<$module::Entity>()
                .among($module::Column::Id, ids)
                .all()
                .await
        }
    };
}

invitations!(
    member_invitations,
    member_invitations_by_id,
    member_invitation,
    MemberInvitationFilter,
    MemberInvitationStatus,
    MemberInvitationId
);
invitations!(
    employee_invitations,
    employee_invitations_by_id,
    employee_invitation,
    EmployeeInvitationFilter,
    EmployeeInvitationStatus,
    EmployeeInvitationId
);

/// A course that an invitation brings with it.
#[derive(Clone, Debug)]
pub struct CourseOfInvitation {
    /// Which invitation.
    pub invitation: MemberInvitationId,
    /// The course, as far as the actor sees it.
    pub course: Option<course::Model>,
}

impl FromQueryResult for CourseOfInvitation {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            invitation: row.try_get(prefix, "member_invitation_id")?,
            course: Joined::read(row, "j_")?.into_found(),
        })
    }
}

/// The courses that invitations bring, in the order they were given.
pub async fn courses_of_invitations(
    scope: &OrgScope,
    invitations: Vec<MemberInvitationId>,
) -> Result<Vec<CourseOfInvitation>, StoreError> {
    use member_invitation_course::{Column, Entity, Relation};
    scope
        .find::<Entity>()
        .among(Column::MemberInvitationId, invitations)
        .join_owned::<course::Entity>(Relation::Course.def(), "j_")
        .order_by(Column::Id, Order::Asc)
        .all_as()
        .await
}

/// An open invitation past its end counts as expired although nothing has touched its row.
fn in_state<C: ColumnTrait>(
    is_state: sea_orm::sea_query::Expr,
    is_open: sea_orm::sea_query::Expr,
    expires_at: C,
    (wants_open, wants_expired): (bool, bool),
    now: DateTime<Utc>,
) -> Condition {
    if wants_open {
        return Condition::all().add(is_open).add(expires_at.gt(now));
    }
    if wants_expired {
        let late = Condition::all().add(is_open).add(expires_at.lte(now));
        return Condition::any().add(is_state).add(late);
    }
    Condition::all().add(is_state)
}

/// What an invitation's token shows to whoever holds it.
#[derive(Clone, Debug)]
pub enum InvitationPreview {
    /// To become a member.
    Member(Box<member_invitation::Model>, Box<organization::Model>),
    /// To become an employee.
    Employee(Box<employee_invitation::Model>, Box<organization::Model>),
}

struct WithOrganization<M>(M, Option<organization::Model>);

impl<M: ByPosition> FromQueryResult for WithOrganization<M> {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self(
            M::read(Columns::all(row))?,
            Joined::read(row, "o_")?.into_found(),
        ))
    }
}

/// The invitation a token belongs to. The token is the permission.
pub async fn invitation_by_token(
    store: &Store,
    token: &SecretHash,
) -> Result<Option<InvitationPreview>, StoreError> {
    let hash = token.clone().into_bytes();
    let across = store.across(CrossOrganization::Token);
    let member = across
        .find::<member_invitation::Entity>()
        .filter(member_invitation::Column::TokenHash.eq(hash.clone()))
        .join_across::<organization::Entity>(
            member_invitation::Relation::Organization.def(),
            Condition::all(),
            "o_",
        )
        .one_as::<WithOrganization<member_invitation::Model>>()
        .await?;
    if let Some(WithOrganization(invitation, Some(organization))) = member {
        return Ok(Some(InvitationPreview::Member(
            Box::new(invitation),
            Box::new(organization),
        )));
    }
    let employee = across
        .find::<employee_invitation::Entity>()
        .filter(employee_invitation::Column::TokenHash.eq(hash))
        .join_across::<organization::Entity>(
            employee_invitation::Relation::Organization.def(),
            Condition::all(),
            "o_",
        )
        .one_as::<WithOrganization<employee_invitation::Model>>()
        .await?;
    if let Some(WithOrganization(invitation, Some(organization))) = employee {
        return Ok(Some(InvitationPreview::Employee(
            Box::new(invitation),
            Box::new(organization),
        )));
    }
    Ok(None)
}

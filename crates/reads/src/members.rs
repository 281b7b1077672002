//! Members of an organization.

use crate::{Joined, list};
use authz::Owned;
use chrono::{DateTime, Utc};
use entities::{
    ByPosition, Columns,
    employee::{self, EmployeeStatus},
    enrollment,
    member::{self, AccessRole, CustomerType, MemberStatus},
    position, user,
};
use kernel::{MemberId, PageRequest, PageSlice};
use sea_orm::{
    ColumnTrait, Condition, DbErr, FromQueryResult, QueryResult, RelationTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use std::sync::Arc;
use store::{Keyset, OrgScope, Scoped, StoreError};

/// What a client wants to see of the members.
#[derive(Clone, Debug, Default)]
pub struct MemberFilter {
    /// Part of the display name or of the e-mail address.
    pub search: Option<String>,
    /// In one of these states.
    pub status: Option<Vec<MemberStatus>>,
    /// With one of these roles.
    pub access_role: Option<Vec<AccessRole>>,
    /// Of one of these kinds.
    pub customer_type: Option<Vec<CustomerType>>,
    /// Whether they are employees as well.
    pub is_employee: Option<bool>,
}

/// What members can be ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberOrder {
    /// By when they joined.
    #[default]
    JoinedAt,
    /// By their name here.
    DisplayName,
}

impl MemberOrder {
    /// The order as a range of an index.
    pub const fn keyset(self, descending: bool) -> Keyset<member::Entity> {
        let (name, column, is_time) = match self {
            Self::JoinedAt => ("joinedAt", member::Column::JoinedAt, true),
            Self::DisplayName => ("displayName", member::Column::DisplayName, false),
        };
        Keyset {
            name,
            column,
            id: member::Column::Id,
            descending,
            is_time,
        }
    }
}

/// Which relations of the members are selected.
#[expect(clippy::struct_excessive_bools, reason = "one for each relation")]
#[derive(Clone, Copy, Debug, Default)]
pub struct MemberShape {
    /// The person.
    pub user: bool,
    /// The current employment.
    pub employee: bool,
    /// How much they learn.
    pub learning: bool,
    /// The size of the whole list.
    pub total: bool,
}

/// How much a member learns, as far as the actor sees the enrollments.
#[derive(Clone, Copy, Debug)]
pub struct MemberLearning {
    /// Which member.
    pub member: MemberId,
    /// Their enrollments, in whatever state.
    pub enrollments: i64,
    /// When they were last at work in one of them.
    pub last_activity_at: Option<DateTime<Utc>>,
}

impl FromQueryResult for MemberLearning {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            member: row.try_get(prefix, "id")?,
            enrollments: row.try_get("", ENROLLMENTS)?,
            last_activity_at: row.try_get("", LAST_ACTIVITY)?,
        })
    }
}

const ENROLLMENTS: &str = "learning_enrollments";
const LAST_ACTIVITY: &str = "learning_last_activity";

/// A member with what was joined.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// The member.
    pub member: Arc<member::Model>,
    /// The person.
    pub user: Joined<user::Model>,
    /// The current employment.
    pub employee: Joined<employee::Model>,
    /// How much they learn, if it was asked for.
    pub learning: Option<MemberLearning>,
}

impl From<member::Model> for MemberRow {
    fn from(member: member::Model) -> Self {
        Arc::new(member).into()
    }
}

impl From<Arc<member::Model>> for MemberRow {
    fn from(member: Arc<member::Model>) -> Self {
        Self {
            member,
            user: Joined::NotAsked,
            employee: Joined::NotAsked,
            learning: None,
        }
    }
}

impl FromQueryResult for MemberRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            member: Arc::new(member::Model::read(Columns::all(row))?),
            user: Joined::read(row, "u_")?,
            employee: Joined::read(row, "e_")?,
            learning: match position(row, ENROLLMENTS) {
                Some(_) => Some(MemberLearning::from_query_result(row, prefix)?),
                None => None,
            },
        })
    }
}

/// An employment that is not over.
pub(crate) fn current() -> Condition {
    Condition::all().add(entities::is_not(
        employee::Column::Status,
        EmployeeStatus::Terminated,
    ))
}

/// One page of the members that the actor sees.
pub async fn members(
    scope: &OrgScope,
    filter: MemberFilter,
    keyset: &Keyset<member::Entity>,
    page: &PageRequest,
    shape: MemberShape,
) -> Result<PageSlice<MemberRow>, StoreError> {
    list::page(
        || scope.find::<member::Entity>(),
        condition(filter),
        |mut query| {
            if shape.user {
                query = query.join_global::<user::Entity>(member::Relation::User.def(), "u_");
            }
            if shape.employee {
                let relation = employee::Relation::Member.def().rev();
                query = query.join_owned_where::<employee::Entity>(relation, current(), "e_");
            }
            if shape.learning {
                query = with_learning(scope, query);
            }
            query
        },
        keyset,
        page,
        shape.total,
    )
    .await
}

fn condition(filter: MemberFilter) -> Condition {
    let MemberFilter {
        search,
        status,
        access_role,
        customer_type,
        is_employee,
    } = filter;
    let employed = || {
        Query::select()
            .column(employee::Column::MemberId)
            .from(employee::Entity)
            .and_where(
                Expr::col((employee::Entity, employee::Column::OrganizationId))
                    .eq(Expr::col((member::Entity, member::Column::OrganizationId))),
            )
            .and_where(entities::is_not(
                employee::Column::Status,
                EmployeeStatus::Terminated,
            ))
            .to_owned()
    };
    Condition::all()
        .add_option(search.as_deref().map(matches))
        .add_option(status.map(|any| member::Column::Status.is_in(any)))
        .add_option(access_role.map(|any| member::Column::AccessRole.is_in(any)))
        .add_option(customer_type.map(|any| member::Column::CustomerType.is_in(any)))
        .add_option(is_employee.map(|wanted| {
            if wanted {
                member::Column::Id.in_subquery(employed())
            } else {
                member::Column::Id.not_in_subquery(employed())
            }
        }))
}

fn matches(search: &str) -> Condition {
    let people = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(list::column_contains(user::Column::Email, search))
        .to_owned();
    Condition::any()
        .add(list::column_contains(member::Column::DisplayName, search))
        .add(member::Column::UserId.in_subquery(people))
}

/// Members by id, as far as the actor sees them.
pub async fn members_by_id(scope: &OrgScope, ids: Vec<MemberId>) -> Result<Vec<member::Model>, StoreError> {
    scope
        .find::<member::Entity>()
        .among(member::Column::Id, ids)
        .all()
        .await
}

fn with_learning(scope: &OrgScope, query: Scoped<member::Entity>) -> Scoped<member::Entity> {
    let of_member = |of: Expr| -> SelectStatement {
        Query::select()
            .expr(of)
            .from(enrollment::Entity)
            .and_where(enrollment::Column::OrganizationId.eq(scope.access().organization()))
            .and_where(
                Expr::col(enrollment::Column::MemberId.as_column_ref())
                    .eq(Expr::col(member::Column::Id.as_column_ref())),
            )
            .cond_where(enrollment::Entity::visible(scope.access()))
            .to_owned()
    };
    query
        .expr_as(of_member(Expr::cust("COUNT(*)")), ENROLLMENTS)
        .expr_as(of_member(enrollment::Column::LastActivityAt.max()), LAST_ACTIVITY)
}

/// How much members learn, in one statement.
pub async fn learning_of_members(
    scope: &OrgScope,
    ids: Vec<MemberId>,
) -> Result<Vec<MemberLearning>, StoreError> {
    let query = scope.find::<member::Entity>().among(member::Column::Id, ids);
    with_learning(scope, query).all_as().await
}

/// How many active members the actor sees.
pub async fn count_members(scope: &OrgScope) -> Result<u64, StoreError> {
    scope
        .find::<member::Entity>()
        .filter(member::Column::Status.eq(MemberStatus::Active))
        .count()
        .await
}

/// How many employees at work the actor sees.
pub async fn count_employees(scope: &OrgScope) -> Result<u64, StoreError> {
    scope
        .find::<employee::Entity>()
        .filter(employee::Column::Status.eq(EmployeeStatus::Active))
        .count()
        .await
}

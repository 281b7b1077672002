//! Employees of an organization.

use crate::{Joined, list, members::current};
use entities::{
    ByPosition, Columns,
    employee::{self, CompensationType, EmployeeStatus, WorkRole},
    job_profile, member,
};
use kernel::{EmployeeId, MemberId, PageRequest, PageSlice, ProfileId};
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, QueryResult, RelationTrait, sea_query::Query};
use std::sync::Arc;
use store::{Keyset, OrgScope, StoreError};

/// What a client wants to see of the employees.
#[derive(Clone, Debug, Default)]
pub struct EmployeeFilter {
    /// Part of the professional name.
    pub search: Option<String>,
    /// With one of these roles.
    pub role: Option<Vec<WorkRole>>,
    /// In one of these states.
    pub status: Option<Vec<EmployeeStatus>>,
    /// Paid in one of these ways.
    pub compensation_type: Option<Vec<CompensationType>>,
    /// Part of the job profile's title.
    pub job_title: Option<String>,
    /// Whether a job profile is linked.
    pub has_job_profile: Option<bool>,
}

/// What employees can be ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmployeeOrder {
    /// By when they were hired.
    #[default]
    HiredAt,
    /// By their professional name.
    ProfessionalDisplayName,
}

impl EmployeeOrder {
    /// The order as a range of an index.
    pub const fn keyset(self, descending: bool) -> Keyset<employee::Entity> {
        let (name, column, is_time) = match self {
            Self::HiredAt => ("hiredAt", employee::Column::HiredAt, true),
            Self::ProfessionalDisplayName => (
                "professionalDisplayName",
                employee::Column::ProfessionalDisplayName,
                false,
            ),
        };
        Keyset {
            name,
            column,
            id: employee::Column::Id,
            descending,
            is_time,
        }
    }
}

/// Which relations of the employees are selected.
#[derive(Clone, Copy, Debug, Default)]
pub struct EmployeeShape {
    /// The membership.
    pub member: bool,
    /// The professional identity.
    pub job_profile: bool,
    /// The size of the whole list.
    pub total: bool,
}

/// An employee with what was joined.
#[derive(Clone, Debug)]
pub struct EmployeeRow {
    /// The employee.
    pub employee: Arc<employee::Model>,
    /// The membership.
    pub member: Joined<member::Model>,
    /// The professional identity.
    pub job_profile: Joined<job_profile::Model>,
}

impl From<employee::Model> for EmployeeRow {
    fn from(employee: employee::Model) -> Self {
        Arc::new(employee).into()
    }
}

impl From<Arc<employee::Model>> for EmployeeRow {
    fn from(employee: Arc<employee::Model>) -> Self {
        Self {
            employee,
            member: Joined::NotAsked,
            job_profile: Joined::NotAsked,
        }
    }
}

impl FromQueryResult for EmployeeRow {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            employee: Arc::new(employee::Model::read(Columns::all(row))?),
            member: Joined::read(row, "m_")?,
            job_profile: Joined::read(row, "j_")?,
        })
    }
}

/// One page of the employees that the actor sees.
pub async fn employees(
    scope: &OrgScope,
    filter: EmployeeFilter,
    keyset: &Keyset<employee::Entity>,
    page: &PageRequest,
    shape: EmployeeShape,
) -> Result<PageSlice<EmployeeRow>, StoreError> {
    list::page(
        || scope.find::<employee::Entity>(),
        condition(filter),
        |mut query| {
            if shape.member {
                query = query.join_owned::<member::Entity>(employee::Relation::Member.def(), "m_");
            }
            if shape.job_profile {
                query = query.join_global::<job_profile::Entity>(employee::Relation::JobProfile.def(), "j_");
            }
            query
        },
        keyset,
        page,
        shape.total,
    )
    .await
}

fn condition(filter: EmployeeFilter) -> Condition {
    let EmployeeFilter {
        search,
        role,
        status,
        compensation_type,
        job_title,
        has_job_profile,
    } = filter;
    let titled = |title: &str| {
        Query::select()
            .column(job_profile::Column::ProfileId)
            .from(job_profile::Entity)
            .and_where(list::column_contains(job_profile::Column::Title, title))
            .to_owned()
    };
    Condition::all()
        .add_option(
            search.map(|text| list::column_contains(employee::Column::ProfessionalDisplayName, &text)),
        )
        .add_option(role.map(|any| employee::Column::Role.is_in(any)))
        .add_option(status.map(|any| employee::Column::Status.is_in(any)))
        .add_option(compensation_type.map(|any| employee::Column::CompensationType.is_in(any)))
        .add_option(job_title.map(|title| employee::Column::JobProfileId.in_subquery(titled(&title))))
        .add_option(has_job_profile.map(|wanted| {
            if wanted {
                employee::Column::JobProfileId.is_not_null()
            } else {
                employee::Column::JobProfileId.is_null()
            }
        }))
}

/// Employees by id, as far as the actor sees them.
pub async fn employees_by_id(
    scope: &OrgScope,
    ids: Vec<EmployeeId>,
) -> Result<Vec<employee::Model>, StoreError> {
    scope
        .find::<employee::Entity>()
        .among(employee::Column::Id, ids)
        .all()
        .await
}

/// The current employments of members.
pub async fn employees_by_member(
    scope: &OrgScope,
    members: Vec<MemberId>,
) -> Result<Vec<employee::Model>, StoreError> {
    scope
        .find::<employee::Entity>()
        .among(employee::Column::MemberId, members)
        .filter(current())
        .all()
        .await
}

/// The professional identities that visible employees or invitations refer to.
pub async fn job_profiles_by_id(
    scope: &OrgScope,
    ids: Vec<ProfileId>,
) -> Result<Vec<job_profile::Model>, StoreError> {
    scope
        .find_linked::<job_profile::Entity>()
        .among(job_profile::Column::ProfileId, ids)
        .all()
        .await
}

//! What belongs to a person: sessions, login history, profiles.

use crate::{Joined, list};
use entities::{
    ByPosition, Columns,
    employee::{self, EmployeeStatus},
    job_profile, login_attempt, organization, profile,
    profile::ProfileKind,
    session, user,
};
use kernel::{PageRequest, PageSlice, ProfileId, SessionId, UserId};
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, Order, QueryResult, RelationTrait};
use std::sync::Arc;
use store::{CrossOrganization, GlobalScope, Keyset, StoreError};

/// One page of the actor's own sessions that have not ended, last used first.
pub async fn sessions(
    scope: &GlobalScope,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<session::Model>, StoreError> {
    list::page(
        || scope.find::<session::Entity>(),
        Condition::all().add(session::Column::ExpiresAt.gt(scope.store().now())),
        |query| query,
        &Keyset {
            name: "lastSeenAt",
            column: session::Column::LastSeenAt,
            id: session::Column::Id,
            descending: true,
            is_time: true,
        },
        page,
        with_total,
    )
    .await
}

/// The session that the actor asks with, and their own row.
#[derive(Clone, Debug)]
pub struct CurrentSession {
    /// The session.
    pub session: session::Model,
    /// Who asks.
    pub user: Arc<user::Model>,
}

const USER: &str = "user_";

impl FromQueryResult for CurrentSession {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let user = user::Model::read_prefixed(row, USER)?;
        let user = user.ok_or_else(|| DbErr::Custom("the user is not selected".to_owned()))?;
        Ok(Self {
            session: session::Model::read(Columns::all(row))?,
            user: Arc::new(user),
        })
    }
}

/// The session that the actor asks with, and their own row. Nothing, where nobody is signed in any more.
pub async fn current_session(scope: &GlobalScope) -> Result<Option<CurrentSession>, StoreError> {
    let Some(signed_in) = scope.actor().signed_in() else {
        return Ok(None);
    };
    scope
        .find::<session::Entity>()
        .join_global::<user::Entity>(session::Relation::User.def(), USER)
        .filter(session::Column::Id.eq(signed_in.session))
        .one_as()
        .await
}

/// One of the actor's own sessions.
pub async fn session_by_id(scope: &GlobalScope, id: SessionId) -> Result<Option<session::Model>, StoreError> {
    scope
        .find::<session::Entity>()
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::ExpiresAt.gt(scope.store().now()))
        .one()
        .await
}

/// What a client wants to see of the login history.
#[derive(Clone, Debug, Default)]
pub struct LoginAttemptFilter {
    /// Whether the tries succeeded.
    pub success: Option<bool>,
}

/// One page of a user's login history, newest first, as far as the actor sees it.
pub async fn login_attempts(
    scope: &GlobalScope,
    user: UserId,
    filter: LoginAttemptFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<login_attempt::Model>, StoreError> {
    let LoginAttemptFilter { success } = filter;
    let condition = Condition::all()
        .add(login_attempt::Column::UserId.eq(user))
        .add_option(success.map(|wanted| login_attempt::Column::Success.eq(wanted)));
    list::page(
        || scope.find::<login_attempt::Entity>(),
        condition,
        |query| query,
        &Keyset {
            name: "createdAt",
            column: login_attempt::Column::CreatedAt,
            id: login_attempt::Column::Id,
            descending: true,
            is_time: true,
        },
        page,
        with_total,
    )
    .await
}

/// The main profile of a user, as far as the actor sees it.
pub async fn main_profile(scope: &GlobalScope, user: UserId) -> Result<Option<profile::Model>, StoreError> {
    scope
        .find::<profile::Entity>()
        .filter(profile::Column::UserId.eq(user))
        .filter(profile::Column::Kind.eq(ProfileKind::Main))
        .one()
        .await
}

/// The job profiles of a user, oldest first, as far as the actor sees them.
pub async fn job_profiles_of_user(
    scope: &GlobalScope,
    user: UserId,
) -> Result<Vec<job_profile::Model>, StoreError> {
    scope
        .find::<job_profile::Entity>()
        .filter(job_profile::Column::UserId.eq(user))
        .order_by(job_profile::Column::ProfileId, Order::Asc)
        .all()
        .await
}

/// One of the actor's own job profiles.
pub async fn own_job_profile(
    scope: &GlobalScope,
    id: ProfileId,
) -> Result<Option<job_profile::Model>, StoreError> {
    scope
        .find::<job_profile::Entity>()
        .filter(job_profile::Column::ProfileId.eq(id))
        .one()
        .await
}

/// Profiles by id. Pass only ids that were read from a visible row.
pub async fn profiles_by_id(
    scope: &GlobalScope,
    ids: Vec<ProfileId>,
) -> Result<Vec<profile::Model>, StoreError> {
    scope
        .store()
        .across(CrossOrganization::ProfessionalIdentity)
        .find::<profile::Entity>()
        .among(profile::Column::Id, ids)
        .all()
        .await
}

/// The organizations in which job profiles are at work, oldest first. All of them where the actor owns the profile; for
/// others the public ones.
pub async fn organizations_of_job_profiles(
    scope: &GlobalScope,
    profiles: Vec<(ProfileId, bool)>,
) -> Result<Vec<(ProfileId, organization::Model)>, StoreError> {
    let rows: Vec<AtWork> = scope
        .store()
        .across(CrossOrganization::ProfessionalIdentity)
        .find::<employee::Entity>()
        .among(employee::Column::JobProfileId, profiles.iter().map(|(id, _)| *id))
        .filter(employee::Column::Status.eq(EmployeeStatus::Active))
        .join_across::<organization::Entity>(employee::Relation::Organization.def(), Condition::all(), "o_")
        .order_by(employee::Column::HiredAt, Order::Asc)
        .order_by(employee::Column::Id, Order::Asc)
        .all_as()
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| match (row.profile, row.organization) {
            (Some(profile), Some(organization)) => Some((profile, organization)),
            _ => None,
        })
        .filter(|(profile, organization)| organization.is_public || profiles.contains(&(*profile, true)))
        .collect())
}

struct AtWork {
    profile: Option<ProfileId>,
    organization: Option<organization::Model>,
}

impl FromQueryResult for AtWork {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            profile: row.try_get(prefix, "job_profile_id")?,
            organization: Joined::read(row, "o_")?.into_found(),
        })
    }
}

//! The event log of an organization.

use crate::{Joined, list};
use chrono::{DateTime, Utc};
use entities::{ByPosition, Columns, event, event::EventAction, user};
use kernel::{EventId, PageRequest, PageSlice, UserId};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, Order, QueryResult};
use store::{Keyset, OrgScope, Scoped, StoreError};
use uuid::Uuid;

/// What a client wants to see of the log.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Only these happenings.
    pub action: Option<Vec<EventAction>>,
    /// Only what happened to one of these things.
    pub subjects: Option<Vec<Uuid>>,
    /// Only what this user did.
    pub actor: Option<UserId>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// An event with who caused it, if that was selected.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// The event.
    pub event: event::Model,
    /// Who caused it.
    pub actor: Joined<user::Model>,
}

impl FromQueryResult for EventRow {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            event: event::Model::read(Columns::all(row))?,
            actor: Joined::read(row, "u_")?,
        })
    }
}

impl EventFilter {
    fn condition(self) -> Condition {
        let Self {
            action,
            subjects,
            actor,
            since,
            until,
        } = self;
        Condition::all()
            .add_option(action.map(|any| event::Column::Action.is_in(any)))
            .add_option(subjects.map(|any| event::Column::SubjectId.is_in(any)))
            .add_option(actor.map(|user| event::Column::ActorUserId.eq(user)))
            .add_option(since.map(|moment| event::Column::OccurredAt.gte(moment)))
            .add_option(until.map(|moment| event::Column::OccurredAt.lt(moment)))
    }
}

fn shaped(query: Scoped<event::Entity>, with_actor: bool) -> Scoped<event::Entity> {
    if with_actor {
        // The log outlives what it names, so there is no foreign key to follow.
        let relation = event::Entity::belongs_to(user::Entity)
            .from(event::Column::ActorUserId)
            .to(user::Column::Id)
            .into();
        query.join_global::<user::Entity>(relation, "u_")
    } else {
        query
    }
}

/// Where an event that the actor sees stands in the log of its organization.
pub async fn event_position(scope: &OrgScope, event: EventId) -> Result<Option<i64>, StoreError> {
    let found = scope
        .find::<event::Entity>()
        .filter(event::Column::Id.eq(event))
        .one()
        .await?;
    Ok(found.and_then(|event| event.position))
}

/// The next events that the actor sees between two positions, the first of them excluded, in the order of the log.
pub async fn events_between(
    scope: &OrgScope,
    filter: EventFilter,
    (after, up_to): (i64, i64),
    with_actor: bool,
    limit: usize,
) -> Result<Vec<EventRow>, StoreError> {
    let query = scope
        .find::<event::Entity>()
        .filter(filter.condition())
        .filter(event::Column::Position.gt(after))
        .filter(event::Column::Position.lte(up_to));
    shaped(query, with_actor)
        .order_by(event::Column::Position, Order::Asc)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all_as()
        .await
}

/// One page of the events that the actor sees, newest first.
pub async fn events(
    scope: &OrgScope,
    filter: EventFilter,
    page: &PageRequest,
    (with_actor, with_total): (bool, bool),
) -> Result<PageSlice<EventRow>, StoreError> {
    list::page(
        || scope.find::<event::Entity>(),
        filter.condition(),
        |query| shaped(query, with_actor),
        &Keyset {
            name: "occurredAt",
            column: event::Column::OccurredAt,
            id: event::Column::Id,
            descending: true,
            is_time: true,
        },
        page,
        with_total,
    )
    .await
}

//! The event log of an organization.

use crate::{Joined, list};
use chrono::{DateTime, Utc};
use entities::{event, event::EventAction, user};
use kernel::{PageRequest, PageSlice, UserId};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, QueryResult};
use store::{Keyset, OrgScope, StoreError};
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
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            event: event::Model::from_query_result(row, prefix)?,
            actor: Joined::read(row, "u_", "id")?,
        })
    }
}

/// One page of the events that the actor sees, newest first.
pub async fn events(
    scope: &OrgScope,
    filter: EventFilter,
    page: &PageRequest,
    (with_actor, with_total): (bool, bool),
) -> Result<PageSlice<EventRow>, StoreError> {
    let EventFilter {
        action,
        subjects,
        actor,
        since,
        until,
    } = filter;
    let condition = Condition::all()
        .add_option(action.map(|any| event::Column::Action.is_in(any)))
        .add_option(subjects.map(|any| event::Column::SubjectId.is_in(any)))
        .add_option(actor.map(|user| event::Column::ActorUserId.eq(user)))
        .add_option(since.map(|moment| event::Column::OccurredAt.gte(moment)))
        .add_option(until.map(|moment| event::Column::OccurredAt.lt(moment)));
    list::page(
        || scope.find::<event::Entity>(),
        condition,
        |query| {
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
        },
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

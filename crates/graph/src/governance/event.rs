//! One entry of the event log.

use crate::{
    Capacity, DateTime, Disclosure, EventAction, OrgView, User,
    base::{connection, error, fault, page_arguments, selects},
    people::keys::UserById,
};
use async_graphql::{Context, ID, InputObject, Json, Object, Result};
use entities::user;
use kernel::{Cursor, ErrorKind, TypedId, UserId};
use reads::{EventRow, Joined};
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    view: OrgView,
    row: entities::event::Model,
    actor: Joined<user::Model>,
}

/// Something that happened in an organization: written with the change it records, never changed afterwards.
#[Object]
impl Event {
    /// The event's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// What happened.
    async fn action(&self) -> EventAction {
        self.row.action.into()
    }
    /// The kind of thing it happened to, such as `member`; the first part of `subjectId`.
    async fn subject_type(&self) -> &str {
        &self.row.subject_type
    }
    /// The id of the thing it happened to. Look it up with `node`.
    async fn subject_id(&self) -> ID {
        kernel::text_form(&self.row.subject_type, self.row.subject_id).into()
    }
    /// Who did it; null when nobody was signed in or the server acted by the clock.
    async fn actor(&self) -> Result<Option<User>> {
        let row = match (&self.actor, self.row.actor_user_id) {
            (Joined::Found(row), _) => row.clone(),
            (Joined::NotAsked, Some(id)) => self.view.load(UserById(id)).await?.map(Arc::new),
            (Joined::NotAsked, None) => None,
        };
        Ok(row.map(|row| User::new(row, Disclosure::Public)))
    }
    /// In which capacity they acted.
    async fn capacity(&self) -> Capacity {
        self.row.capacity.into()
    }
    /// The platform operator who acted as the user, if one did.
    async fn impersonator(&self) -> Result<Option<User>> {
        let Some(id) = self.row.impersonator_user_id else {
            return Ok(None);
        };
        let row = self.view.load(UserById(id)).await?;
        Ok(row.map(|row| User::new(row, Disclosure::Public)))
    }
    /// The changed fields before; null where something was made.
    async fn before(&self) -> Option<Json<&serde_json::Value>> {
        self.row.before.as_ref().map(Json)
    }
    /// The changed fields after.
    async fn after(&self) -> Option<Json<&serde_json::Value>> {
        self.row.after.as_ref().map(Json)
    }
    /// The request that caused it; the `extensions.requestId` of its errors.
    async fn request_id(&self) -> Option<String> {
        self.row
            .request_id
            .map(|id| kernel::RequestId::from_uuid(id).to_string())
    }
    /// When.
    async fn occurred_at(&self) -> DateTime {
        DateTime(self.row.occurred_at)
    }
}

connection! {
    /// A page of the event log.
    EventConnection,
    /// An event and its position in the log.
    EventEdge,
    Event
}

/// Which events to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct EventFilter {
    /// Only these happenings.
    pub action: Option<Vec<EventAction>>,
    /// Only what happened to the thing with this id.
    pub subject: Option<ID>,
    /// Only what this user did.
    pub actor: Option<ID>,
    /// From this moment on.
    pub since: Option<DateTime>,
    /// Before this moment.
    pub until: Option<DateTime>,
}

impl Event {
    pub(crate) fn new(view: OrgView, EventRow { event, actor }: EventRow) -> Self {
        Self {
            view,
            row: event,
            actor,
        }
    }
}

impl EventFilter {
    /// What the reads take; `about` are the things that the field belongs to, if it belongs to any.
    pub(crate) fn parsed(self, about: Option<Vec<uuid::Uuid>>) -> Result<reads::EventFilter> {
        let Self {
            action,
            subject,
            actor,
            since,
            until,
        } = self;
        let malformed = |text: String| error(ErrorKind::BadUserInput, text);
        let subject = subject
            .map(|id| kernel::uuid_of(&id).ok_or_else(|| malformed("`subject` is not an id".to_owned())))
            .transpose()?;
        let actor = actor
            .map(|id| UserId::parse(&id).map_err(|cause| malformed(cause.to_string())))
            .transpose()?;
        let subjects = match (about, subject) {
            (Some(about), Some(one)) => Some(about.into_iter().filter(|id| *id == one).collect()),
            (about, one) => about.or(one.map(|id| vec![id])),
        };
        Ok(reads::EventFilter {
            action: action.map(|any| any.into_iter().map(Into::into).collect()),
            subjects,
            actor,
            since: since.map(|moment| moment.0),
            until: until.map(|moment| moment.0),
        })
    }
}

/// The four arguments of the connection, as they came.
pub(crate) type PageInput = (Option<i32>, Option<String>, Option<i32>, Option<String>);

/// One page of the log, narrowed to certain things where the field belongs to one.
pub(crate) async fn events(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<EventFilter>,
    about: Option<Vec<uuid::Uuid>>,
    (first, after, last, before): PageInput,
) -> Result<EventConnection> {
    let page = page_arguments("occurredAt", first, after, last, before)?;
    let filter = filter.unwrap_or_default().parsed(about)?;
    let shape = (
        selects(ctx, "actor"),
        ctx.look_ahead().field("totalCount").exists(),
    );
    let slice = reads::events(view.scope().await?, filter, &page, shape)
        .await
        .map_err(fault)?;
    Ok(EventConnection::new(slice.map(|row| {
        let cursor = Cursor {
            order: "occurredAt".to_owned(),
            key: row.event.occurred_at.timestamp_micros().to_string(),
            id: row.event.id.uuid(),
        };
        (cursor, Event::new(view.clone(), row))
    })))
}

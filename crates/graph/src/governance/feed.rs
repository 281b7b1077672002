//! Following the event log of an organization.

use crate::{
    Event, EventFilter, LiveRequest, OrgView, RequestContext,
    base::{error, fault, forbidden, not_found, unauthenticated},
};
use async_graphql::{Context, ID, Result};
use authz::Reach;
use entities::permission_grant::Permission;
use futures::stream::{self, BoxStream, StreamExt};
use kernel::{ErrorKind, EventId, OrganizationId, TypedId};
use reads::EventRow;
use std::{collections::VecDeque, sync::Arc};
use store::{Target, Waiting};

/// How many events are read at a time.
const BATCH: usize = 100;

/// What somebody does who follows a log, as refusals name it.
const FOLLOW: &str = "event.follow";

/// The events of an organization that the actor sees, in the order of their commits, for as long as the actor may read the log:
/// from now on, or after one that the client has seen already.
pub async fn follow_events(
    ctx: &Context<'_>,
    organization: OrganizationId,
    filter: Option<EventFilter>,
    after: Option<ID>,
) -> Result<BoxStream<'static, Result<Event>>> {
    let live = ctx
        .data_opt::<Arc<LiveRequest>>()
        .ok_or_else(|| error(ErrorKind::BadUserInput, "subscriptions come over a stream"))?;
    let live = Arc::clone(live);
    let request = live.current();
    let user = request.user().ok_or_else(unauthenticated)?;
    let filter = filter.unwrap_or_default().parsed(None)?;
    // First the bell, then the position: what is committed in between rings.
    let waiting = request.store.wait_for([organization.uuid(), user.uuid()]);
    let view = enter(&request, organization).await?;
    let scope = view.scope().await?;
    let position = match &after {
        None => scope.newest_event().await.map_err(fault)?,
        Some(seen) => {
            let seen =
                EventId::parse(seen).map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))?;
            let position = reads::event_position(scope, seen).await.map_err(fault)?;
            position.ok_or_else(|| not_found("event"))?
        }
    };
    let feed = Feed {
        organization,
        filter,
        with_actor: ctx.look_ahead().field("actor").exists(),
        waiting,
        position,
        look_again: after.is_some(),
        found: VecDeque::new(),
        view: None,
        is_over: false,
        live: Arc::clone(&live),
    };
    live.begin();
    Ok(stream::unfold(feed, Feed::next).boxed())
}

/// The organization, if the actor may read its log now.
async fn enter(request: &Arc<RequestContext>, organization: OrganizationId) -> Result<OrgView> {
    let target = Target::organization("organizationId", organization);
    let view = OrgView::enter(request, &target)
        .await?
        .ok_or_else(|| not_found("organization"))?;
    match view.access().await?.reach(Permission::ViewAuditLog) {
        Reach::All | Reach::Own => Ok(view),
        Reach::None => Err(forbidden(FOLLOW)),
    }
}

struct Feed {
    organization: OrganizationId,
    filter: reads::EventFilter,
    with_actor: bool,
    waiting: Waiting,
    /// Of the last event that was read or passed over.
    position: i64,
    /// Whether there is more behind what was read.
    look_again: bool,
    found: VecDeque<EventRow>,
    /// What the found events are shown with.
    view: Option<OrgView>,
    is_over: bool,
    live: Arc<LiveRequest>,
}

impl Feed {
    async fn next(mut self) -> Option<(Result<Event>, Self)> {
        loop {
            if self.is_over {
                return None;
            }
            if let Some(view) = self.view.clone()
                && let Some(row) = self.found.pop_front()
            {
                return Some((Ok(Event::new(view, row)), self));
            }
            if !std::mem::take(&mut self.look_again) {
                self.view = None;
                self.live.rest().await;
                // Not every change rings: a session runs out in silence.
                let _woken_or_not = tokio::time::timeout(self.live.check_every(), self.waiting.woken()).await;
            }
            if let Err(over) = self.look().await {
                self.is_over = true;
                return Some((Err(over), self));
            }
        }
    }

    /// Reads what is new, with the session and the rights of this moment.
    async fn look(&mut self) -> Result<()> {
        let request = self.live.renew().await?;
        let view = enter(&request, self.organization).await?;
        let scope = view.scope().await?;
        let newest = scope.newest_event().await.map_err(fault)?;
        if newest <= self.position {
            return Ok(());
        }
        let between = (self.position, newest);
        let rows = reads::events_between(scope, self.filter.clone(), between, self.with_actor, BATCH)
            .await
            .map_err(fault)?;
        self.look_again = rows.len() == BATCH;
        let last = rows.last().and_then(|row| row.event.position);
        // What the filter leaves out is passed over.
        self.position = last.filter(|_| self.look_again).unwrap_or(newest);
        self.found = rows.into();
        self.view = Some(view);
        Ok(())
    }
}

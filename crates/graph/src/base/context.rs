//! What every resolver of one request shares.

use crate::{LiveRequest, OrgView, base::Loaders};
use async_graphql::{Context, Result};
use authz::Actor;
use entities::{session, user};
use kernel::{OrganizationId, RequestId, UserId};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};
use store::{GlobalScope, Store};

/// One request: who asks, from where, and what it reads with.
pub struct RequestContext {
    /// The store, with the request's own read connection.
    pub store: Store,
    /// Who asks.
    pub actor: Actor,
    /// The session and its user, where somebody is signed in.
    pub signed_in: Option<(session::Model, user::Model)>,
    /// The id that errors and events carry.
    pub request: RequestId,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// With which client.
    pub user_agent: Option<String>,
    pub(crate) loaders: Loaders<GlobalScope>,
    views: Mutex<HashMap<OrganizationId, OrgView>>,
}

impl std::fmt::Debug for RequestContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RequestContext({})", self.request)
    }
}

impl RequestContext {
    /// The context of a request.
    pub fn new(
        store: &Store,
        actor: Actor,
        signed_in: Option<(session::Model, user::Model)>,
        request: RequestId,
        address: Option<IpAddr>,
        user_agent: Option<String>,
    ) -> Arc<Self> {
        let store = store.for_request();
        Arc::new(Self {
            loaders: Loaders::new(store.global(&actor)),
            store,
            actor,
            signed_in,
            request,
            address,
            user_agent,
            views: Mutex::default(),
        })
    }

    /// The context of the request that a field belongs to; of a subscription, the one that its latest event was read with.
    pub fn of(ctx: &Context<'_>) -> Result<Arc<Self>> {
        if let Some(live) = ctx.data_opt::<Arc<LiveRequest>>() {
            return Ok(live.current());
        }
        ctx.data::<Arc<Self>>().cloned()
    }

    /// The same request as seen by another actor, after somebody has signed in or out.
    #[must_use]
    pub fn seen_by(&self, actor: Actor, signed_in: Option<(session::Model, user::Model)>) -> Arc<Self> {
        Self::new(
            &self.store,
            actor,
            signed_in,
            self.request,
            self.address,
            self.user_agent.clone(),
        )
    }

    /// What belongs to persons, with the actor's eyes.
    pub fn global(&self) -> GlobalScope {
        self.store.global(&self.actor)
    }

    /// The signed-in user.
    pub fn user(&self) -> Option<UserId> {
        self.actor.user()
    }

    /// The view of an organization; the same one for the whole request.
    pub(crate) fn view(self: &Arc<Self>, organization: OrganizationId) -> OrgView {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        views
            .entry(organization)
            .or_insert_with(|| OrgView::unopened(Arc::clone(self), organization))
            .clone()
    }

    pub(crate) fn keep_view(&self, view: OrgView) {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        views.insert(view.organization(), view);
    }

    /// Forgets what was known about the actor's rights, after a change that may have touched them.
    pub fn forget_views(&self) {
        self.views.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

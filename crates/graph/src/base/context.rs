//! What every resolver of one request shares.

use crate::{LiveRequest, OrgView, base::Loaders};
use async_graphql::{Context, Result};
use authz::Actor;
use kernel::{OrganizationId, RequestId, UserId};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};
use store::{GlobalScope, Standing, Store, Target};

/// One request: who asks, from where, and what it reads with.
pub struct RequestContext {
    /// The store, with the request's own read connection.
    pub store: Store,
    /// Who asks.
    pub actor: Actor,
    /// The id that errors and events carry.
    pub request: RequestId,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// With which client.
    pub user_agent: Option<String>,
    pub(crate) loaders: Loaders<GlobalScope>,
    views: Mutex<HashMap<OrganizationId, OrgView>>,
    ahead: Mutex<Option<Ahead>>,
}

/// An organization that was looked for together with the session, because the request seemed to lead there.
#[derive(Debug)]
pub struct Ahead {
    /// What leads there.
    pub target: Target,
    /// What the actor is there.
    pub standing: Standing,
}

impl std::fmt::Debug for RequestContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RequestContext({})", self.request)
    }
}

impl RequestContext {
    /// The context of a request, with the store that is its own.
    pub fn new(
        store: Store,
        actor: Actor,
        ahead: Option<Ahead>,
        request: RequestId,
        address: Option<IpAddr>,
        user_agent: Option<String>,
    ) -> Arc<Self> {
        Arc::new(Self {
            loaders: Loaders::new(store.global(&actor)),
            store,
            actor,
            request,
            address,
            user_agent,
            views: Mutex::default(),
            ahead: Mutex::new(ahead),
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
    pub fn seen_by(&self, actor: Actor) -> Arc<Self> {
        Self::new(
            self.store.for_request(),
            actor,
            None,
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

    /// What was found ahead, if the target is the one that was meant.
    pub(crate) fn take_ahead(&self, target: &Target) -> Option<Standing> {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let found = ahead.take_if(|ahead| ahead.target == *target);
        found.map(|ahead| ahead.standing)
    }

    pub(crate) fn keep_view(&self, view: OrgView) {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        views.insert(view.organization(), view);
    }

    /// Forgets what was known about the actor's rights, after a change that may have touched them.
    pub fn forget_views(&self) {
        self.views.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

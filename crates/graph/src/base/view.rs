//! An organization as one request sees it: the scope and the loaders that go with it.

use crate::{
    RequestContext,
    base::{Key, Loaders, fault, not_found},
};
use async_graphql::Result;
use authz::Access;
use entities::organization;
use kernel::OrganizationId;
use std::{sync::Arc, sync::Weak};
use store::{Entered, OrgScope, Target};
use tokio::sync::OnceCell;

/// An organization within one request. It is entered when the first field needs it, and then only once.
#[derive(Clone)]
pub struct OrgView(Arc<Inner>);

struct Inner {
    // The request keeps its views; a strong reference back would keep both for ever.
    request: Weak<RequestContext>,
    organization: OrganizationId,
    opened: OnceCell<Option<Opened>>,
}

struct Opened {
    row: OnceCell<Arc<organization::Model>>,
    loaders: Loaders<OrgScope>,
}

impl std::fmt::Debug for OrgView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OrgView({})", self.0.organization)
    }
}

impl OrgView {
    pub(crate) fn unopened(request: Arc<RequestContext>, organization: OrganizationId) -> Self {
        Self(Arc::new(Inner {
            request: Arc::downgrade(&request),
            organization,
            opened: OnceCell::new(),
        }))
    }

    fn entered(request: &Arc<RequestContext>, entered: Entered) -> Self {
        let organization = entered.scope.access().organization();
        let view = Self(Arc::new(Inner {
            request: Arc::downgrade(request),
            organization,
            opened: OnceCell::new_with(Some(Some(Opened::new(entered)))),
        }));
        request.keep_view(view.clone());
        view
    }

    /// Enters the organization that a target leads to. Nothing, where there is none or the actor cannot see it.
    pub async fn enter(request: &Arc<RequestContext>, target: &Target) -> Result<Option<Self>> {
        let entered = match request.take_ahead(target) {
            Some(standing) => request.store.admit(&request.actor, standing).await,
            None => request.store.enter(&request.actor, target).await,
        };
        let entered = entered.map_err(fault)?;
        Ok(entered.map(|entered| Self::entered(request, entered)))
    }

    /// The view of an organization that the actor may not be able to see; it is entered when a field needs it.
    pub fn of(request: &Arc<RequestContext>, organization: OrganizationId) -> Self {
        request.view(organization)
    }

    /// Which organization.
    pub fn organization(&self) -> OrganizationId {
        self.0.organization
    }

    /// The request it belongs to.
    pub(crate) fn request(&self) -> Result<Arc<RequestContext>> {
        self.0
            .request
            .upgrade()
            .ok_or_else(|| "the request is over".into())
    }

    async fn opened(&self) -> Result<&Opened> {
        self.maybe_opened()
            .await?
            .ok_or_else(|| not_found("organization"))
    }

    async fn maybe_opened(&self) -> Result<Option<&Opened>> {
        let opened = self
            .0
            .opened
            .get_or_try_init(async || {
                let request = self.request()?;
                let target = Target::organization("id", self.0.organization);
                let entered = request
                    .store
                    .enter(&request.actor, &target)
                    .await
                    .map_err(fault)?;
                Ok::<_, async_graphql::Error>(entered.map(Opened::new))
            })
            .await?;
        Ok(opened.as_ref())
    }

    /// The organization's own row. It is read now, if entering has not brought it.
    pub(crate) async fn row(&self) -> Result<Arc<organization::Model>> {
        let opened = self.opened().await?;
        let read = async || {
            let row = reads::own_organization(opened.loaders.reader()).await;
            let row = row.map_err(fault)?;
            row.map(Arc::new).ok_or_else(|| not_found("organization"))
        };
        Ok(Arc::clone(opened.row.get_or_try_init(read).await?))
    }

    /// Enters the organization. An error, where the actor cannot see it.
    pub(crate) async fn open(&self) -> Result<()> {
        self.opened().await.map(|_opened| ())
    }

    /// Whether the actor can see the organization at all.
    pub(crate) async fn is_visible(&self) -> Result<bool> {
        Ok(self.maybe_opened().await?.is_some())
    }

    /// Reads the organization with the actor's eyes.
    pub(crate) async fn scope(&self) -> Result<&OrgScope> {
        Ok(self.opened().await?.loaders.reader())
    }

    /// What the actor may do in the organization.
    pub(crate) async fn access(&self) -> Result<&Access> {
        Ok(self.scope().await?.access())
    }

    /// One of many: batched with its siblings.
    pub(crate) async fn load<K: Key<OrgScope>>(&self, key: K) -> Result<Option<K::Value>> {
        self.opened().await?.loaders.load(key).await
    }
}

impl Opened {
    fn new(entered: Entered) -> Self {
        let Entered { row, scope } = entered;
        Self {
            row: OnceCell::new_with(row.map(Arc::new)),
            loaders: Loaders::new(scope),
        }
    }
}

//! Who is at the other end of a connection.

use super::operation::Operation;
use crate::{rate::Spender, router::Api};
use async_graphql::Request;
use axum::{
    extract::ConnectInfo,
    http::{header, request::Parts},
};
use graph::{LiveRequest, RequestContext};
use kernel::{RequestId, UserId};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
use store::StoreError;

/// Where a request comes from, and with what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Client {
    /// The address, where it is known.
    pub(crate) address: Option<IpAddr>,
    /// What the client calls itself.
    pub(crate) user_agent: Option<String>,
}

impl Client {
    /// Who pays as long as nobody is known to have signed in.
    pub(crate) fn spender(&self) -> Spender {
        Spender::of(None, self.address)
    }

    pub(crate) fn of(parts: &Parts, trusted_proxies: usize) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // The same client has one address, whether it came by IPv4 or by IPv4 within IPv6.
        let address = peer.map(|peer| {
            crate::http::security::client_address(&parts.headers, peer.0.ip(), trusted_proxies).to_canonical()
        });
        let user_agent = parts.headers.get(header::USER_AGENT);
        let user_agent = user_agent.and_then(|agent| agent.to_str().ok());
        Self {
            address,
            user_agent: user_agent.map(|agent| agent.chars().filter(|c| !c.is_control()).take(500).collect()),
        }
    }
}

/// A client with the proof of its session, if it has one.
pub(crate) struct Caller {
    api: Arc<Api>,
    client: Client,
    token: Option<String>,
    user: Option<UserId>,
}

impl Caller {
    /// Signs a client in; with a token of no session it is nobody.
    pub(crate) async fn sign_in(
        api: &Arc<Api>,
        client: Client,
        token: Option<String>,
    ) -> Result<Arc<Self>, StoreError> {
        let id: RequestId = api.services.store.new_id();
        let context = api.context(&client, token.as_deref(), id).await?;
        let user = context.user();
        context.store.end_reading().await;
        Ok(Arc::new(Self {
            api: Arc::clone(api),
            client,
            token: token.filter(|_| user.is_some()),
            user,
        }))
    }

    pub(super) fn api(&self) -> &Api {
        &self.api
    }

    /// Who is signed in.
    pub(super) const fn user(&self) -> Option<UserId> {
        self.user
    }

    /// The context of a request of now. Nothing, when the session is over.
    pub(super) async fn context(&self, id: RequestId) -> Result<Option<Arc<RequestContext>>, StoreError> {
        let context = self.api.context(&self.client, self.token.as_deref(), id).await?;
        Ok(Some(context).filter(|context| context.user() == self.user))
    }

    /// Whether the session still is one. While the database cannot say, it is.
    pub(super) async fn is_welcome(&self) -> bool {
        if self.token.is_none() {
            return true;
        }
        let context = self.context(self.api.services.store.new_id()).await;
        if let Ok(Some(context)) = &context {
            context.store.end_reading().await;
        }
        !matches!(context, Ok(None))
    }

    /// Begins an operation, which pays once. The contexts it is given later, to look again, cost nothing.
    pub(super) async fn begin(
        self: &Arc<Self>,
        request: Request,
        id: RequestId,
    ) -> Result<Option<Operation>, StoreError> {
        let token = self.token.as_deref();
        let (context, spending) = self.api.paying(&self.client, token, None, id).await?;
        if context.user() != self.user {
            return Ok(None);
        }
        let caller = Arc::clone(self);
        let renew = Box::new(move || {
            let caller = Arc::clone(&caller);
            let context = async move { caller.context(id).await };
            futures::FutureExt::boxed(context)
        });
        let live = LiveRequest::new(context, renew, self.api.settings.live.check_every);
        let name = request.operation_name.as_deref().unwrap_or("-");
        let name = name.chars().take(80).collect();
        let request = self.api.equipped(request);
        let request = request.data(Arc::clone(&live)).data(Arc::clone(&spending));
        let responses = self.api.schemas.asked.execute_stream(request);
        Ok(Some(Operation::new(id, name, live, spending, responses)))
    }
}

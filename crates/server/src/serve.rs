//! The API as this process serves it: everything here that knows the gateway.

use crate::{config::Settings, seed::SignIn, worker::Worker};
use axum::Router;
use gateway::{DemoAccount, GatewaySettings, Services, http::AllowedDocuments};
use identity::Identity;
use std::sync::Arc;
use url::Url;

/// The routes of the API. The accounts are offered on the start page of GraphiQL.
pub(crate) fn router(
    worker: &Worker,
    identity: Identity,
    settings: &Settings,
    public_url: Url,
    demo: &[SignIn],
) -> anyhow::Result<Router> {
    let account = |person: &SignIn| DemoAccount {
        label: format!("{}: {}", person.email, person.label),
        email: person.email.clone(),
        password: person.password.clone(),
    };
    let allowed_documents = settings.persisted_documents.as_deref();
    let allowed_documents = allowed_documents.map(AllowedDocuments::load).transpose();
    let allowed_documents =
        allowed_documents.map_err(|cause| anyhow::anyhow!("{cause}; correct --persisted-documents"))?;
    Ok(gateway::router(
        Services {
            store: worker.store.clone(),
            identity,
            payments: Arc::clone(&worker.payments),
            files: worker.files.clone(),
        },
        GatewaySettings {
            public_url,
            limits: settings.limits,
            allowed_documents: allowed_documents.map(Arc::new),
            allowed_origins: settings.allowed_origins.clone(),
            trusted_proxies: settings.trusted_proxies,
            request_timeout: settings.request_timeout,
            demo_accounts: demo.iter().map(account).collect(),
            live: settings.live.clone(),
            rates: settings.rates,
            webhooks: settings.webhooks,
        },
    ))
}

/// The schema as text.
pub(crate) fn sdl() -> String {
    gateway::sdl()
}

//! The HTTP side: one request comes in, is signed in, executed and answered.

use crate::{
    ahead::{self, Destination, Intent},
    certificate,
    cors::{self, AllowedOrigins},
    download,
    http::{self, Accepted, AllowedDocuments, Documents, Limits, Refusal},
    identity::{SessionCookie, presented_token},
    live::{self, Client, LiveSettings, Places},
    rate::{Budgets, RateSettings, Spender, Spending},
    receive::{Incoming, busy},
    reference,
    schema::{Schemas, example_operations},
    webhook,
};
use async_graphql::{BatchRequest, BatchResponse};
use authz::Actor;
use axum::{
    Json, Router,
    extract::{Path, Request, State},
    middleware::{self, Next},
    response::{Redirect, Response},
    routing::{get, post},
};
use files::Files;
use graph::{Ahead, PublicUrl, RequestContext, UsualRateLimit};
use identity::{Authenticated, Identity};
use kernel::RequestId;
use payments::PaymentGateway;
use serde::Serialize;
use serde_json::json;
use std::{
    num::NonZeroU32,
    sync::Arc,
    time::{Duration, Instant},
};
use store::{Store, StoreError, Toll, count_statements};

/// What the API runs on.
#[derive(Clone, Debug)]
pub struct Services {
    /// The database.
    pub store: Store,
    /// Signing in.
    pub identity: Identity,
    /// How money moves.
    pub payments: Arc<dyn PaymentGateway>,
    /// Where uploaded files are.
    pub files: Files,
}

/// An account that the start page of GraphiQL offers.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccount {
    /// Who it is.
    pub label: String,
    /// Its address.
    pub email: String,
    /// Its password.
    pub password: String,
}

/// How the API is served.
#[derive(Clone, Debug)]
pub struct GatewaySettings {
    /// The address under which browsers reach the server.
    pub public_url: url::Url,
    /// How large and deep requests may be.
    pub limits: Limits,
    /// The only documents that are executed, if it is not all of them.
    pub allowed_documents: Option<Arc<AllowedDocuments>>,
    /// The origins besides our own whose pages may use the API.
    pub allowed_origins: AllowedOrigins,
    /// How many proxies in front of the server may be believed about the client's address.
    pub trusted_proxies: usize,
    /// How long one request may take.
    pub request_timeout: Duration,
    /// Accounts of the demo data, if it is there.
    pub demo_accounts: Vec<DemoAccount>,
    /// How open connections are watched.
    pub live: LiveSettings,
    /// What requests may cost per minute.
    pub rates: RateSettings,
    /// Which addresses other systems may have.
    pub webhooks: webhooks::Reach,
}

/// The API as one process serves it.
pub(crate) struct Api {
    pub(crate) schemas: Schemas,
    /// The documents that the schemas have seen.
    pub(crate) documents: Documents,
    pub(crate) services: Services,
    pub(crate) settings: GatewaySettings,
    pub(crate) cookie: SessionCookie,
    /// The scheme, host and port of our own pages.
    pub(crate) origin: String,
    pub(crate) places: Arc<Places>,
    pub(crate) budgets: Arc<Budgets>,
}

/// The routes of the API: `/graphql`, and GraphiQL and a reference for exploring it. Called within a runtime, in which budgets
/// are swept.
pub fn router(services: Services, settings: GatewaySettings) -> Router {
    let own = settings.public_url.origin();
    let allowed = settings.allowed_origins.clone();
    let documents = Documents::only(settings.allowed_documents.clone());
    let api = Arc::new(Api {
        schemas: Schemas::build(
            settings.limits,
            documents.clone(),
            Some(PublicUrl(settings.public_url.clone())),
        ),
        documents,
        cookie: SessionCookie::new(settings.public_url.scheme() == "https"),
        origin: own.ascii_serialization(),
        places: Places::new(&settings.live),
        budgets: Budgets::new(settings.rates, &services.store),
        services,
        settings,
    });
    Router::new()
        .route(
            "/graphql",
            get(graphql)
                .post(graphql)
                .fallback(graphql)
                .layer(middleware::from_fn_with_state(allowed, cors::share)),
        )
        .route("/webhooks/payments/{provider}", post(payment_webhook))
        .route("/files/{id}/{name}", get(show_file))
        .route("/pictures/{name}", get(show_picture))
        .route("/certificates/{file}", get(show_certificate))
        .route("/graphiql/operations.json", get(operations))
        .route("/graphiql/demo.json", get(demo))
        .route("/", get(|| async { Redirect::temporary("/graphiql") }))
        .with_state(api)
        .merge(http::graphiql::routes(&own))
        .merge(reference::routes())
        .layer(middleware::from_fn(protect))
}

async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    http::security::protect(response.headers_mut());
    response
}

async fn payment_webhook(
    State(api): State<Arc<Api>>,
    Path(provider): Path<String>,
    request: Request,
) -> Response {
    let Services { store, payments, .. } = &api.services;
    webhook::take_payment_event(
        store,
        &**payments,
        &provider,
        api.settings.request_timeout,
        request,
    )
    .await
}

async fn show_file(
    State(api): State<Arc<Api>>,
    Path((file, _name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, _no_body) = request.into_parts();
    let (token, _by_cookie) = presented_token(&parts.headers, api.cookie);
    let id: RequestId = api.services.store.new_id();
    let client = Client::of(&parts, api.settings.trusted_proxies);
    match api.context(&client, token.as_deref(), id).await {
        Ok(context) => match api.fetch(Spender::of(context.user(), client.address)) {
            Ok(()) => download::show(&context, &api.services.files, &file, &parts.headers).await,
            Err(refused) => *refused,
        },
        Err(error) => busy(Accepted::Json, &error, &id.to_string()),
    }
}

async fn show_picture(State(api): State<Arc<Api>>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _no_body) = request.into_parts();
    match api.fetch(Client::of(&parts, api.settings.trusted_proxies).spender()) {
        Ok(()) => download::show_picture(&api.services.files, &name).await,
        Err(refused) => *refused,
    }
}

async fn show_certificate(
    State(api): State<Arc<Api>>,
    Path(file): Path<String>,
    request: Request,
) -> Response {
    let (parts, _no_body) = request.into_parts();
    match api.fetch(Client::of(&parts, api.settings.trusted_proxies).spender()) {
        Ok(()) => certificate::show(&api.services.store, &api.settings.public_url, &file).await,
        Err(refused) => *refused,
    }
}

async fn operations() -> Json<serde_json::Value> {
    Json(json!(example_operations()))
}

async fn demo(State(api): State<Arc<Api>>) -> Json<serde_json::Value> {
    Json(json!({ "accounts": api.settings.demo_accounts }))
}

async fn graphql(State(api): State<Arc<Api>>, request: Request) -> Response {
    if live::is_upgrade(&request) {
        return live::upgrade(api, request).await;
    }
    let started = Instant::now();
    let id: RequestId = api.services.store.new_id();
    let text = id.to_string();
    let (parts, body) = request.into_parts();
    let client = Client::of(&parts, api.settings.trusted_proxies);
    let response = match Box::pin(api.read(&parts, body, &client, id)).await {
        Ok(incoming) => {
            let accepted = incoming.accepted;
            let answer = Box::pin(api.answer(&parts, incoming, client, id));
            match tokio::time::timeout(api.settings.request_timeout, answer).await {
                Ok(response) => response,
                Err(_too_long) => {
                    tracing::warn!(request = %text, "the request took too long");
                    Refusal::unavailable(accepted, "the request took too long").into_response(&text)
                }
            }
        }
        Err(response) => *response,
    };
    metrics::histogram!("volmify_request_seconds").record(started.elapsed().as_secs_f64());
    metrics::counter!("volmify_requests_total", "status" => response.status().as_u16().to_string())
        .increment(1);
    response
}

impl Api {
    async fn answer(
        self: &Arc<Self>,
        parts: &axum::http::request::Parts,
        incoming: Incoming,
        client: Client,
        id: RequestId,
    ) -> Response {
        let text = id.to_string();
        let started = Instant::now();
        let Incoming { accepted, request } = incoming;
        let token = match self.token(parts, accepted) {
            Ok(token) => token,
            Err(refusal) => return self.refuse(&client, refusal, &text),
        };
        if accepted == Accepted::EventStream {
            return Box::pin(live::stream(self, client, token, request, id)).await;
        }
        let names = operation_names(&request);
        let ((response, failed), statements) = count_statements(Box::pin(async {
            let seen = self.seen(&request);
            let ahead = ahead::destination(&request, seen.as_ref());
            let (context, spending) = match self.paying(&client, token.as_deref(), ahead, id).await {
                Ok(signed_in) => signed_in,
                Err(error) => return (busy(accepted, &error, &text), true),
            };
            let equipped = |request| {
                self.equipped(request)
                    .data(Arc::clone(&context))
                    .data(Arc::clone(&spending))
                    .data(self.cookie)
            };
            let request = match request {
                BatchRequest::Single(request) => BatchRequest::Single(equipped(request)),
                BatchRequest::Batch(batch) => BatchRequest::Batch(batch.into_iter().map(equipped).collect()),
            };
            let done = Box::pin(self.execute(request, seen.as_ref(), &spending)).await;
            let failed = has_errors(&done);
            let mut response = http::write(accepted, done, &text);
            spending.tell(&mut response);
            (response, failed)
        }))
        .await;
        tracing::info!(
            request = %text,
            operation = %names,
            failed,
            statements,
            milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "graphql"
        );
        metrics::histogram!("volmify_statements")
            .record(f64::from(u32::try_from(statements).unwrap_or(u32::MAX)));
        response
    }

    /// Who asks, as a context to answer with that costs nothing: for what is no operation.
    pub(crate) async fn context(
        &self,
        client: &Client,
        token: Option<&str>,
        id: RequestId,
    ) -> Result<Arc<RequestContext>, StoreError> {
        let store = self.services.store.for_request();
        let signed_in = self.signed_in(&store, token, None).await?;
        Ok(context(store, client, signed_in, id))
    }

    /// Who asks, as a context to execute operations with, and what they cost. Each organization that is entered with it is paid.
    /// Where it is known ahead which one that will be, it is looked for together with the session.
    pub(crate) async fn paying(
        &self,
        client: &Client,
        token: Option<&str>,
        ahead: Option<Destination>,
        id: RequestId,
    ) -> Result<(Arc<RequestContext>, Arc<Spending>), StoreError> {
        let store = self.services.store.for_request();
        let signed_in = self.signed_in(&store, token, ahead).await?;
        let user = signed_in.as_ref().and_then(|(actor, _)| actor.user());
        let spending = Spending::new(&self.budgets, Spender::of(user, client.address));
        let toll: Arc<dyn Toll> = Arc::<Spending>::clone(&spending);
        Ok((context(store.with_toll(toll), client, signed_in, id), spending))
    }

    async fn signed_in(
        &self,
        store: &Store,
        token: Option<&str>,
        ahead: Option<Destination>,
    ) -> Result<Option<(Actor, Option<Ahead>)>, StoreError> {
        let identity = &self.services.identity;
        match (token, ahead) {
            (None, _) => Ok(None),
            (Some(token), None) => Ok(identity
                .authenticate(token)
                .await?
                .map(|found| (found.actor, None))),
            (Some(token), Some(Destination { target, intent })) => {
                let found = match intent {
                    Intent::Read(brings) => identity.authenticate_at(store, token, &target, brings).await?,
                    Intent::Write => identity.authenticate_to_write(store, token, &target).await?,
                };
                Ok(found.map(|Authenticated { actor, standing }| {
                    (actor, standing.map(|standing| Ahead { target, standing }))
                }))
            }
        }
    }

    /// A request with what resolvers need besides the context.
    pub(crate) fn equipped(&self, request: async_graphql::Request) -> async_graphql::Request {
        request
            .data(self.services.identity.clone())
            .data(Arc::clone(&self.services.payments))
            .data(self.services.files.clone())
            .data(self.settings.limits)
            .data(self.settings.webhooks)
            .data(UsualRateLimit(
                self.settings.rates.per_organization.map(NonZeroU32::get),
            ))
    }
}

fn context(
    store: Store,
    client: &Client,
    signed_in: Option<(Actor, Option<Ahead>)>,
    id: RequestId,
) -> Arc<RequestContext> {
    let (actor, ahead) = signed_in.unwrap_or((Actor::Anonymous, None));
    RequestContext::new(store, actor, ahead, id, client.address, client.user_agent.clone())
}

fn operation_names(request: &BatchRequest) -> String {
    let names: Vec<_> = request
        .iter()
        .map(|request| request.operation_name.as_deref().unwrap_or("-"))
        .map(|name| name.chars().take(80).collect::<String>())
        .collect();
    names.join(",")
}

fn has_errors(response: &BatchResponse) -> bool {
    match response {
        BatchResponse::Single(response) => response.is_err(),
        BatchResponse::Batch(responses) => responses.iter().any(async_graphql::Response::is_err),
    }
}

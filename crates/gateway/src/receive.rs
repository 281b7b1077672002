//! Taking a request in: what can be read is read, and what cannot is answered. Both cost.

use crate::{
    base::FilePlaces,
    http::{self, Accepted, Form, Refusal, Sent},
    identity::presented_token,
    live::Client,
    rate::{Refused, Spender, Spending},
    router::Api,
};
use async_graphql::BatchRequest;
use axum::{
    body::Body,
    http::{HeaderMap, request::Parts},
    response::Response,
};
use kernel::RequestId;
use store::StoreError;

/// How many times as long as a request a form with its files may take to arrive.
const FORM_TIMEOUTS: u32 = 10;

/// A request that is all there.
pub(crate) struct Incoming {
    pub(crate) accepted: Accepted,
    pub(crate) request: BatchRequest,
}

impl Api {
    /// Reads a request. What cannot be read is answered here.
    pub(crate) async fn read(
        &self,
        parts: &Parts,
        body: Body,
        client: &Client,
        id: RequestId,
    ) -> Result<Incoming, Box<Response>> {
        let text = id.to_string();
        let limits = &self.settings.limits;
        let timeout = self.settings.request_timeout;
        let late = |accepted| {
            let refusal = Refusal::late(accepted, "the request took too long to arrive");
            Box::new(self.refuse(client, refusal, &text))
        };
        let refused = |refusal| Box::new(self.refuse(client, refusal, &text));
        let reading = http::read(&parts.method, &parts.uri, &parts.headers, body, limits);
        let reading = tokio::time::timeout(timeout, reading).await;
        let incoming = reading
            .map_err(|_too_long| late(Accepted::Json))?
            .map_err(refused)?;
        let accepted = incoming.accepted;
        let request = match incoming.sent {
            Sent::Whole(request) => *request,
            Sent::Form(form) => {
                let places = self.admit(parts, client, accepted, &form, id).await?;
                let files = tokio::time::timeout(timeout * FORM_TIMEOUTS, form.complete(accepted)).await;
                let request = files.map_err(|_too_long| late(accepted))?.map_err(refused)?;
                BatchRequest::Single(request.data(places))
            }
        };
        Ok(Incoming { accepted, request })
    }

    /// Whether somebody may send files. Only who has signed in, whose budget allows it and who does not send many already: until then
    /// none of them is read.
    async fn admit(
        &self,
        parts: &Parts,
        client: &Client,
        accepted: Accepted,
        form: &Form,
        id: RequestId,
    ) -> Result<FilePlaces, Box<Response>> {
        let text = id.to_string();
        if !form.brings_files() {
            return Ok(FilePlaces::new(Vec::new()));
        }
        let token = self.token(parts, accepted);
        let token = token.map_err(|refusal| Box::new(self.refuse(client, refusal, &text)))?;
        let signed_in = self.paying(client, token.as_deref(), None, id).await;
        let (context, spending) = signed_in.map_err(|error| Box::new(busy(accepted, &error, &text)))?;
        context.store.end_reading().await;
        let Some(user) = context.user() else {
            let refusal = Refusal::unauthenticated(accepted, "sign in before you send files");
            return Err(Box::new(self.refuse(client, refusal, &text)));
        };
        spending
            .pay_flat()
            .map_err(|refused| Box::new(too_expensive(accepted, refused, &spending, &text)))?;
        let places = self.places.enter_with_files(user);
        places.map(FilePlaces::new).ok_or_else(|| {
            let message = "too many files are being sent: wait until some have arrived";
            Box::new(Refusal::occupied(accepted, message).into_response(&text))
        })
    }

    /// The proof of a session that came with a request. A browser sends a cookie whoever made it, so that of another site's page is
    /// refused.
    pub(crate) fn token(&self, parts: &Parts, accepted: Accepted) -> Result<Option<String>, Refusal> {
        let (token, by_cookie) = presented_token(&parts.headers, self.cookie);
        if by_cookie && self.is_foreign(&parts.headers) {
            let message = "a page of another site may not use your session";
            return Err(Refusal::forbidden(accepted, message));
        }
        Ok(token)
    }

    /// Whether a page made a request that may not use a cookie of ours.
    pub(crate) fn is_foreign(&self, headers: &HeaderMap) -> bool {
        http::security::cross_site(headers, &self.origin) && !self.settings.allowed_origins.allow(headers)
    }

    /// Answers what could not even be looked at. It costs whoever comes from that address, so that nobody sends rubbish for ever.
    pub(crate) fn refuse(&self, client: &Client, refusal: Refusal, id: &str) -> Response {
        let spending = Spending::new(&self.budgets, client.spender());
        match spending.pay_flat() {
            Ok(()) => {
                let mut response = refusal.into_response(id);
                spending.tell(&mut response);
                response
            }
            Err(refused) => too_expensive(refusal.accepted(), refused, &spending, id),
        }
    }

    /// Takes what a download costs, of a file, a picture or a certificate.
    pub(crate) fn fetch(&self, payer: Spender) -> Result<(), Box<Response>> {
        let spending = Spending::new(&self.budgets, payer);
        spending.pay_flat().map_err(|refused| {
            let id: RequestId = self.services.store.new_id();
            Box::new(too_expensive(Accepted::Json, refused, &spending, &id.to_string()))
        })
    }

    /// Lets a connection in, whoever it may turn out to be: the price is one point, which is only missing where an address is being
    /// used up right now.
    pub(crate) fn knock(&self, client: &Client, accepted: Accepted, id: &str) -> Result<(), Box<Response>> {
        let spending = Spending::new(&self.budgets, client.spender());
        spending
            .begin()
            .map_err(|refused| Box::new(too_expensive(accepted, refused, &spending, id)))
    }
}

/// The answer where nobody could be signed in.
pub(crate) fn busy(accepted: Accepted, error: &StoreError, id: &str) -> Response {
    tracing::error!(request = %id, ?error, "signing in failed");
    Refusal::unavailable(accepted, "the service is busy, try again").into_response(id)
}

/// The answer where a budget does not allow it.
fn too_expensive(accepted: Accepted, refused: Refused, spending: &Spending, id: &str) -> Response {
    let mut response = Refusal::too_many(accepted, refused.message()).into_response(id);
    spending.tell(&mut response);
    response
}

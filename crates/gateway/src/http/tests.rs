//! The transport as a client sees it, on a schema that has one field for each thing that can happen.
#![expect(
    clippy::unused_async,
    reason = "async-graphql wants every resolver asynchronous"
)]

use async_graphql::{
    BatchRequest, Context, EmptySubscription, Error, ErrorExtensions, InputObject, Object, Schema,
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};

use super::{Bounds, Conformance, Documents, Limits, ReadOnlyGet, Sent, Upload, read, write};

mod answers;
mod conformance;
mod documents;
mod graphiql;
mod negotiation;
mod persisted;
mod repeated;
mod requests;
mod security;
mod uploads;
mod variables;

struct Query;

#[derive(InputObject)]
struct Point {
    x: i32,
    #[graphql(default = 1)]
    y: i32,
}

#[Object]
impl Query {
    async fn me(&self) -> Query {
        Query
    }

    async fn hello(&self, name: Option<String>) -> String {
        name.unwrap_or_else(|| "world".to_owned())
    }

    async fn id(&self, id: i32) -> i32 {
        id
    }

    async fn sum(&self, points: Vec<Point>) -> i32 {
        points.iter().map(|point| point.x + point.y).sum()
    }

    async fn short(&self, #[graphql(validator(max_length = 2))] text: String) -> String {
        text
    }

    async fn broken(&self) -> Result<Option<i32>, Error> {
        Err(std::io::Error::other("the disk /dev/sda1 is gone").into())
    }

    async fn forbidden(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("not yours").extend_with(|_, e| e.set("code", "FORBIDDEN")))
    }

    async fn required(&self) -> Result<i32, Error> {
        Err(Error::new("no value").extend_with(|_, e| e.set("code", "UNAVAILABLE")))
    }

    async fn maybe(&self) -> Option<Query> {
        Some(Query)
    }

    async fn some(&self) -> Vec<Option<Query>> {
        vec![Some(Query), Some(Query)]
    }

    async fn all(&self) -> Option<Vec<Query>> {
        Some(vec![Query])
    }

    async fn late(&self) -> i32 {
        tokio::task::yield_now().await;
        0
    }

    async fn cookies(&self, ctx: &Context<'_>) -> bool {
        ctx.append_http_header("Set-Cookie", "a=1");
        ctx.append_http_header("Set-Cookie", "b=2");
        true
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn bump(&self) -> i32 {
        1
    }

    /// Of a budget that has nothing left.
    async fn later(&self) -> Result<i32, Error> {
        Err(later())
    }

    async fn changed(&self) -> Changed {
        Changed
    }

    async fn sizes(&self, ctx: &Context<'_>, files: Vec<Upload>) -> Vec<Option<String>> {
        let name = |file: Upload| file.file(ctx).map(|file| file.name);
        files.into_iter().map(name).collect()
    }

    async fn size(&self, ctx: &Context<'_>, file: Upload) -> Option<String> {
        let file = file.file(ctx)?;
        Some(format!("{}: {}", file.name, file.bytes.len()))
    }
}

struct Changed;

#[Object]
impl Changed {
    async fn later(&self) -> Result<i32, Error> {
        Err(later())
    }
}

fn later() -> Error {
    Error::new("later").extend_with(|_, e| e.set("code", "RATE_LIMITED"))
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
    json: Value,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Self {
            status: parts.status,
            headers: parts.headers,
            json: serde_json::from_slice(&bytes).unwrap_or_default(),
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    fn code(&self) -> &str {
        self.json["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or("none")
    }

    fn message(&self) -> &str {
        self.json["errors"][0]["message"].as_str().unwrap_or("none")
    }

    fn limit(&self) -> &str {
        assert_eq!(self.code(), "LIMIT_EXCEEDED", "{}", self.text);
        assert!(self.json.get("data").is_none(), "{}", self.text);
        assert!(self.json["errors"][0]["extensions"]["max"].is_number());
        self.json["errors"][0]["extensions"]["limit"].as_str().unwrap()
    }

    fn header(&self, name: HeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("none", |value| value.to_str().unwrap())
    }
}

/// Sends a request the whole way.
async fn send(request: Request<Body>) -> Answer {
    send_to(&Documents::default(), request).await
}

/// Sends a request to a server that may know some documents.
async fn send_to(documents: &Documents, request: Request<Body>) -> Answer {
    let limits = Limits::default();
    let schema = Schema::build(Query, Mutation, EmptySubscription)
        .extension(Conformance)
        .extension(ReadOnlyGet)
        .extension(Bounds(limits))
        .extension(documents.clone())
        .finish();
    let (parts, body) = request.into_parts();
    let response = match read(&parts.method, &parts.uri, &parts.headers, body, &limits).await {
        Ok(incoming) => {
            assert_eq!(incoming.by_get, parts.method == Method::GET);
            let accepted = incoming.accepted;
            let request = match incoming.sent {
                Sent::Whole(request) => Ok(*request),
                Sent::Form(form) => form.complete(accepted).await.map(BatchRequest::Single),
            };
            match request {
                Ok(request) => write(accepted, schema.execute_batch(request).await, "req_1"),
                Err(refusal) => refusal.into_response("req_1"),
            }
        }
        Err(refusal) => refusal.into_response("req_1"),
    };
    Answer::of(response).await
}

/// A POST that accepts the stricter media type.
async fn post(body: &Value) -> Answer {
    send(
        Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .body(Body::from(body.to_string()))
            .unwrap(),
    )
    .await
}

async fn query(document: &str) -> Answer {
    post(&json!({ "query": document })).await
}

/// A GET with these parameters in its URL.
async fn get(parameters: &[(&str, &str)]) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let request = Request::get(format!("/graphql?{query}"));
    send(request.body(Body::empty()).unwrap()).await
}

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect()
}

//! GraphQL over WebSocket: the protocol `graphql-transport-ws`.
//!
//! One task per socket does everything in turn: it reads, runs up to a number of operations side by side, and writes. The library's own
//! socket is not used: it has no time limit for the first message, accepts an id twice, and closes with codes of its own.

use super::{
    Caller, Client,
    close::Close,
    message::{FromClient, PROTOCOL, ToClient},
    operation::{Operation, refusal, unavailable},
    places::{Holder, Place},
    sse::TOO_MANY,
};
use crate::{
    http::{self, Accepted, Refusal},
    identity::{bearer, presented_token},
    rate::{Spender, Spending},
    router::Api,
};
use async_graphql::{Request as Operating, Response as GraphqlResponse};
use axum::{
    extract::{
        FromRequestParts, Request,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, Method, Version, header},
    response::Response,
};
use futures::{
    StreamExt,
    stream::{self, AbortHandle, BoxStream, SelectAll},
};
use kernel::{ErrorKind, RequestId, TypedId};
use serde_json::{Map, Value};
use std::{collections::HashMap, sync::Arc, time::Duration};
use store::Waiting;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, timeout};
use tokio_tungstenite::tungstenite::Error as Broken;

/// How long a client may take to accept what is sent to it.
const SEND: Duration = Duration::from_secs(10);

/// How long a client may take to answer a farewell.
const FAREWELL: Duration = Duration::from_secs(2);

/// Whether a request asks for a socket: by an upgrade, or over HTTP/2 by a connection within the connection (RFC 8441).
pub(crate) fn is_upgrade(request: &Request) -> bool {
    if request.method() == Method::CONNECT {
        return request.version() == Version::HTTP_2;
    }
    request.method() == Method::GET
        && request
            .headers()
            .get(header::UPGRADE)
            .is_some_and(|wanted| wanted.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Makes a socket of a request.
pub(crate) async fn upgrade(api: Arc<Api>, request: Request) -> Response {
    let (mut parts, _no_body) = request.into_parts();
    let client = Client::of(&parts, api.settings.trusted_proxies);
    let id: RequestId = api.services.store.new_id();
    let id = id.to_string();
    if let Err(response) = api.knock(&client, Accepted::Json, &id) {
        return *response;
    }
    let Some(places) = api.places.enter(client.address) else {
        return Refusal::occupied(Accepted::Json, TOO_MANY).into_response(&id);
    };
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => {
            let refusal = Refusal::of_status(Accepted::Json, rejection.status(), rejection.body_text());
            return refusal.into_response(&id);
        }
    };
    let max = api.settings.limits.max_body_bytes;
    let stopping = api.settings.live.stopping.clone();
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(max)
        .max_frame_size(max)
        .on_upgrade(move |socket| {
            let conversation = Conversation::new(api, client, parts.headers, places);
            stopping.watch(Box::pin(conversation.hold(socket)))
        })
}

/// What an operation has to say.
enum Said {
    More(String),
    Last(String),
}

/// One socket.
struct Conversation {
    api: Arc<Api>,
    client: Client,
    headers: HeaderMap,
    places: Vec<Place>,
    /// Once the client has said who it is.
    caller: Option<Arc<Caller>>,
    /// Rings when something happens to the user.
    doubt: Option<Waiting>,
    running: HashMap<String, AbortHandle>,
    answers: SelectAll<BoxStream<'static, (String, Said)>>,
    heard: Instant,
    pace: Pace,
}

/// How much a client says.
struct Pace {
    since: Instant,
    messages: u32,
}

impl Pace {
    /// Counts a message, and whether there may be so many.
    fn allows(&mut self, now: Instant, max: u32) -> bool {
        if now.duration_since(self.since) >= Duration::from_secs(1) {
            *self = Self {
                since: now,
                messages: 0,
            };
        }
        self.messages = self.messages.saturating_add(1);
        self.messages <= max
    }
}

/// What happens next on a socket.
enum Next {
    Heard(Message),
    Broken(axum::Error),
    Gone,
    Said(String, Said),
    Ping,
    Check,
    Close(Close),
}

impl Conversation {
    fn new(api: Arc<Api>, client: Client, headers: HeaderMap, places: Vec<Place>) -> Self {
        Self {
            api,
            client,
            headers,
            places,
            caller: None,
            doubt: None,
            running: HashMap::new(),
            answers: SelectAll::new(),
            heard: Instant::now(),
            pace: Pace {
                since: Instant::now(),
                messages: 0,
            },
        }
    }

    async fn hold(mut self, mut socket: WebSocket) {
        let close = if socket.protocol().is_some() {
            self.converse(&mut socket).await
        } else {
            Some(Close::unknown_protocol())
        };
        // Before the farewell, which may take its time.
        self.running.clear();
        self.answers.clear();
        self.doubt = None;
        if let Some(close) = close {
            tracing::debug!(code = close.code(), "socket closed");
            let readable = close.leaves_readable();
            if send(&mut socket, close.into_message()).await.is_some() {
                let _or_not = timeout(FAREWELL, gone(&mut socket, readable)).await;
            }
        }
    }

    /// Until one side has enough; nothing, where the other is gone already.
    async fn converse(&mut self, socket: &mut WebSocket) -> Option<Close> {
        let live = self.api.settings.live.clone();
        let deadline = Instant::now() + live.init_timeout;
        let (mut pings, mut checks) = (every(live.keep_alive), every(live.check_every));
        loop {
            let next = tokio::select! {
                () = live.stopping.begun() => Next::Close(Close::going_away()),
                () = tokio::time::sleep_until(deadline), if self.caller.is_none() => {
                    Next::Close(Close::init_timeout())
                }
                message = socket.recv() => match message {
                    Some(Ok(message)) => Next::Heard(message),
                    Some(Err(error)) => Next::Broken(error),
                    None => Next::Gone,
                },
                Some((id, said)) = self.answers.next(), if !self.answers.is_empty() => Next::Said(id, said),
                () = woken(self.doubt.as_ref()) => Next::Check,
                _moment = checks.tick() => Next::Check,
                _moment = pings.tick() => Next::Ping,
            };
            let done = match next {
                Next::Heard(message) => {
                    self.heard = Instant::now();
                    if self.pace.allows(self.heard, live.max_messages_per_second) {
                        Box::pin(self.hear(socket, message)).await
                    } else {
                        self.pay_flat();
                        Err(Some(Close::too_many_messages()))
                    }
                }
                Next::Said(id, said) => self.pass_on(socket, &id, said).await,
                Next::Ping if self.heard.elapsed() > live.keep_alive * 3 => Err(Some(Close::silent())),
                Next::Ping => sent(send(socket, Message::Ping(axum::body::Bytes::new())).await),
                Next::Check => check(self.caller.clone()).await,
                Next::Broken(error) => Err(broken(error)),
                Next::Gone => Err(None),
                Next::Close(close) => Err(Some(close)),
            };
            if let Err(close) = done {
                return close;
            }
        }
    }

    /// One frame of the client.
    async fn hear(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), Option<Close>> {
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => return Err(Some(Close::invalid("binary"))),
            // The library answers pings, and with the next look at the socket also a farewell; then there is no more.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return Ok(()),
        };
        let message = FromClient::parse(&text).map_err(|close| {
            self.pay_flat();
            Some(close)
        });
        match message? {
            FromClient::Init(payload) => {
                self.admit(&payload).await?;
                sent(say(socket, ToClient::ack()).await)
            }
            FromClient::Ping(payload) => sent(say(socket, ToClient::pong(payload)).await),
            FromClient::Pong => Ok(()),
            FromClient::Subscribe { id, request } => self.subscribe(socket, id, *request).await,
            FromClient::Complete { id } => {
                if let Some(running) = self.running.remove(&id) {
                    running.abort();
                }
                Ok(())
            }
        }
    }

    /// What is refused before it is an operation costs too: it was sent, and read.
    fn pay_flat(&self) {
        let payer = match self.caller.as_ref().and_then(|caller| caller.user()) {
            Some(user) => Spender::User(user),
            None => self.client.spender(),
        };
        let _refused_anyway = Spending::new(&self.api.budgets, payer).pay_flat();
    }

    /// Finds out who the client is: by the `authorization` of its first message, or else by what came with the handshake. A cookie counts
    /// only where a page of our own has opened the socket.
    async fn admit(&mut self, payload: &Map<String, Value>) -> Result<(), Option<Close>> {
        if self.caller.is_some() {
            return Err(Some(Close::initialised_twice()));
        }
        let given = payload
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))
            .map(|(_, value)| value);
        let (token, by_cookie) = match given {
            Some(given) => {
                let token = given
                    .as_str()
                    .and_then(bearer)
                    .ok_or_else(Close::forbidden)
                    .map_err(Some)?;
                (Some(token), false)
            }
            None => presented_token(&self.headers, self.api.cookie),
        };
        if by_cookie && self.api.is_foreign(&self.headers) {
            return Err(Some(Close::forbidden()));
        }
        let proven = token.is_some() && !by_cookie;
        let caller = Caller::sign_in(&self.api, self.client.clone(), token).await;
        let caller = caller.map_err(|error| {
            tracing::error!(?error, "signing in failed");
            Some(Close::try_later("The service is busy"))
        })?;
        match caller.user() {
            // A browser sends the cookie of a session that has ended without being asked.
            None if proven => return Err(Some(Close::forbidden())),
            None => {}
            Some(user) => {
                let place = self.api.places.take(Holder::User(user));
                let place = place.ok_or_else(|| Some(Close::try_later("Too many connections")))?;
                self.places.push(place);
                self.doubt = Some(self.api.services.store.wait_for([user.uuid()]));
            }
        }
        self.caller = Some(caller);
        Ok(())
    }

    async fn subscribe(
        &mut self,
        socket: &mut WebSocket,
        id: String,
        request: Operating,
    ) -> Result<(), Option<Close>> {
        let Some(caller) = &self.caller else {
            return Err(Some(Close::unauthorized()));
        };
        if self.running.contains_key(&id) {
            return Err(Some(Close::duplicate(&id)));
        }
        let max = self.api.settings.live.max_operations;
        let request_id: RequestId = self.api.services.store.new_id();
        if self.running.len() >= max {
            self.pay_flat();
            let message = format!("a socket runs at most {max} operations at the same time");
            let refused = refusal(ErrorKind::LimitExceeded, &message);
            return sent(say(socket, refused_text(&id, refused, request_id)).await);
        }
        let operation = match caller.begin(request, request_id).await {
            Ok(Some(operation)) => operation,
            Ok(None) => return Err(Some(Close::forbidden())),
            Err(error) => {
                tracing::error!(request = %request_id, ?error, "signing in failed");
                let refused = unavailable("the service is busy, try again");
                return sent(say(socket, refused_text(&id, refused, request_id)).await);
            }
        };
        let limit = self.api.settings.request_timeout;
        let (said, running) = stream::abortable(answers(id.clone(), operation, limit));
        self.running.insert(id, running);
        self.answers.push(said.boxed());
        Ok(())
    }

    async fn pass_on(&mut self, socket: &mut WebSocket, id: &str, said: Said) -> Result<(), Option<Close>> {
        let text = match said {
            Said::More(text) => text,
            Said::Last(text) => {
                self.running.remove(id);
                text
            }
        };
        sent(say(socket, text).await)
    }
}

/// Whether the session still is one.
async fn check(caller: Option<Arc<Caller>>) -> Result<(), Option<Close>> {
    match caller {
        Some(caller) if !caller.is_welcome().await => Err(Some(Close::forbidden())),
        Some(_) | None => Ok(()),
    }
}

/// The answers to an operation as messages. What could not even begin ends with its errors.
fn answers(
    id: String,
    operation: Operation,
    limit: Duration,
) -> impl futures::Stream<Item = (String, Said)> + Send + 'static {
    stream::unfold(
        (id, Some(operation), true),
        move |(id, operation, is_first)| async move {
            let mut operation = operation?;
            let Some(mut response) = operation.next(limit).await else {
                let said = Said::Last(ToClient::complete(&id));
                return Some(((id.clone(), said), (id, None, false)));
            };
            let answer = http::Answer::of(&mut response, operation.id());
            if is_first && answer.is_request_error() {
                let said = Said::Last(ToClient::error(&id, answer.errors()));
                return Some(((id.clone(), said), (id, None, false)));
            }
            let said = Said::More(ToClient::next(&id, &answer.json()));
            Some(((id.clone(), said), (id, Some(operation), false)))
        },
    )
}

fn refused_text(id: &str, mut refused: GraphqlResponse, request: RequestId) -> String {
    let answer = http::Answer::of(&mut refused, &request.to_string());
    ToClient::error(id, answer.errors())
}

/// Until the client has taken its leave. Of one whose words can no longer be read nobody learns when that is; but a connection that ends
/// while something on it is unread is reset, which takes the farewell away from a client that has not read it yet.
async fn gone(socket: &mut WebSocket, readable: bool) {
    while let Some(Ok(_unread)) = socket.recv().await {}
    if !readable {
        std::future::pending::<()>().await;
    }
}

async fn woken(doubt: Option<&Waiting>) {
    match doubt {
        Some(doubt) => doubt.woken().await,
        None => std::future::pending().await,
    }
}

/// The first time after one period.
fn every(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.reset();
    ticks
}

async fn say(socket: &mut WebSocket, text: String) -> Option<()> {
    send(socket, Message::Text(text.into())).await
}

/// Nothing, when the client does not take it.
async fn send(socket: &mut WebSocket, message: Message) -> Option<()> {
    timeout(SEND, socket.send(message)).await.ok()?.ok()
}

const fn sent(sent: Option<()>) -> Result<(), Option<Close>> {
    match sent {
        Some(()) => Ok(()),
        None => Err(None),
    }
}

/// What the client is told about a message that could not be read, if it can still be told anything.
fn broken(error: axum::Error) -> Option<Close> {
    let error = error.into_inner();
    match error.downcast_ref::<Broken>() {
        Some(Broken::Capacity(_)) => Some(Close::too_large()),
        Some(Broken::Utf8(_)) => Some(Close::not_text()),
        Some(Broken::Protocol(_)) => Some(Close::malformed()),
        _gone => None,
    }
}

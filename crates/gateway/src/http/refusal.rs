//! An answer to what could not be executed.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};

use kernel::ErrorKind;

use super::{Accepted, errors, respond};

/// Why a request was turned away before it came to the schema. It is answered in the form of a GraphQL response.
#[derive(Debug)]
pub struct Refusal {
    accepted: Accepted,
    status: StatusCode,
    message: String,
    code: &'static str,
    /// What the status asks for besides.
    hint: Option<(HeaderName, &'static str)>,
}

impl Refusal {
    pub(super) fn new(accepted: Accepted, status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            accepted,
            status,
            message: message.into(),
            code: errors::BAD_REQUEST,
            hint: None,
        }
    }

    /// Names the methods that would have been right.
    pub(super) fn allowing(self, methods: &'static str) -> Self {
        Self {
            hint: Some((header::ALLOW, methods)),
            ..self
        }
    }

    /// A request that did not arrive in time.
    pub(crate) fn late(accepted: Accepted, message: impl Into<String>) -> Self {
        Self::new(accepted, StatusCode::REQUEST_TIMEOUT, message)
    }

    /// A request that only somebody may send who has signed in.
    pub(crate) fn unauthenticated(accepted: Accepted, message: impl Into<String>) -> Self {
        Self {
            code: ErrorKind::Unauthenticated.code(),
            hint: Some((header::WWW_AUTHENTICATE, "Bearer")),
            ..Self::new(accepted, StatusCode::UNAUTHORIZED, message)
        }
    }

    /// A refusal of the caller's own, for instance of a cookie that came from a foreign site.
    pub fn forbidden(accepted: Accepted, message: impl Into<String>) -> Self {
        Self::new(accepted, StatusCode::FORBIDDEN, message)
    }

    /// A refusal of somebody else's, in our form.
    pub(crate) fn of_status(accepted: Accepted, status: StatusCode, message: impl Into<String>) -> Self {
        Self::new(accepted, status, message)
    }

    /// A request that the transport cannot use.
    pub(crate) fn bad_request(accepted: Accepted, message: impl Into<String>) -> Self {
        Self::new(accepted, StatusCode::BAD_REQUEST, message)
    }

    /// A client that already has, or has spent, all that it may.
    pub(crate) fn too_many(accepted: Accepted, message: impl Into<String>) -> Self {
        Self {
            code: ErrorKind::RateLimited.code(),
            ..Self::new(accepted, StatusCode::TOO_MANY_REQUESTS, message)
        }
    }

    /// A client that has to wait until something else of it has ended. Nobody knows when that is, so it is told when to ask again.
    pub(crate) fn occupied(accepted: Accepted, message: impl Into<String>) -> Self {
        Self {
            hint: Some((header::RETRY_AFTER, "5")),
            ..Self::too_many(accepted, message)
        }
    }

    /// A refusal of what may succeed when it is sent again.
    pub fn unavailable(accepted: Accepted, message: impl Into<String>) -> Self {
        Self {
            code: errors::UNAVAILABLE,
            ..Self::new(accepted, StatusCode::SERVICE_UNAVAILABLE, message)
        }
    }

    /// The media type of the answer.
    pub(crate) const fn accepted(&self) -> Accepted {
        self.accepted
    }

    /// The status the client will see.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer on the wire.
    pub fn into_response(self, request_id: &str) -> Response {
        let mut refused = vec![errors::coded(self.message, self.code)];
        errors::finish(&mut refused, request_id);
        let mut response = respond::refusal(self.accepted, self.status, &refused);
        if let Some((name, value)) = self.hint {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

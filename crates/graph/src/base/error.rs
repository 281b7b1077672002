//! Errors with a code: what is not the user's business to correct.

use async_graphql::{Error, ErrorExtensions};
use kernel::{CursorError, ErrorKind};
use store::{Overdrawn, StoreError};

/// An error of a kind, with a message for the client.
pub fn error(kind: ErrorKind, message: impl Into<String>) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", kind.code()))
}

/// The store failed. Only what the client can wait out is told; the rest has no code, so the transport logs and masks
/// it.
pub fn fault(cause: StoreError) -> Error {
    match &cause {
        StoreError::Busy(_) | StoreError::Unavailable(_) => {
            tracing::warn!(error = %chain(&cause), "the database is not available");
            error(ErrorKind::Unavailable, "the service is busy, try again")
        }
        StoreError::Cursor => error(
            ErrorKind::BadUserInput,
            "`after` or `before` is not a cursor of this list in this order",
        ),
        StoreError::Overdrawn(overdrawn) => over_budget(*overdrawn),
        StoreError::Unique(_) | StoreError::Database(_) => Error::new(chain(&cause)),
    }
}

/// The organization has spent what it may spend. What the transport has to say about it, it knows from whoever counts.
fn over_budget(overdrawn: Overdrawn) -> Error {
    let Overdrawn {
        points_per_minute,
        requested,
        wait,
    } = overdrawn;
    let Some(wait) = wait else {
        let message = format!(
            "The organization has {points_per_minute} points per minute, and this costs {requested}; ask for less at a time."
        );
        return error(ErrorKind::LimitExceeded, message).extend_with(|_, extensions| {
            extensions.set("limit", "rate");
            extensions.set("max", points_per_minute);
            extensions.set("requested", requested);
        });
    };
    // Rounded up: whoever comes a moment too early is refused again.
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let message = format!(
        "The organization has {points_per_minute} points per minute, and fewer are left than the {requested} this costs; \
         try again in {seconds} s."
    );
    error(ErrorKind::RateLimited, message).extend_with(|_, extensions| {
        extensions.set("policy", "organization");
        extensions.set("retryAfterSeconds", seconds);
    })
}

/// An error with everything that caused it, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// Not there, or not visible.
pub fn not_found(what: &str) -> Error {
    error(ErrorKind::NotFound, format!("{what} not found"))
}

/// Visible, but not allowed.
pub fn forbidden(action: &str) -> Error {
    error(
        ErrorKind::Forbidden,
        format!("you are not allowed to do this ({action})"),
    )
    .extend_with(|_, extensions| extensions.set("action", action))
}

/// Nobody is signed in.
pub fn unauthenticated() -> Error {
    error(ErrorKind::Unauthenticated, "sign in first")
}

/// The arguments of a connection make no page.
pub fn page_error(cause: CursorError) -> Error {
    error(ErrorKind::BadUserInput, cause.to_string())
}

//! Enums of identity. Each mirrors the stored enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// What a user is for the platform as a whole, beyond any organization.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::user::PlatformRole")]
pub enum PlatformRole {
    /// Runs the platform: creates organizations, bans users, impersonates for support.
    Operator,
}

/// How the client carries the session.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::session::SessionTransport")]
pub enum SessionTransport {
    /// In the `Authorization` header.
    Bearer,
    /// In an `HttpOnly` cookie.
    Cookie,
}

/// Why a try failed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::login_attempt::LoginFailure")]
pub enum LoginFailure {
    /// Wrong password.
    WrongPassword,
    /// Right password, address not verified yet.
    EmailNotVerified,
    /// Right password, user banned.
    Banned,
    /// Too many tries before this one; the password was not looked at.
    TooManyAttempts,
}

/// Which face it is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::profile::ProfileKind")]
pub enum ProfileKind {
    /// The customer and learner; one per user.
    Main,
    /// A professional; any number.
    Job,
}

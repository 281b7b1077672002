//! How the session's token travels.

use async_graphql::{Context, Result};
use axum::http::{HeaderMap, header};
use graph::{SessionTransport, error};
use kernel::ErrorKind;

/// The cookie that carries a session for browsers. Scripts cannot read it, other sites cannot send it with a form.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// The cookie of a server that is reached over TLS, or of one on the developer's own machine.
    pub const fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// The `__Host-` prefix makes browsers refuse a cookie that a neighbouring host has planted.
    const fn name(self) -> &'static str {
        if self.secure {
            "__Host-volmify_session"
        } else {
            "volmify_session"
        }
    }

    const fn attributes(self) -> &'static str {
        if self.secure {
            "; Path=/; HttpOnly; SameSite=Lax; Secure"
        } else {
            "; Path=/; HttpOnly; SameSite=Lax"
        }
    }

    /// The header that stores a token for as long as its session lasts.
    pub(crate) fn set(self, token: &str, seconds: i64) -> String {
        format!("{}={token}; Max-Age={seconds}{}", self.name(), self.attributes())
    }

    /// The header that forgets the token.
    pub(crate) fn clear(self) -> String {
        format!("{}=; Max-Age=0{}", self.name(), self.attributes())
    }
}

/// Refuses a new session by cookie where the answer has no headers of its own that could set one: on a socket or a stream.
pub(super) fn may_set(ctx: &Context<'_>, transport: SessionTransport) -> Result<()> {
    if transport == SessionTransport::Cookie && ctx.data_opt::<SessionCookie>().is_none() {
        let message = "a cookie is set only by the answer to a POST";
        return Err(error(ErrorKind::BadUserInput, message));
    }
    Ok(())
}

/// Forgets the cookie, where the answer can say so. Elsewhere it is one of no session from now on.
pub(super) fn forget(ctx: &Context<'_>) {
    if let Some(cookie) = ctx.data_opt::<SessionCookie>() {
        ctx.append_http_header("set-cookie", cookie.clear());
    }
}

/// The token in the value of an `Authorization` header.
pub(crate) fn bearer(authorization: &str) -> Option<String> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

/// The token a request presents, and whether the browser sent it by itself. A bearer token wins.
pub(crate) fn presented_token(headers: &HeaderMap, cookie: SessionCookie) -> (Option<String>, bool) {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(bearer);
    if bearer.is_some() {
        return (bearer, false);
    }
    let token = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == cookie.name())
        .map(|(_, token)| token.to_owned());
    let by_cookie = token.is_some();
    (token, by_cookie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_token_wins_over_the_cookie() {
        let cookie = SessionCookie::new(false);
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "a=b; volmify_session=from-cookie".parse().unwrap(),
        );
        assert_eq!(
            presented_token(&headers, cookie),
            (Some("from-cookie".to_owned()), true)
        );
        headers.insert(header::AUTHORIZATION, "Bearer from-header".parse().unwrap());
        assert_eq!(
            presented_token(&headers, cookie),
            (Some("from-header".to_owned()), false)
        );
    }

    #[test]
    fn over_tls_the_cookie_is_bound_to_the_host() {
        let header = SessionCookie::new(true).set("t", 60);
        assert_eq!(
            header,
            "__Host-volmify_session=t; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
    }
}

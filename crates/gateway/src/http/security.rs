//! Who sent a request, as far as its headers can tell, and what a browser may do with the answer.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Whether a request that is authenticated by a cookie may come from a foreign site, and is to be refused: a browser sends the cookie no
/// matter whose page asked. `public_origin` is the scheme, host and port under which our own pages are served.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin` or `Referer`. A client that says nothing at all
/// passes unless it calls itself a browser, because no page made it send the request.
pub fn cross_site(headers: &HeaderMap, public_origin: &str) -> bool {
    if let Some(site) = headers.get(FETCH_SITE) {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    match headers
        .get(header::ORIGIN)
        .or_else(|| headers.get(header::REFERER))
    {
        Some(origin) => !is_own(origin, headers, public_origin),
        None => is_browser(headers),
    }
}

fn is_own(origin: &HeaderValue, headers: &HeaderMap, public_origin: &str) -> bool {
    let Some(origin) = origin.to_str().ok().and_then(|text| Url::parse(text).ok()) else {
        return false;
    };
    if !origin.origin().is_tuple() {
        return false;
    }
    let is_public = Url::parse(public_origin).is_ok_and(|own| own.origin() == origin.origin());
    let is_host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .and_then(|host| Url::parse(&format!("{}://{host}", origin.scheme())).ok())
        .is_some_and(|own| own.origin() == origin.origin());
    is_public || is_host
}

/// Every browser has called itself Mozilla for thirty years.
fn is_browser(headers: &HeaderMap) -> bool {
    headers
        .get(header::USER_AGENT)
        .is_some_and(|agent| agent.as_bytes().starts_with(b"Mozilla/"))
}

/// Headers for every response: no guessing of content types, no foreign frames, no addresses of ours to foreign sites. A content policy
/// that is there already stays.
pub fn protect(headers: &mut HeaderMap) {
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("frame-ancestors 'none'"));
}

/// The address of the client. Each proxy appends to `X-Forwarded-For` the address it was called from, so only as many entries from the right
/// are believed as there are proxies of our own; everything before them a client may have written itself.
pub fn client_address(headers: &HeaderMap, peer: IpAddr, trusted_proxies: usize) -> IpAddr {
    let forwarded: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    forwarded
        .iter()
        .rev()
        .take(trusted_proxies)
        .map_while(|text| address(text.trim()))
        .last()
        .unwrap_or(peer)
        .to_canonical()
}

/// Some proxies append the port.
fn address(text: &str) -> Option<IpAddr> {
    text.parse()
        .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()))
        .or_else(|_| text.trim_matches(['[', ']']).parse())
        .ok()
}

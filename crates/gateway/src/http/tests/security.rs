use std::net::IpAddr;

use super::headers;
use crate::http::security::{client_address, cross_site, protect};

const OWN: &str = "https://volmify.example";

#[test]
fn browsers_may_send_cookies_from_our_own_pages_only() {
    for own in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("sec-fetch-site", "none")],
        &[("origin", OWN)],
        &[("origin", "https://VOLMIFY.example:443")],
        &[("origin", "http://localhost:8080"), ("host", "localhost:8080")],
        &[
            ("referer", "https://volmify.example/graphiql"),
            ("user-agent", "Mozilla/5.0"),
        ],
        &[("user-agent", "curl/8.0")],
        &[],
    ] {
        assert!(!cross_site(&headers(own), OWN), "{own:?}");
    }
    for foreign in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", OWN)],
        &[("origin", "https://evil.example")],
        &[("origin", "https://evil.example"), ("host", "volmify.example")],
        &[("origin", "http://volmify.example")],
        &[("origin", "https://volmify.example.evil.example")],
        &[("origin", "null")],
        &[("origin", "file://")],
        &[("origin", "nonsense"), ("user-agent", "curl/8.0")],
        &[("user-agent", "Mozilla/5.0")],
    ] {
        assert!(cross_site(&headers(foreign), OWN), "{foreign:?}");
    }
}

#[test]
fn forwarded_addresses_are_believed_as_far_as_proxies_are_ours() {
    let peer = IpAddr::from([10, 0, 0, 1]);
    let seen =
        |value, proxies| client_address(&headers(&[("x-forwarded-for", value)]), peer, proxies).to_string();
    assert_eq!(seen("1.1.1.1, 2.2.2.2, 3.3.3.3", 0), "10.0.0.1");
    assert_eq!(seen("1.1.1.1, 2.2.2.2, 3.3.3.3", 1), "3.3.3.3");
    assert_eq!(seen("1.1.1.1, 2.2.2.2, 3.3.3.3", 2), "2.2.2.2");
    assert_eq!(seen("1.1.1.1", 2), "1.1.1.1");
    assert_eq!(seen("1.1.1.1, nonsense", 1), "10.0.0.1");
    assert_eq!(seen("1.1.1.1, nonsense, 3.3.3.3", 2), "3.3.3.3");
    assert_eq!(seen("[2001:db8::1]:443", 1), "2001:db8::1");
    assert_eq!(seen("::ffff:1.2.3.4", 1), "1.2.3.4");
    assert_eq!(client_address(&headers(&[]), peer, 1), peer);
}

#[test]
fn a_content_policy_stays() {
    let mut plain = headers(&[]);
    protect(&mut plain);
    assert_eq!(plain["content-security-policy"], "frame-ancestors 'none'");
    assert_eq!(plain["x-content-type-options"], "nosniff");
    let mut special = headers(&[("content-security-policy", "default-src 'self'")]);
    protect(&mut special);
    assert_eq!(special["content-security-policy"], "default-src 'self'");
}

//! What somebody gave as the address to send to.

use crate::Reach;
use std::net::IpAddr;
use url::{Host, Url};

/// Characters of an address at most.
pub const LONGEST_URL: usize = 2_000;

/// Why nothing is sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Longer than [`LONGEST_URL`].
    #[error("the address is too long")]
    TooLong,
    /// Not a web address with a host.
    #[error("this is no web address")]
    Malformed,
    /// Whoever listens on the way could read along.
    #[error("the address does not begin with https://")]
    NotHttps,
    /// A user name or a password, which would be shown to everybody who sees the address.
    #[error("the address contains a user name or a password")]
    Credentials,
    /// The host is an address of something else.
    #[error("the address is not on the public internet")]
    NotPublic,
}

/// Reads an address. Names are looked up when something is sent; what they lead to is checked then.
pub fn target(text: &str, reach: Reach) -> Result<Url, TargetError> {
    if text.chars().count() > LONGEST_URL {
        return Err(TargetError::TooLong);
    }
    let url = Url::parse(text.trim()).map_err(|_no_address| TargetError::Malformed)?;
    let host = match url.host() {
        Some(host) if url.fragment().is_none() => host,
        Some(_) | None => return Err(TargetError::Malformed),
    };
    let (is_this_machine, address) = match host {
        Host::Ipv4(address) => (address.is_loopback(), Some(IpAddr::V4(address))),
        Host::Ipv6(address) => (address.is_loopback(), Some(IpAddr::V6(address))),
        Host::Domain(name) => (is_localhost(name), None),
    };
    match url.scheme() {
        "https" => {}
        "http" if reach == Reach::Anywhere && is_this_machine => {}
        "http" => return Err(TargetError::NotHttps),
        _ => return Err(TargetError::Malformed),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(TargetError::Credentials);
    }
    let is_covered = address.map_or_else(
        || reach == Reach::Anywhere || !is_this_machine,
        |address| reach.covers(address),
    );
    if is_covered {
        Ok(url)
    } else {
        Err(TargetError::NotPublic)
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_https_on_the_public_internet() {
        for (text, expected) in [
            ("https://example.com/hooks?a=b", Ok(())),
            ("https://example.com:8443", Ok(())),
            ("  https://example.com ", Ok(())),
            ("https://8.8.8.8/", Ok(())),
            ("https://[2606:4700:4700::1111]/", Ok(())),
            ("", Err(TargetError::Malformed)),
            ("example.com/hooks", Err(TargetError::Malformed)),
            ("https://", Err(TargetError::Malformed)),
            ("https:///hooks#x", Err(TargetError::Malformed)),
            ("https://example.com/#part", Err(TargetError::Malformed)),
            ("ftp://example.com", Err(TargetError::Malformed)),
            ("mailto:ana@example.com", Err(TargetError::Malformed)),
            ("http://example.com", Err(TargetError::NotHttps)),
            ("http://localhost:9000", Err(TargetError::NotHttps)),
            ("https://ana@example.com", Err(TargetError::Credentials)),
            ("https://:secret@example.com", Err(TargetError::Credentials)),
            ("https://127.0.0.1/", Err(TargetError::NotPublic)),
            ("https://2130706433/", Err(TargetError::NotPublic)),
            ("https://0x7f.1/", Err(TargetError::NotPublic)),
            ("https://169.254.169.254/latest", Err(TargetError::NotPublic)),
            ("https://[::ffff:10.0.0.1]/", Err(TargetError::NotPublic)),
            ("https://localhost/", Err(TargetError::NotPublic)),
            ("https://a.localhost./", Err(TargetError::NotPublic)),
        ] {
            assert_eq!(target(text, Reach::Public).map(|_| ()), expected, "{text}");
        }
        let long = |length: usize| {
            let start = "https://example.com/";
            format!("{start}{}", "a".repeat(length - start.len()))
        };
        assert!(target(&long(LONGEST_URL), Reach::Public).is_ok());
        assert_eq!(
            target(&long(LONGEST_URL + 1), Reach::Public),
            Err(TargetError::TooLong)
        );
    }

    #[test]
    fn in_development_this_machine_may_be_told_over_http() {
        for (text, expected) in [
            ("http://127.0.0.1:9000/", Ok(())),
            ("http://localhost:9000/", Ok(())),
            ("http://[::1]:9000/", Ok(())),
            ("https://10.0.0.1/", Ok(())),
            ("http://10.0.0.1/", Err(TargetError::NotHttps)),
            ("http://example.com/", Err(TargetError::NotHttps)),
            ("http://ana@127.0.0.1/", Err(TargetError::Credentials)),
        ] {
            assert_eq!(target(text, Reach::Anywhere).map(|_| ()), expected, "{text}");
        }
    }
}

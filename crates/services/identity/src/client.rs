//! Where a request comes from.

use std::net::{IpAddr, Ipv6Addr};

/// The longest description of a client that is kept, in characters.
const USER_AGENT_MAX: usize = 500;

/// The device and network that sent a request, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct Client {
    address: Option<IpAddr>,
    user_agent: Option<String>,
}

impl Client {
    /// A client by its network address and its description of itself, which is cut to what is worth keeping.
    pub fn new(address: Option<IpAddr>, user_agent: Option<&str>) -> Self {
        let user_agent: Option<String> = user_agent.map(|text| {
            text.chars()
                .filter(|c| !c.is_control())
                .take(USER_AGENT_MAX)
                .collect()
        });
        Self {
            address: address.map(|address| address.to_canonical()),
            user_agent: user_agent.filter(|text| !text.is_empty()),
        }
    }

    /// The network address as it is stored.
    pub(crate) fn address(&self) -> Option<String> {
        self.address.map(|address| address.to_string())
    }

    /// The client's description of itself.
    pub(crate) fn user_agent(&self) -> Option<String> {
        self.user_agent.clone()
    }

    /// What is counted as one place.
    pub(crate) fn network(&self) -> String {
        self.address.map_or_else(|| "unknown".to_owned(), network)
    }

    /// Whether a stored address belongs to the same place. An unknown place is never the same as another one.
    pub(crate) fn is_at(&self, stored: &str) -> bool {
        let stored: Option<IpAddr> = stored.parse().ok();
        match (self.address, stored) {
            (Some(own), Some(stored)) => network(own) == network(stored),
            (None, _) | (_, None) => false,
        }
    }
}

/// One IPv4 address; of IPv6 the 64 bits that a subscriber is given, because the rest is theirs to choose.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> Client {
        Client::new(address.parse().ok(), None)
    }

    #[test]
    fn a_network_is_one_place() {
        assert_eq!(
            client("2001:db8::1").network(),
            client("2001:db8::ffff:2").network()
        );
        assert_ne!(
            client("2001:db8::1").network(),
            client("2001:db8:0:1::1").network()
        );
        assert_eq!(client("::ffff:192.0.2.1").network(), "192.0.2.1");
        assert!(client("2001:db8::1").is_at("2001:db8::2"));
        assert!(!client("192.0.2.1").is_at("192.0.2.2"));
        assert!(!Client::default().is_at("unknown") && !client("192.0.2.1").is_at("unknown"));
    }

    #[test]
    fn descriptions_are_bounded() {
        let long = "č".repeat(600);
        let kept = Client::new(None, Some(&long)).user_agent().unwrap();
        assert_eq!(kept.chars().count(), 500);
        assert_eq!(
            Client::new(None, Some("a\0b")).user_agent().as_deref(),
            Some("ab")
        );
        assert_eq!(Client::new(None, Some("")).user_agent(), None);
    }
}

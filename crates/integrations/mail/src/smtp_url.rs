//! Understanding the address of an SMTP server.

use std::net::Ipv4Addr;
use std::time::Duration;

use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use url::{Host, Url};

use crate::error::MailError;

/// How long to wait for a connection before another attempt is more promising.
const CONNECT: Duration = Duration::from_secs(15);

/// What to do about an address that is not understood.
const HINT: &str = "set it to `smtps://user:password@host` or \
                    `smtp://user:password@host:587?tls=required`, with special characters in the \
                    user name and the password percent-encoded";

/// The server behind an SMTP URL, and its description for people. Nothing here repeats the URL:
/// it contains a password.
pub(crate) fn server(smtp_url: &str) -> Result<(AsyncSmtpTransportBuilder, String), MailError> {
    let wrong = |why: &str| MailError::Settings(format!("the SMTP URL {why}; {HINT}"));
    let url = Url::parse(smtp_url).map_err(|error| wrong(&format!("is not a URL ({error})")))?;
    if !matches!(url.scheme(), "smtp" | "smtps") {
        return Err(wrong("begins with neither `smtp:` nor `smtps:`"));
    }
    let host = url.host().ok_or_else(|| wrong("names no host"))?;
    // Such a user name would be ignored, and the server's refusal would be hard to understand.
    if !url.username().is_empty() && url.password().is_none() {
        return Err(wrong("has a user name without a password"));
    }
    let tls = url.query_pairs().find(|(key, _)| key == "tls");
    let security = match (url.scheme(), tls.as_ref().map(|(_, value)| value.as_ref())) {
        ("smtps", _) => "TLS",
        (_, Some("required")) => "STARTTLS required",
        (_, Some("opportunistic")) => "STARTTLS if offered",
        (_, Some(_)) => {
            return Err(wrong(
                "has a `tls` that is neither `required` nor `opportunistic`",
            ));
        }
        (_, None) if url.password().is_some() && !is_this_machine(&host) => {
            return Err(wrong("would send the password unencrypted"));
        }
        (_, None) => "unencrypted",
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url)
        .map_err(|error| wrong(&format!("is not usable ({error})")))?
        .timeout(Some(CONNECT));
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Ok((builder, format!("SMTP server {host}{port} ({security})")))
}

/// Whether nothing leaves the machine on the way to the host. Only a web address has its IPv4 host
/// recognised as one while it is parsed; here it is still a name.
fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            *name == "localhost"
                || name
                    .parse::<Ipv4Addr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::server;

    #[test]
    fn usable_addresses() {
        for (url, description) in [
            (
                "smtps://u:p%40@mail.example.com",
                "SMTP server mail.example.com (TLS)",
            ),
            (
                "smtp://u:p@mail.example.com:587?tls=required",
                "SMTP server mail.example.com:587 (STARTTLS required)",
            ),
            ("smtp://mailpit:1025", "SMTP server mailpit:1025 (unencrypted)"),
            (
                "smtp://u:p@127.0.0.1:1025",
                "SMTP server 127.0.0.1:1025 (unencrypted)",
            ),
        ] {
            assert_eq!(server(url).unwrap().1, description);
        }
    }

    #[test]
    fn unusable_addresses_are_explained_without_the_password() {
        for url in [
            "mail.example.com",
            "http://u:secret@mail.example.com",
            "smtp://u:secret@mail.example.com",
            "smtp://u:secret@mail.example.com?tls=maybe",
            "smtp://u@mail.example.com?tls=required",
            "smtp://u:secret@",
            "smtp://",
        ] {
            let error = server(url).unwrap_err().to_string();
            assert!(error.contains("smtps://user:password@host"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}

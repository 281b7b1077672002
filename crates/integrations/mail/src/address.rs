//! Whom mail goes to and whom it comes from.

use lettre::Address;
use lettre::message::Mailbox;

use crate::clean::{NAME_CHARS, one_line};
use crate::error::MailError;
use crate::mail::Mail;

/// The recipient of a mail, or a permanent error if the address is none.
pub(crate) fn recipient(mail: &Mail) -> Result<Mailbox, MailError> {
    let address = address(&mail.to).ok_or_else(|| {
        MailError::Permanent(format!(
            "{:?} is not an e-mail address; ask the person for another one",
            mail.to
        ))
    })?;
    let name = mail.to_name.as_deref().map(|name| one_line(name, NAME_CHARS));
    Ok(Mailbox::new(name.filter(|name| !name.is_empty()), address))
}

/// The sender out of the settings, such as `Volmify <no-reply@example.com>`. Its local part has to
/// be ASCII: otherwise most servers would refuse every mail.
pub(crate) fn sender(from: &str) -> Option<Mailbox> {
    let from: Mailbox = from.parse().ok()?;
    let address = address(from.email.as_ref())?;
    let name = from.name.map(|name| one_line(&name, NAME_CHARS));
    let name = name.filter(|name| !name.is_empty());
    let is_ascii = address.user().is_ascii();
    is_ascii.then(|| Mailbox::new(name, address))
}

/// Understands an address. A domain outside ASCII is written in its ASCII form, which every mail
/// server understands; a local part has no such form and stays as it is.
fn address(value: &str) -> Option<Address> {
    if value.chars().any(char::is_control) {
        return None;
    }
    let (local, domain) = value.rsplit_once('@')?;
    if domain.is_ascii() {
        return Address::new(local, domain).ok();
    }
    let domain = idna::domain_to_ascii_strict(domain).ok()?;
    Address::new(local, domain).ok()
}

#[cfg(test)]
mod tests {
    use super::address;

    fn accepted(value: &str) -> Option<String> {
        address(value).map(|address| address.to_string())
    }

    #[test]
    fn international_domains_are_written_in_ascii() {
        assert_eq!(
            accepted("ada@bücher.example").as_deref(),
            Some("ada@xn--bcher-kva.example")
        );
        assert_eq!(accepted("añá@例え.jp").as_deref(), Some("añá@xn--r8jz45g.jp"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for value in [
            "",
            "ada",
            "@",
            "ada@",
            "@x.example",
            "a b@x.example",
            "ada@x y.example",
            "ada@\u{202E}x.example",
            "ada\r\n@x.example",
            "\"a\r\nb\"@x.example",
            "ada@xn--a.ü",
            "ada@-ü.example",
            "ada@x.example>\nRCPT TO:<eve@x.example",
        ] {
            assert_eq!(accepted(value), None, "{value:?}");
        }
    }
}

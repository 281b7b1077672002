//! E-mail addresses: what was typed for showing, and a key under which two spellings of one mailbox are the same.

use crate::{Code, Problem};
use email_address::{EmailAddress, Options};
use unicode_normalization::UnicodeNormalization;

/// A valid e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    address: String,
    key: String,
}

impl Email {
    /// The longest address that SMTP can carry.
    pub const MAX: usize = 254;

    /// Checks an address. Quoted local parts, comments, display names and address literals are refused: no mailbox
    /// of a person needs them, and they are how addresses are smuggled past filters.
    pub fn parse(field: &'static str, text: &str) -> Result<Self, Problem> {
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return Err(Problem::at(field, Code::Required));
        }
        if text.len() > Self::MAX {
            return Err(Problem::at(field, Code::TooLong).with("max", Self::MAX));
        }
        let invalid = || Problem::at(field, Code::InvalidFormat);
        if text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '(' | ')' | '[' | ']'))
        {
            return Err(invalid());
        }
        let (local, domain) = text.rsplit_once('@').ok_or_else(invalid)?;
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_reason| invalid())?;
        let options = Options::default()
            .with_required_tld()
            .without_display_text()
            .without_domain_literal();
        EmailAddress::parse_with_options(&format!("{local}@{domain}"), options)
            .map_err(|_reason| invalid())?;
        let key = format!("{}@{domain}", fold(local));
        Ok(Self { address: text, key })
    }

    /// The address as its owner writes it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The same for every spelling of one mailbox: compatibility-normalized, lower case, domain in its ASCII form.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// Lower case and compatibility form, so that look-alike code point sequences become equal.
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<String> {
        Email::parse("email", text).ok().map(|e| e.key().to_owned())
    }

    #[test]
    fn spellings_of_one_mailbox_have_one_key() {
        let plain = key("jose\u{301}@example.com");
        assert!(plain.is_some());
        for other in [
            "JOSÉ@EXAMPLE.COM",
            " josé@example.com ",
            "\u{FF4A}osé@Example.com",
        ] {
            assert_eq!(key(other), plain, "{other}");
        }
        assert_eq!(key("a@bücher.example"), key("a@xn--bcher-kva.example"));
        assert_ne!(key("a.b@example.com"), key("ab@example.com"));
    }

    #[test]
    fn what_is_no_mailbox_is_refused() {
        for text in [
            "",
            "a",
            "@example.com",
            "a@",
            "a@b",
            "a b@example.com",
            "a@exa mple.com",
            "\"a\"@example.com",
            "Ann <a@example.com>",
            "a@[127.0.0.1]",
            "a@example.com\r\nBcc: b@example.com",
            "a@@example.com",
            "a@.example.com",
            "a@-example.com",
            "a..b@example.com",
            ".a@example.com",
            "a@example.com\0",
        ] {
            assert_eq!(key(text), None, "{text:?}");
        }
        assert_eq!(key(&format!("{}@example.com", "a".repeat(250))), None);
    }
}

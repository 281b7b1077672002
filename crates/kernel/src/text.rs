//! Text from outside, checked and normalized once: what is stored is NFC, trimmed, and free of control characters.

use crate::{Code, Problem, email::fold};
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// The longest texts, in characters.
#[derive(Debug)]
pub struct TextLimits;

impl TextLimits {
    /// Names that are shown in lists.
    pub const NAME: usize = 100;
    /// Reasons, headlines, one-line descriptions.
    pub const LINE: usize = 500;
    /// Descriptions and biographies.
    pub const PARAGRAPH: usize = 5_000;
    /// Web addresses.
    pub const URL: usize = 2_000;
    /// Slugs.
    pub const SLUG: usize = 63;
    /// Usernames.
    pub const USERNAME: usize = 32;
    /// The shortest password.
    pub const PASSWORD_MIN: usize = 10;
    /// The longest password; hashing unbounded input would be a gift to attackers.
    pub const PASSWORD_MAX: usize = 256;
}

/// Beginnings of tags in HTML of authors. A parser looks at all elements that are open for each that begins, so elements inside each other
/// take it as long as the square of their number.
pub const MAX_TAGS: usize = 10_000;

/// Characters of HTML of authors that are written as references, which takes the square of their number as well.
pub const MAX_REFERENCES: usize = 50_000;

/// Whether HTML has so much in it besides text that reading it would take long.
pub fn has_too_much_markup(html: &str) -> bool {
    html.matches('<').count() > MAX_TAGS || html.matches(['&', '\u{a0}']).count() > MAX_REFERENCES
}

/// Characters that are invisible or reorder their neighbours; names made of them deceive readers.
fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' | '\u{2028}' | '\u{2029}')
}

fn checked(
    field: &'static str,
    text: &str,
    max: usize,
    allow: impl Fn(char) -> bool,
) -> Result<Option<String>, Problem> {
    let text: String = text.trim().nfc().collect();
    if text.chars().count() > max {
        return Err(Problem::at(field, Code::TooLong).with("max", max));
    }
    if text
        .chars()
        .any(|c| !allow(c) && (c.is_control() || is_deceptive(c)))
    {
        return Err(Problem::at(field, Code::InvalidCharacters));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// One line that must be there.
pub fn line(field: &'static str, text: &str, max: usize) -> Result<String, Problem> {
    optional_line(field, text, max)?.ok_or_else(|| Problem::at(field, Code::Required))
}

/// One line that may be empty.
pub fn optional_line(field: &'static str, text: &str, max: usize) -> Result<Option<String>, Problem> {
    checked(field, text, max, |_| false)
}

/// Text with line breaks that may be empty.
pub fn paragraph(field: &'static str, text: &str, max: usize) -> Result<Option<String>, Problem> {
    checked(field, &text.replace("\r\n", "\n"), max, |c| {
        matches!(c, '\n' | '\t')
    })
}

/// A slug: lower-case letters, digits and single hyphens inside.
pub fn slug(field: &'static str, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::at(field, Code::Required));
    }
    if text.chars().count() > TextLimits::SLUG {
        return Err(Problem::at(field, Code::TooLong).with("max", TextLimits::SLUG));
    }
    let well_formed = text
        .split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if well_formed {
        Ok(text.to_owned())
    } else {
        Err(Problem::at(field, Code::InvalidFormat))
    }
}

/// A username: ASCII letters, digits, `_`, `.` and `-`, starting with a letter. The key ignores case.
pub fn username(field: &'static str, text: &str) -> Result<(String, String), Problem> {
    let text = text.trim();
    let length = text.chars().count();
    if length < 3 {
        return Err(Problem::at(field, Code::TooShort).with("min", 3));
    }
    if length > TextLimits::USERNAME {
        return Err(Problem::at(field, Code::TooLong).with("max", TextLimits::USERNAME));
    }
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts_well
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
    {
        Ok((text.to_owned(), fold(text)))
    } else {
        Err(Problem::at(field, Code::InvalidFormat))
    }
}

/// A new password: its length in characters, NFC so that two keyboards type the same one, and not the obvious ones.
pub fn password(field: &'static str, text: &str, obvious: &[&str]) -> Result<String, Problem> {
    let text: String = text.nfc().collect();
    let length = text.chars().count();
    if length < TextLimits::PASSWORD_MIN {
        return Err(Problem::at(field, Code::TooShort).with("min", TextLimits::PASSWORD_MIN));
    }
    if length > TextLimits::PASSWORD_MAX {
        return Err(Problem::at(field, Code::TooLong).with("max", TextLimits::PASSWORD_MAX));
    }
    let folded = fold(&text);
    let one_character = folded.chars().all(|c| folded.starts_with(c));
    let personal = obvious
        .iter()
        .map(|word| fold(word))
        .any(|word| word.chars().count() > 3 && (folded == word || word.starts_with(&folded)));
    if one_character || personal || COMMON.contains(&folded.as_str()) {
        return Err(Problem::at(field, Code::PasswordTooWeak));
    }
    Ok(text)
}

/// Passwords of sufficient length that everybody tries first.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "9876543210",
    "12345678910",
    "123456789a",
    "1q2w3e4r5t",
    "password12",
    "password123",
    "passwordpassword",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "asdfghjkl;",
    "iloveyou12",
    "abcdefghij",
    "abc1234567",
    "letmein123",
    "welcome123",
    "administrator",
    "changeme123",
    "volmify123",
];

/// An absolute `http` or `https` address without credentials in it.
pub fn absolute_url(field: &'static str, text: &str) -> Result<String, Problem> {
    let text = line(field, text, TextLimits::URL)?;
    match url::Url::parse(&text) {
        Ok(url)
            if matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none() =>
        {
            Ok(url.into())
        }
        Ok(_) | Err(_) => Err(Problem::at(field, Code::InvalidFormat)),
    }
}

/// A telephone number as people write it; stored as digits with an optional leading plus.
pub fn phone_number(field: &'static str, text: &str) -> Result<Option<String>, Problem> {
    let Some(text) = optional_line(field, text, 40)? else {
        return Ok(None);
    };
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/'))
        .collect();
    let number = digits.strip_prefix('+').unwrap_or(&digits);
    let well_formed = (4..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if well_formed {
        Ok(Some(digits))
    } else {
        Err(Problem::at(field, Code::InvalidFormat))
    }
}

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident, $check:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Checks and normalizes the text.
            pub fn parse(field: &'static str, text: &str) -> Result<Self, Problem> {
                let check: fn(&str) -> Option<String> = $check;
                check(text.trim())
                    .map(Self)
                    .ok_or_else(|| Problem::at(field, Code::InvalidFormat))
            }

            /// The normalized text.
            pub fn into_string(self) -> String {
                self.0
            }
        }
    )*};
}

tags! {
    /// A BCP 47 language tag such as `sl` or `pt-BR`.
    LanguageTag, |text| {
        let tag = unic_langid::LanguageIdentifier::from_str(text).ok()?.to_string();
        (text.len() <= 35 && tag != "und").then_some(tag)
    };
    /// An IANA time zone name such as `Europe/Ljubljana`.
    TimeZone, |text| text.parse::<chrono_tz::Tz>().ok().map(|zone| zone.name().to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_normalized_and_bounded() {
        assert_eq!(line("f", "  Cafe\u{301} ", 4), Ok("Café".to_owned()));
        assert_eq!(line("f", " \t ", 4), Err(Problem::at("f", Code::Required)));
        assert_eq!(
            line("f", "12345", 4),
            Err(Problem::at("f", Code::TooLong).with("max", 4))
        );
        assert_eq!(
            line("f", "a\u{0}b", 9),
            Err(Problem::at("f", Code::InvalidCharacters))
        );
        assert_eq!(
            line("f", "a\u{202E}b", 9),
            Err(Problem::at("f", Code::InvalidCharacters))
        );
        assert_eq!(line("f", "👩‍🚀", 9), Ok("👩‍🚀".to_owned()));
        assert_eq!(paragraph("f", "a\r\nb", 9), Ok(Some("a\nb".to_owned())));
    }

    #[test]
    fn slugs_and_usernames_have_one_form() {
        for good in ["a", "alpenglow-academy", "4d"] {
            assert!(slug("slug", good).is_ok(), "{good}");
        }
        for bad in ["-a", "a-", "a--b", "A", "č", "a b", "a/b", "a_b"] {
            assert!(slug("slug", bad).is_err(), "{bad}");
        }
        assert_eq!(
            username("u", "Ann.B"),
            Ok(("Ann.B".to_owned(), "ann.b".to_owned()))
        );
        assert!(username("u", "1ann").is_err() && username("u", "аnn").is_err());
    }

    #[test]
    fn weak_passwords_are_refused() {
        assert!(password("p", "correct horse battery", &["ann@example.com"]).is_ok());
        for weak in ["short", "aaaaaaaaaaaa", "Password123", "ann@example.com"] {
            assert!(password("p", weak, &["ann@example.com"]).is_err(), "{weak}");
        }
    }

    #[test]
    fn tags_are_normalized() {
        let tag = |text| LanguageTag::parse("l", text).map(LanguageTag::into_string).ok();
        assert_eq!(
            (tag("SL"), tag("pt-br")),
            (Some("sl".to_owned()), Some("pt-BR".to_owned()))
        );
        assert_eq!((tag(""), tag("und"), tag("english language")), (None, None, None));
        assert!(TimeZone::parse("z", "Europe/Ljubljana").is_ok() && TimeZone::parse("z", "Mars").is_err());
        assert!(phone_number("p", "+386 (0)1 234-567") == Ok(Some("+38601234567".to_owned())));
        assert!(absolute_url("u", "https://example.com/a").is_ok());
        assert!(absolute_url("u", "javascript:alert(1)").is_err());
    }
}

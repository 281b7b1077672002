//! Where something is taxed: a country, or a part of one.

use kernel::{Code, Problem};

/// What is written where nobody said where the buyer is, and no tax depends on it. ISO 3166 leaves the code to its
/// users; it is widely read as "unknown".
pub(crate) const UNKNOWN: &str = "ZZ";

/// A jurisdiction in capital letters: ISO 3166-1 alpha-2 such as `SI`, or ISO 3166-2 such as `US-CA`.
pub(crate) fn parse(field: &'static str, text: &str) -> Result<String, Problem> {
    let text = text.trim().to_ascii_uppercase();
    let (country, part) = match text.split_once('-') {
        Some((country, part)) => (country, Some(part)),
        None => (text.as_str(), None),
    };
    let is_country = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    let is_part = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    if text.is_empty() {
        Err(Problem::at(field, Code::Required))
    } else if is_country && part.is_none_or(is_part) {
        Ok(text)
    } else {
        Err(Problem::at(field, Code::InvalidFormat))
    }
}

/// The jurisdictions whose rates apply, the closest first: a part of a country, then the country.
pub(crate) fn chain(jurisdiction: &str) -> Vec<&str> {
    match jurisdiction.split_once('-') {
        Some((country, _part)) => vec![jurisdiction, country],
        None => vec![jurisdiction],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_their_parts_are_jurisdictions() {
        for (text, expected) in [
            ("SI", Ok("SI")),
            (" si ", Ok("SI")),
            ("us-ca", Ok("US-CA")),
            ("FR-75C", Ok("FR-75C")),
            ("", Err(Code::Required)),
            ("SVN", Err(Code::InvalidFormat)),
            ("S1", Err(Code::InvalidFormat)),
            ("US-", Err(Code::InvalidFormat)),
            ("US-CALI", Err(Code::InvalidFormat)),
            ("US-C-A", Err(Code::InvalidFormat)),
        ] {
            let parsed = parse("jurisdiction", text).map_err(|problem| problem.code);
            assert_eq!(parsed, expected.map(ToOwned::to_owned), "{text}");
        }
        assert_eq!(chain("US-CA"), ["US-CA", "US"]);
        assert_eq!(chain("SI"), ["SI"]);
    }
}

//! The code of an offer: something to print on a poster, so easy to type and not a secret.

use kernel::{Code, Problem};

const SHORTEST: usize = 3;
const LONGEST: usize = 40;

/// The form in which codes are stored and compared: capital letters.
pub(crate) fn offer_code(text: &str) -> String {
    text.trim().to_uppercase()
}

/// Whether an offer can have this code. What cannot be is not looked up: PostgreSQL takes no text with a zero in it.
pub(crate) fn may_be_code(code: &str) -> bool {
    code.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// A new code: letters, digits, `-` and `_`.
pub(super) fn check(field: &'static str, text: &str) -> Result<String, Problem> {
    let code = offer_code(text);
    let length = code.chars().count();
    if length < SHORTEST {
        return Err(Problem::at(field, Code::TooShort).with("min", SHORTEST));
    }
    if length > LONGEST {
        return Err(Problem::at(field, Code::TooLong).with("max", LONGEST));
    }
    if may_be_code(&code) {
        Ok(code)
    } else {
        Err(Problem::at(field, Code::InvalidFormat))
    }
}

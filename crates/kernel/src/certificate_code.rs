//! The code on a certificate: short enough to type from paper, too long to guess.

use crate::Secret;

/// Base 32 without letters that look like digits (Crockford).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters a code has, hyphens not counted: 100 bits.
const LENGTH: usize = 20;

/// How many characters stand together.
const GROUP: usize = 5;

/// A code by which anybody can verify a certificate, such as `9K2QX-0V7MB-T4RHE-6ZC1D`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateCode(String);

impl CertificateCode {
    /// A code that cannot be guessed, made of a new secret.
    pub fn of(secret: &Secret) -> Self {
        let characters = secret
            .hash()
            .into_bytes()
            .into_iter()
            .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
            .map(|byte| char::from(*byte))
            .take(LENGTH);
        Self(grouped(characters))
    }

    /// A code as somebody typed it: in any case, with or without hyphens, with the letters that look like digits.
    /// Nothing, where it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 100 {
            return None;
        }
        let characters: Option<Vec<char>> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(read)
            .collect();
        characters
            .filter(|characters| characters.len() == LENGTH)
            .map(|characters| Self(grouped(characters.into_iter())))
    }

    /// The form that is stored and printed.
    pub fn into_string(self) -> String {
        self.0
    }
}

fn read(c: char) -> Option<char> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    ALPHABET.iter().any(|known| char::from(*known) == c).then_some(c)
}

fn grouped(characters: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    for (place, c) in characters.enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandom;

    #[test]
    fn codes_have_one_form_however_they_are_typed() {
        let code = CertificateCode::of(&Secret::generate("", &SystemRandom));
        assert_eq!(code.0.len(), 23);
        assert_eq!(CertificateCode::parse(&code.0), Some(code.clone()));
        let typed = format!(" {} ", code.0.to_lowercase().replace('-', " ").replace('0', "o"));
        assert_eq!(CertificateCode::parse(&typed), Some(code.clone()));
        assert_ne!(CertificateCode::of(&Secret::generate("", &SystemRandom)), code);
        for wrong in ["", "ABC", "UUUUU-UUUUU-UUUUU-UUUUU", &"A".repeat(21), "\0"] {
            assert_eq!(CertificateCode::parse(wrong), None, "{wrong}");
        }
    }
}

//! The code of a gift card: long enough that nobody guesses one, and stored only as a hash.

use kernel::{Random, Secret};

/// Capital letters and digits that nobody confuses with each other: no `I`, `L`, `O` or `U`.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 20;
const GROUP: usize = 5;

/// A code in its normal form: twenty characters of five random bits each.
#[derive(Clone, PartialEq, Eq)]
pub struct GiftCardCode(String);

impl std::fmt::Debug for GiftCardCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GiftCardCode(…)")
    }
}

impl GiftCardCode {
    /// A new code.
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = [0; CHARACTERS];
        random.fill(&mut bytes);
        let letters = bytes
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)));
        Self(letters.map(|letter| char::from(*letter)).collect())
    }

    /// A code as somebody typed it: small letters, spaces and hyphens make no difference, and neither does `O` for
    /// zero nor `I` or `L` for one. Whatever was typed has a normal form; one that belongs to no card is not found.
    pub fn typed(text: &str) -> Self {
        let letters = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let letters = letters
            .take(CHARACTERS * 4)
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            });
        Self(letters.collect())
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        Secret::presented(self.0.clone()).hash().into_bytes()
    }

    /// The last four characters, by which the people who issue cards tell them apart.
    pub fn ending(&self) -> String {
        let letters = self.0.chars().skip(CHARACTERS - 4);
        letters.collect()
    }

    /// The code for its owner's eyes, in groups of five.
    pub fn reveal(&self) -> String {
        let mut shown = String::with_capacity(CHARACTERS + CHARACTERS / GROUP);
        for (place, letter) in self.0.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SeededRandom;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let random = SeededRandom::new(1);
        let code = GiftCardCode::generate(&random);
        assert_ne!(code, GiftCardCode::generate(&random));
        let shown = code.reveal();
        assert_eq!(shown.len(), 23);
        assert!(shown.ends_with(&code.ending()));
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            shown.replace('0', "O").replace('1', "l"),
        ] {
            assert_eq!(GiftCardCode::typed(&typed), code, "{typed}");
        }
        assert_eq!(code.hash().len(), 32);
        assert!(!format!("{code:?}").contains(&code.ending()));
    }
}

//! What texts are found by: their words, in small letters and without accents, the same for what is stored and for what
//! is looked for.

use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most words of a search that are looked at.
pub const MOST_TERMS: usize = 12;

/// The longest word in characters; what is longer is cut.
const LONGEST: usize = 40;

/// The words of a text, in small letters and without accents, separated by single spaces. Scripts that write without
/// spaces give a word for each character.
pub fn words(text: &str) -> String {
    split(text).join(" ")
}

/// The different words of several lists, in order: what an index is made of.
pub fn different_words(lists: &[&str]) -> String {
    let words: BTreeSet<&str> = lists
        .iter()
        .flat_map(|list| list.split(' '))
        .filter(|word| !word.is_empty())
        .collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

fn split(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut length = 0;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if is_written_without_spaces(c) {
            found.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            length = 0;
            found.push(c.to_string());
        } else if c.is_alphanumeric() {
            if length < LONGEST {
                spell(c, &mut word);
            }
            length += 1;
        } else {
            found.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            length = 0;
        }
    }
    found.extend(Some(word).filter(|word| !word.is_empty()));
    found
}

/// Small, and with the letters that are no accented ones spelled as they are typed without them.
fn spell(c: char, word: &mut String) {
    for c in c.to_lowercase().filter(|c| c.is_alphanumeric()) {
        match c {
            'đ' | 'ð' => word.push('d'),
            'ħ' => word.push('h'),
            'ı' => word.push('i'),
            'ł' => word.push('l'),
            'ø' => word.push('o'),
            'ŧ' => word.push('t'),
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'þ' => word.push_str("th"),
            other => word.push(other),
        }
    }
}

/// Kana and the characters of Chinese, Japanese and Korean texts.
const fn is_written_without_spaces(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

/// What somebody looks for: the beginnings of words, all of which have to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTerms(Vec<String>);

impl SearchTerms {
    /// The different words of a text, at most [`MOST_TERMS`]; nothing, where it has neither letter nor digit.
    pub fn parse(text: &str) -> Option<Self> {
        let mut seen = BTreeSet::new();
        let terms: Vec<String> = split(text)
            .into_iter()
            .filter(|word| seen.insert(word.clone()))
            .take(MOST_TERMS)
            .collect();
        (!terms.is_empty()).then_some(Self(terms))
    }

    /// The words. Each is made of letters and digits only.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_small_and_plain() {
        for (text, expected) in [
            ("Rust for Finance", "rust for finance"),
            (
                "Varnost pri delu: žerjavi, Đuro & Łukasz!",
                "varnost pri delu zerjavi duro lukasz",
            ),
            ("Straße ÆØÅ İstanbul", "strasse aeoa istanbul"),
            ("  C++ / C# — 2026's ﬁrst  ", "c c 2026 s first"),
            ("日本語コース Rust", "日 本 語 コ ー ス rust"),
            ("Безопасность Ёлка", "безопасность елка"),
            ("%_'\"\\ \u{0}", ""),
            ("", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(words(&"x".repeat(500)).len(), LONGEST);
        assert_eq!(different_words(&["b a", "", "c a"]), "a b c");
    }

    #[test]
    fn a_search_is_bounded_and_says_nothing_twice() {
        let terms = |text: &str| SearchTerms::parse(text).map(|terms| terms.0);
        assert_eq!(
            terms("Rust rust RÚST go"),
            Some(vec!["rust".to_owned(), "go".to_owned()])
        );
        assert_eq!(terms("?! \u{0}"), None);
        let many: Vec<String> = (0..1000).map(|number| format!("w{number}")).collect();
        assert_eq!(terms(&many.join(" ")).unwrap().len(), MOST_TERMS);
    }
}

//! The search: names first, descriptions after them.

use super::{
    model::{Member, Reference},
    prose::first_sentence,
};
use serde::Serialize;

/// More than anybody reads.
pub(super) const MOST: usize = 200;

/// Words that are looked for; nobody means more.
const MOST_WORDS: usize = 10;

/// Something that was found.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Found {
    /// Smaller is better: how well the words fit.
    rank: u8,
    /// Where it is on the page of its type, if it is not the type; types come before others that fit as well.
    pub(super) anchor: Option<String>,
    /// `Course`, `Course.title`, `Query.organization(slug)`.
    pub(super) title: String,
    /// The type on whose page it is.
    pub(super) page: String,
    /// What is said about it.
    pub(super) summary: String,
}

/// Whatever has all the words in its name or in what is said about it, the best first.
pub(super) fn search(reference: &Reference, words: &str) -> Vec<Found> {
    let words = words.split_whitespace().take(MOST_WORDS);
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for entry in reference.entries() {
        let mut add = |anchor: Option<&Member>, name: &str, title: String, description: &str| {
            if let Some(rank) = rank(&words, name, &title, description) {
                found.push(Found {
                    rank,
                    anchor: anchor.map(|member| member.name.clone()),
                    title,
                    page: entry.name.clone(),
                    summary: first_sentence(description),
                });
            }
        };
        add(None, &entry.name, entry.name.clone(), &entry.description);
        for member in &entry.members {
            let title = format!("{}.{}", entry.name, member.name);
            for argument in &member.arguments {
                let title = format!("{title}({})", argument.name);
                add(Some(member), &argument.name, title, &argument.description);
            }
            add(Some(member), &member.name, title, &member.description);
        }
    }
    found.sort();
    found.truncate(MOST);
    found
}

/// How well something fits, if it does: by its name, by the whole way to it, by what is said about it.
fn rank(words: &[String], name: &str, title: &str, description: &str) -> Option<u8> {
    let (name, title) = (name.to_lowercase(), title.to_lowercase());
    let description = description.to_lowercase();
    let fits: [&dyn Fn(&str) -> bool; 5] = [
        &|word| name == word || title == word,
        &|word| name.starts_with(word),
        &|word| name.contains(word),
        &|word| title.contains(word),
        &|word| title.contains(word) || description.contains(word),
    ];
    let found = fits.iter().position(|fits| words.iter().all(|word| fits(word)))?;
    u8::try_from(found).ok()
}

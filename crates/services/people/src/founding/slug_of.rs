//! Slugs: what may be one, and deriving one from a name.

use entities::organization;
use kernel::{Code, Problem, TextLimits};
use std::collections::HashSet;
use store::{CrossOrganization, Failure, Store};

/// Words that addresses of the platform itself need.
const RESERVED: &[&str] = &[
    "about",
    "account",
    "accounts",
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "billing",
    "blog",
    "cdn",
    "docs",
    "download",
    "files",
    "graphiql",
    "graphql",
    "health",
    "help",
    "invitations",
    "join",
    "livez",
    "login",
    "logout",
    "mail",
    "me",
    "metrics",
    "new",
    "oauth",
    "organization",
    "organizations",
    "readyz",
    "root",
    "schema",
    "settings",
    "signin",
    "signup",
    "static",
    "status",
    "support",
    "system",
    "user",
    "users",
    "verify",
    "viewer",
    "volmify",
    "webhooks",
    "www",
];

/// What a name becomes that has no letter or digit in it.
const FALLBACK: &str = "academy";

/// How many candidates are looked up in one statement.
const AT_ONCE: u32 = 50;
/// How many organizations may share one derived slug.
const MOST: u32 = 10_000;

/// A slug that may be used, if nobody has it.
pub(crate) fn checked_slug(field: &'static str, text: &str) -> Result<String, Problem> {
    let slug = kernel::slug(field, text)?;
    if RESERVED.contains(&slug.as_str()) {
        return Err(Problem::at(field, Code::SlugReserved));
    }
    Ok(slug)
}

/// Somebody else has the slug.
pub(crate) fn slug_taken() -> Problem {
    Problem::at("slug", Code::SlugTaken)
}

/// A slug made of the name, with a number behind it where others have it. Somebody may still be faster.
pub(super) async fn free_slug(store: &Store, name: &str) -> Result<String, Failure> {
    let base = slug::slugify(name);
    let base = if base.is_empty() { FALLBACK } else { base.as_str() };
    let mut first = 1;
    while first < MOST {
        let candidates: Vec<String> = (first..first + AT_ONCE)
            .map(|number| numbered(base, number))
            .filter(|slug| !RESERVED.contains(&slug.as_str()))
            .collect();
        let taken: HashSet<String> = store
            .across(CrossOrganization::Founding)
            .find::<organization::Entity>()
            .among(organization::Column::Slug, candidates.clone())
            .all()
            .await?
            .into_iter()
            .map(|organization| organization.slug)
            .collect();
        if let Some(free) = candidates.into_iter().find(|slug| !taken.contains(slug)) {
            return Ok(free);
        }
        first += AT_ONCE;
    }
    Err(slug_taken().into())
}

/// Slugs are ASCII, so a character is a byte.
fn numbered(base: &str, number: u32) -> String {
    let suffix = if number == 1 {
        String::new()
    } else {
        format!("-{number}")
    };
    let room = TextLimits::SLUG - suffix.len();
    let base: String = base.chars().take(room).collect();
    format!("{}{suffix}", base.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_always_fits() {
        let long = "a".repeat(62) + "-b";
        assert_eq!(numbered(&long, 1), "a".repeat(62));
        assert_eq!(numbered(&long, 12).len(), TextLimits::SLUG);
        assert_eq!(numbered("acme", 2), "acme-2");
    }

    #[test]
    fn whatever_the_name_its_slug_is_one() {
        for name in ["Alpenglow Academy", "Čebelica d.o.o.", "日本", "🦀", "--", "A/B"] {
            let slug = slug::slugify(name);
            assert!(
                slug.is_empty() || kernel::slug("slug", &slug).is_ok(),
                "{name}: {slug}"
            );
        }
        assert!(checked_slug("slug", FALLBACK).is_ok());
    }

    #[test]
    fn reserved_words_are_slugs_and_sorted() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED.iter().all(|word| kernel::slug("slug", word).is_ok()));
    }
}

//! Text of authors: HTML that is safe to show, and slugs made of titles.

use entities::{course, organization};
use kernel::{Code, MAX_REFERENCES, MAX_TAGS, Problem, TextLimits, has_too_much_markup, paragraph};
use sea_orm::ColumnTrait;
use std::{
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};
use store::{Failure, OrgTx};

/// The longest HTML, in characters.
pub(crate) const HTML: usize = 200_000;

/// What a title becomes that has no letter or digit in it.
const FALLBACK: &str = "course";
/// How many candidates are looked up in one statement.
const AT_ONCE: usize = 50;
/// How many courses may share one derived slug.
const MOST: usize = 10_000;

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// HTML without anything that runs, loads styles or leaves the page's own layer. Nothing, where nothing is left.
///
/// The text is normalized before it is cleaned and never afterwards: composing characters can swallow the end of a tag.
pub(crate) fn html(field: &'static str, text: &str) -> Result<Option<String>, Problem> {
    let Some(text) = paragraph(field, text, HTML)? else {
        return Ok(None);
    };
    if has_too_much_markup(&text) {
        return Err(Problem::at(field, Code::TooMuchMarkup)
            .with("maxTags", MAX_TAGS)
            .with("maxReferences", MAX_REFERENCES));
    }
    let clean = SANITISER.clean(&text).to_string();
    Ok(Some(clean).filter(|clean| !clean.trim().is_empty()))
}

/// HTML with other addresses in its links and pictures, where one is known for what stands there. The result has still to be
/// cleaned.
pub(crate) fn readdressed(text: &str, addresses: BTreeMap<String, String>) -> String {
    // It will be refused.
    if has_too_much_markup(text) {
        return text.to_owned();
    }
    let mut builder = ammonia::Builder::default();
    builder.link_rel(None);
    builder.attribute_filter(move |element, attribute, value| {
        let known = matches!((element, attribute), ("a", "href") | ("img", "src"))
            .then(|| addresses.get(value))
            .flatten();
        Some(known.map_or_else(|| value.into(), |address| address.clone().into()))
    });
    let changed = builder.clean(text).to_string();
    // Writing characters as references can make a text longer than one may be; then it stays as it was.
    if changed.chars().count() > HTML {
        text.to_owned()
    } else {
        changed
    }
}

/// Takes the organization's turn: what has to be unique in it, and rules about all of its courses, are decided by one
/// transaction after the other. It is taken after the lock on a course, by everybody, so nobody waits in a circle.
pub(crate) async fn take_turn(tx: &OrgTx) -> Result<organization::Model, Failure> {
    tx.find_for_rule_locked::<organization::Entity>()
        .one()
        .await?
        .ok_or(Failure::Defect("an entered organization is gone"))
}

/// A slug made of the title, with a number behind it where other courses have it. Needs the organization's turn.
pub(crate) async fn free_slug(tx: &OrgTx, title: &str) -> Result<String, Failure> {
    let base = slug::slugify(title);
    let base = if base.is_empty() { FALLBACK } else { base.as_str() };
    for first in (1..MOST).step_by(AT_ONCE) {
        let candidates: Vec<String> = (first..first + AT_ONCE)
            .map(|number| numbered(base, number))
            .collect();
        let taken: HashSet<String> = tx
            .find_for_rule::<course::Entity>()
            .filter(course::Column::Slug.is_in(candidates.clone()))
            .all()
            .await?
            .into_iter()
            .map(|course| course.slug)
            .collect();
        if let Some(free) = candidates.into_iter().find(|slug| !taken.contains(slug)) {
            return Ok(free);
        }
    }
    Err(slug_taken().into())
}

/// Something else of the organization has the slug.
pub(crate) fn slug_taken() -> Problem {
    Problem::at("slug", Code::SlugTaken)
}

/// Slugs are ASCII, so a character is a byte.
pub(crate) fn numbered(base: &str, number: usize) -> String {
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

    fn cleaned(text: &str) -> String {
        html("f", text).unwrap().unwrap_or_default()
    }

    #[test]
    fn nothing_that_runs_survives() {
        assert_eq!(
            cleaned("<p onclick=\"x()\">Hi <b>there</b></p>"),
            "<p>Hi <b>there</b></p>"
        );
        assert_eq!(cleaned("<script>alert(1)</script>"), "");
        assert_eq!(
            cleaned("<style>p{}</style><iframe src=\"https://x\"></iframe>"),
            ""
        );
        assert_eq!(
            cleaned("<a href=\"javascript:alert(1)\">x</a>"),
            "<a rel=\"noopener noreferrer nofollow\">x</a>"
        );
        assert_eq!(
            cleaned("<a href=\"https://a.example\" target=\"_blank\">x</a>"),
            "<a href=\"https://a.example\" rel=\"noopener noreferrer nofollow\">x</a>"
        );
        assert_eq!(
            cleaned("<img src=\"data:image/svg+xml,x\" onerror=\"x()\">"),
            "<img>"
        );
        assert_eq!(html("f", &"a".repeat(HTML + 1)).unwrap_err().code, Code::TooLong);
        assert_eq!(html("f", "a\u{0}b").unwrap_err().code, Code::InvalidCharacters);
    }

    /// Cleaning takes the square of either.
    #[test]
    fn what_would_take_long_is_refused() {
        for (part, most) in [
            ("<div>", MAX_TAGS),
            ("&", MAX_REFERENCES),
            ("x\u{a0}x", MAX_REFERENCES),
        ] {
            assert_eq!(
                html("f", &part.repeat(most + 1)).unwrap_err().code,
                Code::TooMuchMarkup,
                "{part}"
            );
            assert!(!has_too_much_markup(&part.repeat(most)), "{part}");
            let heavy = part.repeat(most + 1);
            assert_eq!(readdressed(&heavy, BTreeMap::new()), heavy);
        }
        assert!(html("f", &"<p>a</p>".repeat(MAX_TAGS / 2)).is_ok());
    }

    /// `>` and a combining stroke compose to one character. If that happened after cleaning, the tag would go on and
    /// the text behind it would become attributes.
    #[test]
    fn composing_characters_do_not_reopen_a_tag() {
        let swallowed = cleaned("<img src=\"https://a.example/a.png\">\u{338} onerror=alert(1) <b>x</b>");
        assert!(
            swallowed.starts_with("<img") && !swallowed.contains("onerror"),
            "{swallowed}"
        );
        let apart = cleaned("<b>&#x338; onmouseover=alert(1) </b>");
        assert_eq!(apart, "<b>\u{338} onmouseover=alert(1) </b>");
    }

    #[test]
    fn addresses_are_changed_where_they_are_known() {
        let addresses = [("/static/a b.png?x&y".to_owned(), "/files/1/a.png".to_owned())];
        let html = "<p><img src=\"/static/a b.png?x&amp;y\" alt=\"/static/a b.png?x&y\"><a href=\"/static/c\">c</a></p>";
        assert_eq!(
            readdressed(html, addresses.into()),
            "<p><img src=\"/files/1/a.png\" alt=\"/static/a b.png?x&amp;y\"><a href=\"/static/c\">c</a></p>"
        );
        let long = "\u{a0}".repeat(1_000) + &"a".repeat(HTML - 1_000);
        assert_eq!(readdressed(&long, BTreeMap::new()), long);
    }

    #[test]
    fn slugs_fit_with_their_number() {
        assert_eq!(numbered("rust", 1), "rust");
        assert_eq!(numbered("rust", 12), "rust-12");
        let long = "a".repeat(80);
        assert_eq!(numbered(&long, 7).len(), TextLimits::SLUG);
    }
}

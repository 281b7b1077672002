//! The words of every letter.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use chrono::{DateTime, Utc};
use mail::{Brand, Composed, Letter, compose};

const LINK: &str = "https://learn.example.com/verify?token=a_b-c&next=%2Fhome";
const RESET: &str = "https://learn.example.com/reset?a=1&b=2";
const WHEN: &str = "3 March 2030 at 04:05 UTC";

fn brand() -> Brand {
    Brand {
        product_name: "Volmify".to_owned(),
        public_url: "https://learn.example.com".parse().unwrap(),
    }
}

fn every_letter(person: &str) -> Vec<Letter> {
    let person = || person.to_owned();
    let link = || LINK.to_owned();
    let expires_at: DateTime<Utc> = "2030-03-03T04:05:06Z".parse().unwrap();
    vec![
        Letter::VerifyEmail {
            name: person(),
            link: link(),
            expires_at,
        },
        Letter::AccountExists {
            name: person(),
            sign_in_link: link(),
            reset_link: RESET.to_owned(),
        },
        Letter::ResetPassword {
            name: person(),
            link: link(),
            expires_at,
        },
        Letter::PasswordChanged {
            name: person(),
            reset_link: link(),
        },
        Letter::MemberInvitation {
            display_name: person(),
            organization: person(),
            inviter: person(),
            link: link(),
            expires_at,
        },
        Letter::EmployeeInvitation {
            display_name: person(),
            organization: person(),
            inviter: person(),
            role: "Instructor".to_owned(),
            link: link(),
            expires_at,
        },
        Letter::EmployeeApproved {
            name: person(),
            organization: person(),
            link: link(),
        },
        Letter::EmployeeRejected {
            name: person(),
            organization: person(),
            reason: Some(person()),
        },
    ]
}

fn composed(letter: &Letter) -> Composed {
    compose(letter, &brand()).unwrap()
}

#[test]
fn both_parts_contain_the_links_and_the_facts() {
    for letter in every_letter("Ada") {
        let Composed { subject, text, html } = composed(&letter);
        let kind = letter.kind();
        assert!(text.starts_with("Hello Ada,\n\n"), "{kind}: {text}");
        assert!(
            html.contains("<p style=\"margin:0 0 16px;\">Hello Ada,</p>"),
            "{kind}: {html}"
        );
        assert!(
            html.contains(&format!("<title>{subject}</title>")),
            "{kind}: {html}"
        );
        assert!(text.contains("https://learn.example.com/"), "{kind}: {text}");
        for part in [&text, &html] {
            assert!(!part.contains("{{") && !part.contains("{%"), "{kind}: {part}");
            assert!(!part.contains("\n\n\n"), "{kind}: {part}");
        }
        if matches!(letter, Letter::EmployeeRejected { .. }) {
            continue;
        }
        let in_html = LINK.replace('&', "&amp;");
        assert!(text.contains(&format!("\n{LINK}\n")), "{kind}: {text}");
        // Once behind the button, once behind the plain link and once to be read.
        assert_eq!(html.matches(&in_html).count(), 3, "{kind}: {html}");
    }
}

#[test]
fn times_the_second_link_the_role_and_the_reason_are_told() {
    for (letter, fact) in every_letter("Ada").iter().zip([
        WHEN,
        RESET,
        WHEN,
        "somebody else may have access",
        WHEN,
        "Your role would be: Instructor.",
        "has approved you",
        "The reason given was:\n\nAda\n",
    ]) {
        let Composed { text, html, .. } = composed(letter);
        assert!(text.contains(fact), "{text}");
        let first_line = fact.lines().next().unwrap().replace('&', "&amp;");
        assert!(html.contains(&first_line), "{html}");
    }
}

#[test]
fn names_are_escaped_in_html_and_verbatim_in_text() {
    let name = "<script>alert('1')</script> & \"Ada\"";
    for letter in every_letter(name) {
        let Composed { text, html, .. } = composed(&letter);
        let kind = letter.kind();
        assert!(text.contains(name), "{kind}: {text}");
        assert!(!html.contains("<script"), "{kind}: {html}");
        assert!(
            html.contains("&lt;script&gt;alert(&#x27;1&#x27;)"),
            "{kind}: {html}"
        );
        assert!(!html.contains("&amp;lt;"), "{kind}: escaped twice: {html}");
    }
}

#[test]
fn a_name_with_line_breaks_stays_on_its_line() {
    for letter in every_letter("Ada\r\nBcc: eve@example.com\r\n\r\nbody") {
        let Composed { subject, text, .. } = composed(&letter);
        assert!(!subject.contains(['\r', '\n']), "{subject:?}");
        assert!(
            text.starts_with("Hello Ada Bcc: eve@example.com body,\n"),
            "{text}"
        );
    }
}

#[test]
fn a_missing_reason_and_a_missing_name_leave_no_gap() {
    let text = composed(&Letter::EmployeeRejected {
        name: String::new(),
        organization: "Rust Academy".to_owned(),
        reason: None,
    })
    .text;
    assert!(text.starts_with("Hello,\n\nRust Academy has decided"), "{text}");
    assert!(
        text.contains("on\nVolmify.\n\nYour own Volmify account"),
        "{text}"
    );
}

#[test]
fn only_web_addresses_are_links() {
    for link in [
        "",
        "/verify?token=secret",
        "javascript:alert('secret')",
        "https://x.example/\"secret",
        "https://x.example/a secret",
        "https://x.example/\r\nsecret",
        " https://x.example/secret",
    ] {
        let letter = Letter::PasswordChanged {
            name: "Ada".to_owned(),
            reset_link: link.to_owned(),
        };
        let error = compose(&letter, &brand()).err().unwrap();
        assert!(error.is_permanent());
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn letters_can_be_stored_and_do_not_show_their_links() {
    for letter in every_letter("Ada") {
        let stored = serde_json::to_string(&letter).unwrap();
        let kind = letter.kind();
        assert!(stored.contains(&format!("\"kind\":\"{kind}\"")), "{stored}");
        assert_eq!(serde_json::from_str::<Letter>(&stored).unwrap(), letter);
        assert_eq!(format!("{letter:?}"), format!("Letter({kind})"));
    }
}

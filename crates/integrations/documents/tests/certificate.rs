//! The certificate as a file.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use chrono::NaiveDate;
use documents::{CertificateFacts, certificate_pdf};

fn facts() -> CertificateFacts {
    CertificateFacts {
        holder: "Marko Medved".to_owned(),
        course: "Rust for Finance".to_owned(),
        organization: "Alpenglow Academy".to_owned(),
        issued_on: NaiveDate::from_ymd_opt(2026, 3, 16).unwrap(),
        valid_until: NaiveDate::from_ymd_opt(2027, 3, 16),
        code: "7H2K-9QXM-4T6B-WCPD-3RVN".to_owned(),
        verify_at: "https://learn.example/verify/7H2K-9QXM-4T6B-WCPD-3RVN".to_owned(),
    }
}

fn contains(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn it_is_an_archivable_document_with_its_fonts_inside() {
    let file = certificate_pdf(&facts()).unwrap();
    assert!(file.starts_with(b"%PDF-1.7"));
    assert!(contains(&file, "pdfaid:part"), "it does not say that it is PDF/A");
    assert!(contains(&file, "LibertinusSerif"), "its fonts are not embedded");
    assert!(file.len() < 100_000, "{} bytes", file.len());
}

#[test]
fn the_same_facts_give_the_same_file() {
    let once = certificate_pdf(&facts()).unwrap();
    assert_eq!(once, certificate_pdf(&facts()).unwrap());
    let other = CertificateFacts {
        holder: "Petra Pirc".to_owned(),
        ..facts()
    };
    assert_ne!(once, certificate_pdf(&other).unwrap());
}

#[test]
fn every_name_and_title_gives_a_document() {
    let names = [
        "",
        " ",
        "Žiga Čepič-Đurđević",
        "Αθηνά Παπαδοπούλου",
        "Анна Кузнецова",
        "山田太郎",
        "محمد",
        "👩‍🎓 Grad",
        "a\u{0}b\u{200b}c\u{202e}d",
        "#set page(width: 1pt) $x$ *bold*",
        "\\(unclosed",
    ];
    for name in names {
        for text in [name.to_owned(), name.repeat(60)] {
            let file = certificate_pdf(&CertificateFacts {
                holder: text.clone(),
                course: text.clone(),
                organization: text.clone(),
                valid_until: None,
                ..facts()
            });
            assert!(file.is_ok(), "{name:?}: {:?}", file.err());
        }
    }
}

/// `CERTIFICATE_TO=file.pdf cargo test -p documents` keeps one to look at.
#[test]
fn it_can_be_looked_at() {
    let file = certificate_pdf(&facts()).unwrap();
    if let Some(path) = std::env::var_os("CERTIFICATE_TO") {
        std::fs::write(path, &file).unwrap();
    }
    assert!(file.ends_with(b"%%EOF"));
}

#[test]
fn an_address_that_no_code_can_hold_is_said() {
    let outcome = certificate_pdf(&CertificateFacts {
        verify_at: "x".repeat(5000),
        ..facts()
    });
    assert!(matches!(outcome, Err(documents::DocumentError::Address)));
}

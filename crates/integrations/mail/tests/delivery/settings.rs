//! The choice between the ways out.

use std::path::PathBuf;

use mail::{MailSettings, build};

use crate::{FROM, public_url};

#[test]
fn the_settings_choose_the_way_out() {
    let settings = |smtp_url: Option<&str>, from: &str| MailSettings {
        smtp_url: smtp_url.map(str::to_owned),
        from: from.to_owned(),
        folder: PathBuf::from("mails"),
    };
    let described = |smtp_url| {
        build(&settings(smtp_url, FROM), &public_url())
            .unwrap()
            .describe()
    };
    assert_eq!(described(None), "folder mails");
    assert_eq!(described(Some(" ")), "folder mails");
    let smtp = "smtp://user:secret@mail.example.com?tls=required";
    assert_eq!(
        described(Some(smtp)),
        "SMTP server mail.example.com (STARTTLS required)"
    );
    assert!(!format!("{:?}", settings(Some(smtp), FROM)).contains("secret"));

    for from in [
        "",
        "Volmify",
        "Volmify <no-reply>",
        "Völmify <völ@example.com>",
        "no-reply@example.com\r\nBcc: x@example.com",
    ] {
        for smtp_url in [None, Some(smtp)] {
            let error = build(&settings(smtp_url, from), &public_url()).err().unwrap();
            assert!(error.to_string().contains("set it to"), "{error}");
        }
    }
}

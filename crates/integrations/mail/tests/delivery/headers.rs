//! The headers of a mail, as they stand in its file.

use mail::{FolderMailer, Mail, Mailer};

use crate::{FROM, fresh, headers, mail, public_url};

#[tokio::test]
async fn the_message_id_follows_from_the_mail_id() {
    for folder in [fresh("id-a"), fresh("id-b")] {
        let mailer = FolderMailer::new(&folder, FROM, &public_url()).unwrap();
        let id = format!("mail_{}", "0".repeat(95));
        mailer.send(&mail(&id)).await.unwrap();
        let headers = headers(&folder, &id);
        let expected = format!("Message-ID: <{id}@learn.example.com>");
        assert!(headers.contains(&expected), "{headers:#?}");
        let from = "From: Volmify <no-reply@example.com>".to_owned();
        assert!(headers.contains(&from), "{headers:#?}");
        assert!(
            headers.contains(&"Auto-Submitted: auto-generated".to_owned()),
            "{headers:#?}"
        );
    }
}

#[tokio::test]
async fn nothing_in_a_mail_becomes_a_header() {
    let folder = fresh("headers");
    let mailer = FolderMailer::new(&folder, FROM, &public_url()).unwrap();
    let bad = "Ada\r\nBcc: eve@example.com\r\n\r\nBcc: eve@example.com";
    let mut mail = mail("mail_1");
    mail.to_name = Some(bad.to_owned());
    mail.subject = bad.to_owned();
    mailer.send(&mail).await.unwrap();
    let headers = headers(&folder, "mail_1");
    let subject = "Subject: Ada Bcc: eve@example.com Bcc: eve@example.com".to_owned();
    assert!(headers.contains(&subject), "{headers:#?}");
    assert!(
        !headers.iter().any(|line| line.starts_with("Bcc")),
        "{headers:#?}"
    );
}

#[tokio::test]
async fn international_addresses_are_written() {
    let folder = fresh("international");
    let mailer = FolderMailer::new(&folder, FROM, &public_url()).unwrap();
    for (id, to, written) in [
        (
            "mail_1",
            "ada@bücher.example",
            "To: Ada <ada@xn--bcher-kva.example>",
        ),
        ("mail_2", "añá@example.com", "To: Ada <añá@example.com>"),
    ] {
        let mail = Mail {
            to: to.to_owned(),
            ..mail(id)
        };
        mailer.send(&mail).await.unwrap();
        let headers = headers(&folder, id);
        assert!(headers.contains(&written.to_owned()), "{headers:#?}");
    }
}

#[tokio::test]
async fn every_sender_that_is_accepted_can_send() {
    for (number, (from, written)) in [
        ("no-reply@example.com", "From: no-reply@example.com"),
        ("no-reply@bücher.example", "From: no-reply@xn--bcher-kva.example"),
        (
            "\"Acme, Inc. \\\"9\\\"\" <a@example.com>",
            "From: =?utf-8?b?QWNtZSwgSW5jLiAiOSI=?= <a@example.com>",
        ),
        (
            "Völmify Learning <a@example.com>",
            "From: =?utf-8?b?VsO2bG1pZnkgTGVhcm5pbmc=?= <a@example.com>",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = fresh(&format!("sender-{number}"));
        let mailer = FolderMailer::new(&folder, from, &public_url()).unwrap();
        mailer.send(&mail("mail_1")).await.unwrap();
        let headers = headers(&folder, "mail_1");
        assert!(headers.contains(&written.to_owned()), "{headers:#?}");
    }
}

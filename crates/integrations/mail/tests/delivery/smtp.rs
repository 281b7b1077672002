//! Mail through an SMTP server that lives in the test.

use std::time::{Duration, Instant};

use mail::{Mail, MailError, Mailer, SmtpMailer};

use crate::sink::{Sink, SinkOptions};
use crate::{FROM, public_url};

fn mailer(sink: &Sink) -> SmtpMailer {
    SmtpMailer::new(&sink.url(), FROM, &public_url()).unwrap()
}

fn mail(id: &str, to: &str) -> Mail {
    Mail {
        id: id.to_owned(),
        to: to.to_owned(),
        to_name: Some("Ada Löve".to_owned()),
        subject: "Grüße\r\nBcc: eve@example.com".to_owned(),
        text: "one\n.\n.two\nhttps://learn.example.com/x?a=b\n".to_owned(),
        html: "<p>three</p>".to_owned(),
    }
}

async fn answered(answer: &'static str) -> MailError {
    let sink = Sink::open(SinkOptions {
        rcpt: answer,
        ..SinkOptions::default()
    })
    .await;
    let error = mailer(&sink)
        .send(&mail("mail_1", "ada@example.com"))
        .await
        .unwrap_err();
    assert!(sink.received().is_empty());
    error
}

#[tokio::test]
async fn a_mail_arrives_whole_and_keeps_its_message_id() {
    let sink = Sink::open(SinkOptions::default()).await;
    let mailer = mailer(&sink);
    let mail = mail("mail_1", "ada@bücher.example");
    mailer.send(&mail).await.unwrap();
    mailer.send(&mail).await.unwrap();
    let received = sink.received();
    assert_eq!(received.len(), 2);
    for mail in received {
        assert_eq!(mail.from, "<no-reply@example.com>");
        assert_eq!(mail.to, ["<ada@xn--bcher-kva.example>"]);
        let (head, body) = mail.data.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("Message-ID: <mail_1@learn.example.com>"), "{head}");
        assert!(head.contains("Content-Type: multipart/alternative"), "{head}");
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert!(head.is_ascii(), "{head}");
        assert!(body.contains("one\r\n.\r\n.two\r\n"), "{body}");
        assert!(body.contains("<p>three</p>"), "{body}");
    }
}

#[tokio::test]
async fn the_servers_answer_decides_whether_to_try_again() {
    let unknown = answered("550 5.1.1 no such user").await;
    assert!(unknown.is_permanent());
    assert!(unknown.to_string().contains("no such user"), "{unknown}");
    assert!(!answered("451 4.3.0 try again later").await.is_permanent());
    assert!(!answered("421 4.3.2 closing").await.is_permanent());
    // About our password, not about the mail.
    assert!(!answered("530 5.7.0 authentication required").await.is_permanent());
}

#[tokio::test]
async fn a_mail_can_follow_a_refused_one() {
    let sink = Sink::open(SinkOptions {
        refuse: Some("nobody@example.com"),
        ..SinkOptions::default()
    })
    .await;
    let mailer = mailer(&sink);
    assert!(
        mailer
            .send(&mail("mail_1", "nobody@example.com"))
            .await
            .unwrap_err()
            .is_permanent()
    );
    mailer.send(&mail("mail_2", "ada@example.com")).await.unwrap();
    assert_eq!(sink.received().len(), 1);
}

#[tokio::test]
async fn an_international_local_part_needs_a_server_that_knows_it() {
    let to = "añá@bücher.example";
    let sink = Sink::open(SinkOptions::default()).await;
    assert!(
        mailer(&sink)
            .send(&mail("mail_1", to))
            .await
            .unwrap_err()
            .is_permanent()
    );
    let sink = Sink::open(SinkOptions {
        international: true,
        ..SinkOptions::default()
    })
    .await;
    mailer(&sink).send(&mail("mail_1", to)).await.unwrap();
    assert_eq!(sink.received().remove(0).to, ["<añá@xn--bcher-kva.example>"]);
}

#[tokio::test]
async fn no_server_is_a_temporary_failure() {
    let sink = Sink::open(SinkOptions::default()).await;
    let mailer = mailer(&sink);
    drop(sink);
    let error = mailer.send(&mail("mail_1", "ada@example.com")).await.unwrap_err();
    assert!(!error.is_permanent(), "{error}");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left_and_called_again() {
    let sink = Sink::open(SinkOptions {
        silent_dialogues: 1,
        ..SinkOptions::default()
    })
    .await;
    let mailer = mailer(&sink).with_limit(Duration::from_millis(500));
    let started = Instant::now();
    let error = mailer.send(&mail("mail_1", "ada@example.com")).await.unwrap_err();
    assert!(!error.is_permanent(), "{error}");
    assert!(started.elapsed() < Duration::from_secs(10));
    mailer.send(&mail("mail_1", "ada@example.com")).await.unwrap();
    assert_eq!(sink.received().len(), 1);
}

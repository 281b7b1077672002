//! Mail into memory.

use mail::{Mailer, MemoryMailer};

use crate::mail;

#[tokio::test]
async fn memory_keeps_mail_and_fails_on_request() {
    let mailer = MemoryMailer::new();
    mailer.fail_next(2);
    mailer.refuse_next(1);
    let mut permanent = Vec::new();
    while let Err(error) = mailer.send(&mail("mail_1")).await {
        permanent.push(error.is_permanent());
    }
    assert_eq!(permanent, [false, false, true]);
    assert_eq!(mailer.sent(), [mail("mail_1")]);
    assert_eq!(mailer.take().len(), 1);
    assert!(mailer.sent().is_empty());
}

//! Mail into a folder.

use std::path::Path;

use mail::{FolderMailer, Mail, Mailer};

use crate::{FROM, fresh, mail, public_url};

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn a_mail_that_is_sent_again_takes_the_place_of_the_first() {
    let folder = fresh("once");
    let mailer = FolderMailer::new(&folder, FROM, &public_url()).unwrap();
    mailer.send(&mail("mail_1")).await.unwrap();
    let again = Mail {
        text: "a newer link".to_owned(),
        ..mail("mail_1")
    };
    mailer.send(&again).await.unwrap();
    let kept = std::fs::read_to_string(folder.join("mail_1.eml")).unwrap();
    assert!(kept.contains("a newer link"));
    mailer.send(&mail("mail_2")).await.unwrap();
    let mut names = names(&folder);
    names.sort();
    assert_eq!(names, ["mail_1.eml", "mail_2.eml"]);
}

#[tokio::test]
async fn unusable_ids_and_addresses_are_refused_for_good() {
    let folder = fresh("refused");
    let mailer = FolderMailer::new(&folder, FROM, &public_url()).unwrap();
    for id in ["", ".", "../x", "a/b", "a b", "a>b", "-x", "é", &"a".repeat(101)] {
        assert!(mailer.send(&mail(id)).await.unwrap_err().is_permanent(), "{id}");
    }
    for to in [
        "",
        "ada",
        "ada@",
        "ada@exa mple.com",
        "ada@example.com\r\nBcc: x@example.com",
    ] {
        let mail = Mail {
            to: to.to_owned(),
            ..mail("mail_1")
        };
        assert!(mailer.send(&mail).await.unwrap_err().is_permanent(), "{to}");
    }
    assert!(!folder.exists());
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_a_temporary_failure() {
    let folder = fresh("blocked");
    std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    std::fs::write(&folder, "a file in the way").unwrap();
    let mailer = FolderMailer::new(&folder, FROM, &public_url()).unwrap();
    assert!(!mailer.send(&mail("mail_1")).await.unwrap_err().is_permanent());
}

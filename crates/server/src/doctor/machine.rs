//! What does not need a database.

use super::{Report, Verdict};
use crate::{
    config::{FileSettings, Settings},
    setup,
};
use std::path::Path;
use uuid::Uuid;

pub(super) fn data_folder(settings: &Settings, report: &mut Report) {
    folder(
        "data",
        &settings.data_dir,
        "make the folder writable, or choose another with --data-dir",
        report,
    );
}

pub(super) async fn files(settings: &Settings, report: &mut Report) {
    let bucket = match &settings.files {
        FileSettings::Folder(path) => {
            let advice = "make the folder writable, or choose another with --files-folder";
            return folder("files", path, advice, report);
        }
        FileSettings::Bucket(bucket) => bucket,
    };
    let probe = async {
        let files = setup::files(settings)?;
        files.probe(Uuid::nil()).await?;
        anyhow::Ok(())
    };
    match probe.await {
        Ok(()) => report.add(
            "files",
            Verdict::Ok,
            format!("bucket {} can be written, read and cleared", bucket.name),
            None,
        ),
        Err(error) => report.add(
            "files",
            Verdict::Fail,
            format!("bucket {} cannot be used: {error:#}", bucket.name),
            Some(
                "check --files-url, --files-region, --files-endpoint, the AWS variables and what they may do",
            ),
        ),
    }
}

fn folder(name: &'static str, folder: &Path, advice: &'static str, report: &mut Report) {
    let probe = folder.join(".volmify-doctor");
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe));
    let folder = folder.display();
    match written {
        Ok(()) => report.add(name, Verdict::Ok, format!("{folder} can be written to"), None),
        Err(error) => report.add(
            name,
            Verdict::Fail,
            format!("{folder} cannot be written to: {error}"),
            Some(advice),
        ),
    }
}

pub(super) fn mail(settings: &Settings, report: &mut Report) {
    let built = settings
        .public_url_at(settings.listen)
        .and_then(|url| setup::mailer(settings, &url));
    match built {
        Ok(mailer) if settings.mail.smtp_url.is_none() => report.add(
            "mail",
            Verdict::Warn,
            format!("{}: nobody receives it", mailer.describe()),
            Some("for real mail set --smtp-url and --mail-from"),
        ),
        Ok(mailer) => report.add("mail", Verdict::Ok, mailer.describe(), None),
        Err(error) => report.add(
            "mail",
            Verdict::Fail,
            format!("{error:#}"),
            Some("correct --smtp-url and --mail-from"),
        ),
    }
}

pub(super) fn payments(settings: &Settings, report: &mut Report) {
    let (verdict, advice) = match (setup::payments(settings), settings.payments.is_real()) {
        (Ok(_), true) => (Verdict::Ok, None),
        (Ok(_), false) => (
            Verdict::Warn,
            Some("to take real money set --payment-provider stripe with a live key of Stripe"),
        ),
        (Err(error), _) => {
            let found = format!("{error:#}");
            return report.add(
                "payments",
                Verdict::Fail,
                found,
                Some("correct the settings that begin with --stripe"),
            );
        }
    };
    report.add("payments", verdict, settings.payments.describe(), advice);
}

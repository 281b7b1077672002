//! What does not need a database.

use super::{Report, Verdict};
use crate::{config::Settings, setup};

pub(super) fn data_folder(settings: &Settings, report: &mut Report) {
    let folder = &settings.data_dir;
    let probe = folder.join(".volmify-doctor");
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe));
    let folder = folder.display();
    match written {
        Ok(()) => report.add("data", Verdict::Ok, format!("{folder} can be written to"), None),
        Err(error) => report.add(
            "data",
            Verdict::Fail,
            format!("{folder} cannot be written to: {error}"),
            Some("make the folder writable, or choose another with --data-dir"),
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

//! `volmify import`.

use crate::{
    binary::{fail, succeed, volmify},
    database::TestDatabase,
};
use serde_json::Value;
use std::{path::Path, process::Command};

const QUESTIONS: &str = "One?{=yes ~no}\n\n$CATEGORY: $course$/top/Second\n\nTwo?{T}\n\nThree?{#3}\n";

fn import<'a>(folder: &Path, format: &str, path: &str, more: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = volmify(folder);
    command
        .args(["import", format, path, "--organization", "alpenglow"])
        .args(["--author", "cora@alpenglow.example"])
        .args(more);
    command
}

fn outcome(printed: &str) -> (Value, Value) {
    let report: Value = serde_json::from_str(printed).unwrap();
    (report["courses"][0]["outcome"].clone(), report)
}

#[tokio::test]
async fn a_package_is_imported_once() {
    let database = TestDatabase::empty().await;
    let folder = database.folder.path();
    let on_it = |mut command: Command| {
        command.env("VOLMIFY_DATABASE_URL", &database.settings.url);
        command
    };
    std::fs::write(folder.join("bank.gift"), QUESTIONS).unwrap();
    let mut seed = volmify(folder);
    seed.args(["seed", "--demo"]);
    succeed(&mut on_it(seed));

    // A rehearsal leaves nothing, so the course is new afterwards.
    let rehearsed = succeed(&mut on_it(import(folder, "gift", "bank.gift", ["--dry-run"])));
    assert!(
        rehearsed.starts_with("dry run: everything was taken back\n"),
        "{rehearsed}"
    );
    let (first, report) = outcome(&succeed(&mut on_it(import(
        folder,
        "gift",
        "bank.gift",
        ["--json"],
    ))));
    assert_eq!(first, "CREATED");
    let course = &report["courses"][0];
    assert_eq!(
        (
            &course["chapters"],
            &course["lessons"],
            &course["quizzes"],
            &course["questions"]
        ),
        (&2.into(), &2.into(), &2.into(), &2.into())
    );
    assert_eq!(course["slug"], "bank");
    assert_eq!(course["skipped"][0]["place"], "bank.gift:7");
    assert_eq!(course["skipped"][0]["reason"], "no counterpart: numerical");
    let (second, again) = outcome(&succeed(&mut on_it(import(
        folder,
        "gift",
        "bank.gift",
        ["--json"],
    ))));
    assert_eq!(
        (second, &again["courses"][0]["courseId"]),
        ("UNCHANGED".into(), &course["courseId"])
    );

    std::fs::write(folder.join("bank.gift"), QUESTIONS.replace("One?", "Won?")).unwrap();
    let table = succeed(&mut on_it(import(folder, "gift", "bank.gift", [])));
    assert_eq!(
        table,
        "            chapters    lessons    quizzes  questions     videos      files    skipped  course\n\
         replaced           2          2          2          2          0          0          1  bank (bank)\n\n\
         bank\n  skipped 1 × question: no counterpart: numerical\n"
    );

    // Nothing to import is a failure, and is told as one.
    std::fs::write(folder.join("essay.gift"), "Write.{}\n").unwrap();
    let output = on_it(import(folder, "gift", "essay.gift", [])).output().unwrap();
    assert!(!output.status.success());
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        printed.contains("refused: Nothing in the package can be imported"),
        "{printed}"
    );
    assert!(
        printed.contains("skipped 1 × question: no counterpart: essay"),
        "{printed}"
    );

    let complaints = [
        (
            import(folder, "olx", "bank.gift", []),
            "course.xml is not in it, so it is no OLX package",
        ),
        (import(folder, "olx", "gone", []), "gone cannot be read"),
        (
            by(folder, "alpenglow", "nobody@example.com"),
            "nobody has an account with the address nobody@example.com",
        ),
        (
            by(folder, "nowhere", "cora@alpenglow.example"),
            "no member of an organization `nowhere`",
        ),
        (
            by(folder, "alpenglow", "marko@alpenglow.example"),
            "may not write courses in `alpenglow`",
        ),
        (
            by(folder, "alpenglow", "dino@alpenglow.example"),
            "name its owner with --author",
        ),
    ];
    for (command, expected) in complaints {
        let complaint = fail(&mut on_it(command));
        assert!(complaint.contains(expected), "{complaint}");
    }
}

#[tokio::test]
async fn who_names_nobody_imports_as_the_owner() {
    let database = TestDatabase::empty().await;
    let folder = database.folder.path();
    let on_it = |mut command: Command| {
        command.env("VOLMIFY_DATABASE_URL", &database.settings.url);
        command
    };
    let mut seed = volmify(folder);
    seed.args(["seed", "--demo"]);
    succeed(&mut on_it(seed));
    std::fs::write(folder.join("owned.gift"), QUESTIONS).unwrap();
    let mut owned = volmify(folder);
    owned.args([
        "import",
        "gift",
        "owned.gift",
        "--organization",
        "alpenglow",
        "--json",
    ]);
    assert_eq!(outcome(&succeed(&mut on_it(owned))).0, "CREATED");
    let mut nowhere = volmify(folder);
    nowhere.args(["import", "gift", "owned.gift", "--organization", "nowhere"]);
    let complaint = fail(&mut on_it(nowhere));
    assert!(
        complaint.contains("there is no organization `nowhere`"),
        "{complaint}"
    );
}

#[tokio::test]
async fn files_of_a_package_are_kept_in_the_folder() {
    let database = TestDatabase::empty().await;
    let folder = database.folder.path();
    let on_it = |mut command: Command| {
        command.env("VOLMIFY_DATABASE_URL", &database.settings.url);
        command
    };
    let mut seed = volmify(folder);
    seed.args(["seed", "--demo"]);
    succeed(&mut on_it(seed));
    std::fs::create_dir_all(folder.join("hives/static")).unwrap();
    let xml = "<course org=\"O\" course=\"C\" display_name=\"Hives\"><chapter display_name=\"One\"><sequential display_name=\"A\">\
        <html><img src=\"/static/a.gif\"/><img src=\"/static/b.gif\"/></html></sequential></chapter></course>";
    std::fs::write(folder.join("hives/course.xml"), xml).unwrap();
    std::fs::write(folder.join("hives/static/a.gif"), b"GIF89a!").unwrap();
    let kept = || files_below(&folder.join("kept"));
    let run = |more: &[&str]| {
        let mut all = vec!["--json", "--files-folder", "kept"];
        all.extend_from_slice(more);
        outcome(&succeed(&mut on_it(import(folder, "olx", "hives", all))))
    };
    let (_, rehearsed) = run(&["--dry-run"]);
    assert_eq!(rehearsed["courses"][0]["attachments"], 1);
    assert_eq!(kept(), Vec::<Vec<u8>>::new());
    let (first, report) = run(&[]);
    assert_eq!(
        (first, &report["courses"][0]["attachments"]),
        ("CREATED".into(), &1.into())
    );
    assert_eq!(
        report["courses"][0]["skipped"],
        serde_json::json!([{ "what": "attachment", "place": "static/b.gif", "reason": "the package does not contain it" }])
    );
    assert_eq!(kept(), [b"GIF89a!"]);
    assert_eq!(run(&[]).0, "UNCHANGED");
    assert_eq!(kept(), [b"GIF89a!"]);
    // What is larger than an uploaded file may be is left out.
    let (second, report) = run(&["--max-attachment-bytes", "6"]);
    assert_eq!(
        (second, &report["courses"][0]["attachments"]),
        ("REPLACED".into(), &0.into())
    );
}

/// What is in the files of a folder, those in its folders included.
fn files_below(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![std::fs::read(&path).unwrap()]
            }
        })
        .collect()
}

fn by(folder: &Path, organization: &str, author: &str) -> Command {
    let mut command = volmify(folder);
    command
        .args(["import", "gift", "bank.gift", "--organization", organization])
        .args(["--author", author]);
    command
}

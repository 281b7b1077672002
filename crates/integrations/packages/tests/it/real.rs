//! Packages of other platforms. They lie beside the checkout and are no part of it; where they are missing, nothing is tested.

use packages::{CourseDraft, Format, Limits, Package, QuestionKind, read};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The folder of one format, or nothing where it is not there.
fn data(format: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data")
        .join(format);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

fn open(format: Format, path: &Path) -> Package {
    read(format, path, &Limits::default()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Chapters, lessons, quizzes, questions, videos, attachments, skipped.
fn counted(course: &CourseDraft) -> [usize; 7] {
    let counts = course.counts();
    [
        counts.chapters,
        counts.lessons,
        counts.quizzes,
        counts.questions,
        counts.videos,
        counts.attachments,
        counts.skipped,
    ]
}

/// Every count of the skipped, one line each.
fn reasons(course: &CourseDraft) -> String {
    let reasons = course.skipped_by_reason();
    let lines = reasons
        .iter()
        .map(|((what, reason), count)| format!("{count} {what}: {reason}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn open_edx() {
    let Some(folder) = data("olx") else { return };
    let read = |name: &str| open(Format::Olx, &folder.join(name)).courses.remove(0);
    let demo = read("mitx-grading-demo.tar.gz");
    assert_eq!(
        (demo.key.as_str(), demo.title.as_str()),
        ("olx:MITx+grading-library+course", "MITx Grading Library")
    );
    assert_eq!(counted(&demo), [2, 10, 0, 0, 0, 0, 72]);
    assert_eq!(
        reasons(&demo),
        "62 question: no counterpart: customresponse\n1 question: no counterpart: formularesponse\n\
         2 attachment: nothing refers to it\n7 setting: settings of the other platform"
    );
    let sink = read("oxa-kitchen-sink.tar.gz");
    assert_eq!(counted(&sink), [2, 6, 6, 6, 0, 0, 51]);
    assert_eq!(
        reasons(&sink),
        "2 chapter: nothing in it can be imported\n9 lesson: nothing in it can be imported\n\
         3 component: no counterpart: azure_media_services\n1 component: no https address\n\
         1 component: nothing refers to it\n5 question: no counterpart: customresponse\n\
         2 question: no counterpart: formularesponse\n3 question: no counterpart: numericalresponse\n\
         2 question: no counterpart: stringresponse\n4 detail: hints and feedback to single answers are not kept\n\
         3 attachment: nothing refers to it\n16 setting: settings of the other platform"
    );
    let supported = read("edx-supported-components.AGPL.tar.gz");
    assert_eq!(counted(&supported), [5, 5, 1, 21, 1, 1, 71]);
    assert_eq!(supported.attachments[0].name, "edx-logo-header.png");
    let quiz = supported.chapters[2].lessons[0].quiz.as_ref().unwrap();
    let several = quiz
        .questions
        .iter()
        .filter(|question| question.kind == QuestionKind::MultipleChoice)
        .count();
    assert_eq!((quiz.questions.len(), several), (21, 8));
}

#[test]
fn common_cartridge() {
    let Some(folder) = data("common-cartridge") else {
        return;
    };
    let expected = [
        ("all-question-types", [1, 1, 1, 3, 0, 0, 9]),
        ("assignment-rubrics", [1, 1, 0, 0, 0, 0, 6]),
        ("canvas_cc_gem_course.imscc", [1, 3, 0, 0, 0, 0, 11]),
        ("course-1", [1, 8, 1, 1, 0, 2, 21]),
        (
            "course-with-associated-content-assignments",
            [2, 4, 1, 1, 0, 0, 23],
        ),
        ("course-with-no-showable-resources", [0, 0, 0, 0, 0, 0, 7]),
        ("grouptest.zip", [1, 2, 2, 2, 0, 0, 17]),
        ("latex.imscc", [1, 2, 0, 0, 0, 0, 9]),
        ("multiple-pages", [1, 1, 0, 0, 0, 0, 7]),
        ("py4e/py4e_export.imscc", [17, 131, 0, 0, 94, 0, 58]),
        ("py4e/single-page.imscc", [0, 0, 0, 0, 0, 0, 6]),
        ("rich-content-cc-file", [1, 1, 0, 0, 0, 1, 13]),
        ("single-assignment", [1, 1, 0, 0, 0, 0, 5]),
        ("single-discussion", [0, 0, 0, 0, 0, 0, 7]),
        ("single-page", [0, 0, 0, 0, 0, 0, 6]),
        ("single-page.imscc", [0, 0, 0, 0, 0, 0, 6]),
    ];
    for (name, counts) in expected {
        let course = open(Format::CommonCartridge, &folder.join(name))
            .courses
            .remove(0);
        assert_eq!(counted(&course), counts, "{name}\n{}", reasons(&course));
        assert_eq!(course.is_empty(), counts[0] == 0);
    }
    let python = open(Format::CommonCartridge, &folder.join("py4e/py4e_export.imscc"))
        .courses
        .remove(0);
    assert_eq!(reasons(&python), "58 lesson: no counterpart: external tool");
    // Nothing else lies in the folder.
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| !["NOTICE", "py4e"].contains(&name.as_str()));
    assert_eq!(names.len(), expected.len() - 2);
}

#[test]
fn every_gift_file_says_what_its_author_expects() {
    let Some(folder) = data("gift") else { return };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "gift"));
    paths.sort();
    assert_eq!(paths.len(), 51);
    let (mut questions, mut skipped) = (0, 0);
    for path in &paths {
        let course = open(Format::Gift, path).courses.remove(0);
        let oracle: Vec<Value> =
            serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
        compare(&course, &oracle);
        questions += course.counts().questions;
        skipped += course.counts().skipped;
    }
    assert_eq!((questions, skipped), (47, 72));
    // The folder as a whole is as many courses; the expectations beside them are files like any other.
    let whole = open(Format::Gift, &folder);
    assert_eq!(whole.courses.len(), 51);
    let sum: usize = whole.courses.iter().map(|course| course.counts().questions).sum();
    assert_eq!(sum, questions);
}

/// Compares what is imported with the author's own reading of the file, in which `MC` and `TF` are the kinds that exist here.
fn compare(course: &CourseDraft, oracle: &[Value]) {
    let found: Vec<_> = course
        .chapters
        .iter()
        .flat_map(|chapter| &chapter.lessons)
        .flat_map(|lesson| &lesson.quiz.as_ref().unwrap().questions)
        .collect();
    let mut found = found.into_iter();
    for expected in oracle {
        let choices = expected["choices"].as_array();
        let right: Vec<bool> = match expected["type"].as_str().unwrap() {
            "TF" => vec![expected["isTrue"] == true, expected["isTrue"] == false],
            "MC" => {
                let choices = choices.unwrap();
                let single = choices
                    .iter()
                    .filter(|choice| choice["isCorrect"] == true)
                    .count();
                if single > 1 {
                    continue;
                }
                choices
                    .iter()
                    .map(|choice| {
                        choice["isCorrect"] == true || (single == 0 && choice["weight"].as_f64() > Some(0.0))
                    })
                    .collect()
            }
            _other => continue,
        };
        let question = found
            .next()
            .unwrap_or_else(|| panic!("{}: {expected}", course.title));
        let marked: Vec<bool> = question.options.iter().map(|option| option.is_correct).collect();
        assert_eq!(marked, right, "{}", course.title);
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        if expected["stem"]["format"] != "html" {
            assert_eq!(
                flat(&question.prompt),
                flat(expected["stem"]["text"].as_str().unwrap())
            );
        }
        for (option, choice) in question.options.iter().zip(choices.into_iter().flatten()) {
            if choice["text"]["format"] != "html" {
                assert_eq!(option.text, flat(choice["text"]["text"].as_str().unwrap()));
            }
        }
    }
    assert!(found.next().is_none(), "{}: more than expected", course.title);
}

//! Moodle's GIFT.

use crate::fixtures::{GIFT, only, questions, read_bytes, skipped};
use packages::{CourseDraft, Format, Limits};

fn read(text: &str) -> CourseDraft {
    only(read_bytes(
        Format::Gift,
        "bank.gift",
        text.as_bytes(),
        &Limits::default(),
    ))
}

#[test]
fn a_file_is_a_course_and_its_categories_are_chapters() {
    let course = read(GIFT);
    assert_eq!(
        (course.key.as_str(), course.title.as_str()),
        ("gift:bank", "bank")
    );
    let titles: Vec<_> = course
        .chapters
        .iter()
        .map(|chapter| chapter.title.as_str())
        .collect();
    assert_eq!(titles, ["bank", "Second"]);
    assert_eq!(
        questions(&course),
        [
            "SingleChoice \"One?\" +yes -no",
            "TrueFalse \"Two?\" +True -False"
        ]
    );
    assert_eq!(
        skipped(&course),
        ["question bank.gift:7: no counterpart: numerical"]
    );
}

#[test]
fn every_kind_is_imported_or_named() {
    let course = read(
        "Grant is {~buried =entombed ~living} in Grant's tomb.\n\n\
         Two people?{~%-50%no one ~%50%Grant ~%50%his wife}\n\n\
         Partly?{~wrong ~%50%half =full}\n\n\
         Sky?{F#it is not#right####Blue it is.}\n\n\
         Which \\= 5?{~ \\= 2 + 2 = \\= 2 + 3}\n\n\
         [html]<p>East or&nbsp;<b>west</b>?</p>{=<i>East</i> ~West}\n\n\
         Any?{=a =b ~c}\n\nNone?{~a ~b}\n\nOne?{~%100%a}\n\nEssay?{}\n\nShort?{=a =b}\n\n\
         Pairs?{=a -> b =c -> d}\n\nJust a text.\n\nOpen?{=a ~b\n\n{=a ~b}\n",
    );
    assert_eq!(
        questions(&course),
        [
            "SingleChoice \"Grant is _____ in Grant's tomb.\" -buried +entombed -living",
            "MultipleChoice \"Two people?\" -no one +Grant +his wife",
            "SingleChoice \"Partly?\" -wrong -half +full",
            "TrueFalse \"Sky?\" -True +False",
            "SingleChoice \"Which = 5?\" -= 2 + 2 += 2 + 3",
            "SingleChoice \"East or west?\" +East -West",
        ]
    );
    let reasons: Vec<_> = course
        .skipped
        .iter()
        .map(|each| each.reason.to_string())
        .collect();
    assert_eq!(
        reasons,
        [
            "partly right answers count as wrong",
            "hints and feedback to single answers are not kept",
            "several options are right, and one of them would do",
            "no option is right",
            "fewer than two options",
            "no counterpart: essay",
            "no counterpart: short answer",
            "no counterpart: matching",
            "a text without a question",
            "not well-formed: a brace is not closed",
            "no question is asked",
        ]
    );
    let sky = &course.chapters[0].lessons[0].quiz.as_ref().unwrap().questions[3];
    assert_eq!(sky.explanation.as_deref(), Some("Blue it is."));
}

#[test]
fn a_quiz_that_would_be_too_long_is_parted() {
    let bank: String = (0..450).map(|number| format!("Q{number}?{{T}}\n\n")).collect();
    let course = read(&bank);
    let lessons = &course.chapters[0].lessons;
    let sizes: Vec<_> = lessons
        .iter()
        .map(|lesson| lesson.quiz.as_ref().unwrap().questions.len())
        .collect();
    assert_eq!(
        (sizes.as_slice(), lessons[1].title.as_str()),
        ([200, 200, 50].as_slice(), "2/3 bank")
    );
}

//! Open edX.

use crate::fixtures::{OLX, course, questions, skipped};
use packages::{Format, LessonKind};

#[test]
fn parts_are_put_together() {
    let course = course(Format::Olx, OLX);
    assert_eq!(
        (
            course.key.as_str(),
            course.title.as_str(),
            course.locale.as_deref()
        ),
        ("olx:Org+C1+run", "A course", Some("sl"))
    );
    let lesson = &course.chapters[0].lessons[0];
    assert_eq!(
        (
            course.chapters[0].title.as_str(),
            lesson.title.as_str(),
            lesson.html.as_deref()
        ),
        ("One", "First", Some("<p>Hello</p>"))
    );
    assert_eq!(questions(&course), ["SingleChoice \"Two?\" +2 -3"]);
    assert_eq!(course.attachments, []);
    assert_eq!(
        skipped(&course),
        ["attachment static/a.png: nothing refers to it"]
    );
}

/// A course of one file, with one lesson.
fn lesson(components: &str) -> packages::CourseDraft {
    let xml = format!(
        "<course org=\"o\" course=\"c\"><chapter display_name=\"C\"><sequential display_name=\"S\">{components}</sequential></chapter></course>"
    );
    course(Format::Olx, &[("course.xml", &xml)])
}

#[test]
fn the_first_video_is_the_lessons_and_others_are_linked() {
    let course = lesson(
        "<vertical display_name=\"A &amp; B\"><video youtube=\"0.75:zzzzzzz,1.00:abcdefghijk\"/><html><p>t<br/></p></html></vertical>\
         <vertical display_name=\"Two\"><video display_name=\"More\" html5_sources='[\"http://x.example/a.mp4\",\"https://x.example/a.mp4?b=1&amp;c\"]'/></vertical>\
         <vertical><video/><discussion url_name=\"d\" x=\"\"/></vertical>",
    );
    let lesson = &course.chapters[0].lessons[0];
    assert_eq!(
        (lesson.kind, lesson.video_url.as_deref()),
        (
            LessonKind::Mixed,
            Some("https://www.youtube.com/watch?v=abcdefghijk")
        )
    );
    assert_eq!(
        lesson.html.as_deref(),
        Some(
            "<h2>A &amp; B</h2>\n<p>t<br></p>\n<h2>Two</h2>\n<p><a href=\"https://x.example/a.mp4?b=1&amp;c\">More</a></p>"
        )
    );
    assert_eq!(
        skipped(&course),
        [
            "component video: no https address",
            "component discussion/d: no counterpart: discussion"
        ]
    );
}

#[test]
fn every_place_to_answer_is_a_question_or_is_named() {
    let course = lesson(
        "<problem weight=\"5\"><p>Fruit?</p><choiceresponse><checkboxgroup><choice correct=\"true\">apple<choicehint>yes</choicehint></choice><choice correct=\"false\">potato</choice></checkboxgroup></choiceresponse><p>Choose all.</p><solution><p>Explanation</p><p>Seeds.</p></solution></problem>\
         <problem><optionresponse><label>Which?</label><optioninput options=\"('it\\'s','b')\" correct=\"it's\"/></optionresponse><stringresponse answer=\"x\"><textline/></stringresponse></problem>\
         <problem display_name=\"Named\"><div><multiplechoiceresponse><choicegroup><choice correct=\"partial\">a</choice><choice correct=\"true\">b</choice></choicegroup></multiplechoiceresponse></div><demandhint><hint>h</hint></demandhint></problem>\
         <problem><script type=\"loncapa/python\">x=1</script><p>$x?</p><multiplechoiceresponse><choicegroup><choice correct=\"true\">a</choice><choice correct=\"false\">b</choice></choicegroup></multiplechoiceresponse></problem>\
         <problem><p>Nothing to answer.</p></problem>\
         <problem><p>Q</p><multiplechoiceresponse><choicegroup><choice correct=\"true\">a</choice><choice correct=\"true\">b</choice></choicegroup></multiplechoiceresponse><choiceresponse><label>R</label><checkboxgroup><choice>a</choice><choice>b</choice></checkboxgroup></choiceresponse><multiplechoiceresponse/></problem>",
    );
    assert_eq!(
        questions(&course),
        [
            "MultipleChoice \"Fruit?\\n\\nChoose all.\" +apple -potato",
            "SingleChoice \"Which?\" +it's -b",
            "SingleChoice \"Named\" -a +b",
        ]
    );
    let quiz = course.chapters[0].lessons[0].quiz.as_ref().unwrap();
    assert_eq!(
        (quiz.questions[0].points, quiz.questions[0].explanation.as_deref()),
        (5, Some("Seeds."))
    );
    assert_eq!(
        skipped(&course),
        [
            "detail problem: hints and feedback to single answers are not kept",
            "question problem#2: no counterpart: stringresponse",
            "detail problem: partly right answers count as wrong",
            "detail problem: hints and feedback to single answers are not kept",
            "question problem: calculated by a script",
            "component problem: a text without a question",
            "question problem: several options are right, and one of them would do",
            "question problem#2: no option is right",
            "question problem#3: fewer than two options",
        ]
    );
}

#[test]
fn what_is_missing_or_broken_is_named_and_the_rest_is_imported() {
    let course = course(
        Format::Olx,
        &[
            (
                "course.xml",
                "<course org=\"o\" course=\"c\"><chapter display_name=\"C\"><sequential><html>a</html><problem url_name=\"gone\"/><problem url_name=\"broken\"/><html filename=\"gone\"/><html url_name=\"old\"/></sequential><sequential url_name=\"none\"/></chapter><chapter display_name=\"D\"><sequential/></chapter></course>",
            ),
            ("problem/broken.xml", "<problem><p></problem>"),
            ("html/unused.xml", "<html filename=\"unused\"/>"),
            ("html/unused.html", "x"),
            ("drafts/html/d.xml", "<html/>"),
            ("about/overview.html", "<p>Much</p>"),
            ("about/short_description.html", "In <b>short</b>"),
            ("info/updates.html", "x"),
        ],
    );
    assert_eq!(
        (course.summary.as_deref(), course.description_html.as_deref()),
        (Some("In short"), Some("<p>Much</p>"))
    );
    let skipped = skipped(&course);
    let places: Vec<_> = skipped
        .iter()
        .map(|each| each.split(" expected").next().unwrap())
        .collect();
    assert_eq!(
        places,
        [
            "component problem/gone: the package does not contain it",
            "component problem/broken: not well-formed: ill-formed document:",
            "component html: the package does not contain it",
            "component html/old: the package does not contain it",
            "lesson sequential/none: the package does not contain it",
            "lesson sequential: nothing in it can be imported",
            "chapter chapter: nothing in it can be imported",
            "component drafts/html/d.xml: an unpublished draft",
            "component html/unused.xml: nothing refers to it",
            "setting info/updates.html: settings of the other platform",
        ]
    );
}

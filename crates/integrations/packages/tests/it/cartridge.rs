//! IMS Common Cartridge.

use crate::fixtures::{CARTRIDGE, Entries, course, questions, skipped};
use packages::{CourseDraft, Format, LessonKind};

#[test]
fn the_outline_becomes_chapters_and_lessons() {
    let course = course(Format::CommonCartridge, CARTRIDGE);
    assert_eq!(
        (course.key.as_str(), course.title.as_str()),
        ("common-cartridge:m", "A course")
    );
    let lessons = &course.chapters[0].lessons;
    assert_eq!(
        (lessons[0].title.as_str(), lessons[0].html.as_deref()),
        ("Page", Some("<p>Hi</p>"))
    );
    assert_eq!(questions(&course), ["TrueFalse \"Dogs & cats\" -True +False"]);
    assert_eq!(lessons[1].quiz.as_ref().unwrap().max_attempts, Some(3));
    assert_eq!(skipped(&course), Vec::<String>::new());
}

fn cartridge(items: &str, resources: &str, files: Entries<'_>) -> CourseDraft {
    let manifest = format!(
        "<manifest identifier=\"m\"><organizations><organization>{items}</organization></organizations><resources>{resources}</resources></manifest>"
    );
    let mut entries = vec![("imsmanifest.xml", manifest.as_str())];
    entries.extend_from_slice(files);
    course(Format::CommonCartridge, &entries)
}

fn outline(course: &CourseDraft) -> Vec<String> {
    let chapters = course.chapters.iter();
    chapters
        .map(|chapter| {
            let lessons: Vec<_> = chapter
                .lessons
                .iter()
                .map(|lesson| lesson.title.as_str())
                .collect();
            format!("{}: {}", chapter.title, lessons.join(", "))
        })
        .collect()
}

#[test]
fn items_at_any_depth_are_lessons_and_what_is_not_mentioned_follows() {
    let page = |id: &str| {
        format!(
            "<resource identifier=\"{id}\" type=\"webcontent\" href=\"{id}.html\"><file href=\"{id}.html\"/></resource>"
        )
    };
    let resources: String = ["a", "b", "c", "d"].iter().map(|id| page(id)).collect();
    let course = cartridge(
        "<item><item identifierref=\"a\"><title>Loose</title></item><item><title>Deep</title><item><title>In</title><item identifierref=\"b\"><title>B &amp;amp; b</title></item></item><item><title>Head</title></item></item></item>",
        &resources,
        &[
            ("a.html", "A"),
            ("b.html", "B"),
            ("c.html", "<title>See</title><body>C</body>"),
            ("d.html", "<body> </body>"),
            ("e.html", "E"),
        ],
    );
    assert_eq!(
        outline(&course),
        ["m: Loose", "Deep: B &amp; b", "Further material: See"]
    );
    assert_eq!(
        skipped(&course),
        [
            "component Head: a heading without content",
            "lesson d.html: nothing in it can be imported",
            "component e.html: nothing refers to it"
        ]
    );
}

#[test]
fn links_are_videos_or_texts() {
    let link = |id: &str| {
        format!("<resource identifier=\"{id}\" type=\"imswl_xmlv1p1\"><file href=\"{id}.xml\"/></resource>")
    };
    let resources: String = ["a", "b", "c"].iter().map(|id| link(id)).collect();
    let course = cartridge(
        "",
        &resources,
        &[
            (
                "a.xml",
                "<webLink><title>V</title><url href=\"https://www.youtube.com/watch?v=abc\"/></webLink>",
            ),
            (
                "b.xml",
                "<webLink><title>&lt;L&gt;</title><url href=\"http://x.example/?a=1&amp;b=2\"/></webLink>",
            ),
            (
                "c.xml",
                "<webLink><title>J</title><url href=\"javascript:alert(1)\"/></webLink>",
            ),
        ],
    );
    let lessons = &course.chapters[0].lessons;
    assert_eq!(
        lessons[0].video_url.as_deref(),
        Some("https://www.youtube.com/watch?v=abc")
    );
    assert_eq!(
        lessons[1].html.as_deref(),
        Some("<p><a href=\"http://x.example/?a=1&amp;b=2\">&lt;L&gt;</a></p>")
    );
    assert_eq!(skipped(&course), ["lesson c.xml: no https address"]);
}

#[test]
fn other_resources_are_named() {
    let course = cartridge(
        "<item identifierref=\"as\"><title>Work</title></item><item identifierref=\"dt\"><title>Talk</title></item><item identifierref=\"no\"><title>Gone</title></item><item identifierref=\"pdf\"><title>Paper</title></item>",
        "<resource identifier=\"as\" type=\"assignment_xmlv1p0\" href=\"as/a.xml\"><file href=\"as/a.xml\"/></resource>\
         <resource identifier=\"as_f\" type=\"webcontent\"><variant identifier=\"v\" identifierref=\"as\"/><file href=\"as/a.html\"/></resource>\
         <resource identifier=\"dt\" type=\"imsdt_xmlv1p1\"><file href=\"dt.xml\"/></resource>\
         <resource identifier=\"lti\" type=\"imsbasiclti_xmlv1p0\"><file href=\"lti.xml\"/></resource>\
         <resource identifier=\"bank\" type=\"imsqti_xmlv1p2/imscc_xmlv1p1/question-bank\"><file href=\"bank.xml\"/></resource>\
         <resource identifier=\"pdf\" type=\"webcontent\" href=\"a.pdf\"><file href=\"a.pdf\"/></resource>\
         <resource identifier=\"pdf\" type=\"webcontent\" href=\"gone.pdf\"><file href=\"gone.pdf\"/></resource>",
        &[
            ("as/a.xml", "<assignment/>"),
            ("as/a.html", "<body><p>Do it</p></body>"),
            ("dt.xml", "<topic/>"),
            ("lti.xml", "<x/>"),
            ("bank.xml", "<x/>"),
            ("a.pdf", "%PDF"),
        ],
    );
    assert_eq!(outline(&course), ["m: Work, Paper"]);
    assert_eq!(course.attachments.len(), 1);
    assert_eq!(course.chapters[0].lessons[1].kind, LessonKind::Attachment);
    assert_eq!(
        skipped(&course),
        [
            "component pdf: its identifier is taken by another one",
            "detail Work: handing in work is not imported; its text is",
            "lesson Talk: no counterpart: discussion",
            "lesson Gone: the package does not contain it",
            "component lti: no counterpart: external tool",
            "component bank: no counterpart: question bank",
            "attachment gone.pdf: the package does not contain it",
        ]
    );
}

#[test]
fn profiles_decide_about_questions() {
    let item = |profile: &str, rest: &str| {
        format!(
            "<item><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>{profile}</fieldentry></qtimetadatafield><qtimetadatafield><fieldlabel>cc_weighting</fieldlabel><fieldentry>4</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><flow><material><mattext>Q?</mattext></material><response_lid ident=\"r\"><render_choice><response_label ident=\"a\"><material><mattext>A</mattext></material></response_label><response_label ident=\"b\"><material><mattext>B</mattext></material></response_label></render_choice></response_lid></flow></presentation><resprocessing><respcondition><conditionvar>{rest}</conditionvar><setvar varname=\"SCORE\">100</setvar></respcondition></resprocessing><itemfeedback ident=\"general_fb\"><material><mattext>Because.</mattext></material></itemfeedback></item>"
        )
    };
    let quiz = format!(
        "<questestinterop><assessment><section>{}{}{}{}</section></assessment></questestinterop>",
        item("cc.multiple_choice.v0p1", "<varequal>b</varequal>"),
        item(
            "cc.multiple_response.v0p1",
            "<and><varequal>a</varequal><not><varequal>b</varequal></not></and>"
        ),
        item("cc.multiple_choice.v0p1", "<varequal>zz</varequal>"),
        item("cc.essay.v0p1", "<other/>"),
    );
    let course = cartridge(
        "",
        "<resource identifier=\"q\" type=\"imsqti_xmlv1p2/imscc_xmlv1p1/assessment\"><file href=\"q.xml\"/></resource>",
        &[("q.xml", &quiz)],
    );
    assert_eq!(
        questions(&course),
        ["SingleChoice \"Q?\" -A +B", "MultipleChoice \"Q?\" +A -B"]
    );
    let question = &course.chapters[0].lessons[0].quiz.as_ref().unwrap().questions[0];
    assert_eq!(
        (question.points, question.explanation.as_deref()),
        (4, Some("Because."))
    );
    assert_eq!(
        skipped(&course),
        [
            "question q.xml#3: no option is right",
            "question q.xml#4: no counterpart: cc.essay.v0p1"
        ]
    );
}

//! Files that lessons show, link and offer.

use crate::fixtures::{course, folder, only, read_bytes, skipped, tar_gz, zipped};
use packages::{CourseDraft, Format, LessonKind, Limits, read};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

const GIF: &str = "GIF89a and so on";
const PDF: &str = "%PDF-1.7 and so on";

fn olx(html: &str) -> String {
    format!(
        "<course org=\"o\" course=\"c\"><chapter display_name=\"C\"><sequential display_name=\"S\"><html>{html}</html></sequential></chapter></course>"
    )
}

fn names(course: &CourseDraft) -> Vec<&str> {
    course.attachments.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn files_that_open_edx_lessons_show_or_link_come_with_them() {
    let xml = olx(
        "<img src=\"/static/pic%20ture.gif?x=1&amp;y\"/><a href=\"/static/sub/paper.pdf\">p</a>\
        <img src=\"/asset-v1:o+c+r+type@asset+block@other.gif\"/><img src=\"/static/pic%20ture.gif?x=1&amp;y\"/>\
        <img src=\"https://x.example/static/a.gif\"/><img src=\"/static/gone.png\"/><img src=\"/static/gone.png\"/>\
        <img src=\"/static/../../../etc/passwd\"/><a href=\"/jump_to_id/x\">j</a>",
    );
    let entries = [
        ("course.xml", xml.as_str()),
        ("static/pic ture.gif", GIF),
        ("static/sub_paper.pdf", PDF),
        ("static/other.gif", GIF),
        ("static/subtitles.srt", "1"),
    ];
    let draft = course(Format::Olx, &entries);
    let lesson = &draft.chapters[0].lessons[0];
    assert_eq!(lesson.kind, LessonKind::Mixed);
    let uses: Vec<_> = lesson
        .attachments
        .iter()
        .map(|file| (file.path.as_str(), file.references.join(" ")))
        .collect();
    assert_eq!(
        uses,
        [
            ("static/pic ture.gif", "/static/pic%20ture.gif?x=1&y".to_owned()),
            ("static/sub_paper.pdf", "/static/sub/paper.pdf".to_owned()),
            (
                "static/other.gif",
                "/asset-v1:o+c+r+type@asset+block@other.gif".to_owned()
            ),
        ]
    );
    assert_eq!(names(&draft), ["pic ture.gif", "sub_paper.pdf", "other.gif"]);
    assert_eq!(draft.attachments[1].content_type, "application/pdf");
    assert_eq!(draft.attachments[1].byte_size, 18);
    assert_eq!(draft.counts().attachments, 3);
    assert_eq!(
        skipped(&draft),
        [
            "attachment static/gone.png: the package does not contain it",
            "attachment static/../../../etc/passwd: the package does not contain it",
            "attachment static/subtitles.srt: nothing refers to it",
        ]
    );
}

#[test]
fn what_a_question_shows_is_offered_beside_it() {
    let xml = "<course org=\"o\" course=\"c\"><chapter><sequential display_name=\"S\"><problem><p>What is it? <img src=\"/static/a.gif\"/></p>\
        <multiplechoiceresponse><choicegroup><choice correct=\"true\">a</choice><choice correct=\"false\">b</choice></choicegroup></multiplechoiceresponse></problem>\
        <problem><p>Skipped <img src=\"/static/b.gif\"/></p><stringresponse answer=\"x\"><textline/></stringresponse></problem></sequential></chapter></course>";
    let draft = course(
        Format::Olx,
        &[("course.xml", xml), ("static/a.gif", GIF), ("static/b.gif", GIF)],
    );
    let lesson = &draft.chapters[0].lessons[0];
    assert_eq!(
        (lesson.kind, lesson.attachments.len()),
        (LessonKind::Attachment, 1)
    );
    assert_eq!(lesson.attachments[0].references, Vec::<String>::new());
    assert_eq!(names(&draft), ["a.gif"]);
    assert_eq!(
        skipped(&draft),
        [
            "question problem: no counterpart: stringresponse",
            "attachment static/b.gif: nothing refers to it",
        ]
    );
}

const MANIFEST: &str = "<manifest identifier=\"m\"><organizations><organization>\
    <item identifierref=\"p\"><title>Page</title></item><item identifierref=\"f\"><title>Paper</title></item>\
    <item identifierref=\"s\"><title>Picture that runs</title></item></organization></organizations><resources>\
    <resource identifier=\"p\" type=\"webcontent\" href=\"wiki/p.html\"><file href=\"wiki/p.html\"/><file href=\"wiki/unused.gif\"/></resource>\
    <resource identifier=\"f\" type=\"webcontent\" href=\"web_resources/paper.pdf\"><file href=\"web_resources/paper.pdf\"/></resource>\
    <resource identifier=\"s\" type=\"webcontent\" href=\"web_resources/s.svg\"><file href=\"web_resources/s.svg\"/></resource>\
    <resource identifier=\"a\" type=\"webcontent\" href=\"web_resources/a b.gif\"><file href=\"web_resources/a b.gif\"/></resource>\
    <resource identifier=\"o\" type=\"webcontent\" href=\"web_resources/o.txt\"><file href=\"web_resources/o.txt\"/></resource></resources></manifest>";

#[test]
fn files_of_cartridges_are_shown_linked_or_lessons_of_their_own() {
    let page = "<body><img src=\"$IMS-CC-FILEBASE$/a%20b.gif\"><img src=\"%24IMS-CC-FILEBASE%24/a%20b.gif?x=1\">\
        <img src=\"near.gif\"><a href=\"../web_resources/paper.pdf\">p</a><a href=\"other.html\">o</a>\
        <a href=\"$CANVAS_OBJECT_REFERENCE$/x\">c</a><a href=\"$IMS-CC-FILEBASE$/gone.pdf\">g</a><a href=\"../../../etc/passwd\">e</a></body>";
    let draft = course(
        Format::CommonCartridge,
        &[
            ("imsmanifest.xml", MANIFEST),
            ("wiki/p.html", page),
            ("wiki/other.html", "x"),
            ("wiki/near.gif", GIF),
            ("wiki/unused.gif", GIF),
            ("web_resources/paper.pdf", PDF),
            ("web_resources/s.svg", "<svg><script/></svg>"),
            ("web_resources/a b.gif", GIF),
            ("web_resources/o.txt", "text"),
        ],
    );
    let lessons = &draft.chapters[0].lessons;
    let kinds: Vec<_> = lessons
        .iter()
        .map(|lesson| (lesson.title.as_str(), lesson.kind, lesson.attachments.len()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("Page", LessonKind::Mixed, 3),
            ("Paper", LessonKind::Attachment, 1)
        ]
    );
    assert_eq!(
        lessons[0].attachments[0].references,
        [
            "$IMS-CC-FILEBASE$/a%20b.gif",
            "%24IMS-CC-FILEBASE%24/a%20b.gif?x=1"
        ]
    );
    assert_eq!(names(&draft), ["a b.gif", "near.gif", "paper.pdf"]);
    assert_eq!(
        skipped(&draft),
        [
            "attachment gone.pdf: the package does not contain it",
            "attachment wiki/unused.gif: nothing refers to it",
            "attachment web_resources/o.txt: nothing refers to it",
            "component wiki/other.html: nothing refers to it",
            "attachment web_resources/s.svg: files of this type are not kept",
            "lesson Picture that runs: nothing in it can be imported",
        ]
    );
}

#[test]
fn what_cannot_be_kept_is_told_and_the_lesson_stays_as_it_is() {
    let xml = olx(
        "<p>t</p><img src=\"/static/a.svg\"/><img src=\"/static/page.html\"/><img src=\"/static/big.gif\"/>\
        <img src=\"/static/empty.gif\"/><img src=\"/static/run.exe\"/><img src=\"/static/ok.gif\"/><img src=\"/static/more.gif\"/>",
    );
    let big = format!("GIF89a{}", "x".repeat(100));
    let entries = [
        ("course.xml", xml.as_str()),
        ("static/a.svg", "<svg onload=\"x()\"/>"),
        ("static/page.html", "<html></html>"),
        ("static/big.gif", big.as_str()),
        ("static/empty.gif", ""),
        ("static/run.exe", "MZ\u{0}"),
        ("static/ok.gif", GIF),
        ("static/more.gif", GIF),
    ];
    let limits = Limits {
        file_bytes: 100,
        files_of_lesson: 6,
        ..Limits::default()
    };
    let expected = [
        "attachment static/more.gif: more than 6 files in one lesson",
        "attachment static/a.svg: files of this type are not kept",
        "attachment static/page.html: files of this type are not kept",
        "attachment static/big.gif: larger than 100 bytes",
        "attachment static/empty.gif: a file without content",
        "attachment static/run.exe: files of this type are not kept",
    ];
    for packed in [tar_gz(&entries), zipped(&entries)] {
        let draft = only(read_bytes(Format::Olx, "x", &packed, &limits));
        assert_eq!(names(&draft), ["ok.gif"]);
        assert_eq!(skipped(&draft), expected);
    }
    // A lesson of which no file is left is what it was without.
    let none = Limits {
        file_bytes: 3,
        ..Limits::default()
    };
    let draft = only(read_bytes(Format::Olx, "x", &zipped(&entries), &none));
    assert_eq!(draft.chapters[0].lessons[0].kind, LessonKind::Text);
    assert_eq!(draft.attachments, []);
}

#[test]
fn contents_are_given_as_they_are_and_change_the_fingerprint() {
    let xml = olx("<img src=\"/static/a.gif\"/>");
    let entries = |gif| [("course/course.xml", xml.as_str()), ("course/static/a.gif", gif)];
    let other = format!("{GIF}!");
    let root = tempfile::tempdir().unwrap();
    let mut prints = Vec::new();
    for (name, packed) in [
        ("a.tar.gz", tar_gz(&entries(GIF))),
        ("a.zip", zipped(&entries(GIF))),
        ("b.zip", zipped(&entries(&other))),
    ] {
        let path = root.path().join(name);
        std::fs::write(&path, packed).unwrap();
        let package = read(Format::Olx, &path, &Limits::default()).unwrap();
        let draft = &package.courses[0];
        let found = Rc::new(RefCell::new(BTreeMap::new()));
        let heard = Rc::clone(&found);
        let wanted = draft.attachments.iter().map(|file| file.path.clone()).collect();
        let give = move |path, bytes| drop(heard.borrow_mut().insert(path, bytes));
        package.source.contents(wanted, give).unwrap();
        let found = found.take();
        let expected = if name == "b.zip" { other.as_str() } else { GIF };
        assert_eq!(found.len(), 1);
        assert_eq!(found["course/static/a.gif"], expected);
        prints.push(draft.fingerprint());
    }
    assert_eq!(prints[0], prints[1]);
    assert_ne!(prints[1], prints[2]);
}

#[test]
fn a_folder_gives_its_files_too() {
    let xml = olx("<img src=\"/static/a.gif\"/>");
    let unpacked = folder(&[("course.xml", &xml), ("static/a.gif", GIF)]);
    let draft = only(read(Format::Olx, unpacked.path(), &Limits::default()));
    assert_eq!(names(&draft), ["a.gif"]);
}

#[test]
fn what_comes_with_a_request_has_smaller_bounds() {
    let (usual, uploaded) = (Limits::default(), Limits::of_upload());
    assert!(uploaded.total_bytes <= usual.total_bytes / 8);
    assert!(uploaded.entries < usual.entries && uploaded.read_bytes < usual.read_bytes);
    let zeros = " ".repeat(20 * 1024 * 1024);
    let bomb = zipped(&[("course.xml", "<course/>"), ("static/a.bin", &zeros)]);
    assert_eq!(
        crate::fixtures::excess(read_bytes(Format::Olx, "x", &bomb, &uploaded)),
        packages::Excess::Ratio
    );
}

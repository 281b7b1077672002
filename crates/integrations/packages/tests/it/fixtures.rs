//! Packages made for the tests.

use flate2::{Compression, write::GzEncoder};
use packages::{CourseDraft, Excess, Format, Limits, Package, PackageError, read};
use std::{
    fs,
    io::{Cursor, Write},
    path::Path,
};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Names and contents.
pub type Entries<'a> = &'a [(&'a str, &'a str)];

/// A gzipped tar archive.
pub fn tar_gz(entries: Entries<'_>) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for (name, content) in entries {
        append(
            &mut archive,
            name,
            content.as_bytes(),
            tar::EntryType::Regular,
            None,
        );
    }
    archive.into_inner().unwrap().finish().unwrap()
}

/// An entry with any name and kind, which the archive's own methods would refuse.
pub fn append<W: Write>(
    archive: &mut tar::Builder<W>,
    name: impl AsRef<[u8]>,
    content: &[u8],
    kind: tar::EntryType,
    link: Option<&str>,
) {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.as_ref().len()].copy_from_slice(name.as_ref());
    header.set_size(content.len() as u64);
    header.set_entry_type(kind);
    header.set_mode(0o644);
    if let Some(link) = link {
        header.set_link_name(link).unwrap();
    }
    header.set_cksum();
    archive.append(&header, content).unwrap();
}

/// A gzipped tar archive of entries that are no ordinary files.
pub fn odd_tar_gz(write: impl FnOnce(&mut tar::Builder<GzEncoder<Vec<u8>>>)) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    write(&mut archive);
    archive.into_inner().unwrap().finish().unwrap()
}

/// A zip archive.
pub fn zipped(entries: Entries<'_>) -> Vec<u8> {
    odd_zip(|archive| {
        for (name, content) in entries {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
    })
}

/// A zip archive of whatever is written.
pub fn odd_zip(write: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    write(&mut archive);
    archive.finish().unwrap().into_inner()
}

/// An unpacked package.
pub fn folder(entries: Entries<'_>) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, content) in entries {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    root
}

/// Reads bytes as a file of that name.
pub fn read_bytes(
    format: Format,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Package, PackageError> {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join(name);
    fs::write(&path, bytes).unwrap();
    let result = read(format, &path, limits);
    // Nothing is unpacked beside the package.
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    result
}

/// The only course of a folder.
pub fn course(format: Format, entries: Entries<'_>) -> CourseDraft {
    only(read(format, folder(entries).path(), &Limits::default()))
}

/// The only course of what was read.
pub fn only(package: Result<Package, PackageError>) -> CourseDraft {
    let mut courses = package.unwrap().courses;
    assert_eq!(courses.len(), 1);
    courses.remove(0)
}

/// Which bound a package goes beyond.
pub fn excess(result: Result<Package, PackageError>) -> Excess {
    match result {
        Err(PackageError::Exceeds { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

/// What is skipped, in words.
pub fn skipped(course: &CourseDraft) -> Vec<String> {
    let skipped = course.skipped.iter();
    skipped
        .map(|each| format!("{} {}: {}", each.what, each.place, each.reason))
        .collect()
}

/// Prompt, kind and options of every question; a plus before those that are right.
pub fn questions(course: &CourseDraft) -> Vec<String> {
    let lessons = course.chapters.iter().flat_map(|chapter| &chapter.lessons);
    lessons
        .flat_map(|lesson| lesson.quiz.iter())
        .flat_map(|quiz| &quiz.questions)
        .map(|question| {
            let options: Vec<String> = question
                .options
                .iter()
                .map(|option| format!("{}{}", if option.is_correct { '+' } else { '-' }, option.text))
                .collect();
            format!("{:?} {:?} {}", question.kind, question.prompt, options.join(" "))
        })
        .collect()
}

/// A small course in OLX.
pub const OLX: Entries<'static> = &[
    (
        "course/course.xml",
        "<course url_name=\"run\" org=\"Org\" course=\"C1\"/>",
    ),
    (
        "course/course/run.xml",
        "<course display_name=\"A course\" language=\"sl\"><chapter url_name=\"c\"/><wiki slug=\"x\"/></course>",
    ),
    (
        "course/chapter/c.xml",
        "<chapter display_name=\"One\"><sequential url_name=\"s\"/></chapter>",
    ),
    (
        "course/sequential/s.xml",
        "<sequential display_name=\"First\"><vertical url_name=\"v\"/></sequential>",
    ),
    (
        "course/vertical/v.xml",
        "<vertical display_name=\"Unit\"><html url_name=\"h\"/><problem url_name=\"p\"/></vertical>",
    ),
    (
        "course/html/h.xml",
        "<html filename=\"h\" display_name=\"Text\"/>",
    ),
    ("course/html/h.html", "<p>Hello</p>"),
    (
        "course/problem/p.xml",
        "<problem><p>Two?</p><multiplechoiceresponse><choicegroup><choice correct=\"true\">2</choice><choice correct=\"false\">3</choice></choicegroup></multiplechoiceresponse></problem>",
    ),
    ("course/static/a.png", "png"),
];

/// A small cartridge.
pub const CARTRIDGE: Entries<'static> = &[
    (
        "imsmanifest.xml",
        "<manifest identifier=\"m\"><metadata><lom><general><title><string>A course</string></title></general></lom></metadata><organizations><organization><item identifier=\"root\"><item><title>One</title><item identifierref=\"p\"><title>Page</title></item><item identifierref=\"q\"><title>Quiz</title></item></item></item></organization></organizations><resources><resource identifier=\"p\" type=\"webcontent\" href=\"pages/a%20b.html\"><file href=\"pages/a b.html\"/></resource><resource identifier=\"q\" type=\"imsqti_xmlv1p2/imscc_xmlv1p1/assessment\"><file href=\"q.xml\"/></resource></resources></manifest>",
    ),
    (
        "pages/a b.html",
        "<html><head><title>T</title></head><body><p>Hi</p></body></html>",
    ),
    (
        "q.xml",
        "<questestinterop><assessment title=\"Q\"><qtimetadata><qtimetadatafield><fieldlabel>cc_maxattempts</fieldlabel><fieldentry>3</fieldentry></qtimetadatafield></qtimetadata><section><item><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.true_false.v0p1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material><mattext texttype=\"text/html\">&lt;p&gt;Dogs &amp;amp; cats&lt;/p&gt;</mattext></material><response_lid ident=\"r\"><render_choice><response_label ident=\"1\"><material><mattext>True</mattext></material></response_label><response_label ident=\"2\"><material><mattext>False</mattext></material></response_label></render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar><varequal respident=\"r\">2</varequal></conditionvar><setvar varname=\"SCORE\">100</setvar></respcondition></resprocessing></item></section></assessment></questestinterop>",
    ),
];

/// A few questions in GIFT.
pub const GIFT: &str = "::A::One?{=yes ~no}\n\n$CATEGORY: $course$/top/Second\n\nTwo?{T}\n\nThree?{#3}\n";

/// Reads with the usual limits.
pub fn open(format: Format, path: &Path) -> Result<Package, PackageError> {
    read(format, path, &Limits::default())
}

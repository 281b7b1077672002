//! The same course in every kind of package.

use crate::fixtures::{CARTRIDGE, GIFT, OLX, folder, only, open, read_bytes, tar_gz, zipped};
use packages::{Format, Limits, PackageError};

#[test]
fn folder_tar_and_zip_say_the_same() {
    for (format, entries) in [(Format::Olx, OLX), (Format::CommonCartridge, CARTRIDGE)] {
        let limits = Limits::default();
        let unpacked = only(open(format, folder(entries).path()));
        let tarred = only(read_bytes(format, "x.tar.gz", &tar_gz(entries), &limits));
        let zipped = only(read_bytes(format, "x.imscc", &zipped(entries), &limits));
        assert_eq!(unpacked, tarred);
        assert_eq!(unpacked, zipped);
        assert_eq!(unpacked.fingerprint(), zipped.fingerprint());
        let counts = unpacked.counts();
        assert_eq!(
            (counts.chapters, counts.lessons, counts.quizzes, counts.questions),
            (1, if format == Format::Olx { 1 } else { 2 }, 1, 1)
        );
    }
}

#[test]
fn what_changes_the_course_changes_its_fingerprint() {
    let limits = Limits::default();
    let print = |text: &str| only(read_bytes(Format::Gift, "a.gift", text.as_bytes(), &limits)).fingerprint();
    let first = print(GIFT);
    assert_eq!(first, print(&format!("// a comment\n\n{GIFT}")));
    for (from, to) in [
        ("One?", "Won?"),
        ("=yes ~no", "~yes =no"),
        ("{T}", "{F}"),
        ("Second", "Third"),
    ] {
        assert_ne!(first, print(&GIFT.replace(from, to)), "{from}");
    }
    // The number of a question that is not imported is no part of the course.
    assert_eq!(first, print(&GIFT.replace("{#3}", "{#4}")));
}

#[test]
fn other_files_are_named() {
    let limits = Limits::default();
    for format in [Format::Olx, Format::CommonCartridge] {
        let error = read_bytes(format, "a.zip", &zipped(&[("a.txt", "x")]), &limits).unwrap_err();
        assert!(matches!(error, PackageError::NotThis { .. }), "{error}");
        let error = read_bytes(format, "a.zip", b"just text", &limits).unwrap_err();
        assert!(matches!(error, PackageError::NotThis { .. }), "{error}");
    }
    let two = &[("a/course.xml", "<course/>"), ("b/course.xml", "<course/>")];
    let error = open(Format::Olx, folder(two).path()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "it contains several packages: a, b; import them one by one"
    );
    let error = open(Format::Olx, std::path::Path::new("/does/not/exist")).unwrap_err();
    assert!(matches!(error, PackageError::Unreadable { .. }));
}

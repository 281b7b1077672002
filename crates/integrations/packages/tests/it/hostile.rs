//! Packages made to do harm: refused, each for its own reason, with nothing left behind.

use crate::fixtures::{
    OLX, append, course, excess, folder, odd_tar_gz, odd_zip, only, open, read_bytes, tar_gz, zipped,
};
use packages::{Excess, Format, Limits, Package, PackageError};
use std::io::Write;
use tar::EntryType;
use zip::write::SimpleFileOptions;

fn tarred(name: &[u8], kind: EntryType, link: Option<&str>) -> Result<Package, PackageError> {
    let bytes = odd_tar_gz(|archive| append(archive, name, b"", kind, link));
    read_bytes(Format::Olx, "x.tar.gz", &bytes, &Limits::default())
}

fn in_zip(name: &str) -> Result<Package, PackageError> {
    read_bytes(Format::Olx, "x.zip", &zipped(&[(name, "x")]), &Limits::default())
}

#[test]
fn names_that_lead_out_are_refused() {
    for name in ["../evil.xml", "a/../../evil.xml"] {
        assert!(matches!(
            tarred(name.as_bytes(), EntryType::Regular, None),
            Err(PackageError::Traversal(_))
        ));
        assert!(matches!(in_zip(name), Err(PackageError::Traversal(_))));
    }
    assert!(matches!(
        tarred(b"/etc/passwd", EntryType::Regular, None),
        Err(PackageError::Absolute(_))
    ));
    assert!(matches!(in_zip("/etc/passwd"), Err(PackageError::Absolute(_))));
    assert!(matches!(in_zip("..\\evil.xml"), Err(PackageError::Name(_))));
    assert!(matches!(
        tarred(b"\xff.xml", EntryType::Regular, None),
        Err(PackageError::NameEncoding(_))
    ));
    // A longer name in a header of its own counts as well.
    let bytes = odd_tar_gz(|archive| {
        append(
            archive,
            "././@LongLink",
            b"../evil.xml\0",
            EntryType::GNULongName,
            None,
        );
        append(archive, "harmless", b"", EntryType::Regular, None);
    });
    assert!(matches!(
        read_bytes(Format::Olx, "x", &bytes, &Limits::default()),
        Err(PackageError::Traversal(_))
    ));
    let bytes = odd_tar_gz(|archive| {
        append(archive, "pax", b"20 path=../evil.xml\n", EntryType::XHeader, None);
        append(archive, "harmless", b"", EntryType::Regular, None);
    });
    assert!(matches!(
        read_bytes(Format::Olx, "x", &bytes, &Limits::default()),
        Err(PackageError::Traversal(_))
    ));
}

#[test]
fn links_and_devices_are_refused() {
    for kind in [EntryType::Symlink, EntryType::Link] {
        assert!(matches!(
            tarred(b"a", kind, Some("/etc/passwd")),
            Err(PackageError::Link(_))
        ));
    }
    for kind in [
        EntryType::Char,
        EntryType::Block,
        EntryType::Fifo,
        EntryType::GNUSparse,
    ] {
        assert!(
            matches!(tarred(b"a", kind, None), Err(PackageError::Special(_))),
            "{kind:?}"
        );
    }
    let bytes = odd_zip(|archive| {
        archive
            .add_symlink("a", "/etc/passwd", SimpleFileOptions::default())
            .unwrap();
    });
    assert!(matches!(
        read_bytes(Format::Olx, "x", &bytes, &Limits::default()),
        Err(PackageError::Link(_))
    ));
    let unpacked = folder(&[("course.xml", "<course/>")]);
    std::os::unix::fs::symlink("/etc/passwd", unpacked.path().join("a.xml")).unwrap();
    assert!(matches!(
        open(Format::Olx, unpacked.path()),
        Err(PackageError::Link(_))
    ));
    let unpacked = folder(&[("course.xml", "<course/>")]);
    let _socket = std::os::unix::net::UnixListener::bind(unpacked.path().join("s")).unwrap();
    assert!(matches!(
        open(Format::Olx, unpacked.path()),
        Err(PackageError::Special(_))
    ));
}

#[test]
fn names_that_are_there_twice_are_refused() {
    let twice = &[("course.xml", "<course/>"), ("./course.xml", "<course x=''/>")];
    let limits = Limits::default();
    assert!(matches!(
        read_bytes(Format::Olx, "x", &tar_gz(twice), &limits),
        Err(PackageError::Duplicate(_))
    ));
    assert!(matches!(
        read_bytes(Format::Olx, "x", &zipped(twice), &limits),
        Err(PackageError::Duplicate(_))
    ));
    // The zip writer refuses equal names, so one is renamed afterwards, where its length allows.
    let mut bytes = zipped(&[("a.xml", "1"), ("b.xml", "2")]);
    for at in 0..bytes.len() - 5 {
        if &bytes[at..at + 5] == b"b.xml" {
            bytes[at] = b'a';
        }
    }
    assert!(matches!(
        read_bytes(Format::Olx, "x", &bytes, &limits),
        Err(PackageError::Duplicate(_))
    ));
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; 16 * 1024 * 1024];
    let limits = Limits::default();
    let bytes = odd_zip(|archive| {
        archive.start_file("a.bin", SimpleFileOptions::default()).unwrap();
        archive.write_all(&zeros).unwrap();
    });
    assert_eq!(
        excess(read_bytes(Format::Olx, "x", &bytes, &limits)),
        Excess::Ratio
    );
    let bytes = odd_tar_gz(|archive| append(archive, "a.bin", &zeros, EntryType::Regular, None));
    assert_eq!(
        excess(read_bytes(Format::Olx, "x", &bytes, &limits)),
        Excess::Ratio
    );
    // A name of that length never comes into memory.
    let bytes = odd_tar_gz(|archive| append(archive, "././@LongLink", &zeros, EntryType::GNULongName, None));
    assert_eq!(
        excess(read_bytes(Format::Olx, "x", &bytes, &limits)),
        Excess::NameBytes
    );
    // A declared size is a claim: a lower one does not let more through.
    let mut bytes = zipped(&[("course.xml", &"x".repeat(2_000_000))]);
    let real = 2_000_000_u32.to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == real {
            bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
    }
    assert!(matches!(
        read_bytes(Format::Olx, "x", &bytes, &limits),
        Err(PackageError::Damaged(_))
    ));
}

#[test]
fn every_size_and_number_has_its_bound() {
    let small = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        let tarred = excess(read_bytes(Format::Olx, "x", &tar_gz(OLX), &limits));
        let zipped = excess(read_bytes(Format::Olx, "x", &zipped(OLX), &limits));
        assert_eq!(tarred, zipped);
        tarred
    };
    assert_eq!(small(|limits| limits.archive_bytes = 10), Excess::ArchiveBytes);
    assert_eq!(small(|limits| limits.entries = 3), Excess::Entries);
    assert_eq!(small(|limits| limits.entry_bytes = 5), Excess::EntryBytes);
    assert_eq!(small(|limits| limits.name_bytes = 5), Excess::NameBytes);
    assert_eq!(small(|limits| limits.folders = 1), Excess::Folders);
    assert_eq!(small(|limits| limits.text_bytes = 5), Excess::TextBytes);
    assert_eq!(small(|limits| limits.texts_bytes = 50), Excess::TextsBytes);
    assert_eq!(small(|limits| limits.read_bytes = 100), Excess::ReadBytes);
    assert_eq!(small(|limits| limits.total_bytes = 100), Excess::TotalBytes);
    assert_eq!(small(|limits| limits.xml_depth = 2), Excess::XmlDepth);
    assert_eq!(small(|limits| limits.xml_nodes = 3), Excess::XmlNodes);
    assert_eq!(small(|limits| limits.xml_attributes = 1), Excess::XmlAttributes);
    assert_eq!(
        small(|limits| limits.xml_attribute_bytes = 2),
        Excess::XmlAttributeBytes
    );
    assert_eq!(small(|limits| limits.chapters = 0), Excess::Chapters);
    assert_eq!(small(|limits| limits.lessons = 0), Excess::Lessons);
    assert_eq!(
        small(|limits| limits.lessons_of_chapter = 0),
        Excess::LessonsOfChapter
    );
    assert_eq!(small(|limits| limits.components = 2), Excess::Components);
    assert_eq!(small(|limits| limits.nesting = 0), Excess::Nesting);
    assert_eq!(small(|limits| limits.questions = 0), Excess::Questions);
    assert_eq!(small(|limits| limits.options = 1), Excess::Options);
    let limits = Limits {
        courses: 1,
        ..Limits::default()
    };
    let two = zipped(&[("a.gift", "A?{T}"), ("b.gift", "B?{T}")]);
    assert_eq!(
        excess(read_bytes(Format::Gift, "x", &two, &limits)),
        Excess::Courses
    );
}

#[test]
fn files_that_refer_to_each_other_in_circles_come_to_an_end() {
    let circle = &[
        (
            "course.xml",
            "<course org=\"o\" course=\"c\"><chapter><sequential><vertical url_name=\"a\"/></sequential></chapter></course>",
        ),
        (
            "vertical/a.xml",
            "<vertical><vertical url_name=\"b\"/></vertical>",
        ),
        (
            "vertical/b.xml",
            "<vertical><vertical url_name=\"a\"/></vertical>",
        ),
    ];
    assert_eq!(excess(open(Format::Olx, folder(circle).path())), Excess::Nesting);
    // Twice as many on every level.
    let doubling: Vec<(String, String)> = (0..16)
        .map(|level| {
            let next = format!("<vertical url_name=\"v{}\"/>", level + 1);
            (
                format!("vertical/v{level}.xml"),
                format!("<vertical>{next}{next}</vertical>"),
            )
        })
        .collect();
    let mut entries: Vec<(&str, &str)> = doubling
        .iter()
        .map(|(name, xml)| (name.as_str(), xml.as_str()))
        .collect();
    entries.push((
        "course.xml",
        "<course><chapter><sequential><vertical url_name=\"v0\"/></sequential></chapter></course>",
    ));
    assert_eq!(
        excess(open(Format::Olx, folder(&entries).path())),
        Excess::Components
    );
}

#[test]
fn documents_with_entities_refuse_the_package() {
    let laughs =
        "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]><problem>&lol2;</problem>";
    let mut entries = OLX.to_vec();
    entries.retain(|(name, _)| *name != "course/problem/p.xml");
    entries.push(("course/problem/p.xml", laughs));
    let error = read_bytes(Format::Olx, "x", &tar_gz(&entries), &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "course/problem/p.xml declares XML entities");
    let outside =
        "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><manifest identifier=\"m\">&x;</manifest>";
    let error = read_bytes(
        Format::CommonCartridge,
        "x",
        &zipped(&[("imsmanifest.xml", outside)]),
        &Limits::default(),
    );
    assert!(matches!(error, Err(PackageError::Entities(_))));
}

#[test]
fn what_is_encrypted_or_packed_otherwise_is_refused() {
    // The method of the entry becomes 14, LZMA, in both of its headers.
    let mut bytes = zipped(&[("course.xml", "<course/>")]);
    for (signature, offset) in [(*b"PK\x03\x04", 8), (*b"PK\x01\x02", 10)] {
        let at = bytes.windows(4).position(|window| window == signature).unwrap();
        bytes[at + offset] = 14;
    }
    assert!(matches!(
        read_bytes(Format::Olx, "x", &bytes, &Limits::default()),
        Err(PackageError::Packing(_))
    ));
}

#[test]
fn naughty_text_is_only_text() {
    let name = "problem/\u{202E}x.xml";
    let draft = course(
        Format::Olx,
        &[
            (
                "course.xml",
                "<course org=\"&lt;script&gt;\" course=\"../..\" display_name=\"a&#8;\u{202E}b\"><chapter><sequential><html url_name=\"../../etc/passwd\" x=\"\">t&#7;</html></sequential></chapter></course>",
            ),
            (name, "<problem/>"),
        ],
    );
    assert_eq!(
        (draft.title.as_str(), draft.chapters[0].lessons[0].html.as_deref()),
        ("ab", Some("t"))
    );
    let cut = only(read_bytes(
        Format::Gift,
        &format!("{}.gift", "ž".repeat(120)),
        b"A?{T}",
        &Limits::default(),
    ));
    assert_eq!(cut.title.chars().count(), 120);
}

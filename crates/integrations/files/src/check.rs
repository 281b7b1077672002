//! What a file is, by its bytes.

use bytes::Bytes;
use kernel::{Code, Problem};
use sha2::{Digest, Sha256};

/// Characters of a name.
const LONGEST_NAME: usize = 150;

/// Which files are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// PNG, JPEG, WebP and GIF, which every browser shows and none runs.
    Image,
    /// Images, PDF, documents of offices, plain text, sound, video and archives.
    Material,
}

/// A file that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Its media type.
    pub content_type: &'static str,
    /// Its length.
    pub byte_size: i64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
}

/// Looks at a file. Refuses with `FILE_EMPTY`, `FILE_TOO_LARGE`, `FILE_TYPE_NOT_ALLOWED`.
pub fn check(
    field: &'static str,
    accept: Accept,
    bytes: &Bytes,
    max_bytes: usize,
) -> Result<Checked, Problem> {
    if bytes.is_empty() {
        return Err(Problem::at(field, Code::FileEmpty));
    }
    if bytes.len() > max_bytes {
        return Err(Problem::at(field, Code::FileTooLarge).with("max", max_bytes));
    }
    let content_type = content_type(bytes)
        .filter(|found| accept.takes(found))
        .ok_or_else(|| Problem::at(field, Code::FileTypeNotAllowed))?;
    Ok(Checked {
        content_type,
        byte_size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sha256: Sha256::digest(bytes).to_vec(),
    })
}

impl Accept {
    fn takes(self, content_type: &str) -> bool {
        const IMAGES: &[&str] = &["image/png", "image/jpeg", "image/webp", "image/gif"];
        const DOCUMENTS: &[&str] = &[
            "application/pdf",
            "application/zip",
            "application/epub+zip",
            "application/rtf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
            "text/plain",
        ];
        let image = IMAGES.contains(&content_type);
        match self {
            Self::Image => image,
            Self::Material => {
                image
                    || DOCUMENTS.contains(&content_type)
                    || content_type.starts_with("audio/")
                    || content_type.starts_with("video/")
            }
        }
    }
}

fn content_type(bytes: &[u8]) -> Option<&'static str> {
    if let Some(found) = infer::get(bytes) {
        return Some(found.mime_type());
    }
    is_plain_text(bytes).then_some("text/plain")
}

/// Text that is no markup: what begins with a bracket could be a page or a picture that runs scripts.
fn is_plain_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    !begins.starts_with('<')
        && !text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

/// The name under which a file is offered: the last part of what the client calls it, without what could break a header or
/// turn the reading direction of a line.
pub fn shown_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = last
        .chars()
        .filter(|c| !c.is_control() && !turns(*c) && !matches!(c, '"' | '<' | '>'))
        .take(LONGEST_NAME)
        .collect();
    let name = name.trim().trim_start_matches('.').to_owned();
    if name.is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn found(accept: Accept, bytes: &'static [u8]) -> Result<&'static str, Code> {
        check("file", accept, &Bytes::from_static(bytes), 100)
            .map(|checked| checked.content_type)
            .map_err(|problem| problem.code)
    }

    #[test]
    fn the_bytes_say_what_a_file_is() {
        assert_eq!(found(Accept::Image, PNG), Ok("image/png"));
        assert_eq!(found(Accept::Material, b"%PDF-1.7 ..."), Ok("application/pdf"));
        assert_eq!(
            found(Accept::Material, "\u{feff}Žiga, 3 < 4".as_bytes()),
            Ok("text/plain")
        );
    }

    #[test]
    fn what_could_run_is_refused() {
        for bytes in [
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".as_slice(),
            b"<?xml version=\"1.0\"?><svg/>",
            b" <!DOCTYPE html><script>alert(1)</script>",
            b"\xef\xbb\xbf <html></html>",
            b"MZ\x90\0\x03\0\0\0\x04\0",
            b"\x7fELF\x02\x01\x01\0",
            b"\0\x01\x02",
            b"#!/bin/sh\nexit \x07",
        ] {
            assert_eq!(found(Accept::Material, bytes), Err(Code::FileTypeNotAllowed));
        }
        assert_eq!(
            found(Accept::Image, b"%PDF-1.7 ..."),
            Err(Code::FileTypeNotAllowed)
        );
    }

    #[test]
    fn a_file_has_bytes_and_not_too_many() {
        assert_eq!(found(Accept::Image, b""), Err(Code::FileEmpty));
        assert_eq!(found(Accept::Material, &[b'a'; 101]), Err(Code::FileTooLarge));
        assert_eq!(found(Accept::Material, &[b'a'; 100]), Ok("text/plain"));
    }

    #[test]
    fn a_name_is_the_last_part_and_harmless() {
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("C:\\Users\\ana\\načrt.pdf"), "načrt.pdf");
        assert_eq!(shown_name("a\"\r\nSet-Cookie: b"), "aSet-Cookie: b");
        assert_eq!(shown_name("fdp.\u{202e}exe"), "fdp.exe");
        assert_eq!(shown_name(".."), "file");
        assert_eq!(shown_name(&"x".repeat(900)).len(), LONGEST_NAME);
    }
}

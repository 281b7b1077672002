//! Names of entries. They come from outside and are never used as paths; that they could not be is checked all the same.

use crate::{
    error::{Excess, PackageError, within},
    limits::Limits,
};

/// What file managers leave behind.
const DEBRIS: &[&str] = &["__MACOSX", ".DS_Store", "Thumbs.db"];

/// The name of a file or folder with single slashes; nothing for the root itself and for what file managers leave behind.
pub(super) fn checked(raw: &[u8], limits: &Limits) -> Result<Option<String>, PackageError> {
    let lossy = || shortened(&String::from_utf8_lossy(raw));
    within(raw.len(), Excess::NameBytes, limits.name_bytes, &lossy())?;
    let Ok(name) = std::str::from_utf8(raw) else {
        return Err(PackageError::NameEncoding(lossy()));
    };
    if name.is_empty() || name.contains('\\') || name.chars().any(char::is_control) {
        return Err(PackageError::Name(lossy()));
    }
    let mut characters = name.chars();
    let drive = characters.next().is_some_and(|c| c.is_ascii_alphabetic()) && characters.next() == Some(':');
    if name.starts_with('/')
        || (drive
            && name
                .get(2..)
                .is_none_or(|rest| rest.is_empty() || rest.starts_with('/')))
    {
        return Err(PackageError::Absolute(lossy()));
    }
    let parts: Vec<&str> = name
        .split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect();
    if parts.contains(&"..") {
        return Err(PackageError::Traversal(lossy()));
    }
    within(parts.len(), Excess::Folders, limits.folders, name)?;
    if parts
        .iter()
        .any(|part| DEBRIS.contains(part) || part.starts_with("._"))
    {
        return Ok(None);
    }
    Ok(Some(parts.join("/")).filter(|name| !name.is_empty()))
}

/// A name for a message.
fn shortened(name: &str) -> String {
    name.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(raw: &[u8]) -> Result<Option<String>, PackageError> {
        checked(raw, &Limits::default())
    }

    #[test]
    fn ordinary_names_are_kept() {
        assert_eq!(
            name(b"./course//problem/a b.xml").unwrap().unwrap(),
            "course/problem/a b.xml"
        );
        assert_eq!(name(b"static/a:b@c.srt").unwrap().unwrap(), "static/a:b@c.srt");
        assert_eq!(name(b"a:b.txt").unwrap().unwrap(), "a:b.txt");
        assert_eq!(name(b"./").unwrap(), None);
        assert_eq!(name(b"__MACOSX/x/._y").unwrap(), None);
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for raw in ["../x", "a/../../x", "a/..", ".."] {
            assert!(
                matches!(name(raw.as_bytes()), Err(PackageError::Traversal(_))),
                "{raw}"
            );
        }
        for raw in ["/etc/passwd", "C:/x", "c:", "//host/share"] {
            assert!(
                matches!(name(raw.as_bytes()), Err(PackageError::Absolute(_))),
                "{raw}"
            );
        }
        for raw in ["", "..\\x", "C:\\x", "a\0b", "a\nb"] {
            assert!(
                matches!(name(raw.as_bytes()), Err(PackageError::Name(_))),
                "{raw}"
            );
        }
        assert!(matches!(name(b"caf\xe9.xml"), Err(PackageError::NameEncoding(_))));
        let deep = "a/".repeat(33);
        assert!(matches!(
            name(deep.as_bytes()),
            Err(PackageError::Exceeds {
                what: Excess::Folders,
                ..
            })
        ));
        let long = "a".repeat(1_025);
        assert!(matches!(
            name(long.as_bytes()),
            Err(PackageError::Exceeds {
                what: Excess::NameBytes,
                ..
            })
        ));
    }
}

//! Pictures that people upload to show themselves, their organization or a course.

use std::{fmt, str::FromStr};
use uuid::Uuid;

/// How the bytes of a picture are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl PictureFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    /// The media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }
}

/// A stored picture. Its text form, such as `0197…-512x512.png`, is its name in addresses, in the file store and in the rows that
/// show it. A picture never changes: another one has another id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Tells it from all others.
    pub id: Uuid,
    /// Pixels from left to right.
    pub width: u16,
    /// Pixels from top to bottom.
    pub height: u16,
    /// How it is written.
    pub format: PictureFormat,
}

/// A text that names no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPicture;

impl Picture {
    /// Where it is fetched, relative to the address of the server.
    pub fn address(&self) -> String {
        format!("/pictures/{self}")
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            width,
            height,
            format,
        } = self;
        write!(f, "{id}-{width}x{height}.{}", format.extension())
    }
}

impl FromStr for Picture {
    type Err = NoPicture;

    /// Takes exactly what is written, so one picture has one name.
    fn from_str(text: &str) -> Result<Self, NoPicture> {
        let parts = || {
            let (rest, extension) = text.rsplit_once('.')?;
            let (id, size) = rest.rsplit_once('-')?;
            let (width, height) = size.split_once('x')?;
            Some(Self {
                id: id.parse().ok()?,
                width: width.parse().ok()?,
                height: height.parse().ok()?,
                format: PictureFormat::ALL
                    .into_iter()
                    .find(|format| format.extension() == extension)?,
            })
        };
        parts()
            .filter(|picture| picture.to_string() == text)
            .ok_or(NoPicture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_one_name() {
        let picture = Picture {
            id: Uuid::from_u128(7),
            width: 640,
            height: 480,
            format: PictureFormat::Jpeg,
        };
        let name = "00000000-0000-0000-0000-000000000007-640x480.jpg";
        assert_eq!(picture.to_string(), name);
        assert_eq!(name.parse(), Ok(picture));
        for other in [
            "",
            "00000000-0000-0000-0000-000000000007",
            "00000000-0000-0000-0000-000000000007-640x480.svg",
            "00000000-0000-0000-0000-000000000007-0640x480.jpg",
            "00000000000000000000000000000007-640x480.jpg",
            "00000000-0000-0000-0000-000000000007-640x480000.jpg",
            "../00000000-0000-0000-0000-000000000007-640x480.jpg",
        ] {
            assert_eq!(other.parse::<Picture>(), Err(NoPicture), "{other}");
        }
    }
}

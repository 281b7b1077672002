//! Pictures that are shown to everybody: read, turned upright, made small enough and written anew.
//!
//! What is written anew has nothing in it but the picture: no place and time of a photograph, no second file behind the first.

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    error::LimitErrorKind, imageops::FilterType,
};
use kernel::{Code, Picture, PictureFormat, Problem};
use std::io::Cursor;
use uuid::Uuid;

/// Bytes of a picture as it comes.
pub const PICTURE_BYTES: usize = 5 * 1024 * 1024;
/// Pixels on a side of a picture as it comes.
const MOST_SIDE: u32 = 6_000;
/// Pixels of a picture as it comes.
const MOST_PIXELS: u64 = 16_000_000;
/// Memory for reading it: its pixels with four channels of two bytes, and as much again for what the decoder needs.
const MOST_MEMORY: u64 = MOST_PIXELS * 16;
/// How much of a photograph is kept, 1 to 100.
const QUALITY: u8 = 85;

/// Makes a picture of what somebody sent. `longest` is the longer side that it has at most afterwards.
///
/// This takes time, so it has to be called where that is allowed. Refuses with `FILE_EMPTY`, `FILE_TOO_LARGE`,
/// `FILE_TYPE_NOT_ALLOWED`, `IMAGE_TOO_LARGE`, `IMAGE_UNREADABLE`.
pub fn picture(
    field: &'static str,
    id: Uuid,
    bytes: &[u8],
    longest: u16,
) -> Result<(Picture, Bytes), Problem> {
    if bytes.is_empty() {
        return Err(Problem::at(field, Code::FileEmpty));
    }
    if bytes.len() > PICTURE_BYTES {
        return Err(Problem::at(field, Code::FileTooLarge).with("max", PICTURE_BYTES));
    }
    let format = match infer::get(bytes).map(|found| found.mime_type()) {
        Some("image/png") => PictureFormat::Png,
        Some("image/jpeg") => PictureFormat::Jpeg,
        Some("image/webp") => PictureFormat::Webp,
        Some(_) | None => return Err(Problem::at(field, Code::FileTypeNotAllowed)),
    };
    let image = decoded(field, bytes, format)?;
    let longest = u32::from(longest);
    let image = if image.width() > longest || image.height() > longest {
        image.resize(longest, longest, FilterType::Triangle)
    } else {
        image
    };
    let unreadable = |_error: ImageError| Problem::at(field, Code::ImageUnreadable);
    let written = encoded(&image, format).map_err(unreadable)?;
    let side = |side: u32| u16::try_from(side).map_err(|_too_long| too_large(field));
    let picture = Picture {
        id,
        width: side(image.width())?,
        height: side(image.height())?,
        format,
    };
    Ok((picture, written.into()))
}

/// The size is known before a pixel is read, so a small file cannot become a large picture.
fn decoded(field: &'static str, bytes: &[u8], format: PictureFormat) -> Result<DynamicImage, Problem> {
    let failed = |error: ImageError| {
        if let ImageError::Limits(error) = error
            && !matches!(error.kind(), LimitErrorKind::Unsupported { .. })
        {
            too_large(field)
        } else {
            Problem::at(field, Code::ImageUnreadable)
        }
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), known(format));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    if width > MOST_SIDE || height > MOST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(too_large(field));
    }
    // A camera writes down how it was held; a picture that says nothing stands upright.
    let orientation = decoder.orientation();
    let mut image = DynamicImage::from_decoder(decoder).map_err(failed)?;
    if let Ok(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    Ok(image)
}

fn encoded(image: &DynamicImage, format: PictureFormat) -> Result<Vec<u8>, ImageError> {
    let mut written = Cursor::new(Vec::new());
    match format {
        PictureFormat::Jpeg => {
            let rgb = DynamicImage::ImageRgb8(image.to_rgb8());
            JpegEncoder::new_with_quality(&mut written, QUALITY).encode_image(&rgb)?;
        }
        PictureFormat::Png | PictureFormat::Webp => {
            let eight_bits = if image.color().has_alpha() {
                DynamicImage::ImageRgba8(image.to_rgba8())
            } else {
                DynamicImage::ImageRgb8(image.to_rgb8())
            };
            eight_bits.write_to(&mut written, known(format))?;
        }
    }
    Ok(written.into_inner())
}

const fn known(format: PictureFormat) -> ImageFormat {
    match format {
        PictureFormat::Png => ImageFormat::Png,
        PictureFormat::Jpeg => ImageFormat::Jpeg,
        PictureFormat::Webp => ImageFormat::WebP,
    }
}

fn too_large(field: &'static str) -> Problem {
    Problem::at(field, Code::ImageTooLarge)
        .with("maxSide", MOST_SIDE)
        .with("maxPixels", MOST_PIXELS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut image = RgbaImage::new(width, height);
        image.put_pixel(0, 0, Rgba([255, 0, 0, 255]));
        let image = DynamicImage::ImageRgba8(image);
        let image = if format == ImageFormat::Jpeg {
            DynamicImage::ImageRgb8(image.to_rgb8())
        } else {
            image
        };
        let mut written = Cursor::new(Vec::new());
        image.write_to(&mut written, format).unwrap();
        written.into_inner()
    }

    fn made(bytes: &[u8]) -> Result<(Picture, Bytes), Code> {
        picture("file", Uuid::from_u128(7), bytes, 64).map_err(|problem| problem.code)
    }

    #[test]
    fn pictures_are_made_small_and_stay_what_they_are() {
        for (format, expected) in [
            (ImageFormat::Png, PictureFormat::Png),
            (ImageFormat::Jpeg, PictureFormat::Jpeg),
            (ImageFormat::WebP, PictureFormat::Webp),
        ] {
            let (picture, bytes) = made(&drawn(128, 32, format)).unwrap();
            assert_eq!(
                (picture.width, picture.height, picture.format),
                (64, 16, expected)
            );
            let again = image::load_from_memory(&bytes).unwrap();
            assert_eq!((again.width(), again.height()), (64, 16));
            assert_eq!(infer::get(&bytes).unwrap().mime_type(), expected.content_type());
        }
        let (picture, _) = made(&drawn(3, 5, ImageFormat::Png)).unwrap();
        assert_eq!((picture.width, picture.height), (3, 5));
    }

    /// A photograph held upright, as a camera writes it: the orientation in a block of data behind the beginning.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        // Orientation: turn to the right; and who made it, as text.
        tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        tiff.extend_from_slice(&[0x3b, 0x01, 2, 0, 4, 0, 0, 0, b'A', b'n', b'a', 0]);
        tiff.extend_from_slice(&[0, 0, 0, 0]);
        tiff.extend_from_slice(b"GPS 46.05N 14.50E");
        let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend_from_slice(&[0xff, 0xe1, length[0], length[1]]);
        bytes.extend_from_slice(&tiff);
        bytes.extend_from_slice(&jpeg[2..]);
        bytes
    }

    #[test]
    fn photographs_stand_upright_and_say_nothing_else() {
        let mut photo = with_exif(&drawn(32, 16, ImageFormat::Jpeg));
        photo.extend_from_slice(b"<script>alert(1)</script>");
        let (picture, bytes) = made(&photo).unwrap();
        assert_eq!((picture.width, picture.height), (16, 32));
        for secret in [b"Exif".as_slice(), b"GPS", b"Ana", b"<script>"] {
            assert!(photo.windows(secret.len()).any(|part| part == secret));
            assert!(!bytes.windows(secret.len()).any(|part| part == secret));
        }
    }

    /// A picture that claims to be of any size, with a byte or two of content.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = drawn(1, 1, ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let mut crc = 0xffff_ffff_u32;
        for byte in &bytes[12..29] {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 {
                    crc >> 1 ^ 0xedb8_8320
                } else {
                    crc >> 1
                };
            }
        }
        bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
        bytes
    }

    #[test]
    fn what_is_no_picture_or_too_large_a_one_is_refused() {
        assert_eq!(made(b""), Err(Code::FileEmpty));
        assert_eq!(made(&vec![0; PICTURE_BYTES + 1]), Err(Code::FileTooLarge));
        for bytes in [
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".as_slice(),
            b"GIF89a",
            b"%PDF-1.7",
            b"text",
        ] {
            assert_eq!(made(bytes), Err(Code::FileTypeNotAllowed));
        }
        for (width, height) in [
            (6_001, 1),
            (1, 6_001),
            (100_000, 100_000),
            (5_000, 5_000),
            (u32::MAX, 1),
        ] {
            assert_eq!(
                made(&bomb(width, height)),
                Err(Code::ImageTooLarge),
                "{width}x{height}"
            );
        }
        let whole = drawn(64, 64, ImageFormat::Png);
        assert_eq!(made(&whole[..whole.len() / 2]), Err(Code::ImageUnreadable));
        assert_eq!(made(&bomb(64, 64)), Err(Code::ImageUnreadable));
        assert_eq!(made(b"\xff\xd8\xff\xe0 and nothing"), Err(Code::ImageUnreadable));
    }
}

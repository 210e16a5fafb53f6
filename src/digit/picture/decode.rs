//! PNG and JPEG files to pixels, within limits that are checked before anything is decoded.

use std::io::Cursor;

use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::Problem;
use crate::files::ReadError;

/// Largest file that is opened, in bytes.
pub const MAX_BYTES: u64 = 200 << 20;

/// Largest number of pixels: cameras of today's telephones have up to 50 million.
pub const MAX_PIXELS: u64 = 64_000_000;

/// Longest side, in pixels.
pub const MAX_SIDE: u64 = 20_000;

/// Most memory that decoding may take beside the picture itself, in bytes.
const MAX_MEMORY: u64 = 8 * MAX_PIXELS + (256 << 20);

/// A picture as it was in its file, upright.
pub struct Decoded {
    pub image: DynamicImage,
    /// Whether its format adds faint traces around edges.
    pub lossy: bool,
}

pub fn decode(bytes: &[u8]) -> Result<Decoded, Problem> {
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(ReadError::from)?;
    let format = match reader.format() {
        Some(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => format,
        _ => return Err(Problem::UnknownFormat),
    };
    if let Some((width, height)) = announced_size(bytes, format) {
        check_size(width, height)?;
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    check_size(width.into(), height.into())?;
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    Ok(Decoded {
        image,
        lossy: format == ImageFormat::Jpeg,
    })
}

/// Width and height in a PNG's header, so that a file that is all header is told what is wrong
/// with it: the decoder would miss the rest first.
fn announced_size(bytes: &[u8], format: ImageFormat) -> Option<(u64, u64)> {
    if format != ImageFormat::Png || bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let number = |start: usize| {
        let bytes = bytes.get(start..start + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_be_bytes(bytes)))
    };
    Some((number(16)?, number(20)?))
}

pub fn check_size(width: u64, height: u64) -> Result<(), Problem> {
    if width == 0 || height == 0 {
        return Err(Problem::NoPixels);
    }
    if width.max(height) > MAX_SIDE || width * height > MAX_PIXELS {
        return Err(Problem::TooManyPixels { width, height });
    }
    Ok(())
}

fn damaged(error: ImageError) -> Problem {
    let words = match &error {
        ImageError::Limits(limit) if limit.kind() == LimitErrorKind::InsufficientMemory => {
            "it would take too much memory".to_owned()
        }
        _ => error.to_string(),
    };
    Problem::Damaged(words)
}

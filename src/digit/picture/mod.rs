//! Pictures from files and from the clipboard to planes of ink.
//!
//! - `decode`: PNG and JPEG, within limits
//! - `cells`: any number of pixels reduced to a few hundred cells along the longer side
//! - `lightness`: colours and transparency to one number a cell
//! - `background`: filters over square windows
//! - `separate`: which of it is ink, and which paper
//! - `components`: connected pieces of ink, without specks and ruled lines

mod background;
mod cells;
mod components;
pub(crate) mod decode;
mod lightness;
mod separate;

use std::io;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage};

use self::cells::{Cells, Region};
use super::mnist_form;
use crate::files::{self, ReadError};
use crate::grid::Grid;

pub use decode::{MAX_BYTES, MAX_PIXELS, MAX_SIDE};

/// Longest side of a plane of ink that comes of a picture, in pixels.
pub const PLANE_SIDE: usize = 560;

/// A picture that cannot be opened or saved.
#[derive(Debug, thiserror::Error)]
#[error("{}{problem}", prefix(path.as_deref()))]
pub struct PictureError {
    /// `None` if it came from no file, such as from the clipboard.
    pub path: Option<PathBuf>,
    pub problem: Problem,
}

fn prefix(path: Option<&Path>) -> String {
    path.map(|path| format!("{}: ", path.display()))
        .unwrap_or_default()
}

/// What is wrong with a picture.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(transparent)]
    File(#[from] ReadError),
    #[error("the file is empty: choose a PNG or JPEG file")]
    Empty,
    #[error("neither PNG nor JPEG: save the picture as one of these and open that")]
    UnknownFormat,
    #[error(
        "{width}×{height} pixels are too many: at most {} million, and {MAX_SIDE} along a side, \
         are opened; make the picture smaller",
        MAX_PIXELS / 1_000_000
    )]
    TooManyPixels { width: u64, height: u64 },
    #[error("there is no pixel in it")]
    NoPixels,
    #[error("{expected} bytes of pixels were announced, {found} came")]
    WrongLength { expected: usize, found: usize },
    #[error("the picture is damaged and cannot be read ({0}): open another copy of it")]
    Damaged(String),
    #[error("cannot be written: {0}")]
    Unwritable(io::Error),
}

/// Opens a PNG or JPEG file, told apart by content: see [`from_encoded`].
pub fn open(path: &Path) -> Result<Grid, PictureError> {
    files::read_file(path, MAX_BYTES)
        .map_err(Problem::from)
        .and_then(|bytes| decode::decode(&bytes))
        .map(|image| ink_plane(&image))
        .map_err(|problem| PictureError {
            path: Some(path.to_owned()),
            problem,
        })
}

/// The ink in the bytes of a PNG or JPEG file, as a plane with ink up to 1 and paper 0.
///
/// Colour, transparency, dark ink on light paper or light ink on dark, margins, uneven light
/// and small specks are all right. The plane's longer side is at most [`PLANE_SIDE`] pixels,
/// reduced by a whole factor if the picture was larger; of a large picture with little ink in
/// it only that part is kept. Without loss of quality, a picture of light ink on black, as
/// MNIST's are, comes back as it is. A picture with nothing on it comes back blank.
///
/// `path` only names the bytes in errors.
pub fn from_encoded(path: &Path, bytes: &[u8]) -> Result<Grid, PictureError> {
    decode::decode(bytes)
        .map(|image| ink_plane(&image))
        .map_err(|problem| PictureError {
            path: Some(path.to_owned()),
            problem,
        })
}

/// The ink in `width` × `height` pixels of red, green, blue and opacity (not premultiplied), row
/// after row: see [`from_encoded`].
pub fn from_rgba(width: usize, height: usize, rgba: &[u8]) -> Result<Grid, PictureError> {
    checked(width, height, rgba)
        .map(|image| {
            ink_plane(&decode::Decoded {
                image,
                lossy: false,
            })
        })
        .map_err(|problem| PictureError {
            path: None,
            problem,
        })
}

fn checked(width: usize, height: usize, rgba: &[u8]) -> Result<DynamicImage, Problem> {
    decode::check_size(width as u64, height as u64)?;
    let expected = width * height * 4;
    if rgba.len() != expected {
        return Err(Problem::WrongLength {
            expected,
            found: rgba.len(),
        });
    }
    RgbaImage::from_raw(width as u32, height as u32, rgba.to_vec())
        .map(DynamicImage::ImageRgba8)
        .ok_or(Problem::NoPixels)
}

/// Writes a plane of ink (1, paper 0) as a PNG of dark ink on white paper, 8 bits a pixel.
pub fn save_png(ink: &Grid, path: &Path) -> Result<(), PictureError> {
    encoded(ink)
        .and_then(|png| files::write_file(path, &png))
        .map_err(|error| PictureError {
            path: Some(path.to_owned()),
            problem: Problem::Unwritable(error),
        })
}

fn encoded(ink: &Grid) -> io::Result<Vec<u8>> {
    let pixels: Vec<u8> = ink
        .values()
        .iter()
        .map(|ink| ((1.0 - ink) * 255.0).round() as u8)
        .collect();
    let mut png = Vec::new();
    image::codecs::png::PngEncoder::new(&mut png)
        .write_image(
            &pixels,
            ink.width() as u32,
            ink.height() as u32,
            ExtendedColorType::L8,
        )
        .map_err(io::Error::other)?;
    Ok(png)
}

/// The ink of the whole picture; or, if that had to be reduced and its ink fills but a small
/// part of it, of that part at a better resolution.
fn ink_plane(decoded: &decode::Decoded) -> Grid {
    let whole = Region::whole(&decoded.image);
    let plane = plane_of(decoded, whole);
    let factor = whole.factor(PLANE_SIDE);
    let Some(ink) = mnist_form::bounds(&plane) else {
        return plane;
    };
    let part = whole.part(ink, factor);
    if part.factor(PLANE_SIDE) * 2 > factor {
        return plane;
    }
    plane_of(decoded, part)
}

fn plane_of(decoded: &decode::Decoded, region: Region) -> Grid {
    let cells = Cells::reduced(&decoded.image, region, region.factor(PLANE_SIDE));
    separate::ink_of(&lightness::lightness(&cells), decoded.lossy)
}

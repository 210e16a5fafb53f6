//! Pictures as grids: one for each channel, 0 (black) to 1 (white).

use std::io::{self, Cursor};

use image::{ColorType, DynamicImage, ImageBuffer, ImageFormat, Luma, Rgb};

use super::Problem;
use crate::digit::picture::decode::decode;
use crate::grid::Grid;

/// The shares of red, green and blue in a grey (ITU-R BT.709, on values as they are stored).
const LUMINANCE: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// A grey picture of one channel, or a colour picture of three: red, green, blue.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    channels: Vec<Grid>,
}

impl Picture {
    /// A PNG or JPEG picture, turned upright as its camera noted it; what is transparent is laid
    /// on white paper.
    pub fn decode(bytes: &[u8]) -> Result<Self, Problem> {
        Ok(Self::from_image(&decode(bytes)?.image))
    }

    /// A picture of `width` × `height` pixels from their bytes, red, green, blue, opacity, as the
    /// clipboard has it. None if there are not four bytes a pixel.
    pub fn from_rgba(width: usize, height: usize, bytes: &[u8]) -> Option<Self> {
        let size = |side: usize| u32::try_from(side).ok();
        let buffer = ImageBuffer::from_raw(size(width)?, size(height)?, bytes.to_vec())?;
        Some(Self::from_image(&DynamicImage::ImageRgba8(buffer)))
    }

    fn from_image(image: &DynamicImage) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let is_grey = matches!(
            image.color(),
            ColorType::L8 | ColorType::La8 | ColorType::L16 | ColorType::La16
        );
        let count = if is_grey { 1 } else { 3 };
        let mut channels = vec![Vec::with_capacity(width * height); count];
        let mut push = |color: [f32; 3], opacity: f32| {
            for (channel, value) in channels.iter_mut().zip(color) {
                channel.push(value * opacity + (1.0 - opacity));
            }
        };
        let byte = |value: u8| f32::from(value) / f32::from(u8::MAX);
        let word = |value: u16| f32::from(value) / f32::from(u16::MAX);
        match image {
            DynamicImage::ImageLuma8(pixels) => {
                pixels.pixels().for_each(|p| push([byte(p[0]); 3], 1.0));
            }
            DynamicImage::ImageRgb8(pixels) => {
                pixels.pixels().for_each(|p| push(p.0.map(byte), 1.0))
            }
            DynamicImage::ImageRgba8(pixels) => pixels.pixels().for_each(|p| {
                let [red, green, blue, opacity] = p.0.map(byte);
                push([red, green, blue], opacity);
            }),
            // What is rarer goes by way of 16 bits, which hold it without loss.
            _ => image.to_rgba16().pixels().for_each(|p| {
                let [red, green, blue, opacity] = p.0.map(word);
                push([red, green, blue], opacity);
            }),
        }
        let grid = |values| {
            Grid::from_values(height, width, values).expect("one value was pushed for each pixel")
        };
        Self {
            channels: channels.into_iter().map(grid).collect(),
        }
    }

    /// A picture of red, green and blue, which are of one size.
    pub fn of_channels(channels: [Grid; 3]) -> Self {
        Self {
            channels: channels.into(),
        }
    }

    /// One grid if the picture is grey, or red, green and blue.
    pub fn channels(&self) -> &[Grid] {
        &self.channels
    }

    /// The picture in grey: 0.2126 red + 0.7152 green + 0.0722 blue (ITU-R BT.709).
    pub fn grey(&self) -> Grid {
        match &self.channels[..] {
            [red, green, blue] => {
                let shares = LUMINANCE.map(f64::from);
                Grid::from_fn(red.height(), red.width(), |row, column| {
                    let channel = |grid: &Grid| f64::from(grid.at(row, column));
                    let [r, g, b] = [red, green, blue].map(channel);
                    (shares[0] * r + shares[1] * g + shares[2] * b) as f32
                })
            }
            channels => channels[0].clone(),
        }
    }
}

/// The bytes of a grey PNG; [`write`](super::write()) says which number becomes which grey.
pub fn png(grid: &Grid) -> Result<Vec<u8>, Problem> {
    if let Some(index) = grid.values().iter().position(|value| !value.is_finite()) {
        let (row, column) = (index / grid.width(), index % grid.width());
        return Err(Problem::NotPaintable {
            row: row + 1,
            column: column + 1,
            value: grid.at(row, column),
        });
    }
    let greys = greys(grid);
    let (width, height) = (grid.width() as u32, grid.height() as u32);
    let image: ImageBuffer<Luma<u8>, _> =
        ImageBuffer::from_raw(width, height, greys).ok_or(Problem::Empty)?;
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(|error| Problem::Unwritable(io::Error::other(error)))?;
    Ok(bytes.into_inner())
}

/// The bytes of a PNG in colour, of red, green and blue of the same size: 0 is dark, 1 and more is
/// bright. With negative numbers the size counts alone, as a share of the largest.
pub fn png_in_colour(channels: [&Grid; 3]) -> Result<Vec<u8>, Problem> {
    let is_signed = channels
        .iter()
        .any(|grid| grid.values().iter().any(|value| *value < 0.0));
    let largest = channels
        .iter()
        .map(|grid| grid.max_abs())
        .fold(0.0, f32::max);
    let reach = if is_signed && largest > 0.0 {
        largest
    } else {
        1.0
    };
    let byte = |value: f32| (value.abs() / reach * 255.0).round() as u8;
    let [red, green, blue] = channels.map(Grid::values);
    let pixels = red.iter().zip(green).zip(blue);
    let bytes = pixels
        .flat_map(|((red, green), blue)| [byte(*red), byte(*green), byte(*blue)])
        .collect();
    let (width, height) = (channels[0].width() as u32, channels[0].height() as u32);
    let image: ImageBuffer<Rgb<u8>, Vec<u8>> =
        ImageBuffer::from_raw(width, height, bytes).ok_or(Problem::Empty)?;
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(|error| Problem::Unwritable(io::Error::other(error)))?;
    Ok(bytes.into_inner())
}

fn greys(grid: &Grid) -> Vec<u8> {
    let largest = f64::from(grid.max_abs());
    let is_signed = grid.values().iter().any(|value| *value < 0.0);
    let grey = |value: f32| {
        if is_signed {
            (128.0 + 127.0 * f64::from(value) / largest).round()
        } else {
            (255.0 * f64::from(value) / largest.max(1.0)).round()
        }
    };
    grid.values()
        .iter()
        .map(|value| grey(*value) as u8)
        .collect()
}

//! Any number of pixels reduced to a few hundred cells along the longer side.

use image::{DynamicImage, GenericImageView};

use crate::digit::mnist_form::Bounds;

/// A part of a picture, in its pixels, which lies within it.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    left: usize,
    top: usize,
    /// At least 1.
    width: usize,
    /// At least 1.
    height: usize,
}

impl Region {
    pub fn whole(image: &DynamicImage) -> Self {
        let (width, height) = image.dimensions();
        Self {
            left: 0,
            top: 0,
            width: width as usize,
            height: height as usize,
        }
    }

    /// The whole factor by which its longer side is reduced to at most `side` cells.
    pub fn factor(&self, side: usize) -> usize {
        self.width.max(self.height).div_ceil(side)
    }

    /// The part that `bounds` is once this is reduced by `factor`, and around it as much again
    /// as half of its longer side.
    pub fn part(&self, bounds: Bounds, factor: usize) -> Self {
        let margin = bounds.width.max(bounds.height) / 2;
        let span = |start: usize, length: usize, own_start: usize, own_length: usize| {
            let low = start.saturating_sub(margin) * factor;
            let high = ((start + length + margin) * factor).min(own_length);
            (own_start + low, high - low)
        };
        let (left, width) = span(bounds.left, bounds.width, self.left, self.width);
        let (top, height) = span(bounds.top, bounds.height, self.top, self.height);
        Self {
            left,
            top,
            width,
            height,
        }
    }
}

/// Means over squares of pixels.
pub struct Cells {
    pub height: usize,
    pub width: usize,
    /// Row after row.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Red, green and blue of what can be seen, each 0..1; 0 where nothing can.
    pub colour: [f32; 3],
    /// 0 where one sees through, 1 where not.
    pub opacity: f32,
}

impl Cells {
    /// Means over squares of `factor` × `factor` pixels, or what of these lies in the region.
    pub fn reduced(image: &DynamicImage, region: Region, factor: usize) -> Self {
        let height = region.height.div_ceil(factor);
        let width = region.width.div_ceil(factor);
        let mut cells = Vec::with_capacity(height * width);
        for row in 0..height {
            let top = row * factor;
            let rows = factor.min(region.height - top);
            // A strip at a time, so that the picture is not in memory twice.
            let strip = image
                .crop_imm(
                    region.left as u32,
                    (region.top + top) as u32,
                    region.width as u32,
                    rows as u32,
                )
                .into_rgba8();
            let mut sums = vec![Sum::default(); width];
            for line in strip.chunks_exact(region.width * 4) {
                for (pixels, sum) in line.chunks(factor * 4).zip(&mut sums) {
                    pixels.chunks_exact(4).for_each(|pixel| sum.add(pixel));
                }
            }
            cells.extend(sums.iter().map(Sum::mean));
        }
        Self {
            height,
            width,
            cells,
        }
    }
}

/// Whole numbers, so that a mean of equals is what they are.
#[derive(Clone, Default)]
struct Sum {
    /// Colour × opacity, both 0..255.
    colour: [u64; 3],
    opacity: u64,
    pixels: u64,
}

impl Sum {
    fn add(&mut self, pixel: &[u8]) {
        let opacity = u64::from(pixel[3]);
        for (sum, value) in self.colour.iter_mut().zip(pixel) {
            *sum += u64::from(*value) * opacity;
        }
        self.opacity += opacity;
        self.pixels += 1;
    }

    fn mean(&self) -> Cell {
        if self.opacity == 0 {
            return Cell::default();
        }
        Cell {
            colour: self
                .colour
                .map(|sum| (sum as f64 / self.opacity as f64 / 255.0) as f32),
            opacity: (self.opacity as f64 / self.pixels as f64 / 255.0) as f32,
        }
    }
}

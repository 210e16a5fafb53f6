//! A kernel: the small grid of weights that slides over the picture.

mod presets;
mod text;

use serde::{Deserialize, Serialize};

pub use presets::{Preset, default_sigma};
pub use text::KernelError;

use crate::grid::Grid;

/// Most rows, and most columns, of a kernel.
pub const MAX_SIDE: usize = 11;

/// How far a product of two factors may be from the kernel's cell, as a part of the kernel's
/// largest cell: a few roundings of 32-bit floats.
const FACTOR_TOLERANCE: f64 = 5e-7;

/// A sum of weights that is a smaller part than this of the sum of their absolute values counts
/// as 0: the weights of an edge filter cancel out, up to rounding.
const ZERO_SUM: f64 = 1e-6;

/// 1×1 to [`MAX_SIDE`]×[`MAX_SIDE`] finite weights. Its text, which it is also kept as, is that of
/// the command line: `1 0 -1; 2 0 -2; 1 0 -1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kernel {
    grid: Grid,
}

/// A separable kernel: the cell at (row, column) is `column[row]` · `row[column]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// One number for each of the kernel's rows.
    pub column: Vec<f32>,
    /// One number for each of the kernel's columns.
    pub row: Vec<f32>,
}

impl Kernel {
    /// The kernel with these weights.
    pub fn new(grid: Grid) -> Result<Self, KernelError> {
        let (height, width) = (grid.height(), grid.width());
        if height == 0 || width == 0 {
            return Err(KernelError::Empty);
        }
        if height > MAX_SIDE || width > MAX_SIDE {
            return Err(KernelError::TooLarge { height, width });
        }
        match grid.values().iter().position(|weight| !weight.is_finite()) {
            Some(index) => Err(KernelError::NotFinite {
                row: index / width,
                column: index % width,
            }),
            None => Ok(Self { grid }),
        }
    }

    /// For weights that are known to be finite, and few enough.
    fn from_fn(height: usize, width: usize, weight: impl FnMut(usize, usize) -> f32) -> Self {
        Self {
            grid: Grid::from_fn(height, width, weight),
        }
    }

    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    pub fn height(&self) -> usize {
        self.grid.height()
    }

    pub fn width(&self) -> usize {
        self.grid.width()
    }

    /// (height, width)
    pub fn size(&self) -> (usize, usize) {
        (self.height(), self.width())
    }

    /// The weight at (`row`, `column`). Panics outside the kernel.
    pub fn at(&self, row: usize, column: usize) -> f32 {
        self.grid.at(row, column)
    }

    /// The cell that lies over the output's place in the input when the padding is
    /// [`Padding::same`](super::Padding::same): the middle one, or the one before the middle.
    pub fn anchor(&self) -> (usize, usize) {
        anchor(self.size())
    }

    /// The same with another weight in one cell. Panics outside the kernel.
    pub fn with(&self, row: usize, column: usize, weight: f32) -> Result<Self, KernelError> {
        let mut grid = self.grid.clone();
        grid.set(row, column, weight);
        Self::new(grid)
    }

    /// Turned by half a circle: last row first, last column first. Correlation with the flipped
    /// kernel is the convolution of the definition.
    pub fn flipped(&self) -> Self {
        let (height, width) = self.size();
        Self::from_fn(height, width, |row, column| {
            self.at(height - 1 - row, width - 1 - column)
        })
    }

    /// Turned by a quarter of a circle, clockwise.
    pub fn rotated(&self) -> Self {
        Self::from_fn(self.width(), self.height(), |row, column| {
            self.at(self.height() - 1 - column, row)
        })
    }

    /// Rows become columns.
    pub fn transposed(&self) -> Self {
        Self::from_fn(self.width(), self.height(), |row, column| {
            self.at(column, row)
        })
    }

    /// Divided by the sum of its weights, so that flat areas keep their value. The weights of an
    /// edge filter sum up to 0: they are divided by the sum of their absolute values instead, so
    /// that no output exceeds the largest input. None where all weights are 0, or so small that
    /// the quotients would not be finite.
    pub fn normalized(&self) -> Option<Self> {
        let weights = || self.grid.values().iter().map(|weight| f64::from(*weight));
        let absolute: f64 = weights().map(f64::abs).sum();
        let sum: f64 = weights().sum();
        let divisor = if sum.abs() > ZERO_SUM * absolute {
            sum
        } else {
            absolute
        };
        let quotients = self.grid.map(|weight| (f64::from(weight) / divisor) as f32);
        Self::new(quotients).ok()
    }

    /// Cropped, or with zeros around it, to `height` × `width` cells, 1 to [`MAX_SIDE`] each; the
    /// anchor stays the anchor.
    pub fn resized(&self, height: usize, width: usize) -> Result<Self, KernelError> {
        if height.max(width) > MAX_SIDE {
            return Err(KernelError::TooLarge { height, width });
        }
        let (from, to) = (self.anchor(), anchor((height, width)));
        Self::new(Grid::from_fn(height, width, |row, column| {
            let row = (row + from.0).checked_sub(to.0);
            let column = (column + from.1).checked_sub(to.1);
            match (row, column) {
                (Some(row), Some(column)) if row < self.height() && column < self.width() => {
                    self.at(row, column)
                }
                _ => 0.0,
            }
        }))
    }

    /// A column and a row whose products are the kernel, if there are such: then two passes with
    /// k weights each do the work of one with k². The row is the kernel's own row with the
    /// largest weight, so that simple weights stay simple.
    pub fn factors(&self) -> Option<Factors> {
        let largest = self.grid.max_abs();
        if largest == 0.0 {
            return None;
        }
        let index = self
            .grid
            .values()
            .iter()
            .position(|weight| weight.abs() == largest)?;
        let (pivot_row, pivot_column) = (index / self.width(), index % self.width());
        let pivot = self.at(pivot_row, pivot_column);
        let column: Vec<f32> = (0..self.height())
            .map(|row| self.at(row, pivot_column) / pivot)
            .collect();
        let row = self.grid.row(pivot_row).to_vec();
        let tolerance = f64::from(largest) * FACTOR_TOLERANCE;
        let exact = (0..self.height()).all(|y| {
            (0..self.width()).all(|x| {
                let product = f64::from(column[y]) * f64::from(row[x]);
                (product - f64::from(self.at(y, x))).abs() <= tolerance
            })
        });
        exact.then_some(Factors { column, row })
    }
}

fn anchor((height, width): (usize, usize)) -> (usize, usize) {
    (height.saturating_sub(1) / 2, width.saturating_sub(1) / 2)
}

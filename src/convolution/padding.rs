//! Padding: what stands around the picture so that the window can reach over its edge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::geometry::{Direction, Impossible, MAX_CELLS};
use crate::grid::Grid;

/// What the cells around the picture hold. Named as in PyTorch, where `replicate`, `reflect` and
/// `circular` are modes of `torch.nn.functional.pad` and `zero` is its `constant` mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaddingMode {
    /// Zeros.
    #[default]
    Zero,
    /// The nearest cell of the edge, again and again.
    Replicate,
    /// The picture mirrored at its edge cells, which are not repeated.
    Reflect,
    /// The picture again, as if it were wound around.
    Circular,
}

impl PaddingMode {
    pub const ALL: [Self; 4] = [Self::Zero, Self::Replicate, Self::Reflect, Self::Circular];

    /// The mode's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::Replicate => "replicate",
            Self::Reflect => "reflect",
            Self::Circular => "circular",
        }
    }

    /// Which of `size` cells the one at `index` is a copy of; `index` is negative before the
    /// first cell, and `size` or more after the last. None where zero padding stands.
    ///
    /// `size` is at least 1, and `index` no further outside than [`limit`](Self::limit) allows.
    pub fn source(self, index: isize, size: usize) -> Option<usize> {
        let last = size as isize - 1;
        let inside = match self {
            Self::Zero => index,
            Self::Replicate => index.clamp(0, last),
            Self::Reflect if index > last => 2 * last - index,
            Self::Reflect => index.abs(),
            Self::Circular => index.rem_euclid(size as isize),
        };
        usize::try_from(inside).ok().filter(|inside| *inside < size)
    }

    /// The most cells of padding that `size` cells can fill on one side, where there is a limit.
    pub fn limit(self, size: usize) -> Option<usize> {
        match self {
            Self::Zero | Self::Replicate => None,
            Self::Reflect => Some(size.saturating_sub(1)),
            Self::Circular => Some(size),
        }
    }

    /// Checks the cells before and after an axis of `size` cells.
    pub(super) fn check(
        self,
        direction: Direction,
        (before, after): (usize, usize),
        size: usize,
    ) -> Result<(), Impossible> {
        let padding = before.max(after);
        if self.limit(size).is_none_or(|limit| padding <= limit) {
            return Ok(());
        }
        Err(match self {
            Self::Circular => Impossible::Circular {
                direction,
                padding,
                size,
            },
            _ => Impossible::Reflect {
                direction,
                padding,
                size,
            },
        })
    }
}

impl fmt::Display for PaddingMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no padding mode has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no padding mode “{0}”: use zero, replicate, reflect or circular")]
pub struct UnknownPaddingMode(String);

impl FromStr for PaddingMode {
    type Err = UnknownPaddingMode;

    fn from_str(name: &str) -> Result<Self, UnknownPaddingMode> {
        let named = Self::ALL.into_iter().find(|mode| mode.name() == name);
        named.ok_or_else(|| UnknownPaddingMode(name.into()))
    }
}

/// How many cells stand on each side of the picture, and what they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Padding {
    pub mode: PaddingMode,
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

impl Padding {
    /// `cells` on every side.
    pub fn all(mode: PaddingMode, cells: usize) -> Self {
        Self {
            mode,
            top: cells,
            bottom: cells,
            left: cells,
            right: cells,
        }
    }

    /// With stride 1 the output then has the size of the input. As PyTorch's `padding="same"`: an
    /// odd number of cells leaves one more after the picture than before it.
    pub fn same(mode: PaddingMode, kernel: (usize, usize), dilation: (usize, usize)) -> Self {
        let halves = |kernel: usize, dilation: usize| {
            let cells = dilation.saturating_mul(kernel.saturating_sub(1));
            (cells / 2, cells - cells / 2)
        };
        let (top, bottom) = halves(kernel.0, dilation.0);
        let (left, right) = halves(kernel.1, dilation.1);
        Self {
            mode,
            top,
            bottom,
            left,
            right,
        }
    }

    /// The picture with its padding around it.
    pub fn apply(&self, input: &Grid) -> Result<Grid, Impossible> {
        let (height, width) = (input.height(), input.width());
        let (padded_height, padded_width) = self.padded_size(height, width)?;
        let row_of = |row: usize| self.mode.source(signed(row, self.top), height);
        let column_of = |column: usize| self.mode.source(signed(column, self.left), width);
        let columns: Vec<_> = (0..padded_width).map(column_of).collect();
        Ok(Grid::from_fn(
            padded_height,
            padded_width,
            |row, column| match (row_of(row), columns[column]) {
                (Some(row), Some(column)) => input.at(row, column),
                _ => 0.0,
            },
        ))
    }

    /// (height, width) of the picture with its padding, once it is known to be possible.
    pub(super) fn padded_size(
        &self,
        height: usize,
        width: usize,
    ) -> Result<(usize, usize), Impossible> {
        if height == 0 || width == 0 {
            return Err(Impossible::Empty);
        }
        let (rows, columns) = ((self.top, self.bottom), (self.left, self.right));
        self.mode.check(Direction::Height, rows, height)?;
        self.mode.check(Direction::Width, columns, width)?;
        let padded_height = height.saturating_add(self.top).saturating_add(self.bottom);
        let padded_width = width.saturating_add(self.left).saturating_add(self.right);
        if padded_height.saturating_mul(padded_width) > MAX_CELLS {
            return Err(Impossible::TooLarge);
        }
        Ok((padded_height, padded_width))
    }
}

/// An index of the padded picture, counted from the first cell of the picture.
fn signed(index: usize, before: usize) -> isize {
    index as isize - before as isize
}

//! What can be done to a whole picture: a convolution, ReLU or pooling, all of it at once or a
//! band of rows at a time, so that a large result can be seen while it is made.

use std::fmt::Debug;
use std::ops::Range;

use rayon::prelude::*;

use super::convolve::{Convolution, Convolver};
use super::geometry::{Geometry, Impossible};
use super::pooling::Pooling;
use crate::grid::Grid;

/// Output cells of a task: enough to be worth a thread's while, few enough for its cache.
const TASK_CELLS: usize = 1 << 17;

/// Output rows of a task, where they are so wide.
pub(super) fn task_rows(width: usize) -> usize {
    (TASK_CELLS / width.max(1)).max(1)
}

/// Multiplications up to which the calling thread does the work alone, in about a millisecond.
const SMALL_WORK: usize = 1 << 21;

/// A picture that is read row by row: all of it may not be there yet.
pub trait Rows: Debug + Sync {
    fn height(&self) -> usize;
    fn width(&self) -> usize;
    /// Panics for a row that there is not.
    fn row(&self, row: usize) -> &[f32];
}

impl Rows for Grid {
    fn height(&self) -> usize {
        self.height()
    }

    fn width(&self) -> usize {
        self.width()
    }

    fn row(&self, row: usize) -> &[f32] {
        self.row(row)
    }
}

/// One step from picture to picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    Convolution(Convolution),
    /// max(0, x); NaN stays NaN.
    Relu,
    Pooling(Pooling),
}

impl Operation {
    /// How its window slides; None for ReLU, which has none.
    pub fn geometry(&self) -> Option<Geometry> {
        match self {
            Self::Convolution(convolution) => Some(convolution.geometry()),
            Self::Relu => None,
            Self::Pooling(pooling) => Some(pooling.geometry()),
        }
    }

    /// (height, width) of the output for a picture of `height` × `width` cells.
    pub fn output(&self, height: usize, width: usize) -> Result<(usize, usize), Impossible> {
        match self.geometry() {
            Some(geometry) => geometry.output(height, width),
            None if height == 0 || width == 0 => Err(Impossible::Empty),
            None => Ok((height, width)),
        }
    }

    /// The rows of an input of `height` rows that these rows of the output come of.
    pub fn rows_needed(&self, rows: &Range<usize>, height: usize) -> Range<usize> {
        let Some(Geometry {
            rows: axis, mode, ..
        }) = self.geometry()
        else {
            return rows.clone();
        };
        let last = rows.end.saturating_sub(1);
        let under = axis.origin(rows.start)..axis.origin(last) + axis.span() as isize;
        let sources = || under.clone().filter_map(|row| mode.source(row, height));
        let first = sources().min().unwrap_or(0);
        first..sources().max().map_or(first, |last| last + 1)
    }

    /// Checks that the operation is possible for this picture and makes ready for it.
    pub fn prepare<'a>(&'a self, input: &'a dyn Rows) -> Result<Prepared<'a>, Impossible> {
        let size = self.output(input.height(), input.width())?;
        let work = match self {
            Self::Convolution(convolution) => {
                Work::Convolution(Convolver::new(convolution, input, size))
            }
            Self::Relu => Work::Relu(input),
            Self::Pooling(pooling) => Work::Pooling(*pooling, input),
        };
        Ok(Prepared { size, work })
    }

    /// The whole output.
    pub fn apply(&self, input: &Grid) -> Result<Grid, Impossible> {
        let prepared = self.prepare(input)?;
        Ok(prepared.rows(0..prepared.size.0))
    }
}

impl From<Convolution> for Operation {
    fn from(convolution: Convolution) -> Self {
        Self::Convolution(convolution)
    }
}

impl From<Pooling> for Operation {
    fn from(pooling: Pooling) -> Self {
        Self::Pooling(pooling)
    }
}

impl Convolution {
    /// The convolution of a whole picture.
    pub fn apply(&self, input: &Grid) -> Result<Grid, Impossible> {
        Operation::from(self.clone()).apply(input)
    }
}

impl Pooling {
    /// The pooling of a whole picture.
    pub fn apply(&self, input: &Grid) -> Result<Grid, Impossible> {
        Operation::from(*self).apply(input)
    }
}

/// An operation that is possible, with its picture.
#[derive(Debug)]
pub struct Prepared<'a> {
    size: (usize, usize),
    work: Work<'a>,
}

#[derive(Debug)]
enum Work<'a> {
    Convolution(Convolver<'a>),
    Relu(&'a dyn Rows),
    Pooling(Pooling, &'a dyn Rows),
}

impl Prepared<'_> {
    /// (height, width) of the output.
    pub fn size(&self) -> (usize, usize) {
        self.size
    }

    /// Whether a convolution uses its kernel's factors: two short passes instead of a long one.
    pub fn is_separate(&self) -> bool {
        matches!(&self.work, Work::Convolution(convolver) if convolver.is_separate())
    }

    /// Some rows of the output, as a grid of their own; on all threads of the current rayon pool
    /// if it is much work. Panics outside the output.
    pub fn rows(&self, rows: Range<usize>) -> Grid {
        let (height, width) = self.size;
        assert!(rows.start <= rows.end && rows.end <= height, "{rows:?}");
        let mut output = Grid::filled(rows.len(), width, 0.0);
        let cells = output.values_mut();
        if cells.is_empty() {
            return output;
        }
        let work = cells.len().saturating_mul(self.cost());
        if work <= SMALL_WORK {
            self.fill(rows, cells);
            return output;
        }
        let band = task_rows(width);
        cells
            .par_chunks_mut(band * width)
            .enumerate()
            .for_each(|(index, cells)| {
                let first = rows.start + index * band;
                self.fill(first..first + cells.len() / width, cells);
            });
        output
    }

    /// The output from top to bottom, in bands of about `rows` rows.
    pub fn bands(&self, rows: usize) -> impl Iterator<Item = (Range<usize>, Grid)> {
        let height = self.size.0;
        (0..height).step_by(rows.max(1)).map(move |first| {
            let band = first..height.min(first.saturating_add(rows.max(1)));
            (band.clone(), self.rows(band))
        })
    }

    /// Multiplications, or the like, for one output cell.
    fn cost(&self) -> usize {
        match &self.work {
            Work::Convolution(convolver) => convolver.cost(),
            Work::Relu(_) => 1,
            Work::Pooling(pooling, _) => pooling.window.0.saturating_mul(pooling.window.1),
        }
    }

    fn fill(&self, rows: Range<usize>, cells: &mut [f32]) {
        match &self.work {
            Work::Convolution(convolver) => convolver.fill(rows, cells),
            Work::Pooling(pooling, input) => pooling.fill(*input, self.size.1, rows, cells),
            Work::Relu(input) => {
                for (row, cells) in rows.zip(cells.chunks_exact_mut(self.size.1)) {
                    for (cell, input) in cells.iter_mut().zip(input.row(row)) {
                        *cell = relu(*input);
                    }
                }
            }
        }
    }
}

/// max(0, x), and NaN for NaN.
pub fn relu(x: f32) -> f32 {
    if x < 0.0 { 0.0 } else { x }
}

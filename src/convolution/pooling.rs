//! Pooling: a window of the picture becomes one number, without weights.

use std::ops::Range;

use super::geometry::{Axis, Geometry, Impossible};
use super::operation::Rows;
use super::padding::PaddingMode;
use crate::grid::Grid;

/// What becomes of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PoolingKind {
    /// Its largest cell, as PyTorch's `MaxPool2d` without padding.
    Max,
    /// Its mean, as PyTorch's `AvgPool2d` without padding.
    Average,
}

/// A window that slides over a picture; rows, then columns. No padding, no dilation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pooling {
    pub kind: PoolingKind,
    /// Cells of the window.
    pub window: (usize, usize),
    pub stride: (usize, usize),
}

/// One cell under a pooling window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PooledCell {
    pub row: usize,
    pub column: usize,
    pub value: f32,
    /// The sum of the cells up to and with this one.
    pub total: f32,
}

/// How one output cell of a pooling came about.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolingWindow {
    /// The cells under the window, row after row.
    pub cells: Vec<PooledCell>,
    /// Index of the cell that won, for a maximum.
    pub winner: Option<usize>,
    pub result: f32,
}

impl Pooling {
    /// How its window slides.
    pub fn geometry(&self) -> Geometry {
        let axis = |kernel, stride| Axis {
            kernel,
            stride,
            padding: (0, 0),
            dilation: 1,
        };
        Geometry {
            rows: axis(self.window.0, self.stride.0),
            columns: axis(self.window.1, self.stride.1),
            mode: PaddingMode::Zero,
        }
    }

    /// How the output cell at (`row`, `column`) comes about. Panics outside the output.
    pub fn window(
        &self,
        input: &Grid,
        row: usize,
        column: usize,
    ) -> Result<PoolingWindow, Impossible> {
        let (height, width) = self.geometry().output(input.height(), input.width())?;
        assert!(row < height && column < width, "cell {row}, {column}");
        let (top, left) = (row * self.stride.0, column * self.stride.1);
        let mut total = 0.0;
        let mut cells = Vec::new();
        for row in top..top + self.window.0 {
            for column in left..left + self.window.1 {
                let value = input.at(row, column);
                total += value;
                cells.push(PooledCell {
                    row,
                    column,
                    value,
                    total,
                });
            }
        }
        let (winner, result) = match self.kind {
            PoolingKind::Average => (None, total / cells.len() as f32),
            PoolingKind::Max => {
                let winner = winner(cells.iter().map(|cell| cell.value));
                (Some(winner), cells[winner].value)
            }
        };
        Ok(PoolingWindow {
            cells,
            winner,
            result,
        })
    }

    /// Computes the output's `rows` of `width` cells into `cells`, row after row.
    pub(super) fn fill(
        &self,
        input: &dyn Rows,
        width: usize,
        rows: Range<usize>,
        cells: &mut [f32],
    ) {
        for (row, cells) in rows.zip(cells.chunks_exact_mut(width)) {
            let top = row * self.stride.0;
            let start = match self.kind {
                PoolingKind::Max => f32::NEG_INFINITY,
                PoolingKind::Average => 0.0,
            };
            cells.fill(start);
            for row in top..top + self.window.0 {
                let row = input.row(row);
                for (column, cell) in cells.iter_mut().enumerate() {
                    let left = column * self.stride.1;
                    let run = &row[left..left + self.window.1];
                    *cell = match self.kind {
                        PoolingKind::Max => run.iter().fold(*cell, |a, b| larger(a, *b)),
                        PoolingKind::Average => run.iter().fold(*cell, |a, b| a + b),
                    };
                }
            }
            if self.kind == PoolingKind::Average {
                let count = (self.window.0 * self.window.1) as f32;
                cells.iter_mut().for_each(|cell| *cell /= count);
            }
        }
    }
}

/// NaN is larger than every number, so that it is not lost.
fn larger(a: f32, b: f32) -> f32 {
    if b > a || b.is_nan() { b } else { a }
}

/// Index of the first of the largest values, as PyTorch chooses among equals.
fn winner(values: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (index, value) in values.enumerate() {
        if value > best.1 || (value.is_nan() && !best.1.is_nan()) {
            best = (index, value);
        }
    }
    best.0
}

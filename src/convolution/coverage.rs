//! Coverage: how often each input cell is used. Cells in the middle of a picture are under many
//! windows, those at its edge under few: padding evens that out.

use super::geometry::{Axis, Geometry, Impossible};
use super::padding::PaddingMode;
use crate::grid::Grid;

/// Output cells that one input cell contributes to: every combination of these rows and columns,
/// each list ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    pub rows: Vec<usize>,
    pub columns: Vec<usize>,
}

impl Geometry {
    /// For each input cell, the number of output cells that it contributes to, be it through a
    /// copy in the padding; a window with several copies counts once. A kernel's zeros count as
    /// its other weights do: coverage is about places.
    pub fn coverage(self, height: usize, width: usize) -> Result<Grid, Impossible> {
        let (rows, columns) = self.output(height, width)?;
        let rows = counts(self.rows, self.mode, height, rows);
        let columns = counts(self.columns, self.mode, width, columns);
        Ok(Grid::from_fn(height, width, |row, column| {
            rows[row] * columns[column]
        }))
    }

    /// As [`coverage`](Self::coverage), for every cell of the padded input: the padding's cells
    /// count as cells of their own.
    pub fn padded_coverage(self, height: usize, width: usize) -> Result<Grid, Impossible> {
        self.output(height, width)?;
        let (height, width) = (self.rows.padded(height), self.columns.padded(width));
        self.without_padding().coverage(height, width)
    }

    /// The output cells that the input cell at (`row`, `column`) contributes to.
    pub fn reach(
        self,
        height: usize,
        width: usize,
        row: usize,
        column: usize,
    ) -> Result<Reach, Impossible> {
        self.output(height, width)?;
        Ok(Reach {
            rows: self.rows.reached(self.mode, row, height),
            columns: self.columns.reached(self.mode, column, width),
        })
    }
}

/// For each of `size` input cells, the positions along this axis whose window has it.
fn counts(axis: Axis, mode: PaddingMode, size: usize, outputs: usize) -> Vec<f32> {
    let mut counts = vec![0.0; size];
    // The last position that counted for a cell, so that copies count once.
    let mut counted = vec![None; size];
    for output in 0..outputs {
        for cell in axis.under(output) {
            let Some(source) = mode.source(cell, size) else {
                continue;
            };
            if counted[source].replace(output) != Some(output) {
                counts[source] += 1.0;
            }
        }
    }
    counts
}

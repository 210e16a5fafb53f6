//! Grids enlarged and reduced by exact area averages.

use crate::grid::Grid;

/// A square window on a grid, in its cells, which may reach beyond the grid: there is nothing
/// (0) outside. Places are fractions of cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub left: f32,
    pub top: f32,
    /// Larger than 0.
    pub side: f32,
}

impl Window {
    /// The smallest window around all of a grid of `height` × `width` cells, in its middle.
    pub fn around(height: usize, width: usize) -> Self {
        let side = height.max(width);
        Self {
            left: -((side - width) as f32) / 2.0,
            top: -((side - height) as f32) / 2.0,
            side: side as f32,
        }
    }
}

/// The window in `side` × `side` cells, each the exact mean over the area that it covers.
pub fn area_average(grid: &Grid, window: Window, side: usize) -> Grid {
    let columns = shares(window.left, window.side, side, grid.width());
    let rows = shares(window.top, window.side, side, grid.height());
    let mut values = Vec::with_capacity(side * side);
    let mut sums = vec![0.0; grid.width()];
    for row in &rows {
        sums.fill(0.0);
        for (source, share) in row.shares.iter().enumerate() {
            for (sum, value) in sums.iter_mut().zip(grid.row(row.first + source)) {
                *sum += share * value;
            }
        }
        values.extend(columns.iter().map(|column| column.of(&sums)));
    }
    Grid::from_values(side, side, values).unwrap_or_default()
}

/// How much each of the cells from `first` on counts for one cell of the result.
struct Shares {
    first: usize,
    shares: Vec<f32>,
}

impl Shares {
    fn of(&self, cells: &[f32]) -> f32 {
        cells[self.first..]
            .iter()
            .zip(&self.shares)
            .map(|(value, share)| value * share)
            .sum()
    }
}

/// The shares along one axis of each of `count` equal parts of `start..start + length`, over
/// the cells 0 to `cells`. A part that lies within the grid has shares that add up to 1.
fn shares(start: f32, length: f32, count: usize, cells: usize) -> Vec<Shares> {
    // Counted from a whole cell at the window's start, so that a window moved by whole cells has
    // the same shares to the last bit.
    let base = f64::from(start).floor();
    let start = f64::from(start) - base;
    let part = f64::from(length) / count as f64;
    let inside = |edge: f64| edge.clamp(-base, cells as f64 - base);
    (0..count)
        .map(|index| {
            let low = inside(start + index as f64 * part);
            let high = inside(start + (index + 1) as f64 * part);
            let (first, end) = (low.floor() as i64, high.ceil() as i64);
            let shares = (first..end)
                .map(|cell| {
                    let covered = high.min((cell + 1) as f64) - low.max(cell as f64);
                    (covered / part) as f32
                })
                .collect();
            let first = (first + base as i64) as usize;
            Shares { first, shares }
        })
        .collect()
}

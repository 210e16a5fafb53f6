//! Filters over square windows, to see what is behind thin things.

use std::collections::VecDeque;

use crate::grid::Grid;

/// Grey-level closing: dark things that are nowhere as wide as the window of `2 × reach + 1`
/// cells vanish, and everything else keeps its place and its level. It is the largest value in
/// the window, and of these the smallest (J. Serra, *Image Analysis and Mathematical
/// Morphology*, 1982).
pub fn closed(grid: &Grid, reach: usize) -> Grid {
    let negative = |grid: Grid| grid.map(|v| -v);
    negative(dilated(&negative(dilated(grid, reach)), reach))
}

/// The largest value in the window around each cell.
fn dilated(grid: &Grid, reach: usize) -> Grid {
    let along_rows = |grid: &Grid| {
        let values = (0..grid.height()).flat_map(|row| largest_around(grid.row(row), reach));
        transposed(grid.height(), grid.width(), &values.collect::<Vec<_>>())
    };
    along_rows(&along_rows(grid))
}

/// The largest of the values at most `reach` places away from each. Only values that may still
/// be the largest of a window wait, in falling order, so that each is looked at but twice.
fn largest_around(values: &[f32], reach: usize) -> Vec<f32> {
    let mut waiting: VecDeque<usize> = VecDeque::new();
    let mut largest = Vec::with_capacity(values.len());
    for next in 0..values.len() + reach {
        if let Some(value) = values.get(next) {
            while waiting.back().is_some_and(|last| values[*last] <= *value) {
                waiting.pop_back();
            }
            waiting.push_back(next);
        }
        if next < reach {
            continue;
        }
        let middle = next - reach;
        while waiting.front().is_some_and(|first| first + reach < middle) {
            waiting.pop_front();
        }
        largest.extend(waiting.front().map(|first| values[*first]));
    }
    largest
}

/// The mean of the window around each cell.
pub fn blurred(grid: &Grid, reach: usize) -> Grid {
    let along_rows = |grid: &Grid| {
        let values = (0..grid.height()).flat_map(|row| means_around(grid.row(row), reach));
        transposed(grid.height(), grid.width(), &values.collect::<Vec<_>>())
    };
    along_rows(&along_rows(grid))
}

fn means_around(values: &[f32], reach: usize) -> Vec<f32> {
    let mut sums = vec![0.0_f64];
    for value in values {
        sums.push(sums[sums.len() - 1] + f64::from(*value));
    }
    (0..values.len())
        .map(|middle| {
            let first = middle.saturating_sub(reach);
            let end = (middle + reach + 1).min(values.len());
            ((sums[end] - sums[first]) / (end - first) as f64) as f32
        })
        .collect()
}

/// The grid whose columns are the `height` rows of `width` values.
fn transposed(height: usize, width: usize, values: &[f32]) -> Grid {
    Grid::from_fn(width, height, |row, column| values[column * width + row])
}

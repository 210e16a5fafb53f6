//! Colours and transparency to one number a cell: how light it is.

use super::cells::{Cell, Cells};
use crate::grid::Grid;

/// Colours whose lightness, 0..1, has no larger standard deviation are one colour.
const SAME: f32 = 0.02;

/// How light each cell is, 0..1 for greys: along the line through the colours that they vary
/// along most, so that yellow ink on white or red on green counts as black on white does. What
/// one sees through shows a paper that fits the rest.
pub fn lightness(cells: &Cells) -> Grid {
    let cells_ = &cells.cells;
    let axis = if is_grey(cells_) {
        [1.0, 0.0, 0.0]
    } else {
        main_axis(cells_)
    };
    let own = |cell: &Cell| dot(cell.colour, axis);
    let seen_through = 1.0 - mean(cells_.iter().map(|cell| cell.opacity));
    let values = if seen_through <= 0.0 {
        cells_.iter().map(own).collect()
    } else {
        match paper_behind(cells_, own, seen_through) {
            Some(paper) => cells_
                .iter()
                .map(|cell| own(cell) * cell.opacity + paper * (1.0 - cell.opacity))
                .collect(),
            None => cells_.iter().map(|cell| cell.opacity).collect(),
        }
    };
    Grid::from_values(cells.height, cells.width, values).unwrap_or_default()
}

/// How light the paper should be that shows where one sees through, or `None` if everything to
/// be seen has one colour, so that its opacity alone is the picture.
fn paper_behind(cells: &[Cell], own: impl Fn(&Cell) -> f32, seen_through: f32) -> Option<f32> {
    let mut seen: Vec<f32> = cells
        .iter()
        .filter(|cell| cell.opacity > 0.5)
        .map(&own)
        .collect();
    seen.sort_by(f32::total_cmp);
    let middle = mean(seen.iter().copied());
    let variance = mean(seen.iter().map(|v| (v - middle).powi(2)));
    if variance <= SAME * SAME {
        return None;
    }
    if seen_through < 0.5 {
        // Most is there: the rest, such as round corners, is as most of it.
        return Some(seen[seen.len() / 2]);
    }
    Some(if middle < 0.5 { 1.0 } else { 0.0 })
}

fn is_grey(cells: &[Cell]) -> bool {
    cells.iter().all(|cell| {
        let [red, green, blue] = cell.colour;
        (red - green).abs() < 1e-3 && (green - blue).abs() < 1e-3
    })
}

/// The direction that the visible colours vary along most (their first principal component),
/// towards lighter ones, its parts adding up to 1 but for their signs.
fn main_axis(cells: &[Cell]) -> [f32; 3] {
    let total: f32 = cells.iter().map(|cell| cell.opacity).sum();
    let middle: [f32; 3] = std::array::from_fn(|channel| {
        let sum: f32 = cells.iter().map(|c| c.colour[channel] * c.opacity).sum();
        sum / total.max(f32::MIN_POSITIVE)
    });
    let mut covariance = [[0.0_f32; 3]; 3];
    for cell in cells {
        let off: [f32; 3] = std::array::from_fn(|channel| cell.colour[channel] - middle[channel]);
        for (row, a) in covariance.iter_mut().zip(off) {
            for (sum, b) in row.iter_mut().zip(off) {
                *sum += a * b * cell.opacity;
            }
        }
    }
    // The power method, from the column that varies most, which the axis cannot be square to.
    let widest = (0..3).max_by(|a, b| covariance[*a][*a].total_cmp(&covariance[*b][*b]));
    let mut axis = covariance[widest.unwrap_or(0)];
    for _ in 0..32 {
        let size = axis.iter().map(|part| part.abs()).sum::<f32>();
        if size <= 0.0 {
            return [1.0 / 3.0; 3];
        }
        axis = axis.map(|part| part / size);
        axis = covariance.map(|row| dot(row, axis));
    }
    let size = axis.iter().map(|part| part.abs()).sum::<f32>();
    let towards_light = if axis.iter().sum::<f32>() < 0.0 {
        -1.0
    } else {
        1.0
    };
    axis.map(|part| towards_light * part / size.max(f32::MIN_POSITIVE))
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn mean(values: impl ExactSizeIterator<Item = f32>) -> f32 {
    let count = values.len().max(1) as f32;
    values.sum::<f32>() / count
}

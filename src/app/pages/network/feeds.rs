//! The kernels that feed a map, each beside the map that it reads.

use eframe::egui::{Rect, Ui, Vec2, pos2, vec2};

use super::Place;
use super::columns::{Column, Kind};
use super::grids::add_grid;
use super::quads::Quads;
use crate::app::theme::{Theme, space};
use crate::network::arithmetic::kernel;
use crate::network::model::Parameter;
use crate::network::trace::{Trace, max_abs};

/// Share of the gap between two columns that a kernel may take.
const SHARE: f32 = 0.7;

/// Side of a kernel's cell: largest, and smallest that is drawn.
const CELLS: (f32, f32) = (8.0, 2.0);

/// Between two kernels.
const GAP: f32 = 2.0;

/// Draws the kernels through which the map of `place` reads the maps of the column before it;
/// `false` where there is no room for them.
pub fn paint_kernels(ui: &Ui, columns: &[Column], at: usize, trace: &Trace, place: Place) -> bool {
    let column = &columns[at];
    let layers = trace.model.architecture().layers();
    let is_convolution = column.group.kind == Kind::Convolution;
    let weight = (at > 0 && is_convolution)
        .then(|| layers[*column.group.stages.start() - 1].name())
        .flatten()
        .and_then(|layer| trace.model.parameter(&format!("{layer}.weight")));
    let Some(weight) = weight else {
        return true;
    };
    let before = &columns[at - 1];
    let Some(right) = right_of_maps(before) else {
        return true;
    };
    let gap = column.rect.left() - right;
    let Some(size) = kernel_size(before, weight, gap) else {
        return false;
    };
    let most = max_abs(&weight.values);
    let theme = Theme::of(ui.ctx());
    let mut quads = Quads::new(ui);
    for input in 0..before.drawn() {
        if let Some(rect) = place_of(before, right, input, size) {
            quads.fill(rect.expand(GAP), theme.colors.surface);
            let grid = kernel(weight, place.cell.channel, input);
            add_grid(&mut quads, &theme, rect, &grid, most);
        }
    }
    quads.paint(ui);
    true
}

/// Size of a kernel beside a row of maps; `None` where it would be too small.
fn kernel_size(before: &Column, weight: &Parameter, gap: f32) -> Option<Vec2> {
    let [_, _, height, width] = weight.spec.dims[..] else {
        return None;
    };
    let row = before.rect.height() / before.down as f32 / before.across as f32 - GAP;
    let cell = (row / height as f32)
        .min(gap * SHARE / width as f32)
        .min(CELLS.0);
    (cell >= CELLS.1).then(|| vec2(width as f32, height as f32) * cell)
}

/// Where the maps end: words above them may be wider.
fn right_of_maps(column: &Column) -> Option<f32> {
    let last = column.across.min(column.drawn()).checked_sub(1)?;
    column.place(last).map(|map| map.right())
}

/// `right` of the maps of its row; the kernels of maps beside each other stand beneath each other.
fn place_of(before: &Column, right: f32, input: usize, size: Vec2) -> Option<Rect> {
    let map = before.place(input)?;
    let in_row = (before.drawn() - input / before.across * before.across).min(before.across);
    let position = (input % before.across) as f32 - (in_row - 1) as f32 / 2.0;
    let middle = pos2(
        right + space::TINY + size.x / 2.0,
        map.center().y + position * (size.y + GAP),
    );
    Some(Rect::from_center_size(middle, size))
}

//! The kernels that feed a map, each beside the map that it reads.

use eframe::egui::{Rect, Ui, Vec2, pos2, vec2};

use super::Place;
use super::columns::{Column, Kind};
use super::grids::paint_grid;
use crate::app::theme::{Theme, space};
use crate::network::arithmetic::kernel;
use crate::network::model::Parameter;
use crate::network::trace::Trace;

/// Share of the gap between two columns that a kernel may take.
const SHARE: f32 = 0.7;

/// Side of a kernel's cell: largest, and smallest that is drawn.
const CELLS: (f32, f32) = (5.0, 1.5);

/// Between two kernels.
const GAP: f32 = 2.0;

/// Draws the kernels through which the map of `place` reads the maps of the column before it,
/// where there is room for them.
pub fn paint_kernels(ui: &Ui, columns: &[Column], at: usize, trace: &Trace, place: Place) {
    let column = &columns[at];
    let layers = trace.model.architecture().layers();
    let Some((before, layer)) = at
        .checked_sub(1)
        .filter(|_| column.group.kind == Kind::Convolution)
        .and_then(|before| Some((&columns[before], layers[*column.group.stages.start() - 1].name()?)))
    else {
        return;
    };
    let Some(weight) = trace.model.parameter(&format!("{layer}.weight")) else {
        return;
    };
    let gap = column.rect.left() - before.rect.right();
    let Some(size) = kernel_size(before, weight, gap) else {
        return;
    };
    let most = weight.values.iter().fold(0.0, |most: f32, v| most.max(v.abs()));
    for input in 0..before.drawn() {
        let Some(rect) = place_of(before, input, size) else {
            continue;
        };
        let halo = Theme::of(ui.ctx()).colors.surface;
        ui.painter().rect_filled(rect.expand(GAP), 0, halo);
        let grid = kernel(weight, place.cell.channel, input);
        paint_grid(ui, rect, &grid, most);
    }
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

/// Right of the maps of its row; the kernels of maps beside each other stand beneath each other.
fn place_of(before: &Column, input: usize, size: Vec2) -> Option<Rect> {
    let map = before.place(input)?;
    let in_row = (before.drawn() - input / before.across * before.across).min(before.across);
    let position = (input % before.across) as f32 - (in_row - 1) as f32 / 2.0;
    let middle = pos2(
        before.rect.right() + space::TINY + size.x / 2.0,
        map.center().y + position * (size.y + GAP),
    );
    Some(Rect::from_center_size(middle, size))
}

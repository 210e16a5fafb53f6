//! Small grids of numbers: as coloured cells, and written into them.

use eframe::egui::{Align2, Color32, Rect, StrokeKind, Ui, Vec2, vec2};

use super::words::number;
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, text_on};
use crate::grid::Grid;

/// Size of a cell that carries a number in full.
pub const NUMBER_CELL: Vec2 = vec2(44.0, 32.0);

/// A small grid as coloured cells.
pub fn paint_grid(ui: &Ui, rect: Rect, grid: &Grid, most: f32) {
    let theme = Theme::of(ui.ctx());
    for_each_cell(rect, grid, |place, value| {
        let fill = theme.color(ColorMap::Signed, scaled(value, most));
        ui.painter().rect_filled(place, 0, fill);
    });
    ui.painter()
        .rect_stroke(rect, 0, theme.border(), StrokeKind::Outside);
}

/// Each cell's number, in black or white.
pub fn paint_numbers(ui: &Ui, rect: Rect, grid: &Grid, most: f32) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::MonoMedium);
    for_each_cell(rect, grid, |place, value| {
        let fill = theme.color(ColorMap::Signed, scaled(value, most));
        let color: Color32 = text_on(fill);
        let words = in_cell(value, place.width() < NUMBER_CELL.x);
        ui.painter().text(
            place.center(),
            Align2::CENTER_CENTER,
            words,
            font.clone(),
            color,
        );
    });
}

/// A number for a cell; in a narrow one without the zero before the point.
fn in_cell(value: f32, narrow: bool) -> String {
    let words = number(value);
    if narrow && value.abs() < 1.0 {
        return words.replacen("0.", ".", 1);
    }
    words
}

/// `value` as a share of `most`, 0 where that is 0.
pub fn scaled(value: f32, most: f32) -> f32 {
    if most > 0.0 { value / most } else { 0.0 }
}

fn for_each_cell(rect: Rect, grid: &Grid, mut draw: impl FnMut(Rect, f32)) {
    let size = rect.size() / vec2(grid.width() as f32, grid.height() as f32);
    for row in 0..grid.height() {
        for column in 0..grid.width() {
            let corner = rect.min + vec2(column as f32, row as f32) * size;
            draw(Rect::from_min_size(corner, size), grid.at(row, column));
        }
    }
}

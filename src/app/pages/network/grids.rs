//! Small grids of numbers: as coloured cells, and written into them.

use eframe::egui::{Align2, Rect, StrokeKind, Ui, Vec2, vec2};

use crate::app::theme::{CAPTION, ColorMap, Face, Theme, space, text_on};
use crate::app::widgets::Cells;
use crate::grid::Grid;

/// Width of a letter of the mono face, in sizes.
const LETTER: f32 = 0.6;

/// Letters of the longest number that a cell should have room for: “−0.12”.
pub const LETTERS: usize = 5;

/// Size of a cell that carries a number in full.
pub fn number_cell(theme: &Theme) -> Vec2 {
    cell_for(LETTERS, theme)
}

/// Size of a cell that carries so many letters.
pub fn cell_for(letters: usize, theme: &Theme) -> Vec2 {
    let width = letters as f32 * LETTER * theme.points(CAPTION) + space::TINY;
    vec2(width, theme.caption_height() + space::MEDIUM)
}

/// The cells of a grid in `rect`.
pub fn cells(rect: Rect, grid: &Grid) -> Cells {
    Cells {
        rect,
        rows: grid.height(),
        columns: grid.width(),
    }
}

/// A small grid as coloured cells.
pub fn paint_grid(ui: &Ui, rect: Rect, grid: &Grid, most: f32) {
    let theme = Theme::of(ui.ctx());
    for_each_cell(rect, grid, |place, value, _| {
        let fill = theme.color(ColorMap::Signed, scaled(value, most));
        ui.painter().rect_filled(place, 0, fill);
    });
    ui.painter()
        .rect_stroke(rect, 0, theme.border(), StrokeKind::Outside);
}

/// Each cell's number where there is room for it.
pub fn paint_numbers(ui: &Ui, rect: Rect, grid: &Grid, most: f32) {
    let theme = Theme::of(ui.ctx());
    cells(rect, grid).paint_numbers(ui, rect, |row, column| {
        let value = grid.at(row, column);
        let fill = theme.color(ColorMap::Signed, scaled(value, most));
        Some((value, fill))
    });
}

/// Words in each cell, in black or white on the colour of its value.
pub fn paint_words(ui: &Ui, rect: Rect, grid: &Grid, most: f32, words: &[String]) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::MonoMedium);
    for_each_cell(rect, grid, |place, value, index| {
        let color = text_on(theme.color(ColorMap::Signed, scaled(value, most)));
        let (anchor, middle) = (Align2::CENTER_CENTER, place.center());
        ui.painter()
            .text(middle, anchor, &words[index], font.clone(), color);
    });
}

/// `value` as a share of `most`, 0 where that is 0.
pub fn scaled(value: f32, most: f32) -> f32 {
    if most > 0.0 { value / most } else { 0.0 }
}

fn for_each_cell(rect: Rect, grid: &Grid, mut draw: impl FnMut(Rect, f32, usize)) {
    let cells = cells(rect, grid);
    for (index, value) in grid.values().iter().enumerate() {
        let (row, column) = (index / grid.width(), index % grid.width());
        draw(cells.cell(row as isize, column as isize), *value, index);
    }
}

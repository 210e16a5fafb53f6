//! Small grids of numbers: as coloured cells, and written into them.

use eframe::egui::{Align2, Rect, Ui, Vec2, vec2};

use super::quads::Quads;
use super::words::rounded;
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, space, stroke, text_on};
use crate::app::widgets::{Cells, NumberFormat, without_zero};
use crate::convolution::decimals::Scale;
use crate::grid::Grid;
use crate::network::shown::DECIMALS;

/// Letters of the longest number that a cell should have room for: “−0.12”.
pub const LETTERS: usize = 5;

/// Size of a cell that carries a number in full.
pub fn number_cell(theme: &Theme) -> Vec2 {
    cell_for(LETTERS, theme)
}

/// Size of a cell that carries so many letters.
pub fn cell_for(letters: usize, theme: &Theme) -> Vec2 {
    let width = Cells::width_for(letters, theme, CAPTION);
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
    let mut quads = Quads::new(ui);
    add_grid(&mut quads, &Theme::of(ui.ctx()), rect, grid, most);
    quads.paint(ui);
}

/// The same as part of a larger shape.
pub fn add_grid(quads: &mut Quads, theme: &Theme, rect: Rect, grid: &Grid, most: f32) {
    for_each_cell(rect, grid, |place, value, _| {
        let fill = theme.color(ColorMap::Signed, scaled(value, most));
        quads.fill(place, fill);
    });
    quads.frame(rect, stroke::BORDER, theme.colors.border);
}

/// Each cell's number where there is room for it.
pub fn paint_numbers(ui: &Ui, rect: Rect, grid: &Grid, most: f32) {
    if let Some(words) = cell_numbers(ui, cells(rect, grid), grid.values()) {
        paint_words(ui, rect, grid, most, &words);
    }
}

/// What is written into cells of this size, all alike; None where that does not fit.
pub fn cell_numbers(ui: &Ui, cells: Cells, values: &[f32]) -> Option<Vec<String>> {
    let theme = Theme::of(ui.ctx());
    let carried = cells.carry_numbers(&theme, CAPTION);
    let letters = carried.then(|| cells.digits(&theme, CAPTION))?;
    numbers(values, letters)
}

/// Numbers in so many letters: rather without the zero before the point than with fewer decimals,
/// since weights are small. None where too little would be left of them.
fn numbers(values: &[f32], letters: usize) -> Option<Vec<String>> {
    let decimals = Scale::exact_decimals(values, DECIMALS).unwrap_or(DECIMALS);
    let full = values.iter().map(|v| rounded(*v, decimals)).collect();
    fitting(full, letters).or_else(|| {
        let format = NumberFormat::fit(values, letters);
        let words = values.iter().map(|value| format.text(*value));
        format.is_telling.then(|| words.collect())
    })
}

/// The words if they have at most so many letters, if need be without the zero before the point.
pub fn fitting(words: Vec<String>, letters: usize) -> Option<Vec<String>> {
    let fit = |words: &[String]| words.iter().all(|w| w.chars().count() <= letters);
    if fit(&words) {
        return Some(words);
    }
    let bare: Vec<String> = words.iter().map(|words| without_zero(words)).collect();
    fit(&bare).then_some(bare)
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

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_fit_their_cells_and_zero_has_no_sign() {
        for (value, letters, words) in [
            (-0.123, 5, "−0.12"),
            (-0.123, 4, "−.12"),
            (-0.001, 5, "0.00"),
            (12.345, 5, "12.35"),
            (-12.345, 5, "−12.3"),
            (-123.4, 4, "−123"),
            (1.0, 4, "1"),
            (f32::NAN, 4, "NaN"),
        ] {
            let shown = numbers(&[value], letters).unwrap();
            assert_eq!(shown, [words], "{value} in {letters}");
        }
        let shown = numbers(&[0.11, -0.2, 1.0], 4).unwrap();
        assert_eq!(shown, [".11", "−.20", "1.00"]);
        assert_eq!(numbers(&[0.04, -0.03, 0.01], 3), None);
    }
}

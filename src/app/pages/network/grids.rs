//! Small grids of numbers: as coloured cells, and written into them.

use eframe::egui::{Align2, Rect, StrokeKind, Ui, Vec2, vec2};

use super::words::rounded;
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, space, text_on};
use crate::grid::Grid;

/// Width of a letter of the mono face, in sizes.
const LETTER: f32 = 0.6;

/// Letters of the longest number that a cell should have room for: “−0.12”.
pub const LETTERS: usize = 5;

/// Letters of the shortest that says enough: “−.12”.
const FEWEST_LETTERS: usize = 4;

/// Height of the lowest cell with a number, in sizes.
const LOWEST: f32 = 1.25;

/// Size of a cell that carries a number in full.
pub fn number_cell(theme: &Theme) -> Vec2 {
    cell_for(LETTERS, theme)
}

/// Size of a cell that carries so many letters.
pub fn cell_for(letters: usize, theme: &Theme) -> Vec2 {
    let width = letters as f32 * LETTER * theme.points(CAPTION) + space::TINY;
    vec2(width, theme.caption_height() + space::MEDIUM)
}

/// Whether a cell of this size is large enough for numbers.
pub fn holds_numbers(cell: Vec2, theme: &Theme) -> bool {
    letters(cell, theme) >= FEWEST_LETTERS && cell.y >= LOWEST * theme.points(CAPTION)
}

fn letters(cell: Vec2, theme: &Theme) -> usize {
    ((cell.x - space::TINY / 2.0) / (LETTER * theme.points(CAPTION))) as usize
}

/// Size of a grid's cells in `rect`.
pub fn cell_of(rect: Rect, grid: &Grid) -> Vec2 {
    rect.size() / vec2(grid.width() as f32, grid.height() as f32)
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
    let cell = cell_of(rect, grid);
    if !holds_numbers(cell, &theme) {
        return;
    }
    let words = in_cells(grid.values(), letters(cell, &theme));
    paint_words(ui, rect, grid, most, &words);
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

/// Numbers in so many letters, all in the same way: with two decimals or fewer, and without the
/// zero before the point where that makes them fit.
fn in_cells(values: &[f32], letters: usize) -> Vec<String> {
    let fits = |words: &String| words.chars().count() <= letters;
    for decimals in (0..=2).rev() {
        let full: Vec<String> = values.iter().map(|v| rounded(*v, decimals)).collect();
        if full.iter().all(fits) {
            return full;
        }
        let short: Vec<String> = full.iter().map(|words| without_zero(words)).collect();
        if short.iter().all(fits) {
            return short;
        }
    }
    let one = |value: &f32| {
        let words = rounded(*value, 0);
        if fits(&words) {
            words
        } else {
            format!("{value:.0e}")
        }
    };
    values.iter().map(one).collect()
}

/// “−0.12” as “−.12”.
fn without_zero(words: &str) -> String {
    match words.split_once("0.") {
        Some((sign @ ("" | "−"), decimals)) => format!("{sign}.{decimals}"),
        _ => words.to_owned(),
    }
}

/// `value` as a share of `most`, 0 where that is 0.
pub fn scaled(value: f32, most: f32) -> f32 {
    if most > 0.0 { value / most } else { 0.0 }
}

fn for_each_cell(rect: Rect, grid: &Grid, mut draw: impl FnMut(Rect, f32, usize)) {
    let size = cell_of(rect, grid);
    for row in 0..grid.height() {
        for column in 0..grid.width() {
            let corner = rect.min + vec2(column as f32, row as f32) * size;
            let index = row * grid.width() + column;
            draw(
                Rect::from_min_size(corner, size),
                grid.at(row, column),
                index,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_cells;

    #[test]
    fn numbers_fit_their_cells_and_zero_has_no_sign() {
        for (value, letters, words) in [
            (-0.123, 5, "−0.12"),
            (-0.123, 4, "−.12"),
            (-0.001, 5, "0.00"),
            (-0.001, 4, "0.00"),
            (12.345, 5, "12.35"),
            (-12.345, 5, "−12.3"),
            (-123.4, 4, "−123"),
            (1.0, 4, "1.00"),
            (1e9, 4, "1e9"),
            (f32::NAN, 4, "NaN"),
        ] {
            assert_eq!(in_cells(&[value], letters), [words], "{value} in {letters}");
        }
        assert_eq!(in_cells(&[0.1, -0.2, 1.0], 4), [".10", "−.20", "1.00"]);
    }
}

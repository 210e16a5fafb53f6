//! Small grids as coloured cells, with their numbers where there is room.

use eframe::egui::{Align2, FontId, Rect, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, stroke, text_on};
use crate::app::widgets;
use crate::convolution::decimals::Scale;
use crate::grid::Grid;

/// Smallest cell that gets its number.
const NUMBERED: f32 = 28.0;

/// Share of a cell's width that its number may take.
const FILLED: f32 = 0.82;

/// A grid to draw.
pub struct Cells<'a> {
    pub grid: &'a Grid,
    pub map: ColorMap,
    /// The value that gets the map's end.
    pub most: f32,
    /// Digits after the point, where not all numbers are whole.
    decimals: usize,
    /// How many cells there are, row after row; the last row may be shorter.
    count: usize,
    /// What stands in the cells instead of their numbers.
    words: Option<Vec<String>>,
}

impl<'a> Cells<'a> {
    pub fn new(grid: &'a Grid, map: ColorMap, most: f32) -> Self {
        Self {
            grid,
            map,
            most: most.max(f32::MIN_POSITIVE),
            decimals: 0,
            count: grid.values().len(),
            words: None,
        }
    }

    pub fn count(self, count: usize) -> Self {
        Self { count, ..self }
    }

    pub fn words(self, words: Vec<String>) -> Self {
        let words = Some(words);
        Self { words, ..self }
    }

    pub fn decimals(self, decimals: usize) -> Self {
        Self { decimals, ..self }
    }

    /// Where a cell lies.
    pub fn place(&self, rect: Rect, row: usize, column: usize) -> Rect {
        let size = self.cell(rect);
        let corner = rect.min + vec2(column as f32, row as f32) * size;
        Rect::from_min_size(corner, size)
    }

    fn cell(&self, rect: Rect) -> Vec2 {
        rect.size() / vec2(self.grid.width() as f32, self.grid.height() as f32)
    }

    /// Paints all cells; `name` is what a screen reader says.
    pub fn show(&self, ui: &mut Ui, rect: Rect, name: &str) {
        let theme = Theme::of(ui.ctx());
        let size = self.cell(rect);
        let numbered = size.min_elem() >= NUMBERED;
        let words = if numbered { self.numbers() } else { Vec::new() };
        let font = font(ui, &theme, size, &words);
        let line = (stroke::BORDER, theme.colors.grid_line);
        for row in 0..self.grid.height() {
            for column in 0..self.grid.width() {
                let index = row * self.grid.width() + column;
                if index >= self.count {
                    break;
                }
                let value = self.grid.at(row, column);
                let place = self.place(rect, row, column);
                let fill = theme.color(self.map, value / self.most);
                let painter = ui.painter();
                painter.rect_filled(place, 0, fill);
                if numbered {
                    painter.rect_stroke(place, 0, line, StrokeKind::Inside);
                    let color = text_on(fill);
                    let (middle, words) = (place.center(), &words[index]);
                    painter.text(middle, Align2::CENTER_CENTER, words, font.clone(), color);
                }
            }
        }
        if self.count == self.grid.values().len() {
            let line = theme.border();
            ui.painter().rect_stroke(rect, 0, line, StrokeKind::Outside);
        }
        widgets::label(ui, rect, name);
    }

    /// Characters of the longest number.
    pub fn longest(&self) -> usize {
        let lengths = self.numbers().into_iter();
        lengths
            .map(|words| words.chars().count())
            .max()
            .unwrap_or(0)
    }

    /// What stands in the cells: all with the same decimals, and nothing as a bare 0.
    fn numbers(&self) -> Vec<String> {
        if let Some(words) = &self.words {
            return words.clone();
        }
        let values = self.grid.values();
        let exact = Scale::exact_decimals(values, 0);
        let decimals = exact.unwrap_or(self.decimals);
        let number = |value: &f32| match value {
            0.0 => "0".to_owned(),
            value => widgets::fixed(*value, decimals),
        };
        values.iter().map(number).collect()
    }
}

/// The largest type with which the longest of the words has air around it in a cell.
fn font(ui: &Ui, theme: &Theme, cell: Vec2, words: &[String]) -> FontId {
    let usual = theme.font(BODY, Face::MonoMedium);
    let longest = words.iter().max_by_key(|words| words.chars().count());
    let longest = longest.cloned().unwrap_or_default();
    let color = theme.colors.text;
    let size = ui
        .painter()
        .layout_no_wrap(longest, usual.clone(), color)
        .size();
    let fits = (cell.x * FILLED / size.x).min(cell.y / size.y);
    if fits >= 1.0 {
        return usual;
    }
    let least = theme.points(CAPTION) * 0.7;
    FontId::new((usual.size * fits).max(least), usual.family)
}

/// A number with at most so many digits after the point, with a true minus sign.
pub fn number(value: f32, decimals: usize) -> String {
    let words = format!("{value:.decimals$}");
    let words = match words.split_once('.') {
        Some(_) => words.trim_end_matches('0').trim_end_matches('.'),
        None => &words,
    };
    if words == "-0" {
        return "0".to_owned();
    }
    widgets::written(&words.replace('-', "−"))
}

/// A square of whole cells in `rect`, at its top left, as large as fits but no cell over `most`.
pub fn square(rect: Rect, cells: usize, most: f32) -> Rect {
    let side = rect.width().min(rect.height()) / cells as f32;
    let cell = if side >= 4.0 { side.floor() } else { side }.min(most);
    Rect::from_min_size(
        pos2(rect.left().round(), rect.top().round()),
        Vec2::splat(cell * cells as f32),
    )
}

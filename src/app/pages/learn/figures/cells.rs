//! Small grids as coloured cells, with their numbers where there is room.

use eframe::egui::{Align2, FontId, Rect, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, stroke, text_on};
use crate::app::widgets;
use crate::grid::Grid;

/// Smallest cell that gets its number.
const NUMBERED: f32 = 28.0;

/// A grid to draw.
pub struct Cells<'a> {
    pub grid: &'a Grid,
    pub map: ColorMap,
    /// The value that gets the map's end.
    pub most: f32,
    /// Digits after the point.
    pub decimals: usize,
}

impl<'a> Cells<'a> {
    pub fn new(grid: &'a Grid, map: ColorMap, most: f32) -> Self {
        Self {
            grid,
            map,
            most: most.max(f32::MIN_POSITIVE),
            decimals: 0,
        }
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
        let font = self.font(ui, &theme, size);
        let line = (stroke::BORDER, theme.colors.grid_line);
        for row in 0..self.grid.height() {
            for column in 0..self.grid.width() {
                let value = self.grid.at(row, column);
                let place = self.place(rect, row, column);
                let fill = theme.color(self.map, value / self.most);
                let painter = ui.painter();
                painter.rect_filled(place, 0, fill);
                if numbered {
                    painter.rect_stroke(place, 0, line, StrokeKind::Inside);
                    let words = number(value, self.decimals);
                    let color = text_on(fill);
                    let middle = place.center();
                    painter.text(middle, Align2::CENTER_CENTER, words, font.clone(), color);
                }
            }
        }
        let line = theme.border();
        ui.painter().rect_stroke(rect, 0, line, StrokeKind::Outside);
        widgets::label(ui, rect, name);
    }

    /// The largest type with which the longest number fits into a cell.
    fn font(&self, ui: &Ui, theme: &Theme, cell: Vec2) -> FontId {
        let usual = theme.font(BODY, Face::MonoMedium);
        let longest = self.grid.values().iter().map(|v| number(*v, self.decimals));
        let longest = longest.max_by_key(|words| words.chars().count());
        let words = longest.unwrap_or_default();
        let color = theme.colors.text;
        let width = ui
            .painter()
            .layout_no_wrap(words, usual.clone(), color)
            .size()
            .x;
        let room = cell.x - 4.0;
        if width <= room {
            return usual;
        }
        let least = theme.points(CAPTION) * 0.7;
        FontId::new((usual.size * room / width).max(least), usual.family)
    }
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

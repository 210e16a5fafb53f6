//! Where the cells of a grid stand on screen, their lines and their numbers.

use std::ops::Range;

use eframe::egui::{Align2, Color32, Pos2, Rect, Ui, Vec2, vec2};

use super::number::NumberFormat;
use crate::app::theme::{CAPTION, Face, Size, Theme, text_on};

/// Narrowest cells between which lines are drawn, in points.
const LINED: f32 = 5.0;

/// Width of a digit of the monospace face, in sizes of its letters.
const DIGIT: f32 = 0.6;

/// Around the number in a cell, in digits, so that it does not run into the next one.
const AIR: f32 = 0.7;

/// Narrowest cell that carries a number, in digits beside its air.
const NUMBERED: usize = 3;

/// The cells of a grid that fills `rect`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cells {
    pub rect: Rect,
    pub rows: usize,
    pub columns: usize,
}

impl Cells {
    /// Size of a cell.
    pub fn pitch(&self) -> Vec2 {
        self.rect.size() / vec2(self.columns as f32, self.rows as f32)
    }

    /// A cell; rows and columns outside of the grid are beside it.
    pub fn cell(&self, row: isize, column: isize) -> Rect {
        self.block(row, column, 1, 1)
    }

    /// `height` × `width` cells from this one on.
    pub fn block(&self, row: isize, column: isize, height: usize, width: usize) -> Rect {
        let corner = vec2(column as f32, row as f32);
        self.place(corner, vec2(width as f32, height as f32))
    }

    /// A part of this size from `corner` on, both in cells.
    pub fn place(&self, corner: Vec2, size: Vec2) -> Rect {
        let pitch = self.pitch();
        Rect::from_min_size(self.rect.min + corner * pitch, size * pitch)
    }

    /// Row and column of the cell at this place.
    pub fn at(&self, place: Pos2) -> Option<(usize, usize)> {
        if !self.rect.contains(place) {
            return None;
        }
        let share = (place - self.rect.min) / self.pitch();
        let (row, column) = (share.y as usize, share.x as usize);
        (row < self.rows && column < self.columns).then_some((row, column))
    }

    /// Rows and columns of which something is within `window`.
    pub fn visible(&self, window: Rect) -> (Range<usize>, Range<usize>) {
        let pitch = self.pitch();
        let seen = self.rect.intersect(window);
        let range = |from: f32, to: f32, origin: f32, pitch: f32, count: usize| {
            let first = ((from - origin) / pitch).floor().max(0.0) as usize;
            let last = ((to - origin) / pitch).ceil().max(0.0) as usize;
            first.min(count)..last.min(count)
        };
        (
            range(
                seen.top(),
                seen.bottom(),
                self.rect.top(),
                pitch.y,
                self.rows,
            ),
            range(
                seen.left(),
                seen.right(),
                self.rect.left(),
                pitch.x,
                self.columns,
            ),
        )
    }

    /// Whether the cells are large enough for numbers of this size.
    pub fn carry_numbers(&self, theme: &Theme, size: Size) -> bool {
        let pitch = self.pitch();
        self.digits(theme, size) >= NUMBERED && pitch.y >= theme.points(size) * 1.15
    }

    /// Digits that fit into a cell, with some air on both sides.
    pub fn digits(&self, theme: &Theme, size: Size) -> usize {
        let digits = self.pitch().x / (theme.points(size) * DIGIT) - AIR;
        // A cell of just the width for some digits carries them, however it was rounded.
        (digits + 0.01).max(0.0) as usize
    }

    /// Width of a cell that carries so many digits.
    pub fn width_for(digits: usize, theme: &Theme, size: Size) -> f32 {
        (digits as f32 + AIR) * theme.points(size) * DIGIT
    }

    /// The lines between the cells, where these are not too narrow.
    pub fn paint_lines(&self, ui: &Ui, window: Rect) {
        let theme = Theme::of(ui.ctx());
        let pitch = self.pitch();
        if pitch.min_elem() < LINED {
            return;
        }
        let painter = ui
            .painter()
            .with_clip_rect(window.intersect(ui.clip_rect()));
        let line = theme.grid_line();
        let (rows, columns) = self.visible(window);
        let area = self.rect.intersect(window);
        for row in rows.start..=rows.end {
            let y = self.rect.top() + row as f32 * pitch.y;
            painter.hline(area.x_range(), y, line);
        }
        for column in columns.start..=columns.end {
            let x = self.rect.left() + column as f32 * pitch.x;
            painter.vline(x, area.y_range(), line);
        }
    }

    /// The numbers of the cells within `window`, in black or white, whichever shows on the cell's
    /// colour. `cell` gives value and colour; None for a cell without a number.
    pub fn paint_numbers(
        &self,
        ui: &Ui,
        window: Rect,
        cell: impl Fn(usize, usize) -> Option<(f32, Color32)>,
    ) {
        let theme = Theme::of(ui.ctx());
        if !self.carry_numbers(&theme, CAPTION) {
            return;
        }
        let (rows, columns) = self.visible(window);
        let places = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
        let values: Vec<f32> = places
            .filter_map(|(row, column)| Some(cell(row, column)?.0))
            .collect();
        let format = NumberFormat::fit(&values, self.digits(&theme, CAPTION));
        self.paint_numbers_as(ui, window, format, cell);
    }

    /// As [`paint_numbers`](Self::paint_numbers), in this format, if it is telling.
    pub fn paint_numbers_as(
        &self,
        ui: &Ui,
        window: Rect,
        format: NumberFormat,
        cell: impl Fn(usize, usize) -> Option<(f32, Color32)>,
    ) {
        let theme = Theme::of(ui.ctx());
        if !self.carry_numbers(&theme, CAPTION) || !format.is_telling {
            return;
        }
        let font = theme.font(CAPTION, Face::MonoMedium);
        let painter = ui
            .painter()
            .with_clip_rect(window.intersect(ui.clip_rect()));
        let (rows, columns) = self.visible(window);
        for row in rows {
            for column in columns.clone() {
                let Some((value, fill)) = cell(row, column) else {
                    continue;
                };
                let middle = self.cell(row as isize, column as isize).center();
                let words = format.text(value);
                let color = text_on(fill);
                painter.text(middle, Align2::CENTER_CENTER, words, font.clone(), color);
            }
        }
    }
}

//! Pictures of any size, with their padding, drawn into a window: small ones as a texture with a
//! pixel a cell, of large ones the part that is seen, a pixel a pixel.

use eframe::egui::{Color32, ColorImage, Rect, TextureOptions, Ui, pos2};

use super::scene::color_map;
use crate::app::convolve::{Look, Maps, Tone};
use crate::app::pages::PageContext;
use crate::app::theme::Theme;
use crate::app::widgets::{Cells, paint_texture};
use crate::convolution::Padding;

/// Up to this many cells, the whole picture is one texture.
const SMALL: usize = 1 << 16;

/// Pixels of a side that is drawn, at most.
const MOST_PIXELS: usize = 2048;

/// How far a cell of the padding goes from its colour to the tint of the ring.
pub const RING: f32 = 0.62;

/// A picture to be drawn.
#[derive(Clone, Copy)]
pub struct Painting<'a> {
    pub maps: &'a Maps,
    pub look: Look,
    pub padding: Padding,
    /// The channel that is shown; None for all of them in colour.
    pub channel: Option<usize>,
    /// Cells from this one on, counted row after row, are not shown.
    pub end: usize,
}

/// Where along an axis a pixel looks: the cell, and whether it is in the padding. None for the
/// zeros of zero padding.
#[derive(Clone, Copy)]
struct Place {
    source: Option<usize>,
    in_padding: bool,
}

impl Painting<'_> {
    /// The cells of the picture with its padding, if it fills `sheet`.
    pub fn cells(&self, sheet: Rect) -> Cells {
        Cells {
            rect: sheet,
            rows: self.maps.height() + self.padding.top + self.padding.bottom,
            columns: self.maps.width() + self.padding.left + self.padding.right,
        }
    }

    /// The colour of a cell, counted with the padding.
    pub fn color(&self, theme: &Theme, row: usize, column: usize) -> Color32 {
        let row = self.place(row, self.padding.top, self.maps.height());
        let column = self.place(column, self.padding.left, self.maps.width());
        self.color_at(theme, row, column, 1.0)
    }

    /// The number in a cell, counted with the padding; None where nothing is shown.
    pub fn value(&self, row: usize, column: usize) -> Option<f32> {
        let row = self.place(row, self.padding.top, self.maps.height());
        let column = self.place(column, self.padding.left, self.maps.width());
        let (Some(row), Some(column)) = (row.source, column.source) else {
            return Some(0.0);
        };
        if row * self.maps.width() + column >= self.end {
            return None;
        }
        self.maps.at(self.channel.unwrap_or(0), row, column)
    }

    fn place(&self, index: usize, before: usize, size: usize) -> Place {
        let inside = index as isize - before as isize;
        Place {
            source: self.padding.mode.source(inside, size),
            in_padding: inside < 0 || inside >= size as isize,
        }
    }

    fn color_at(&self, theme: &Theme, row: Place, column: Place, step: f32) -> Color32 {
        let in_padding = row.in_padding || column.in_padding;
        let well = theme.colors.well;
        let color = match (row.source, column.source) {
            (Some(row), Some(column)) if row * self.maps.width() + column < self.end => {
                self.cell_color(theme, row, column, step)
            }
            (Some(_), Some(_)) => None,
            _ => Some(theme.padding_ring()),
        };
        match color {
            None => well,
            Some(color) if in_padding => color.lerp_to_gamma(theme.padding_ring(), RING),
            Some(color) => color,
        }
    }

    fn cell_color(&self, theme: &Theme, row: usize, column: usize, step: f32) -> Option<Color32> {
        let share = |channel| {
            let value = self.maps.sample(channel, row, column, step)?;
            Some(value / self.look.reach)
        };
        if let Some(channel) = self.channel {
            return Some(theme.color(color_map(self.look.tone), share(channel)?));
        }
        let byte = |channel| {
            let share = match self.look.tone {
                Tone::Signed => share(channel)?.abs(),
                Tone::Ink | Tone::Light => share(channel)?,
            };
            Some((share.clamp(0.0, 1.0) * 255.0).round() as u8)
        };
        Some(Color32::from_rgb(byte(0)?, byte(1)?, byte(2)?))
    }

    /// Draws the part of it that is within `window`.
    pub fn paint(
        &self,
        ui: &Ui,
        context: &mut PageContext<'_>,
        name: &'static str,
        sheet: Rect,
        window: Rect,
    ) {
        let theme = Theme::of(ui.ctx());
        let cells = self.cells(sheet);
        let shown = (
            self.maps.stamp(),
            self.channel,
            self.end,
            self.padding,
            theme.dark,
        );
        let reach = (self.look.reach.to_bits(), self.look.tone);
        let options = TextureOptions::NEAREST;
        let clipped = ui
            .painter()
            .with_clip_rect(window.intersect(ui.clip_rect()));
        if cells.rows * cells.columns <= SMALL {
            let stamp = (shown, reach);
            let texture = context.textures.get(ui.ctx(), name, stamp, options, || {
                self.image(&theme, cells.rows, cells.columns)
            });
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            clipped.image(texture, sheet, whole, Color32::WHITE);
            return;
        }
        let scale = ui.ctx().pixels_per_point();
        let pixels = |points: f32| ((points * scale).round() as usize).clamp(1, MOST_PIXELS);
        let (height, width) = (pixels(window.height()), pixels(window.width()));
        let bits = [sheet.left(), sheet.top(), sheet.width(), sheet.height()].map(f32::to_bits);
        let stamp = (shown, reach, bits, height, width);
        let texture = context.textures.get(ui.ctx(), name, stamp, options, || {
            self.part(&theme, &cells, window, height, width)
        });
        paint_texture(ui, window, texture);
    }

    /// The picture in `rows` × `columns` pixels.
    pub fn small(&self, theme: &Theme, rows: usize, columns: usize) -> ColorImage {
        let (height, width) = (self.maps.height(), self.maps.width());
        let places = |count: usize, size: usize| -> Vec<Place> {
            (0..count)
                .map(|index| self.place(index * size / count, 0, size))
                .collect()
        };
        let step = height as f32 / rows as f32;
        self.pixels(theme, &places(rows, height), &places(columns, width), step)
    }

    /// The whole picture, a pixel a cell.
    fn image(&self, theme: &Theme, rows: usize, columns: usize) -> ColorImage {
        let places = |count: usize, before: usize, size: usize| -> Vec<Place> {
            (0..count)
                .map(|index| self.place(index, before, size))
                .collect()
        };
        let rows = places(rows, self.padding.top, self.maps.height());
        let columns = places(columns, self.padding.left, self.maps.width());
        self.pixels(theme, &rows, &columns, 1.0)
    }

    /// What is seen through `window`, a pixel a pixel.
    fn part(
        &self,
        theme: &Theme,
        cells: &Cells,
        window: Rect,
        height: usize,
        width: usize,
    ) -> ColorImage {
        let pitch = cells.pitch();
        let step = window.width() / width as f32 / pitch.x;
        let places = |from: f32, length: f32, count: usize, pitch: f32, most: usize| {
            (0..count)
                .map(|pixel| {
                    let place = from + (pixel as f32 + 0.5) * length / count as f32;
                    ((place / pitch).max(0.0) as usize).min(most - 1)
                })
                .collect::<Vec<_>>()
        };
        let corner = window.min - cells.rect.min;
        let rows = places(corner.y, window.height(), height, pitch.y, cells.rows)
            .into_iter()
            .map(|row| self.place(row, self.padding.top, self.maps.height()))
            .collect::<Vec<_>>();
        let columns = places(corner.x, window.width(), width, pitch.x, cells.columns)
            .into_iter()
            .map(|column| self.place(column, self.padding.left, self.maps.width()))
            .collect::<Vec<_>>();
        self.pixels(theme, &rows, &columns, step)
    }

    fn pixels(&self, theme: &Theme, rows: &[Place], columns: &[Place], step: f32) -> ColorImage {
        let mut pixels = Vec::with_capacity(rows.len() * columns.len());
        for row in rows {
            for column in columns {
                pixels.push(self.color_at(theme, *row, *column, step));
            }
        }
        ColorImage::new([columns.len(), rows.len()], pixels)
    }
}

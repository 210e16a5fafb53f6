//! Every drawn map and row of units on one texture, a pixel a cell, written anew in place when
//! the values have changed.

use std::hash::{DefaultHasher, Hash, Hasher};

use eframe::egui::{
    Color32, ColorImage, Context, Rect, TextureHandle, TextureId, TextureOptions, pos2, vec2,
};

use super::columns::{Column, Kind};
use crate::app::theme::{ColorMap, Theme};
use crate::network::trace::{Trace, max_abs};

/// Steps from −1 to +1 in the table of colours.
const STEPS: usize = 511;

/// How values become colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Each layer by its own largest value.
    #[default]
    Layer,
    /// Each map by its own.
    Map,
    /// All layers by the largest of all.
    Shared,
}

/// The texture and where on it each column's maps are.
#[derive(Default)]
pub struct Atlas {
    texture: Option<TextureHandle>,
    size: [usize; 2],
    /// Left upper corners, by column and map.
    corners: Vec<Vec<[usize; 2]>>,
    has_negative: bool,
    stamp: u64,
}

impl Atlas {
    /// Writes the columns' values if they, the scale or the mode are others than last time.
    pub fn update(
        &mut self,
        ctx: &Context,
        trace: &Trace,
        revision: u64,
        columns: &[Column],
        scale: Scale,
    ) {
        let theme = Theme::of(ctx);
        let stamp = stamp(revision, columns, scale, &theme);
        if self.stamp == stamp && self.texture.is_some() {
            return;
        }
        self.stamp = stamp;
        let (size, corners) = pack(columns);
        let image = draw(trace, columns, &corners, size, scale, &theme);
        match &mut self.texture {
            Some(texture) if self.size == size => {
                texture.set_partial([0, 0], image, TextureOptions::NEAREST);
            }
            Some(texture) => texture.set(image, TextureOptions::NEAREST),
            None => {
                let name = "network maps";
                self.texture = Some(ctx.load_texture(name, image, TextureOptions::NEAREST));
            }
        }
        (self.size, self.corners) = (size, corners);
        self.has_negative = columns
            .iter()
            .filter(|column| !matches!(column.group.kind, Kind::Input | Kind::Output))
            .any(|column| trace.stages[column.group.shown].has_negative());
    }

    /// Whether a value that is drawn is below 0, the input's aside.
    pub fn has_negative(&self) -> bool {
        self.has_negative
    }

    pub fn texture(&self) -> Option<TextureId> {
        self.texture.as_ref().map(TextureHandle::id)
    }

    /// Where a map is on the texture, from 0 to 1.
    pub fn part(&self, column: usize, map: usize, width: usize, height: usize) -> Rect {
        let [x, y] = self.corners[column][map];
        let [whole_width, whole_height] = self.size.map(|side| side as f32);
        Rect::from_min_size(
            pos2(x as f32 / whole_width, y as f32 / whole_height),
            vec2(width as f32 / whole_width, height as f32 / whole_height),
        )
    }
}

fn stamp(revision: u64, columns: &[Column], scale: Scale, theme: &Theme) -> u64 {
    let mut hasher = DefaultHasher::new();
    (revision, scale, theme.dark).hash(&mut hasher);
    for column in columns {
        (column.group.shown, column.drawn()).hash(&mut hasher);
    }
    hasher.finish()
}

/// Puts the maps on shelves of equal height, column after column.
fn pack(columns: &[Column]) -> ([usize; 2], Vec<Vec<[usize; 2]>>) {
    let cells: usize = columns.iter().map(|c| c.shape.cells()).sum();
    let widest = columns.iter().map(|c| c.shape.dims().2).max().unwrap_or(1);
    let width = (cells as f32).sqrt().ceil() as usize;
    let width = width.max(widest).next_power_of_two();
    let (mut x, mut y, mut shelf) = (0, 0, 0);
    let mut corners = Vec::new();
    for column in columns {
        let (_, map_height, map_width) = column.shape.dims();
        let mut places = Vec::with_capacity(column.drawn());
        for _ in 0..column.drawn() {
            if x + map_width > width {
                (x, y, shelf) = (0, y + shelf, 0);
            }
            places.push([x, y]);
            x += map_width;
            shelf = shelf.max(map_height);
        }
        corners.push(places);
    }
    ([width, (y + shelf).max(1)], corners)
}

fn draw(
    trace: &Trace,
    columns: &[Column],
    corners: &[Vec<[usize; 2]>],
    size: [usize; 2],
    scale: Scale,
    theme: &Theme,
) -> ColorImage {
    let colors = color_table(theme);
    let mut image = ColorImage::filled(size, Color32::TRANSPARENT);
    let shared = columns
        .iter()
        .skip(1)
        .map(|c| trace.stages[c.group.shown].max_abs())
        .fold(0.0, f32::max);
    for (column, places) in columns.iter().zip(corners) {
        let stage = &trace.stages[column.group.shown];
        let layer = stage.max_abs();
        let width = column.shape.dims().2;
        for (channel, corner) in places.iter().enumerate() {
            let map = stage.map(channel);
            if column.group.shown == 0 {
                let ink = |v: f32| theme.color(ColorMap::Ink, (v + 1.0) / 2.0);
                blit(&mut image, *corner, width, map, ink);
                continue;
            }
            let most = match scale {
                Scale::Layer => layer,
                Scale::Map => max_abs(map),
                Scale::Shared => shared,
            };
            let factor = if most > 0.0 { 1.0 / most } else { 0.0 };
            let color = |v: f32| colors[shade(v * factor)];
            blit(&mut image, *corner, width, map, color);
        }
    }
    image
}

fn blit(
    image: &mut ColorImage,
    [left, top]: [usize; 2],
    width: usize,
    map: &[f32],
    color: impl Fn(f32) -> Color32,
) {
    let stride = image.size[0];
    let rows = image.pixels[top * stride..].chunks_mut(stride);
    for (row, values) in rows.zip(map.chunks(width)) {
        for (pixel, value) in row[left..left + width].iter_mut().zip(values) {
            *pixel = color(*value);
        }
    }
}

/// Index into the table of colours of a value from −1 to +1; the middle for NaN.
fn shade(share: f32) -> usize {
    let middle = (STEPS / 2) as f32;
    if share.is_nan() {
        return STEPS / 2;
    }
    (middle + share.clamp(-1.0, 1.0) * middle) as usize
}

fn color_table(theme: &Theme) -> Vec<Color32> {
    let middle = (STEPS / 2) as f32;
    (0..STEPS)
        .map(|step| theme.color(ColorMap::Signed, (step as f32 - middle) / middle))
        .collect()
}

//! Real digits, many at once; a click puts one on the canvas.

use std::sync::Arc;

use eframe::egui::{
    ColorImage, CursorIcon, Rect, Role, Sense, TextureOptions, Ui, WidgetInfo, vec2,
};

use super::headed;
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::theme::{ColorMap, Theme, space};
use crate::app::widgets::paint_texture;
use crate::dataset::{self, SIDE};
use crate::lesson::Figure;

/// Smallest and largest side of a digit on screen.
const PICTURE: (f32, f32) = (30.0, 56.0);

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let choice = figure.get("show");
    let below = headed(ui, rect, context.text("figure-real-digits"));
    let below = below.with_min_y(below.top() + space::TINY);
    // Ten rows in any case: of one digit each, or all of the same.
    let side = (below.height() / 10.0).clamp(PICTURE.0, PICTURE.1).floor();
    let rows = ((below.height() / side) as usize).clamp(1, 10);
    let columns = ((below.width() / side) as usize).clamp(1, 24);
    let chosen = indices(choice, rows, columns);
    let size = vec2(columns as f32, rows as f32) * side;
    let place = Rect::from_min_size(below.min, size);
    let theme = Theme::of(ui.ctx());
    let stamp = (choice, rows, columns, theme.dark);
    let options = TextureOptions::LINEAR;
    let texture = context
        .textures
        .get(ui.ctx(), "real digits", stamp, options, || {
            image(&chosen, rows, columns, &theme)
        });
    let id = ui.scope_id().with("digits");
    let response = ui.interact(place, id, Sense::click());
    let name = context.text("figure-real-digits-note");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    paint_texture(ui, place, texture);
    let pointed = response.interact_pointer_pos();
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.on_hover_text(name).clicked() {
        let at = pointed.map_or(vec2(0.0, 0.0), |at| (at - place.min) / side);
        let index = (at.y as usize).min(rows - 1) * columns + (at.x as usize).min(columns - 1);
        if let Some(Some(index)) = chosen.get(index) {
            let digits = &dataset::builtin().test;
            context.push(Command::DigitFound {
                index: *index,
                label: digits.label(*index),
                picture: Arc::new(digits.picture(*index)),
            });
        }
    }
}

/// Which held-out digits stand where, row after row.
fn indices(choice: &str, rows: usize, columns: usize) -> Vec<Option<usize>> {
    let digits = &dataset::builtin().test;
    let of = |digit: usize, skip: usize, count: usize| -> Vec<Option<usize>> {
        let same = (0..digits.len()).filter(|i| usize::from(digits.label(*i)) == digit);
        let mut found: Vec<_> = same.skip(skip).take(count).map(Some).collect();
        found.resize(count, None);
        found
    };
    match choice.parse::<usize>() {
        Ok(digit) => of(digit, 0, rows * columns),
        Err(_) => (0..rows).flat_map(|row| of(row, 0, columns)).collect(),
    }
}

fn image(chosen: &[Option<usize>], rows: usize, columns: usize, theme: &Theme) -> ColorImage {
    let digits = &dataset::builtin().test;
    let paper = theme.color(ColorMap::Ink, 0.0);
    let mut image = ColorImage::filled([columns * SIDE, rows * SIDE], paper);
    for (place, index) in chosen.iter().enumerate() {
        let Some(index) = index else { continue };
        let picture = digits.picture(*index);
        let (top, left) = (place / columns * SIDE, place % columns * SIDE);
        for row in 0..SIDE {
            for column in 0..SIDE {
                let color = theme.color(ColorMap::Ink, picture.at(row, column));
                image[(left + column, top + row)] = color;
            }
        }
    }
    image
}

//! Real digits, many at once; a click puts one on the canvas.

use std::sync::Arc;

use eframe::egui::{
    ColorImage, CursorIcon, EventFilter, Key, Modifiers, Rect, Response, Role, Sense, StrokeKind,
    TextureOptions, Ui, Vec2, WidgetInfo, vec2,
};

use super::headed;
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::theme::{ColorMap, Theme, space};
use crate::app::widgets::{self, paint_texture};
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
    widgets::paint_focus(ui, &response);
    let pointed = response.interact_pointer_pos();
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let (row, column) = chosen_by_keys(ui, &response, rows, columns);
    if response.has_focus() {
        let corner = place.min + vec2(column as f32, row as f32) * side;
        let digit = Rect::from_min_size(corner, Vec2::splat(side));
        ui.painter()
            .rect_stroke(digit, 0, theme.selection(), StrokeKind::Inside);
    }
    if response.on_hover_text(name).clicked() {
        let (row, column) = pointed.map_or((row, column), |at| {
            let at = (at - place.min) / side;
            (at.y as usize, at.x as usize)
        });
        let index = row.min(rows - 1) * columns + column.min(columns - 1);
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

/// Row and column of the digit that the arrow keys have gone to.
fn chosen_by_keys(ui: &Ui, response: &Response, rows: usize, columns: usize) -> (usize, usize) {
    let id = response.id.with("place");
    let (row, column) = ui
        .data(|data| data.get_temp(id))
        .unwrap_or((0_usize, 0_usize));
    let (mut row, mut column) = (row.min(rows - 1), column.min(columns - 1));
    if response.has_focus() {
        let arrows = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        ui.input_mut(|input| {
            let mut pressed = |key| usize::from(input.consume_key(Modifiers::NONE, key));
            row = (row + pressed(Key::ArrowDown)).saturating_sub(pressed(Key::ArrowUp));
            column = (column + pressed(Key::ArrowRight)).saturating_sub(pressed(Key::ArrowLeft));
        });
        (row, column) = (row.min(rows - 1), column.min(columns - 1));
        ui.data_mut(|data| data.insert_temp(id, (row, column)));
    }
    (row, column)
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

//! Real digits, many at once; a click puts one on the canvas.

use std::sync::{Arc, OnceLock};

use eframe::egui::{
    Align2, ColorImage, CursorIcon, EventFilter, Key, Modifiers, Rect, Response, Role, Sense,
    StrokeKind, TextureOptions, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::{headed, is_upright};
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, measure, radius, space};
use crate::app::widgets::{self, paint_texture};
use crate::dataset::{self, SIDE};
use crate::lesson::Figure;

/// Smallest and largest side of a digit on screen.
const PICTURE: (f32, f32) = (30.0, 56.0);

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let choice = figure.get("show");
    let theme = Theme::of(ui.ctx());
    let foot = theme.line_height() + 10.0 * theme.caption_height() * 0.9;
    let ink = rect.with_min_y(rect.bottom() - foot);
    let upright = is_upright(rect);
    let (rect, ink) = if upright {
        (rect.with_max_y(ink.top() - space::LARGE), ink)
    } else {
        let left = rect.left() + rect.width() * 0.62;
        (rect.with_max_x(left - space::WIDE), rect.with_min_x(left))
    };
    show_ink(ui, ink, choice.parse().ok(), context);
    let below = headed(ui, rect, context.text("figure-real-digits"));
    let below = below.with_min_y(below.top() + space::TINY);
    // Ten rows in any case: of one digit each, or all of the same.
    let side = (below.height() / 10.0).clamp(PICTURE.0, PICTURE.1).floor();
    let rows = ((below.height() / side) as usize).clamp(1, 10);
    let columns = ((below.width() / side) as usize).clamp(1, 24);
    let chosen = indices(choice, rows, columns);
    let size = vec2(columns as f32, rows as f32) * side;
    let place = Rect::from_min_size(below.min, size);
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

/// Mean ink of each digit's pictures as a bar; `chosen` is one of the digits.
fn show_ink(ui: &mut Ui, rect: Rect, chosen: Option<usize>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let language = context.state.text.language();
    let rows = headed(ui, rect, context.text("figure-mean-ink"));
    let means = mean_ink();
    let most = means.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let pitch = (rows.height() / 10.0).min(2.0 * theme.caption_height());
    let left = rows.left() + 1.6 * theme.points(CAPTION);
    let right = rows.right() - 4.0 * theme.points(CAPTION);
    for (digit, mean) in means.iter().enumerate() {
        let middle = rows.top() + (digit as f32 + 0.5) * pitch;
        let is_chosen = chosen == Some(digit);
        let face = if is_chosen {
            Face::MonoBold
        } else {
            Face::Mono
        };
        let font = theme.font(CAPTION, face);
        let color = if is_chosen {
            colors.accent
        } else {
            colors.muted
        };
        let place = pos2(rows.left(), middle);
        widgets::text(ui, place, Align2::LEFT_CENTER, digit, font.clone(), color);
        let width = (right - left) * (mean / most) as f32;
        let bar = Rect::from_center_size(
            pos2(left + width / 2.0, middle),
            vec2(width, (pitch * 0.6).min(measure::DOCK_BAR)),
        );
        let fill = if is_chosen {
            colors.accent
        } else {
            colors.quiet
        };
        ui.painter().rect_filled(bar, radius::BAR, fill);
        let words = language.decimal(*mean, 3);
        let place = pos2(rows.right(), middle);
        let color = if is_chosen { colors.text } else { colors.muted };
        widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, color);
    }
}

/// Mean ink of a pixel of each digit's held-out pictures; they do not change.
fn mean_ink() -> &'static [f64; 10] {
    static MEANS: OnceLock<[f64; 10]> = OnceLock::new();
    MEANS.get_or_init(|| {
        let digits = &dataset::builtin().test;
        let (mut sums, mut counts) = ([0.0; 10], [0_usize; 10]);
        for index in 0..digits.len() {
            let digit = usize::from(digits.label(index));
            let picture = digits.picture(index);
            let ink: f64 = picture.values().iter().map(|ink| f64::from(*ink)).sum();
            sums[digit] += ink;
            counts[digit] += picture.values().len();
        }
        std::array::from_fn(|digit| sums[digit] / counts[digit].max(1) as f64)
    })
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

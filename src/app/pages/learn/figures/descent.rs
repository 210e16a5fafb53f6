//! A valley seen from above, and the way that an optimiser takes through it.

use eframe::egui::epaint::TextShape;
use eframe::egui::{
    Align2, Color32, ColorImage, Rect, Stroke, StrokeKind, TextureOptions, Ui, pos2, vec2,
};

use super::{caption, headed};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, RESULT, Theme, space, stroke};
use crate::app::widgets::{self, paint_texture};
use crate::lesson::Figure;
use crate::lesson::descent::height;

/// Half of the valley's width, in the units of the weights; the height follows from the room.
const HALF: f64 = 5.0;

/// Greatest height of the picture, in its widths.
const RATIO: f32 = 0.9;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let below = headed(ui, rect, context.text("figure-valley"));
    let axis = theme.caption_height() + space::TINY;
    let foot = theme.line(RESULT) + space::LARGE + axis;
    let left = below.left() + axis;
    let width = below.right() - left;
    let room = below.height() - foot;
    let size = vec2(width, room.min(RATIO * width));
    let plot = Rect::from_min_size(pos2(left, below.top()), size);
    if !plot.is_positive() {
        return;
    }
    let half = [HALF, HALF * f64::from(size.y / size.x)];
    let options = TextureOptions::LINEAR;
    // A pixel of the screen for each of its own, so that the steps have smooth edges.
    let pixels = (size * ui.ctx().pixels_per_point()).round();
    let pixels = [pixels.x as usize, pixels.y as usize];
    let stamp = (theme.dark, pixels);
    let texture = context
        .textures
        .get(ui.ctx(), "valley", stamp, options, || {
            image(&theme, pixels, half)
        });
    paint_texture(ui, plot, texture);
    let painter = ui.painter().with_clip_rect(plot);
    let at = |place: &[f64; 2]| {
        pos2(
            plot.center().x + (place[0] / half[0]) as f32 * plot.width() / 2.0,
            plot.center().y - (place[1] / half[1]) as f32 * plot.height() / 2.0,
        )
    };
    let lowest = at(&[0.0, 0.0]);
    let thin = Stroke::new(1.5, eframe::egui::Color32::WHITE);
    painter.circle_stroke(lowest, 6.0, thin);
    // A path that has left the picture far behind is cut there.
    let path = figure.descent();
    let inside = |place: &&[f64; 2]| place.iter().all(|part| part.abs() < 1e4);
    let points: Vec<_> = path.iter().take_while(inside).map(at).collect();
    let line = Stroke::new(stroke::SELECTION, eframe::egui::Color32::WHITE);
    painter.line(points.clone(), line);
    for point in &points {
        painter.circle_filled(*point, 3.5, eframe::egui::Color32::WHITE);
    }
    if let Some(last) = points.last() {
        painter.circle(*last, 8.0, colors.accent, line);
    }
    let border = theme.border();
    ui.painter()
        .rect_stroke(plot, 0, border, StrokeKind::Outside);
    widgets::label(ui, plot, context.text("figure-valley"));
    name_axes(ui, plot, axis, context);
    let language = context.state.text.language();
    let reached = path.last().map_or(0.0, |place| height(*place));
    let words = if reached < 1e6 {
        language.decimal(reached, 2)
    } else {
        "∞".to_owned()
    };
    let middle = plot.bottom() + axis + space::SMALL + theme.line(RESULT) / 2.0;
    let font = theme.font(RESULT, Face::MonoBold);
    let place = pos2(rect.left(), middle);
    let shown = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.accent);
    let place = pos2(shown.rect.right() + space::MEDIUM, middle);
    let font = theme.font(BODY, Face::Regular);
    let words = context.text("figure-height");
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.muted);
}

/// “Weight 1” under the picture, “Weight 2” upwards beside it.
fn name_axes(ui: &mut Ui, plot: Rect, axis: f32, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let words = ["1", "2"].map(|number| {
        let arguments = [("number", number.to_owned())];
        super::with(context, "figure-weight", &arguments)
    });
    let below = pos2(plot.center().x, plot.bottom() + axis / 2.0);
    caption(ui, below, Align2::CENTER_CENTER, &words[0]);
    let font = theme.font(CAPTION, Face::Regular);
    let color = theme.colors.muted;
    let galley = ui.painter().layout_no_wrap(words[1].clone(), font, color);
    let (length, height) = (galley.size().x, galley.size().y);
    let corner = pos2(
        plot.left() - axis / 2.0 - height / 2.0,
        plot.center().y + length / 2.0,
    );
    let upwards = TextShape::new(corner, galley, color).with_angle(-std::f32::consts::FRAC_PI_2);
    ui.painter().add(upwards);
    let place = Rect::from_min_size(corner - vec2(0.0, length), vec2(height, length));
    widgets::label(ui, place, &words[1]);
}

/// Low dark, high bright, in steps like the lines of a map.
fn image(theme: &Theme, pixels: [usize; 2], half: [f64; 2]) -> ColorImage {
    const STEPS: usize = 12;
    let shade = |step: usize| theme.color(ColorMap::Heat, 0.85 * step as f32 / STEPS as f32);
    let shades: [Color32; STEPS + 1] = std::array::from_fn(shade);
    let most = height(half).sqrt();
    let [width, rows] = pixels;
    let share = |index: usize, count: usize| 2.0 * (index as f64 + 0.5) / count as f64 - 1.0;
    let mut colors = Vec::with_capacity(width * rows);
    for row in 0..rows {
        let y = share(row, rows) * half[1];
        for column in 0..width {
            let x = share(column, width) * half[0];
            let share = height([x, y]).sqrt() / most;
            colors.push(shades[(share * STEPS as f64) as usize]);
        }
    }
    ColorImage::new(pixels, colors)
}

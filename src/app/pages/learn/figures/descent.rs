//! A valley seen from above, and the way that an optimiser takes through it.

use eframe::egui::{Align2, ColorImage, Rect, Stroke, StrokeKind, TextureOptions, Ui, pos2};

use super::headed;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, ColorMap, Face, RESULT, Theme, space, stroke};
use crate::app::widgets::{self, paint_texture};
use crate::lesson::Figure;
use crate::lesson::descent::height;

/// Half of the valley's width and of its height, in the units of the weights.
const HALF: (f64, f64) = (5.0, 2.6);

/// Pixels of the picture of the valley.
const PIXELS: (usize, usize) = (160, 84);

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let below = headed(ui, rect, context.text("figure-valley"));
    let foot = theme.line(RESULT) + space::LARGE;
    let ratio = (HALF.0 / HALF.1) as f32;
    let width = below.width().min((below.height() - foot) * ratio);
    let size = eframe::egui::vec2(width, width / ratio);
    let plot = Rect::from_min_size(below.min, size);
    let options = TextureOptions::LINEAR;
    let texture = context
        .textures
        .get(ui.ctx(), "valley", theme.dark, options, || image(&theme));
    paint_texture(ui, plot, texture);
    let painter = ui.painter().with_clip_rect(plot);
    let at = |place: &[f64; 2]| {
        pos2(
            plot.center().x + (place[0] / HALF.0) as f32 * plot.width() / 2.0,
            plot.center().y - (place[1] / HALF.1) as f32 * plot.height() / 2.0,
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
    let language = context.state.text.language();
    let reached = path.last().map_or(0.0, |place| height(*place));
    let words = if reached < 1e6 {
        language.decimal(reached, 2)
    } else {
        "∞".to_owned()
    };
    let middle = plot.bottom() + space::SMALL + theme.line(RESULT) / 2.0;
    let font = theme.font(RESULT, Face::MonoBold);
    let place = pos2(rect.left(), middle);
    let shown = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.accent);
    let place = pos2(shown.rect.right() + space::MEDIUM, middle);
    let font = theme.font(BODY, Face::Regular);
    let words = context.text("figure-height");
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.muted);
}

/// Low dark, high bright, in steps like the lines of a map.
fn image(theme: &Theme) -> ColorImage {
    const STEPS: f64 = 12.0;
    let most = height([HALF.0, HALF.1]).sqrt();
    let mut pixels = Vec::new();
    for row in 0..PIXELS.1 {
        for column in 0..PIXELS.0 {
            let x = (2.0 * (column as f64 + 0.5) / PIXELS.0 as f64 - 1.0) * HALF.0;
            let y = (2.0 * (row as f64 + 0.5) / PIXELS.1 as f64 - 1.0) * HALF.1;
            let share = (height([x, y]).sqrt() / most * STEPS).floor() / STEPS;
            pixels.push(theme.color(ColorMap::Heat, share as f32 * 0.85));
        }
    }
    ColorImage::new([PIXELS.0, PIXELS.1], pixels)
}

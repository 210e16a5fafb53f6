//! The layers that a question is about, one above another, with what is asked as a question mark.

use eframe::egui::{Align2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::figures::headed;
use crate::app::pages::PageContext;
use crate::app::theme::{Face, PROSE, Theme, radius, space, stroke};
use crate::app::widgets;
use crate::convolution::Axis;
use crate::network::{Layer, Shape};

/// A layer, or what goes in or comes out.
struct Row {
    words: String,
    /// What is asked of it.
    asked: Option<String>,
    is_layer: bool,
}

/// From the input down to the last layer.
pub fn parameters(
    ui: &mut Ui,
    rect: Rect,
    input: Shape,
    layers: &[Layer],
    context: &PageContext<'_>,
) {
    let say =
        |key: &str, arguments: &[(&str, String)]| context.state.text.with_words(key, arguments);
    let asked = || Some(context.text("quiz-layer-asked").to_owned());
    let row = |words: String, asked: Option<String>| Row {
        words,
        asked,
        is_layer: true,
    };
    let (key, count) = match input {
        Shape::Maps { channels, .. } => ("quiz-layer-channels", channels),
        Shape::Flat(numbers) => ("quiz-layer-numbers", numbers),
    };
    let mut rows = vec![Row {
        is_layer: false,
        ..row(say(key, &[("count", count.to_string())]), None)
    }];
    for layer in layers {
        rows.push(match layer {
            Layer::Convolution {
                channels, kernel, ..
            } => {
                let arguments = [
                    ("kernel", kernel.0.to_string()),
                    ("count", channels.to_string()),
                ];
                row(say("quiz-layer-convolution", &arguments), asked())
            }
            Layer::Linear { outputs, .. } => {
                let arguments = [("count", outputs.to_string())];
                row(say("quiz-layer-linear", &arguments), asked())
            }
            Layer::MaxPool { kernel, stride } => {
                let arguments = [
                    ("kernel", kernel.0.to_string()),
                    ("stride", stride.0.to_string()),
                ];
                row(say("quiz-layer-pool", &arguments), None)
            }
            _ => row(context.text("quiz-layer-relu").to_owned(), None),
        });
    }
    show(ui, rect, &rows, false, context);
}

/// From one cell at the end down to the cells of the input that it looks at.
pub fn field(ui: &mut Ui, rect: Rect, layers: &[Axis], context: &PageContext<'_>) {
    let plain = |key: &str| Row {
        words: context.text(key).to_owned(),
        asked: None,
        is_layer: false,
    };
    let layer = |axis: &Axis| {
        let arguments = [
            ("kernel", axis.kernel.to_string()),
            ("stride", axis.stride.to_string()),
        ];
        let words = context
            .state
            .text
            .with_words("quiz-layer-window", &arguments);
        Row {
            words,
            asked: None,
            is_layer: true,
        }
    };
    let mut rows = vec![plain("quiz-layer-cell")];
    rows.extend(layers.iter().rev().map(layer));
    rows.push(plain("quiz-layer-field"));
    show(ui, rect, &rows, true, context);
}

/// Boxes with arrows between them, which point up if the last row is the input.
fn show(ui: &mut Ui, rect: Rect, rows: &[Row], upwards: bool, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let below = headed(ui, rect, context.text("quiz-layers-title"));
    // The fewer rows, the larger.
    let share = 0.5 * below.height() / rows.len() as f32;
    let least = theme.line(PROSE) + space::MEDIUM;
    let height = share.clamp(least, 2.0 * theme.control_height());
    let between = (below.height() - height) / (rows.len() - 1) as f32;
    let pitch = between.min(3.0 * height);
    let font = theme.font(PROSE, Face::Medium);
    for (index, row) in rows.iter().enumerate() {
        let top = below.top() + index as f32 * pitch;
        let place = Rect::from_min_size(pos2(below.left(), top), vec2(below.width(), height));
        let (fill, line) = if row.is_layer {
            (colors.accent_soft, theme.selected_border())
        } else {
            (colors.surface, theme.strong_border())
        };
        let painter = ui.painter();
        painter.rect(place, radius::CONTROL, fill, line, StrokeKind::Inside);
        let inner = place.shrink2(vec2(space::LARGE, 0.0));
        let left = inner.left_center();
        let words = row.words.as_str();
        let color = colors.text;
        widgets::text(ui, left, Align2::LEFT_CENTER, words, font.clone(), color);
        if let Some(asked) = &row.asked {
            let font = theme.font(PROSE, Face::SemiBold);
            let color = colors.accent;
            let right = inner.right_center();
            widgets::text(ui, right, Align2::RIGHT_CENTER, asked, font, color);
        }
        if index + 1 < rows.len() {
            let (above, below) = (place.bottom() + space::TINY, top + pitch - space::TINY);
            paint_arrow(ui, place.center().x, above, below, upwards);
        }
    }
}

/// An upright arrow between two heights.
fn paint_arrow(ui: &Ui, x: f32, above: f32, below: f32, upwards: bool) {
    let theme = Theme::of(ui.ctx());
    let line = Stroke::new(stroke::ICON, theme.colors.muted);
    let painter = ui.painter();
    painter.line_segment([pos2(x, above), pos2(x, below)], line);
    let (tip, back) = if upwards {
        (pos2(x, above), space::SMALL)
    } else {
        (pos2(x, below), -space::SMALL)
    };
    for side in [-space::SMALL, space::SMALL] {
        painter.line_segment([tip, tip + vec2(side, back)], line);
    }
}

//! The pictures that explain an answer of the quiz.

use eframe::egui::{Align2, Rect, StrokeKind, Ui, pos2, vec2};

use super::field::show_layers;
use super::{figure_line, with};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Face, Theme, space};
use crate::app::widgets;
use crate::convolution::Axis;
use crate::network::{Layer, Shape};

pub use super::convolution::show_result as by_hand;
pub use super::pooling::show_result as pooling;
pub use super::slide::show_axis as axis;

/// From the last layer back to the input.
pub fn field(ui: &mut Ui, rect: Rect, layers: &[Axis], steps: usize, context: &PageContext<'_>) {
    let levels = (steps / 3).saturating_add(1);
    show_layers(ui, rect, layers, levels, context);
}

/// Side of a kernel's picture, most of them in a row, and most rows.
const KERNEL: f32 = 40.0;
const KERNELS: usize = 6;
const UNITS: usize = 4;

/// Each layer with weights: what one unit of it reads, unit after unit, and how many there are.
pub fn parameters(
    ui: &mut Ui,
    rect: Rect,
    input: Shape,
    layers: &[Layer],
    steps: usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let (mut channels, _, _) = input.dims();
    let mut rest = rect;
    let weighted =
        |layer: &&Layer| matches!(layer, Layer::Convolution { .. } | Layer::Linear { .. });
    let share = rect.height() / layers.iter().filter(weighted).count().max(1) as f32;
    // Beside the units: what they are, how many more there are, and the sum.
    let fitting = (share - 3.0 * theme.line(BODY) - 2.0 * space::WIDE) / (KERNEL + space::SMALL);
    let most = (fitting.max(1.0) as usize).min(UNITS);
    for layer in layers {
        let (weights, kernel, inputs, outputs) = match layer {
            Layer::Convolution {
                channels: outputs,
                kernel,
                ..
            } => {
                let weights = format!("{}·{}·{channels}", kernel.0, kernel.1);
                (weights, *kernel, channels, *outputs)
            }
            Layer::Linear {
                inputs, outputs, ..
            } => (inputs.to_string(), (1, 1), *inputs, *outputs),
            _ => continue,
        };
        let tensors = layer.parameters(Shape::maps(channels, 28, 28));
        let count: usize = tensors.iter().map(|tensor| tensor.len()).sum();
        let words = with(
            context,
            "quiz-parameters-layer",
            &[
                ("weights", weights.clone()),
                ("outputs", outputs.to_string()),
            ],
        );
        let font = theme.font(BODY, Face::Regular);
        let shown = widgets::paragraph(ui, rest, words, font.clone(), theme.colors.text);
        rest = rest.with_min_y(shown.rect.bottom() + space::MEDIUM);
        let units = outputs.min(most).min((steps / 2).saturating_add(1));
        for _ in 0..units {
            let height = show_unit(ui, rest, kernel, inputs);
            rest = rest.with_min_y(rest.top() + height + space::SMALL);
        }
        if outputs > most && units == most {
            let place = pos2(rest.left(), rest.top() + theme.line(BODY) / 2.0);
            let words = format!("…  × {outputs}");
            let color = theme.colors.muted;
            widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
            rest = rest.with_min_y(rest.top() + theme.line(BODY));
        }
        rest = rest.with_min_y(rest.top() + space::SMALL);
        let count = widgets::thousands(count);
        figure_line(ui, rest, &format!("({weights} + 1)·{outputs} = {count}"));
        rest = rest.with_min_y(rest.top() + theme.line(BODY) + space::WIDE);
        channels = outputs;
    }
}

/// The weights of one unit, a square of cells for each channel that it reads, and its bias; the
/// height of that.
fn show_unit(ui: &Ui, rect: Rect, kernel: (usize, usize), inputs: usize) -> f32 {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let (side, most) = match kernel {
        (1, 1) => (space::LARGE, 4 * KERNELS),
        _ => (KERNEL, KERNELS),
    };
    let pitch = side + space::TINY;
    // Room for the bias, and for what stands for the rest.
    let fits = ((rect.width() - 3.0 * KERNEL) / pitch).max(1.0) as usize;
    let shown = inputs.min(most).min(fits);
    let painter = ui.painter();
    let line = theme.strong_border();
    let mut left = rect.left();
    for _ in 0..shown {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(side, side));
        painter.rect(place, 0, colors.accent_soft, line, StrokeKind::Inside);
        for cell in 1..kernel.0 {
            let share = cell as f32 / kernel.0 as f32;
            let (x, y) = (place.left() + share * side, place.top() + share * side);
            painter.vline(x, place.y_range(), theme.border());
            painter.hline(place.x_range(), y, theme.border());
        }
        left += pitch;
    }
    let middle = rect.top() + side / 2.0;
    let font = theme.font(BODY, Face::Mono);
    let words = if shown < inputs { "… +" } else { "+" };
    let place = pos2(left + space::TINY, middle);
    let sign = painter.text(place, Align2::LEFT_CENTER, words, font, colors.muted);
    let bias = pos2(sign.right() + space::SMALL + space::SMALL, middle);
    let bias = Rect::from_center_size(bias, vec2(space::LARGE, space::LARGE));
    painter.rect(bias, 0, colors.positive, line, StrokeKind::Inside);
    side
}

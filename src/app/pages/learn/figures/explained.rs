//! The pictures that explain an answer of the quiz.

use eframe::egui::{Rect, Ui};

use super::cells::{Cells, square as square_in};
use super::{
    convolution, field as field_figure, figure_line, headed as headed_in,
    pooling as pooling_figure, slide, with,
};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, ColorMap, Face, Theme, space};
use crate::app::widgets;
use crate::convolution::{Axis, Convolution, Pooling};
use crate::grid::Grid;
use crate::network::{Layer, Shape};

/// Largest cell.
const CELL: f32 = 52.0;

pub fn headed(ui: &mut Ui, rect: Rect, words: &str) -> Rect {
    headed_in(ui, rect, words)
}

pub fn square(rect: Rect, cells: usize, most: f32) -> Rect {
    square_in(rect, cells, most)
}

/// A small picture of numbers alone.
pub fn input(ui: &mut Ui, rect: Rect, input: &Grid, context: &PageContext<'_>) {
    let size = format!("{} × {}", input.height(), input.width());
    let words = with(context, "figure-input", &[("size", size)]);
    let below = headed(ui, rect, &words);
    let place = square(below, input.height(), CELL);
    let most = input.max_abs().max(1.0) * 1.6;
    Cells::new(input, ColorMap::Ink, most).show(ui, place, &words);
}

pub fn input_and_kernel(
    ui: &mut Ui,
    rect: Rect,
    input: &Grid,
    convolution: &Convolution,
    context: &PageContext<'_>,
) {
    let middle = rect.left() + rect.width() * 0.58;
    self::input(ui, rect.with_max_x(middle - space::MEDIUM), input, context);
    let right = rect.with_min_x(middle + space::MEDIUM);
    let words = context.text("figure-kernel");
    let below = headed(ui, right, words);
    let kernel = convolution.kernel.grid();
    let place = square(below, kernel.height(), CELL);
    Cells::new(kernel, ColorMap::Signed, kernel.max_abs() * 1.6).show(ui, place, words);
}

/// The window's places one after another.
pub fn axis(
    ui: &mut Ui,
    rect: Rect,
    axis: Axis,
    size: usize,
    steps: usize,
    context: &PageContext<'_>,
) {
    slide::show_axis(ui, rect, axis, size, steps, context);
}

pub fn field(ui: &mut Ui, rect: Rect, layers: &[Axis], context: &PageContext<'_>) {
    field_figure::show_layers(ui, rect, layers, context);
}

/// The windows one after another, or the one that was asked for.
pub fn pooling(
    ui: &mut Ui,
    rect: Rect,
    input: &Grid,
    pooling: &Pooling,
    cell: Option<(usize, usize)>,
    steps: usize,
    context: &PageContext<'_>,
) {
    let (height, width) = pooling
        .geometry()
        .output(input.height(), input.width())
        .unwrap_or((1, 1));
    let at = (steps.saturating_sub(1) / 3).min(height * width - 1);
    let cell = cell.unwrap_or((at / width, at % width));
    pooling_figure::show_result(ui, rect, input, pooling, cell, context);
}

pub fn by_hand(
    ui: &mut Ui,
    rect: Rect,
    input: &Grid,
    convolution: &Convolution,
    cell: (usize, usize),
    context: &PageContext<'_>,
) {
    self::convolution::show_result(ui, rect, input, convolution, cell, context);
}

/// Each layer with weights: what one unit of it reads, and how many units there are.
pub fn parameters(
    ui: &mut Ui,
    rect: Rect,
    input: Shape,
    layers: &[Layer],
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let (mut channels, _, _) = input.dims();
    let mut rest = rect;
    for layer in layers {
        let (weights, outputs) = match layer {
            Layer::Convolution {
                channels: outputs,
                kernel,
                ..
            } => (format!("{}·{}·{channels}", kernel.0, kernel.1), *outputs),
            Layer::Linear {
                inputs, outputs, ..
            } => (inputs.to_string(), *outputs),
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
        let shown = widgets::paragraph(ui, rest, words, font, theme.colors.text);
        rest = rest.with_min_y(shown.rect.bottom() + space::SMALL);
        figure_line(ui, rest, &format!("({weights} + 1)·{outputs} = {count}"));
        rest = rest.with_min_y(rest.top() + theme.line(BODY) + space::WIDE);
        channels = outputs;
    }
}

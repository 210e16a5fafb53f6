//! Everything added up, to the value that the diagram shows.

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::Shown;
use super::softmax::Exponentials;
use crate::app::pages::PageContext;
use crate::app::pages::network::words::{self, number, sign_color, signed, written};
use crate::app::theme::{BODY, CAPTION, Face, RESULT, TITLE, Theme, space};
use crate::app::widgets::{self, percent};
use crate::convolution::decimals::Scale;
use crate::network::arithmetic::Arithmetic;
use crate::network::ops::batch_norm::EPSILON;
use crate::network::shown::DECIMALS;

/// A label and its number.
type Line = (String, String);

/// Everything added up, step by step to the value in the diagram.
pub fn show_total(
    ui: &mut Ui,
    rect: Rect,
    shown: &Shown<'_>,
    softmax: bool,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let value = shown.value(shown.place.stage);
    let scale = scale(shown);
    let (lines, label, result) = if shown.is_digit() && softmax {
        let probability = shown.trace.classification.probabilities[shown.place.cell.channel];
        let result = format!("{} %", percent(probability));
        let label = context.text("network-probability").to_owned();
        (softmax_lines(shown, context), label, result)
    } else {
        let result = written(scale, scale.shown(value));
        (lines(shown, context), result_label(shown, context), result)
    };
    let count = lines.len() as f32;
    let fits = count * theme.line_height() + theme.line(RESULT) <= rect.height();
    let size = if fits && !shown.is_digit() {
        RESULT
    } else {
        TITLE
    };
    let line_height = ((rect.height() - theme.line(size)) / count).min(theme.line_height());
    for (index, (label, value)) in lines.iter().enumerate() {
        let y = rect.top() + (index as f32 + 0.5) * line_height;
        let (left, right) = (pos2(rect.left(), y), pos2(rect.right(), y));
        let room = rect.width()
            - widgets::words_width(ui, value, theme.font(BODY, Face::Mono))
            - space::SMALL;
        let usual = theme.font(BODY, Face::Regular);
        let font = if widgets::words_width(ui, label, usual.clone()) <= room {
            usual
        } else {
            theme.font(CAPTION, Face::Regular)
        };
        widgets::text(
            ui,
            left,
            Align2::LEFT_CENTER,
            label,
            font,
            theme.colors.muted,
        );
        let (font, color) = (theme.font(BODY, Face::Mono), theme.colors.text);
        widgets::text(ui, right, Align2::RIGHT_CENTER, value, font, color);
    }
    let baseline = rect.bottom() - theme.line(size) / 2.0;
    let (left, right) = (pos2(rect.left(), baseline), pos2(rect.right(), baseline));
    let (font, color) = (theme.font(BODY, Face::SemiBold), theme.colors.text);
    widgets::text(ui, left, Align2::LEFT_CENTER, label, font, color);
    let font = theme.font(size, Face::MonoMedium);
    let color = sign_color(&theme, scale.shown(value));
    widgets::text(ui, right, Align2::RIGHT_CENTER, result, font, color);
}

/// What the diagram shows.
pub fn value_in_words(shown: &Shown<'_>) -> String {
    let scale = scale(shown);
    written(scale, scale.shown(shown.value(shown.place.stage)))
}

/// All of it in one line: “6.64 − 0.18 = 6.46 → ReLU 6.46”.
pub fn in_one_line(shown: &Shown<'_>, context: &PageContext<'_>) -> String {
    let scale = scale(shown);
    let stages = *shown.column.group.stages.start()..=shown.place.stage;
    let value = |stage: usize| written(scale, scale.shown(shown.value(stage)));
    let mut words = match &shown.sum {
        Some(sum) => {
            let total = written(sum.scale, sum.total_of(0..sum.parts.len()));
            let bias = signed(sum.scale, sum.bias);
            let sign = if bias.starts_with('−') { '−' } else { '+' };
            let bias = bias.trim_start_matches(['−', '+']);
            format!("{total} {sign} {bias} = {}", value(shown.stage))
        }
        None => value(shown.stage),
    };
    for stage in stages.skip(1) {
        if let Some(layer) = shown.layer(stage) {
            let name = context.text(words::layer_key(layer));
            words += &format!(" → {name} {}", value(stage));
        }
    }
    if shown.is_digit() {
        let probability = shown.trace.classification.probabilities[shown.place.cell.channel];
        let name = context.text("network-softmax");
        words += &format!(" → {name} {} %", percent(probability));
    }
    words
}

/// The digits and the power of ten with which all numbers of the cell are shown.
fn scale(shown: &Shown<'_>) -> Scale {
    match &shown.sum {
        Some(sum) => sum.scale,
        None => Scale::new([shown.value(shown.place.stage)], DECIMALS),
    }
}

/// What is added up, then the value before each layer that follows in the column.
fn lines(shown: &Shown<'_>, context: &PageContext<'_>) -> Vec<Line> {
    let text = &context.state.text;
    let scale = scale(shown);
    let mut lines = sum_lines(shown, context);
    for stage in *shown.column.group.stages.start()..shown.place.stage {
        let Some(next) = shown.layer(stage + 1) else {
            continue;
        };
        let name = context.text(words::layer_key(next));
        let label = text.with("network-before", &[("layer", name.into())]);
        lines.push((label, written(scale, scale.shown(shown.value(stage)))));
    }
    lines
}

fn sum_lines(shown: &Shown<'_>, context: &PageContext<'_>) -> Vec<Line> {
    let text = &context.state.text;
    let line = |key: &str, value: f32| (context.text(key).to_owned(), number(value));
    match (&shown.how, &shown.sum) {
        (_, Some(sum)) => {
            let is_linear = matches!(shown.how, Arithmetic::Linear { .. });
            let key = if is_linear {
                "network-products"
            } else {
                "network-sums"
            };
            let count = sum.parts.len();
            let total = written(sum.scale, sum.total_of(0..count));
            let bias = written(sum.scale, sum.bias);
            vec![
                (text.with(key, &[("count", count.into())]), total),
                (context.text("network-bias").to_owned(), bias),
            ]
        }
        (Arithmetic::AveragePool { window }, _) => vec![line("network-window-sum", window.sum)],
        (Arithmetic::Activation { before }, _) => vec![line("network-before-it", *before)],
        (
            Arithmetic::BatchNorm {
                before,
                mean,
                variance,
                weight,
                bias,
            },
            _,
        ) => vec![
            line("network-before-less-mean", before - mean),
            line("network-root", (variance + EPSILON as f32).sqrt()),
            (
                context.text("network-scale-and-shift").to_owned(),
                format!("{}, {}", number(*weight), number(*bias)),
            ),
        ],
        _ => Vec::new(),
    }
}

fn result_label(shown: &Shown<'_>, context: &PageContext<'_>) -> String {
    let stages = &shown.column.group.stages;
    if shown.is_digit() {
        return context.text("network-logit").to_owned();
    }
    match shown.layer(shown.place.stage) {
        Some(layer) if shown.place.stage > *stages.start() => {
            let name = context.text(words::layer_key(layer));
            let text = &context.state.text;
            text.with("network-after-layer", &[("layer", name.into())])
        }
        _ => context.text("network-value").to_owned(),
    }
}

/// The exponential of the logit and the sum of all ten, whose quotient is the probability.
fn softmax_lines(shown: &Shown<'_>, context: &PageContext<'_>) -> Vec<Line> {
    let digit = shown.place.cell.channel;
    let exponentials = Exponentials::of(&shown.trace.classification.logits);
    let label = |key: &str| context.text(key).to_owned();
    vec![
        (label("network-exponential"), exponentials.text(digit)),
        (label("network-exponentials"), exponentials.sum_text()),
    ]
}

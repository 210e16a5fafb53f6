//! Everything added up, to the value that the diagram shows.

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::sign_color;
use crate::app::pages::PageContext;
use crate::app::pages::network::columns::{Column, Kind};
use crate::app::pages::network::words::{self, number};
use crate::app::theme::{BODY, Face, RESULT, TITLE, Theme};
use crate::app::widgets::{self, percent};
use crate::network::arithmetic::{Arithmetic, Cell};
use crate::network::trace::Trace;

/// Everything added up, step by step to the value in the diagram.
pub fn show_total(
    ui: &mut Ui,
    rect: Rect,
    column: &Column,
    cell: Cell,
    how: &Arithmetic,
    trace: &Trace,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let mut lines = sum_lines(how, context);
    let stages = column.group.stages.clone();
    let value = |stage: usize| trace.stages[stage].at(cell.channel, cell.row, cell.column);
    for stage in *stages.start()..column.group.shown {
        let layer = &trace.model.architecture().layers()[stage];
        let name = context.text(words::layer_key(layer));
        let words = context
            .state
            .text
            .with("network-before", &[("layer", name.into())]);
        lines.push((words, number(value(stage))));
    }
    let (label, result) = if column.group.kind == Kind::Output {
        lines.push((
            context.text("network-logit").to_owned(),
            number(value(column.group.shown)),
        ));
        lines.extend(softmax_lines(cell.channel, trace, context));
        let probability = trace.classification.probabilities[cell.channel];
        (
            context.text("network-probability").to_owned(),
            format!("{} %", percent(probability)),
        )
    } else {
        let label = match column.group.shown.checked_sub(1) {
            Some(layer) if column.group.shown > *stages.start() => {
                let layer = &trace.model.architecture().layers()[layer];
                let name = context.text(words::layer_key(layer));
                context
                    .state
                    .text
                    .with("network-after-layer", &[("layer", name.into())])
            }
            _ => context.text("network-value").to_owned(),
        };
        (label, number(value(column.group.shown)))
    };
    let mut y = rect.top() + theme.line_height() / 2.0;
    for (label, value) in lines {
        let color = theme.colors.muted;
        let font = theme.font(BODY, Face::Regular);
        widgets::text(
            ui,
            pos2(rect.left(), y),
            Align2::LEFT_CENTER,
            label,
            font,
            color,
        );
        let font = theme.font(BODY, Face::Mono);
        let place = pos2(rect.right(), y);
        widgets::text(
            ui,
            place,
            Align2::RIGHT_CENTER,
            value,
            font,
            theme.colors.text,
        );
        y += theme.line_height();
    }
    let baseline = rect.bottom() - theme.points(RESULT) / 2.0;
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    widgets::text(
        ui,
        pos2(rect.left(), baseline),
        Align2::LEFT_CENTER,
        label,
        font,
        color,
    );
    let size = if column.group.kind == Kind::Output {
        TITLE
    } else {
        RESULT
    };
    let font = theme.font(size, Face::MonoMedium);
    let color = sign_color(&theme, value(column.group.shown));
    let place = pos2(rect.right(), baseline);
    widgets::text(ui, place, Align2::RIGHT_CENTER, result, font, color);
}

fn sum_lines(how: &Arithmetic, context: &PageContext<'_>) -> Vec<(String, String)> {
    let text = &context.state.text;
    let line = |key: &str, value: f32| (context.text(key).to_owned(), number(value));
    match how {
        Arithmetic::Convolution { windows, bias } => {
            let sum = windows.iter().map(|window| window.sum).sum();
            let label = text.with("network-sums", &[("count", windows.len().into())]);
            vec![(label, number(sum)), line("network-bias", *bias)]
        }
        Arithmetic::Linear { terms, bias } => {
            let sum = terms.iter().map(|term| term.product()).sum();
            let label = text.with("network-products", &[("count", terms.len().into())]);
            vec![(label, number(sum)), line("network-bias", *bias)]
        }
        Arithmetic::AveragePool { window } => vec![line("network-window-sum", window.sum)],
        _ => Vec::new(),
    }
}

/// The exponential of a logit and the sum of all ten, with the largest logit taken off first.
fn softmax_lines(digit: usize, trace: &Trace, context: &PageContext<'_>) -> Vec<(String, String)> {
    let logits = trace.classification.logits;
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exponential = |logit: f32| (logit - largest).exp();
    let sum: f32 = logits.iter().map(|logit| exponential(*logit)).sum();
    let line = |key: &str, value: f32| (context.text(key).to_owned(), format!("{value:.4}"));
    vec![
        line("network-exponential", exponential(logits[digit])),
        line("network-exponentials", sum),
    ]
}

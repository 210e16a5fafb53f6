//! How many weights a dense layer has, and how many a convolution, for pictures of any size.

use eframe::egui::{Align2, Rect, Shape, Stroke, Ui, pos2};

use super::{caption, figure_line, headed};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, RESULT, Theme, measure, radius, space, stroke};
use crate::app::widgets;
use crate::lesson::Figure;

/// Sides of the pictures that are compared.
const SIDES: [&str; 4] = ["8", "28", "64", "224"];

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let language = context.state.text.language();
    let chosen = figure.get("layer");
    let below = headed(ui, rect, context.text("figure-parameters"));
    let font = theme.font(RESULT, Face::MonoBold);
    let count = figure.parameters().unwrap_or(0);
    let words = language.whole(count);
    let place = pos2(below.left(), below.top() + theme.line(RESULT) / 2.0);
    let color = theme.colors.accent;
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let line = below.with_min_y(below.top() + theme.line(RESULT) + space::SMALL);
    figure_line(ui, line, &formula(figure));
    let top = line.top() + theme.line(BODY) + space::WIDE;
    let rows = headed(ui, rect.with_min_y(top), context.text("figure-compared"));
    show_bars(ui, rows, figure, chosen, context);
}

/// `(28·28 + 1)·6`
fn formula(figure: &Figure) -> String {
    let (side, outputs) = (figure.number("side"), figure.number("outputs"));
    let kernel = figure.number("kernel");
    match figure.get("layer") {
        "dense" => format!("({side}·{side} + 1)·{outputs}"),
        _ => format!("({kernel}·{kernel}·1 + 1)·{outputs}"),
    }
}

/// Powers of ten on the scale.
const TENS: u32 = 6;

/// For each side a bar of both layers, on a scale of tens whose lines are drawn.
fn show_bars(ui: &mut Ui, rect: Rect, figure: &Figure, chosen: &str, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let language = context.state.text.language();
    let count = |side: &str, layer: &str| {
        let figure = figure.clone().with("side", side).with("layer", layer);
        figure.parameters().unwrap_or(1).max(1)
    };
    let line = theme.caption_height();
    let layers = ["dense", "convolution"];
    let names = layers.map(|layer| context.text(&format!("figure-layer-{layer}")));
    let font = theme.font(CAPTION, Face::Regular);
    let width = |words: &str| widgets::words_width(ui, words, font.clone());
    let label = theme.points(BODY) * 5.6;
    let left = rect.left() + label + names.map(width).into_iter().fold(0.0, f32::max);
    let left = left + 2.0 * space::MEDIUM;
    let right = rect.right() - theme.points(CAPTION) * 4.6;
    let note = rect.with_min_y(rect.bottom() - line);
    let scale = note.top() - line - space::SMALL;
    let at = |tens: f32| left + (right - left) * tens / TENS as f32;
    for tens in 0..=TENS {
        let x = at(tens as f32);
        let grid = Stroke::new(stroke::BORDER, colors.grid_line);
        ui.painter().vline(x, rect.top()..=scale, grid);
        let words = language.whole(10_usize.pow(tens));
        // The last ones would run into each other.
        if tens % 2 == 0 {
            caption(
                ui,
                pos2(x, scale + line / 2.0),
                Align2::CENTER_CENTER,
                &words,
            );
        }
    }
    let group = (scale - rect.top()) / SIDES.len() as f32;
    let bar = (group * 0.32).min(measure::BAR * 1.3);
    for (index, side) in SIDES.into_iter().enumerate() {
        let top = rect.top() + (index as f32 + 0.5) * group - bar - 1.0;
        let font = theme.font(BODY, Face::Mono);
        let place = pos2(rect.left(), top + bar + 1.0);
        let is_side = figure.get("side") == side;
        let color = if is_side { colors.text } else { colors.muted };
        let words = format!("{side}×{side}");
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
        for (row, layer) in layers.into_iter().enumerate() {
            let count = count(side, layer);
            let top = top + row as f32 * (bar + 2.0);
            let middle = top + bar / 2.0;
            caption(
                ui,
                pos2(rect.left() + label, middle),
                Align2::LEFT_CENTER,
                names[row],
            );
            let end = at((count as f32).log10());
            let place = Rect::from_min_max(pos2(left, top), pos2(end, top + bar));
            let selected = is_side && chosen == layer;
            let fill = if selected {
                colors.accent
            } else {
                colors.quiet
            };
            let painter = ui.painter();
            painter.rect_filled(place, radius::BAR.min(bar / 2.0), fill);
            let words = language.whole(count);
            let font = theme.font(CAPTION, if selected { Face::MonoBold } else { Face::Mono });
            let place = pos2(place.right() + space::SMALL, middle);
            let color = if selected { colors.text } else { colors.muted };
            // Grid lines end beside the number.
            let ground = ui.painter().add(Shape::Noop);
            let shown = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
            let behind = Shape::rect_filled(shown.rect, 0, colors.surface);
            ui.painter().set(ground, behind);
        }
    }
    let words = context.text("figure-compared-note");
    caption(ui, note.left_center(), Align2::LEFT_CENTER, words);
}

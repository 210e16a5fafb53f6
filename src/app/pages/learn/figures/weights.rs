//! How many weights a dense layer has, and how many a convolution, for pictures of any size.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::{figure_line, headed};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, RESULT, Theme, measure, radius, space};
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
    let top = line.top() + 2.5 * theme.line(BODY);
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

/// For each side a bar of both layers, on a scale of tens.
fn show_bars(ui: &mut Ui, rect: Rect, figure: &Figure, chosen: &str, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let language = context.state.text.language();
    let count = |side: &str, layer: &str| {
        let figure = figure.clone().with("side", side).with("layer", layer);
        figure.parameters().unwrap_or(1).max(1)
    };
    let most = (count("224", "dense") as f32).log10();
    let label = theme.points(BODY) * 6.5;
    let number = theme.points(CAPTION) * 6.0;
    let group = ((rect.height() - space::SMALL) / SIDES.len() as f32).min(96.0);
    let bar = (group * 0.28).min(measure::BAR);
    for (index, side) in SIDES.into_iter().enumerate() {
        let top = rect.top() + index as f32 * group;
        let font = theme.font(BODY, Face::Mono);
        let place = pos2(rect.left(), top + bar + 1.0);
        let is_side = figure.get("side") == side;
        let color = if is_side { colors.text } else { colors.muted };
        widgets::text(
            ui,
            place,
            Align2::LEFT_CENTER,
            format!("{side} × {side}"),
            font,
            color,
        );
        for (row, layer) in ["dense", "convolution"].into_iter().enumerate() {
            let count = count(side, layer);
            let share = (count as f32).log10() / most;
            let top = top + row as f32 * (bar + 2.0);
            let room = rect.width() - label - number;
            let place = Rect::from_min_size(
                pos2(rect.left() + label, top),
                vec2((room * share).max(measure::THINNEST_BAR), bar),
            );
            let selected = is_side && chosen == layer;
            let fill = if selected {
                colors.accent
            } else {
                colors.quiet
            };
            ui.painter()
                .rect_filled(place, radius::BAR.min(bar / 2.0), fill);
            let words = language.whole(count);
            let font = theme.font(CAPTION, if selected { Face::MonoBold } else { Face::Mono });
            let place = pos2(place.right() + space::SMALL, place.center().y);
            let color = if selected { colors.text } else { colors.muted };
            widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
        }
    }
    let note = rect.with_min_y(rect.top() + SIDES.len() as f32 * group);
    let font = theme.font(CAPTION, Face::Regular);
    let words = context.text("figure-compared-note");
    widgets::paragraph(ui, note, words, font, colors.muted);
}

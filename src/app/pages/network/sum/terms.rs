//! What a linear unit adds up.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::sign_color;
use crate::app::pages::PageContext;
use crate::app::pages::network::fields::CONTRIBUTIONS;
use crate::app::pages::network::grids::scaled;
use crate::app::pages::network::words::{number, signed};
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets;
use crate::network::Layer;
use crate::network::arithmetic::{Cell, Term};
use crate::network::trace::Trace;

/// The largest contributions to a linear unit as bars, and the rest added up.
pub fn show_terms(
    ui: &mut Ui,
    rect: Rect,
    terms: &[Term],
    trace: &Trace,
    stage: usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let shown = &terms[..terms.len().min(CONTRIBUTIONS)];
    let most = shown.first().map_or(0.0, |term| term.product().abs());
    let row_height = theme.caption_height();
    let rows = (((rect.height() / row_height) as usize).saturating_sub(1)).max(1);
    let across = shown.len().div_ceil(rows).max(1);
    let width = rect.width() / across as f32;
    for (index, term) in shown.iter().enumerate() {
        let place = Rect::from_min_size(
            pos2(
                rect.left() + (index / rows) as f32 * width,
                rect.top() + (index % rows) as f32 * row_height,
            ),
            vec2(width - space::LARGE, row_height),
        );
        show_term(ui, place, term, most, trace, stage, context);
    }
    let rest: f32 = terms[shown.len()..].iter().map(|term| term.product()).sum();
    let place = pos2(rect.left(), rect.top() + (rows as f32 + 0.5) * row_height);
    let words = context.state.text.with(
        "network-more-inputs",
        &[
            ("count", (terms.len() - shown.len()).into()),
            ("sum", signed(rest).into()),
        ],
    );
    let font = theme.font(CAPTION, Face::Regular);
    widgets::text(
        ui,
        place,
        Align2::LEFT_CENTER,
        words,
        font,
        theme.colors.muted,
    );
}

fn show_term(
    ui: &mut Ui,
    rect: Rect,
    term: &Term,
    most: f32,
    trace: &Trace,
    stage: usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let color = sign_color(&theme, term.product());
    let words = format!(
        "{} × {} = {}",
        number(term.value),
        number(term.weight),
        signed(term.product())
    );
    let font = theme.font(CAPTION, Face::Mono);
    let source = source_name(term.input, trace, stage, context);
    let regular = theme.font(CAPTION, Face::Regular);
    let muted = theme.colors.muted;
    widgets::text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        source,
        regular,
        muted,
    );
    let sum = widgets::text(
        ui,
        rect.right_center(),
        Align2::RIGHT_CENTER,
        words,
        font,
        color,
    );
    let middle = (rect.left() + sum.rect.left()) / 2.0 + space::HUGE;
    let room = (sum.rect.left() - space::SMALL - middle).max(0.0);
    let bar = Rect::from_min_size(
        pos2(middle, rect.center().y - space::TINY / 2.0),
        vec2(room * scaled(term.product().abs(), most), space::TINY),
    );
    ui.painter().rect_filled(bar, 0, color);
}

/// Where an input of a linear unit comes from: a cell of a map, or a unit.
fn source_name(input: usize, trace: &Trace, stage: usize, context: &PageContext<'_>) -> String {
    let shapes = &trace.model.architecture().shapes()[..stage];
    let flat = shapes[stage - 1].cells();
    let maps = shapes
        .iter()
        .rfind(|shape| !shape.is_flat())
        .filter(|shape| shape.cells() == flat && stage_is_flattened(trace, stage));
    let text = &context.state.text;
    match maps {
        Some(shape) => {
            let cell = Cell::of_index(*shape, input);
            text.with(
                "network-source-cell",
                &[
                    ("map", (cell.channel + 1).into()),
                    ("row", (cell.row + 1).into()),
                    ("column", (cell.column + 1).into()),
                ],
            )
        }
        None => text.with("network-source-unit", &[("number", (input + 1).into())]),
    }
}

/// Whether no linear layer stands between the flatten and this stage.
fn stage_is_flattened(trace: &Trace, stage: usize) -> bool {
    let layers = &trace.model.architecture().layers()[..stage - 1];
    !layers
        .iter()
        .any(|layer| matches!(layer, Layer::Linear { .. }))
}

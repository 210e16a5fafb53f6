//! What a linear unit adds up.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::Shown;
use crate::app::pages::PageContext;
use crate::app::pages::network::fields::CONTRIBUTIONS;
use crate::app::pages::network::grids::scaled;
use crate::app::pages::network::words::{number, signed};
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets;
use crate::network::Layer;
use crate::network::arithmetic::{Cell, Term};
use crate::network::shown::CellSum;
use crate::network::trace::Trace;

/// Longest bar of a contribution.
const LONGEST_BAR: f32 = 120.0;

/// Widest line of a contribution, in caption sizes: its number stays near its name.
const WIDEST: f32 = 36.0;

/// The largest contributions to a linear unit as bars, and the rest added up.
pub fn show_terms(
    ui: &mut Ui,
    rect: Rect,
    terms: &[Term],
    sum: &CellSum,
    shown: &Shown<'_>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let count = terms.len().min(CONTRIBUTIONS);
    let most = terms.first().map_or(0.0, |term| term.product().abs());
    let row_height = theme.caption_height();
    let rows = (((rect.height() / row_height) as usize).saturating_sub(1)).max(1);
    let across = count.div_ceil(rows).max(1);
    let width = (rect.width() / across as f32).min(WIDEST * theme.points(CAPTION));
    for (index, term) in terms[..count].iter().enumerate() {
        let corner = vec2(
            (index / rows) as f32 * width,
            (index % rows) as f32 * row_height,
        );
        let size = vec2(width - space::LARGE, row_height);
        let place = Rect::from_min_size(rect.min + corner, size);
        let product = signed(sum.scale, sum.parts[index].sum);
        show_term(ui, place, term, product, most, shown, context);
    }
    let rest = terms.len() - count;
    if rest > 0 {
        let place = pos2(rect.left(), rect.top() + (rows as f32 + 0.5) * row_height);
        let total = signed(sum.scale, sum.total_of(count..terms.len()));
        let words = context.state.text.with(
            "network-more-inputs",
            &[("count", rest.into()), ("sum", total.into())],
        );
        let (font, color) = (theme.font(CAPTION, Face::Regular), theme.colors.muted);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    }
}

fn show_term(
    ui: &mut Ui,
    rect: Rect,
    term: &Term,
    product: String,
    most: f32,
    shown: &Shown<'_>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let color = if term.product() < 0.0 {
        theme.colors.negative
    } else {
        theme.colors.positive
    };
    let words = format!(
        "{} × {} = {product}",
        number(term.value),
        number(term.weight)
    );
    let font = theme.font(CAPTION, Face::Mono);
    let source = source_name(term.input, shown.trace, shown.stage, context);
    let regular = theme.font(CAPTION, Face::Regular);
    let muted = theme.colors.muted;
    let (left, right) = (rect.left_center(), rect.right_center());
    let source = widgets::text(ui, left, Align2::LEFT_CENTER, source, regular, muted);
    let sum = widgets::text(ui, right, Align2::RIGHT_CENTER, words, font, color);
    let start = source.rect.right() + space::MEDIUM;
    let room = (sum.rect.left() - space::MEDIUM - start).clamp(0.0, LONGEST_BAR);
    let bar = Rect::from_min_size(
        pos2(start, rect.center().y - space::TINY / 2.0),
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

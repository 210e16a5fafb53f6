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
use crate::network::shown::{CellSum, Part};
use crate::network::trace::Trace;

/// Longest bar of a contribution.
const LONGEST_BAR: f32 = 120.0;

/// Widest line of a contribution, in caption sizes: its number stays near its name.
const WIDEST: f32 = 36.0;

/// What a line says of a contribution.
struct Line {
    source: String,
    words: String,
    product: f32,
}

/// The largest contributions to a linear unit as bars, and the rest added up: as many as there is
/// room for.
pub fn show_terms(
    ui: &mut Ui,
    rect: Rect,
    terms: &[Term],
    sum: &CellSum,
    shown: &Shown<'_>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let row_height = theme.caption_height();
    let rows = (((rect.height() / row_height) as usize).saturating_sub(1)).max(1);
    let count = terms.len().min(CONTRIBUTIONS);
    let loose = lines(&terms[..count], sum, shown, context, " ");
    let across = count.div_ceil(rows).max(1);
    let lines = if room_across(ui, rect, &loose) >= across {
        loose
    } else {
        lines(&terms[..count], sum, shown, context, "")
    };
    let across = across.min(room_across(ui, rect, &lines));
    let count = count.min(rows * across);
    let most = terms.first().map_or(0.0, |term| term.product().abs());
    let width = (rect.width() / across as f32).min(WIDEST * theme.points(CAPTION));
    for (index, line) in lines[..count].iter().enumerate() {
        let corner = vec2(
            (index / rows) as f32 * width,
            (index % rows) as f32 * row_height,
        );
        let size = vec2(width - space::LARGE, row_height);
        show_line(ui, Rect::from_min_size(rect.min + corner, size), line, most);
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

/// `gap` stands around the signs.
fn lines(
    terms: &[Term],
    sum: &CellSum,
    shown: &Shown<'_>,
    context: &PageContext<'_>,
    gap: &str,
) -> Vec<Line> {
    let line = |(term, part): (&Term, &Part)| {
        let (value, weight) = (number(term.value), number(term.weight));
        let product = signed(sum.scale, part.sum);
        Line {
            source: source_name(term.input, shown.trace, shown.stage, context),
            words: format!("{value}{gap}×{gap}{weight}{gap}={gap}{product}"),
            product: term.product(),
        }
    };
    terms.iter().zip(&sum.parts).map(line).collect()
}

/// How many of the lines fit beside each other in `rect`, 1 at least.
fn room_across(ui: &Ui, rect: Rect, lines: &[Line]) -> usize {
    let theme = Theme::of(ui.ctx());
    let width = |line: &Line| {
        let source = widgets::words_width(ui, &line.source, theme.font(CAPTION, Face::Regular));
        let words = widgets::words_width(ui, &line.words, theme.font(CAPTION, Face::Mono));
        source + words + space::SMALL + space::LARGE
    };
    let widest = lines.iter().map(width).fold(1.0, f32::max);
    ((rect.width() / widest) as usize).max(1)
}

fn show_line(ui: &mut Ui, rect: Rect, line: &Line, most: f32) {
    let theme = Theme::of(ui.ctx());
    let color = if line.product < 0.0 {
        theme.colors.negative
    } else {
        theme.colors.positive
    };
    let font = theme.font(CAPTION, Face::Mono);
    let regular = theme.font(CAPTION, Face::Regular);
    let muted = theme.colors.muted;
    let (left, right) = (rect.left_center(), rect.right_center());
    let source = widgets::text(ui, left, Align2::LEFT_CENTER, &line.source, regular, muted);
    let sum = widgets::text(ui, right, Align2::RIGHT_CENTER, &line.words, font, color);
    let start = source.rect.right() + space::MEDIUM;
    let room = (sum.rect.left() - space::MEDIUM - start).clamp(0.0, LONGEST_BAR);
    let bar = Rect::from_min_size(
        pos2(start, rect.center().y - space::TINY / 2.0),
        vec2(room * scaled(line.product.abs(), most), space::TINY),
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

//! A pooling window: the numbers under it, and the one that it keeps.

use eframe::egui::{Rect, Stroke, Ui, pos2, vec2};

use super::cells::{Cells, number, square};
use super::window::{Handle, outline, take};
use super::{Motion, figure_line, headed, with};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, ColorMap, Theme, space, stroke};
use crate::convolution::{Pooling, PoolingKind};
use crate::grid::Grid;
use crate::lesson::Figure;

/// Largest cell.
const CELL: f32 = 72.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    figure: &mut Figure,
    motion: &mut Motion,
    context: &mut PageContext<'_>,
) {
    let input = figure.input(&context.state.world());
    let Some(pooling) = figure.pooling() else {
        return;
    };
    let Some(places) = draw(ui, rect, &input, &pooling, true, context) else {
        return;
    };
    let handles = [
        Handle {
            rect: places[0],
            side: input.height(),
            before: 0,
            stride: pooling.stride.0,
        },
        Handle {
            rect: places[1],
            side: figure.cells().0,
            before: 0,
            stride: 1,
        },
    ];
    take(ui, figure, &handles, motion, context);
    mark(ui, places, &input, &pooling, figure.cell());
    let below = rect.with_min_y(places[0].bottom() + space::WIDE);
    show_sum(ui, below, &input, &pooling, figure.cell());
    let theme = Theme::of(ui.ctx());
    let below = below.with_min_y(below.top() + 1.5 * theme.line(BODY));
    super::convolution::show_formula(ui, below, figure);
}

/// A question: its input alone, or its result with the window of one cell. Nothing can be moved.
pub fn show_result(
    ui: &mut Ui,
    rect: Rect,
    input: &Grid,
    pooling: &Pooling,
    cell: Option<(usize, usize)>,
    context: &PageContext<'_>,
) {
    let drawn = draw(ui, rect, input, pooling, cell.is_some(), context);
    let (Some(places), Some(cell)) = (drawn, cell) else {
        return;
    };
    mark(ui, places, input, pooling, cell);
    let below = rect.with_min_y(places[0].bottom() + space::WIDE);
    show_sum(ui, below, input, pooling, cell);
}

/// Input and, if it is to be shown, output; where they are.
fn draw(
    ui: &mut Ui,
    rect: Rect,
    input: &Grid,
    pooling: &Pooling,
    shows_output: bool,
    context: &PageContext<'_>,
) -> Option<[Rect; 2]> {
    let output = pooling.apply(input).ok()?;
    let theme = Theme::of(ui.ctx());
    let size = |grid: &Grid| format!("{} × {}", grid.height(), grid.width());
    let words = with(context, "figure-input", &[("size", size(input))]);
    let below = headed(ui, rect, &words);
    let lower = 4.0 * theme.line(BODY);
    // Cells of the same size in both.
    let share = input.width() as f32 / (input.width() + output.width()) as f32;
    let left = below.with_max_x(below.left() + (below.width() - space::HUGE) * share);
    let place = square(left.with_max_y(left.bottom() - lower), input.height(), CELL);
    let most = input.max_abs().max(1.0);
    Cells::new(input, ColorMap::Ink, most)
        .decimals(2)
        .show(ui, place, &words);
    let pitch = place.width() / input.height() as f32;
    let right = rect.with_min_x(place.right() + space::HUGE);
    let out = vec2(output.width() as f32, output.height() as f32) * pitch;
    let out = Rect::from_min_size(pos2(right.left(), place.top()), out);
    if shows_output {
        let words = with(context, "figure-output", &[("size", size(&output))]);
        headed(ui, right, &words);
        Cells::new(&output, ColorMap::Ink, most)
            .decimals(2)
            .show(ui, out, &words);
    }
    Some([place, out])
}

/// The window, the cell that it makes, and the one that won.
fn mark(ui: &Ui, places: [Rect; 2], input: &Grid, pooling: &Pooling, cell: (usize, usize)) {
    let Ok(window) = pooling.window(input, cell.0, cell.1) else {
        return;
    };
    let pitch = places[0].width() / input.height() as f32;
    let at = |corner: Rect, row: usize, column: usize| {
        let min = corner.min + vec2(column as f32, row as f32) * pitch;
        Rect::from_min_size(min, vec2(pitch, pitch))
    };
    let mut around = Rect::NOTHING;
    for cell in &window.cells {
        around = around.union(at(places[0], cell.row, cell.column));
    }
    outline(ui, around);
    outline(ui, at(places[1], cell.0, cell.1));
    if let Some(winner) = window.winner {
        let cell = &window.cells[winner];
        let place = at(places[0], cell.row, cell.column);
        let theme = Theme::of(ui.ctx());
        let radius = pitch * 0.36;
        let painter = ui.painter();
        let halo = Stroke::new(stroke::HALO, theme.colors.paper);
        painter.circle_stroke(place.center(), radius, halo);
        painter.circle_stroke(place.center(), radius, theme.selection());
    }
}

/// `max(3, 1, 0, 2) = 3`
fn show_sum(ui: &mut Ui, rect: Rect, input: &Grid, pooling: &Pooling, cell: (usize, usize)) {
    let Ok(window) = pooling.window(input, cell.0, cell.1) else {
        return;
    };
    let values: Vec<String> = window.cells.iter().map(|c| number(c.value, 2)).collect();
    let result = number(window.result, 2);
    let words = match pooling.kind {
        PoolingKind::Max => format!("max({}) = {result}", values.join(", ")),
        PoolingKind::Average => {
            format!("({}) / {} = {result}", values.join(" + "), values.len())
        }
    };
    figure_line(ui, rect, &words);
}

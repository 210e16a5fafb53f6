//! A kernel slides over a picture: input, output, and the sum of the place where it stands.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::cells::{Cells, number, square};
use super::window::{Handle, outline, take};
use super::{Motion, figure_line, headed, with};
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, ColorMap, Face, TITLE, Theme, space};
use crate::app::widgets;
use crate::convolution::{Convolution, Padding, Window};
use crate::grid::Grid;
use crate::lesson::Figure;

/// Largest cells of the pictures, and of the sum's grids.
const CELL: f32 = 46.0;
const SUM_CELL: f32 = 44.0;

/// Largest cells of a question, and the share of the width that its input gets.
const QUESTION_CELL: f32 = 56.0;
const INPUT_SHARE: f32 = 0.6;

/// By how much the largest weight stays below the end of the colours.
const SOFTER: f32 = 1.6;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    figure: &mut Figure,
    motion: &mut Motion,
    context: &mut PageContext<'_>,
) {
    let input = figure.input(&context.state.world());
    let Some(convolution) = figure.convolution() else {
        return;
    };
    show_with(ui, rect, &input, &convolution, figure, motion, context);
}

/// The same for any picture and convolution; `figure` keeps where the window stands.
fn show_with(
    ui: &mut Ui,
    rect: Rect,
    input: &Grid,
    convolution: &Convolution,
    figure: &mut Figure,
    motion: &mut Motion,
    context: &PageContext<'_>,
) {
    let (Ok(padded), Ok(output)) = (convolution.padding.apply(input), convolution.apply(input))
    else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let lower = SUM_CELL * 3.0 + theme.line_height() + 2.0 * space::LARGE;
    let halves = halves(rect.with_max_y(rect.bottom() - lower - space::WIDE));
    let small = input.height() < 20;
    let size = |grid: &Grid| format!("{} × {}", grid.height(), grid.width());
    let cells = padded.height().max(output.height());
    let words = with(context, "figure-input", &[("size", size(input))]);
    let below = headed(ui, halves[0], &words);
    let pitch = square(below, cells, if small { CELL } else { 12.0 }).width() / cells as f32;
    let of = |grid: &Grid| vec2(grid.width() as f32, grid.height() as f32) * pitch;
    let input_rect = Rect::from_min_size(below.min, of(&padded));
    let shown = Cells::new(&padded, ColorMap::Ink, input.max_abs().max(1.0)).decimals(1);
    shown.show(ui, input_rect, &words);
    paint_padding(ui, &shown, input_rect, &convolution.padding, input);
    let words = with(context, "figure-output", &[("size", size(&output))]);
    let below = headed(ui, halves[1], &words);
    let output_rect = Rect::from_min_size(below.min, of(&output));
    // A picture again, unless something is below 0 or beyond full ink.
    let is_picture = !small && output.values().iter().all(|v| (-1e-4..1.001).contains(v));
    let out = if is_picture {
        Cells::new(&output, ColorMap::Ink, 1.0)
    } else {
        Cells::new(&output, ColorMap::Signed, output.max_abs()).decimals(1)
    };
    out.show(ui, output_rect, &words);
    let handles = [
        Handle {
            rect: input_rect,
            side: padded.height(),
            before: -(convolution.kernel.height() as isize / 2),
            stride: convolution.stride.0,
        },
        Handle {
            rect: output_rect,
            side: output.height(),
            before: 0,
            stride: 1,
        },
    ];
    take(ui, figure, &handles, motion, context);
    let (row, column) = figure.cell();
    let Ok(window) = convolution.window(input, row, column) else {
        return;
    };
    let corner = (
        (window.origin.0 + convolution.padding.top as isize) as usize,
        (window.origin.1 + convolution.padding.left as isize) as usize,
    );
    let first = shown.place(input_rect, corner.0, corner.1);
    let last = (corner.0 + window.size.0 - 1, corner.1 + window.size.1 - 1);
    let last = shown.place(input_rect, last.0, last.1);
    outline(ui, first.union(last));
    outline(ui, out.place(output_rect, row, column));
    let top = input_rect.bottom().max(output_rect.bottom()) + space::HUGE;
    show_sum(ui, rect.with_min_y(top), &window, context);
}

/// Two places beside each other.
fn halves(rect: Rect) -> [Rect; 2] {
    let middle = rect.center().x;
    [
        rect.with_max_x(middle - space::MEDIUM),
        rect.with_min_x(middle + space::MEDIUM),
    ]
}

/// The border between the picture and its padding.
fn paint_padding(ui: &Ui, cells: &Cells<'_>, rect: Rect, padding: &Padding, input: &Grid) {
    if padding.top == 0 && padding.left == 0 {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let first = cells.place(rect, padding.top, padding.left);
    let last = cells.place(
        rect,
        padding.top + input.height() - 1,
        padding.left + input.width() - 1,
    );
    let line = eframe::egui::Stroke::new(1.5, theme.colors.strong_border);
    let place = first.union(last);
    ui.painter()
        .rect_stroke(place, 0, line, eframe::egui::StrokeKind::Middle);
}

/// The numbers under the kernel, the weights, the products, and their sum.
fn show_sum(ui: &mut Ui, rect: Rect, window: &Window, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = window.size;
    let grid = |part: &dyn Fn(usize) -> f32| {
        Grid::from_fn(height, width, |row, column| part(row * width + column))
    };
    let values = grid(&|index| window.terms[index].value);
    let weights = grid(&|index| window.terms[index].weight);
    let products = grid(&|index| window.terms[index].product);
    let gap = theme.points(TITLE) * 1.6;
    let result_room = theme.points(TITLE) * 4.2;
    let cell = ((rect.width() - 2.0 * gap - result_room) / (3 * width) as f32).min(SUM_CELL);
    let top = rect.top() + theme.line_height() + space::SMALL;
    let mut left = rect.left();
    let parts = [
        ("figure-under", &values, ColorMap::Ink, "×"),
        ("figure-kernel", &weights, ColorMap::Signed, "="),
        ("figure-products", &products, ColorMap::Signed, "Σ"),
    ];
    for (key, grid, map, sign) in parts {
        let size = vec2(width as f32, height as f32) * cell;
        let place = Rect::from_min_size(pos2(left, top), size);
        headed_small(ui, pos2(left, rect.top()), context.text(key));
        let most = match map {
            ColorMap::Ink => grid.max_abs().max(1.0),
            _ => grid.max_abs() * SOFTER,
        };
        let cells = Cells::new(grid, map, most).decimals(2);
        cells.show(ui, place, context.text(key));
        let font = theme.font(TITLE, Face::Mono);
        let middle = pos2(place.right() + gap / 2.0, place.center().y);
        let color = theme.colors.muted;
        widgets::text(ui, middle, Align2::CENTER_CENTER, sign, font, color);
        left = place.right() + gap;
    }
    let font = theme.font(TITLE, Face::MonoBold);
    let words = number(window.result(), 2);
    let middle = pos2(left, top + height as f32 * cell / 2.0);
    let color = theme.colors.accent;
    widgets::text(ui, middle, Align2::LEFT_CENTER, words, font, color);
}

fn headed_small(ui: &mut Ui, place: eframe::egui::Pos2, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Medium);
    let place = pos2(place.x, place.y + theme.line_height() / 2.0);
    let color = theme.colors.muted;
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
}

/// A question: its input and kernel, and the sum of one cell if that is to be told. Nothing can be
/// moved.
pub fn show_result(
    ui: &mut Ui,
    rect: Rect,
    input: &Grid,
    convolution: &Convolution,
    cell: Option<(usize, usize)>,
    context: &PageContext<'_>,
) {
    let Ok(padded) = convolution.padding.apply(input) else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let lower = SUM_CELL * 3.0 + theme.line_height() + 2.0 * space::LARGE;
    let upper = rect.with_max_y(rect.bottom() - lower);
    let middle = upper.left() + upper.width() * INPUT_SHARE;
    let right = upper.with_min_x(middle + space::WIDE);
    let size = format!("{} × {}", input.height(), input.width());
    let words = with(context, "figure-input", &[("size", size)]);
    let below = headed(ui, upper.with_max_x(middle), &words);
    let place = square(below, padded.height(), QUESTION_CELL);
    let cells = Cells::new(&padded, ColorMap::Ink, input.max_abs().max(1.0));
    cells.show(ui, place, &words);
    paint_padding(ui, &cells, place, &convolution.padding, input);
    let words = context.text("figure-kernel");
    let below = headed(ui, right, words);
    let kernel = convolution.kernel.grid();
    let kernel_place = square(below, kernel.height(), QUESTION_CELL);
    let most = kernel.max_abs() * SOFTER;
    Cells::new(kernel, ColorMap::Signed, most).show(ui, kernel_place, words);
    let window = cell.and_then(|(row, column)| convolution.window(input, row, column).ok());
    let Some(window) = window else { return };
    let row = (window.origin.0 + convolution.padding.top as isize) as usize;
    let column = (window.origin.1 + convolution.padding.left as isize) as usize;
    let first = cells.place(place, row, column);
    let last = cells.place(place, row + window.size.0 - 1, column + window.size.1 - 1);
    outline(ui, first.union(last));
    let lower = rect.with_min_y(place.bottom() + space::HUGE);
    show_sum(ui, lower, &window, context);
}

/// The formula of the sizes, at the top of `rect`.
pub fn show_formula(ui: &mut Ui, rect: Rect, figure: &Figure) {
    if let Some(formula) = figure.formula() {
        figure_line(ui, rect, &widgets::written(&formula.to_string()));
    }
}

//! A kernel slides over a picture: input, output, and the sum of the place where it stands.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::cells::{Cells, square};
use super::window::{Handle, outline, take};
use super::{Motion, formula_line, headed, is_upright, with};
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, ColorMap, Face, TITLE, Theme, space};
use crate::app::widgets::{self, minus};
use crate::convolution::decimals::{Scale, Shown};
use crate::convolution::{Convolution, Padding, Window};
use crate::grid::Grid;
use crate::lesson::Figure;

/// Largest cells of the pictures, of small ones and of digits.
const CELL: f32 = 64.0;
const DIGIT_CELL: f32 = 14.0;

/// Height of the sum's cells.
fn sum_cell(theme: &Theme, rect: Rect) -> f32 {
    let air = if is_upright(rect) { 2.0 } else { 1.0 };
    theme.line_height() + air * space::LARGE
}

/// Height of the sum in `rect`, with its headings.
fn sum_height(theme: &Theme, rect: Rect, rows: usize) -> f32 {
    sum_cell(theme, rect) * rows as f32 + theme.line_height() + space::SMALL
}

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
    let lower = sum_height(&theme, rect, convolution.kernel.height());
    let upper = rect.with_max_y(rect.bottom() - lower - space::WIDE);
    let small = input.height() < 20;
    let size = |grid: &Grid| format!("{} × {}", grid.height(), grid.width());
    let titles = [("figure-input", input), ("figure-output", &output)];
    let titles = titles.map(|(key, grid)| with(context, key, &[("size", size(grid))]));
    // Cells of the same size in both, so that one can see what shrinks.
    let room = upper.height() - theme.line_height() - space::SMALL;
    let across = (upper.width() - space::HUGE) / (padded.width() + output.width()) as f32;
    let most = if small { CELL } else { DIGIT_CELL };
    let pitch = across.min(room / padded.height().max(output.height()) as f32);
    let pitch = if small { pitch.floor() } else { pitch }.min(most);
    let of = |grid: &Grid| vec2(grid.width() as f32, grid.height() as f32) * pitch;
    let below = headed(ui, upper, &titles[0]);
    let input_rect = Rect::from_min_size(below.min, of(&padded));
    let shown = Cells::new(&padded, ColorMap::Ink, input.max_abs().max(1.0)).decimals(1);
    shown.show(ui, input_rect, &titles[0]);
    paint_padding(ui, &shown, input_rect, &convolution.padding, input);
    // As far to the right as it goes, but not away from its input.
    let left = input_rect.right() + space::HUGE;
    let left = left.max((upper.right() - of(&output).x).min(left + space::HUGE));
    let below = headed(ui, upper.with_min_x(left), &titles[1]);
    let output_rect = Rect::from_min_size(below.min, of(&output));
    // A picture again, unless something is below 0 or beyond full ink.
    let is_picture = !small && output.values().iter().all(|v| (-1e-4..1.001).contains(v));
    let out = if is_picture {
        Cells::new(&output, ColorMap::Ink, 1.0)
    } else {
        Cells::new(&output, ColorMap::Signed, output.max_abs()).decimals(1)
    };
    out.show(ui, output_rect, &titles[1]);
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
    let top = input_rect.bottom().max(output_rect.bottom());
    let air = (rect.bottom() - lower - top).clamp(space::LARGE, 2.0 * space::HUGE);
    let high = sum_cell(&theme, rect);
    show_sum(ui, rect.with_min_y(top + air), high, &window, context);
}

/// The tint of the padding, and the border between it and the picture.
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
    let place = first.union(last);
    let sides = [
        rect.with_max_y(place.top()),
        rect.with_min_y(place.bottom()),
        place.with_min_x(rect.left()).with_max_x(place.left()),
        place.with_min_x(place.right()).with_max_x(rect.right()),
    ];
    for side in sides {
        ui.painter().rect_filled(side, 0, theme.padding_ring());
    }
    let line = eframe::egui::Stroke::new(1.5, theme.colors.strong_border);
    ui.painter()
        .rect_stroke(place, 0, line, eframe::egui::StrokeKind::Middle);
}

/// Decimals of numbers that are not whole.
const DECIMALS: usize = 2;

/// The numbers under the kernel, the weights, the products, and their sum: rounded so that what
/// is shown adds up. The cells are `high`, and as wide as their numbers want.
fn show_sum(ui: &mut Ui, rect: Rect, high: f32, window: &Window, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = window.size;
    let grid = |part: &dyn Fn(usize) -> f32| {
        Grid::from_fn(height, width, |row, column| part(row * width + column))
    };
    let values = grid(&|index| window.terms[index].value);
    let weights = grid(&|index| window.terms[index].weight);
    let products = grid(&|index| window.terms[index].product);
    let decimals = Scale::exact_decimals(products.values(), 0).unwrap_or(DECIMALS);
    let sum = window.shown(decimals);
    let written = |shown: &Shown| minus(&sum.scale.text(*shown));
    let terms = sum.terms.iter().map(|term| match term {
        Shown::Units(0) => "0".to_owned(),
        term => written(term),
    });
    let gap = theme.points(TITLE) * 1.25;
    let font = theme.font(TITLE, Face::MonoBold);
    let result = written(&sum.result);
    let room = rect.width() - 3.0 * gap - widgets::words_width(ui, &result, font.clone());
    let top = rect.top() + theme.line_height() + space::SMALL;
    let mut left = rect.left();
    let parts = [
        (
            "figure-under",
            Cells::new(&values, ColorMap::Ink, values.max_abs().max(1.0)),
            "×",
        ),
        (
            "figure-kernel",
            Cells::new(&weights, ColorMap::Signed, weights.max_abs() * SOFTER),
            "=",
        ),
        (
            "figure-products",
            Cells::new(&products, ColorMap::Signed, products.max_abs() * SOFTER)
                .words(terms.collect()),
            "Σ",
        ),
    ];
    let parts = parts.map(|(key, cells, sign)| (key, cells.decimals(DECIMALS), sign));
    let wants = |cells: &Cells<'_>| cells.longest().max(4) as f32;
    let all: f32 = parts.iter().map(|(_, cells, _)| wants(cells)).sum();
    for (key, cells, sign) in parts {
        let wide = room / width as f32 * wants(&cells) / all;
        let size = vec2(width as f32 * wide.min(2.0 * high), height as f32 * high);
        let place = Rect::from_min_size(pos2(left, top), size);
        headed_small(ui, pos2(left, rect.top()), context.text(key));
        cells.show(ui, place, context.text(key));
        let font = theme.font(TITLE, Face::Mono);
        let middle = pos2(place.right() + gap / 2.0, place.center().y);
        let color = theme.colors.muted;
        widgets::text(ui, middle, Align2::CENTER_CENTER, sign, font, color);
        left = place.right() + gap;
    }
    let middle = pos2(left, top + height as f32 * high / 2.0);
    let color = theme.colors.accent;
    widgets::text(ui, middle, Align2::LEFT_CENTER, result, font, color);
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
    let lower = sum_height(&theme, rect, convolution.kernel.height());
    let upper = rect.with_max_y(rect.bottom() - lower - space::WIDE);
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
    let high = sum_cell(&theme, rect);
    show_sum(ui, lower, high, &window, context);
}

/// The formula of the sizes, at the top of `rect`.
pub fn show_formula(ui: &mut Ui, rect: Rect, figure: &Figure) {
    if let Some(formula) = figure.formula() {
        formula_line(ui, rect, &formula);
    }
}

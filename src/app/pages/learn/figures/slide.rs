//! A window slides along one row of cells: each place in a line of its own, and what is left.

use eframe::egui::{Align2, Color32, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{caption, formula_height, formula_line, headed, with};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, RESULT, Theme, radius, space};
use crate::app::widgets;
use crate::convolution::geometry::{Formula, Geometry};
use crate::convolution::{Axis, PaddingMode};
use crate::lesson::Figure;

/// Largest cell, largest and least distance of two places, and largest height of one.
const CELL: f32 = 64.0;
const PITCH: f32 = 56.0;
const LEAST_PITCH: f32 = 1.2;
const BAR: f32 = 34.0;

/// Around a cell, as a share of it.
const AIR: f32 = 0.06;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    if let Some(geometry) = figure.geometry() {
        show_axis(ui, rect, geometry.rows, figure.side(), usize::MAX, context);
    }
}

/// An input of `size` cells and the window's first `shown` places over it.
pub fn show_axis(
    ui: &mut Ui,
    rect: Rect,
    axis: Axis,
    size: usize,
    shown: usize,
    context: &PageContext<'_>,
) {
    // The padding's zeros count as cells of their own.
    let geometry = Geometry {
        rows: axis,
        columns: axis,
        mode: PaddingMode::Zero,
    };
    let padded = axis.padded(size);
    let reads = geometry.without_padding().coverage_counts(padded, padded);
    let (Ok(formula), Ok(reads)) = (axis.formula(size), reads) else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let cell = (rect.width() / padded as f32).min(CELL);
    let words = with(
        context,
        "figure-cells",
        &[
            ("size", size.to_string()),
            ("padding", axis.padding.0.to_string()),
        ],
    );
    let below = headed(ui, rect, &words);
    let row = Rect::from_min_size(below.min, vec2(cell * padded as f32, cell));
    let at = |index: usize, top: f32, height: f32| {
        let corner = pos2(row.left() + index as f32 * cell, top);
        Rect::from_min_size(corner, vec2(cell, height)).shrink2(vec2(cell, height) * AIR)
    };
    let is_padding = |index: usize| index < axis.padding.0 || index >= axis.padding.0 + size;
    let is_read = |index: usize| reads.rows[index] > 0.0;
    for index in 0..padded {
        let place = at(index, row.top(), cell);
        let in_padding = is_padding(index);
        let lost = !is_read(index);
        let fill = if in_padding {
            colors.well
        } else {
            colors.accent_soft
        };
        let (line, color) = match (lost, in_padding) {
            (true, _) => (Stroke::new(2.0, colors.error), colors.error),
            (_, true) => (theme.border(), colors.muted),
            _ => (theme.strong_border(), colors.text),
        };
        let painter = ui.painter();
        painter.rect(place, radius::BAR, fill, line, StrokeKind::Inside);
        if lost {
            painter.line_segment([place.left_bottom(), place.right_top()], line);
        } else if cell >= 20.0 {
            let words = if in_padding {
                "0".to_owned()
            } else {
                (index + 1 - axis.padding.0).to_string()
            };
            let font = theme.font(if cell > 30.0 { BODY } else { CAPTION }, Face::Mono);
            painter.text(place.center(), Align2::CENTER_CENTER, words, font, color);
        }
    }
    let places = formula.output.min(shown);
    let foot = result_height(&theme) + 2.0 * space::LARGE;
    let lines = formula_height(ui, rect.width(), &formula);
    let room = rect.bottom() - row.bottom() - foot - lines - space::LARGE;
    let pitch = (room / formula.output.max(1) as f32)
        .min(PITCH.min(1.5 * cell))
        .max(LEAST_PITCH);
    let top = row.bottom() + space::LARGE;
    for place in 0..places {
        let top = top + place as f32 * pitch;
        let height = (pitch * 0.72).min(BAR);
        let start = place * axis.stride;
        let first = at(start, top, height);
        let last = at(start + axis.span() - 1, top, height);
        let line = Stroke::new(1.5, colors.accent);
        ui.painter()
            .line_segment([first.center(), last.center()], line);
        for tap in 0..axis.kernel {
            let cell = at(start + tap * axis.dilation, top, height);
            ui.painter().rect_filled(cell, radius::BAR, colors.accent);
        }
        let number = theme.points(CAPTION);
        if first.height() >= number && first.width() >= number * 1.4 {
            number_on(ui, first, place + 1, colors.on_accent);
        }
    }
    let end = padded - formula.leftover;
    let count = |cells: std::ops::Range<usize>, padding: bool| {
        let unread = cells.filter(|index| !is_read(*index));
        unread.filter(|index| is_padding(*index) == padding).count()
    };
    let unread = Unread {
        cells: count(end..padded, false),
        zeros: count(end..padded, true),
        between: count(0..end, false),
    };
    let top = top + formula.output as f32 * pitch + space::LARGE;
    show_result(ui, rect.with_min_y(top), &formula, &unread, context);
}

fn number_on(ui: &Ui, rect: Rect, number: usize, color: Color32) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::MonoBold);
    let words = number.to_string();
    ui.painter()
        .text(rect.center(), Align2::CENTER_CENTER, words, font, color);
}

/// What no window reads: the input's cells and the padding's zeros that are left over at the end,
/// and cells between the windows.
struct Unread {
    cells: usize,
    zeros: usize,
    between: usize,
}

impl Unread {
    /// Lines below each other.
    fn words(&self, context: &PageContext<'_>) -> Vec<String> {
        let key = match (self.cells, self.zeros) {
            (0, 0) => "figure-left-none",
            (_, 0) => "figure-left-cells",
            (0, _) => "figure-left-zeros",
            _ => "figure-left-both",
        };
        let arguments = [
            ("cells", self.cells.to_string()),
            ("zeros", self.zeros.to_string()),
            ("between", self.between.to_string()),
        ];
        let mut lines = vec![
            context.text("figure-places").to_owned(),
            with(context, key, &arguments),
        ];
        if self.between > 0 {
            lines.push(with(context, "figure-left-between", &arguments));
        }
        lines
    }
}

/// Height of the lines beside the number of places.
fn result_height(theme: &Theme) -> f32 {
    theme.line(RESULT).max(3.0 * theme.caption_height())
}

/// How many places there are, what no window reads, and the formula.
fn show_result(
    ui: &mut Ui,
    rect: Rect,
    formula: &Formula,
    unread: &Unread,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(RESULT, Face::MonoBold);
    let height = result_height(&theme);
    let place = pos2(rect.left(), rect.top() + height / 2.0);
    let color = theme.colors.accent;
    let figure = formula.output;
    let shown = widgets::text(ui, place, Align2::LEFT_CENTER, figure, font, color);
    let right = rect.with_min_x(shown.rect.right() + space::MEDIUM);
    let lines = unread.words(context);
    for (index, words) in lines.iter().enumerate() {
        let line = index as f32 - (lines.len() - 1) as f32 / 2.0;
        let middle = place.y + line * theme.caption_height();
        caption(ui, pos2(right.left(), middle), Align2::LEFT_CENTER, words);
    }
    let below = rect.with_min_y(rect.top() + height + space::LARGE);
    formula_line(ui, below, formula);
}

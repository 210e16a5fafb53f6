//! The size formula with the numbers of this moment, and what its floor throws away.

use eframe::egui::{Align2, Pos2, Rect, Stroke, Ui, pos2};

use super::grids::leftover_words;
use super::scene::Scene;
use super::sum::fitted_words;
use crate::app::convolve::errors;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space, stroke};
use crate::app::widgets::{self, text};
use crate::convolution::geometry::Formula;
use crate::convolution::{Axis, Operation};

/// Least width of the formula, in sizes of its letters, and its largest share of the card.
const LEAST: f32 = 15.5;
const MOST: f32 = 0.4;

/// The width that the formula takes of `rect`.
pub fn width(ui: &Ui, rect: Rect, low: bool, scene: &Scene<'_>, context: &PageContext<'_>) -> f32 {
    let theme = Theme::of(ui.ctx());
    let least = theme.points(BODY) * LEAST;
    let most = (rect.width() * MOST).max(least);
    let (height, width) = scene.size();
    let Ok((rows, columns)) = scene.geometry.formulas(height, width) else {
        return most;
    };
    let longest = lines(rows, columns, low, context)
        .iter()
        .map(|words| words.chars().count())
        .max()
        .unwrap_or(0);
    let digit = theme.points(CAPTION) * 0.6;
    (longest as f32 * digit + space::SMALL).clamp(least, most)
}

/// Shows the formula in `rect`: as a fraction where height and width are alike, else in a line
/// for each.
pub fn show(ui: &mut Ui, rect: Rect, low: bool, scene: &Scene<'_>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = scene.size();
    let Ok(formulas) = scene.geometry.formulas(height, width) else {
        show_impossible(ui, rect, scene, context);
        return;
    };
    if matches!(scene.operation, Operation::Relu) {
        let font = theme.font(BODY, Face::Regular);
        let words = context.text("convolve-same-size");
        widgets::paragraph(ui, rect, words, font, theme.colors.muted);
        return;
    }
    let (rows, columns) = formulas;
    if low {
        show_lines(ui, rect, &lines(rows, columns, low, context));
        return;
    }
    let heading = pos2(rect.left(), rect.top() + theme.line_height() / 2.0);
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    let words = context.text("convolve-size-heading");
    text(ui, heading, Align2::LEFT_CENTER, words, font, color);
    let top = rect.top() + theme.line_height() + space::TINY;
    let body = rect.with_min_y(top);
    let used = if rows == columns {
        show_fraction(ui, body, rows, context)
    } else {
        let place = body.with_max_y(top + 4.0 * theme.caption_height());
        show_lines(ui, place, &lines(rows, columns, low, context));
        place.bottom()
    };
    if let Some(words) = leftover_words(formulas, scene.operation, context) {
        let place = rect.with_min_y(used + space::TINY);
        let font = theme.font(CAPTION, Face::Regular);
        if place.height() >= theme.caption_height() {
            widgets::paragraph(ui, place, words, font, theme.colors.warning);
        }
    }
}

/// What the formula says of each axis where there is no output.
fn show_impossible(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = scene.size();
    let line = |key, axis: Axis, size| {
        let name = context.text(key);
        match axis.formula(size) {
            Ok(formula) => format!("{name} {formula}"),
            Err(error) => format!(
                "{name} {}",
                errors::axis_problem(&context.state.text, error)
            ),
        }
    };
    let mut lines = vec![line("convolve-height", scene.geometry.rows, height)];
    if (height, scene.geometry.rows) != (width, scene.geometry.columns) {
        lines.push(line("convolve-width", scene.geometry.columns, width));
    }
    let font = theme.font(CAPTION, Face::Mono);
    let color = theme.colors.muted;
    let words = lines.join("\n");
    // In a low window only the output's place says it.
    if widgets::paragraph_height(ui, rect.width(), words.clone(), font.clone()) <= rect.height() {
        widgets::paragraph(ui, rect, words, font, color);
    }
}

/// ⌊(28 − 5 + 2·2) / 2⌋ + 1 with a bar, and its result; where its foot is.
fn show_fraction(ui: &mut Ui, rect: Rect, formula: Formula, context: &PageContext<'_>) -> f32 {
    let theme = Theme::of(ui.ctx());
    let color = theme.colors.text;
    let mono = theme.font(CAPTION, Face::Mono);
    let line = theme.caption_height();
    let above = formula.numerator();
    let below = formula.axis.stride.to_string();
    let numerator = ui.painter().layout_no_wrap(above, mono.clone(), color);
    let width = numerator.size().x + 2.0 * space::SMALL;
    let left = rect.left() + space::TINY;
    let bar = rect.top() + line;
    let painter = ui.painter();
    let pen = Stroke::new(stroke::BORDER, color);
    painter.galley(pos2(left + space::SMALL, rect.top()), numerator, color);
    painter.hline(left + space::TINY..=left + width - space::TINY, bar, pen);
    let middle = pos2(left + width / 2.0, bar + line / 2.0 + 1.0);
    painter.text(middle, Align2::CENTER_CENTER, below, mono.clone(), color);
    let foot = bar + line + 1.0;
    for (x, inwards) in [(left, space::TINY), (left + width, -space::TINY)] {
        let corner: Pos2 = pos2(x, foot);
        painter.line_segment([pos2(x, rect.top()), corner], pen);
        painter.line_segment([corner, pos2(x + inwards, foot)], pen);
    }
    let place = pos2(left + width + space::SMALL, bar);
    painter.text(place, Align2::LEFT_CENTER, "+ 1", mono.clone(), color);
    let words = result_words(formula);
    let place = pos2(rect.left(), foot + space::TINY + line / 2.0);
    let font = theme.font(CAPTION, Face::MonoBold);
    let shown = text(ui, place, Align2::LEFT_CENTER, words, font, color);
    if formula.leftover > 0 {
        let font = theme.font(CAPTION, Face::Regular);
        let place = pos2(shown.rect.right() + space::SMALL, place.y);
        let words = context.text("convolve-rounded-down");
        let color = theme.colors.muted;
        if place.x + theme.points(CAPTION) * 6.0 < rect.right() {
            text(ui, place, Align2::LEFT_CENTER, words, font, color);
        }
    }
    let whole = rect.with_max_y(foot);
    widgets::label(ui, whole, formula.to_string()).on_hover_text(formula.to_string());
    foot + space::TINY + line
}

/// 13.5 → 13, 13 + 1 = 14
fn result_words(formula: Formula) -> String {
    let quotient = formula.quotient();
    let whole = formula.output - 1;
    let rounded = if formula.leftover > 0 {
        format!("{quotient} → {whole}, ")
    } else {
        String::new()
    };
    format!("{rounded}{whole} + 1 = {}", formula.output)
}

/// The formulas of height and width: one where both are alike; in a low window a line each.
fn lines(rows: Formula, columns: Formula, low: bool, context: &PageContext<'_>) -> Vec<String> {
    let whole =
        |formula: Formula| format!("⌊({}) / {}⌋ + 1", formula.numerator(), formula.axis.stride);
    if rows == columns {
        return vec![whole(rows), format!("= {}", result_words(rows))];
    }
    let mut lines = Vec::new();
    for (key, formula) in [("convolve-height", rows), ("convolve-width", columns)] {
        let name = context.text(key);
        if low {
            let short = whole(formula).replace(' ', "");
            lines.push(format!("{name} {short} = {}", formula.output));
        } else {
            lines.push(format!("{name} {}", whole(formula)));
            lines.push(format!("= {}", result_words(formula)));
        }
    }
    lines
}

fn show_lines(ui: &mut Ui, rect: Rect, lines: &[String]) {
    let theme = Theme::of(ui.ctx());
    let pitch = (rect.height() / lines.len() as f32).min(theme.line_height());
    let pitch = pitch.max(theme.points(CAPTION));
    for (index, words) in lines.iter().enumerate() {
        let place = pos2(rect.left(), rect.top() + (index as f32 + 0.5) * pitch);
        let tight = words.replace(' ', "");
        fitted_words(ui, place, rect.width(), &[words.clone(), tight]);
    }
}

//! How far one cell looks: layers one above another, along one axis.

use eframe::egui::{Align2, Rect, Shape, Ui, Vec2, pos2, vec2};

use super::{caption, headed, with};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, RESULT, Theme, radius, space};
use crate::app::widgets;
use crate::convolution::Axis;
use crate::lesson::Figure;
use crate::lesson::figure::field;

/// Largest cell, its largest height, and the largest distance of two levels.
const CELL: f32 = 80.0;
const HIGH: f32 = 44.0;
const PITCH: f32 = 260.0;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    show_layers(ui, rect, &figure.stacked(), usize::MAX, context);
}

/// The layers' cells under the one at the top, which is the last layer's; of so many levels only,
/// from the top.
pub fn show_layers(
    ui: &mut Ui,
    rect: Rect,
    layers: &[Axis],
    levels: usize,
    context: &PageContext<'_>,
) {
    let lowest = (layers.len() + 1).saturating_sub(levels);
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    // Cells of each level that the top one looks at, from the input up.
    let fields: Vec<usize> = (0..=layers.len())
        .map(|level| field(&layers[level..]))
        .collect();
    let below = headed(ui, rect, context.text("figure-field"));
    let label = theme.points(CAPTION) * 6.5;
    let cell = ((below.width() - label) / fields[0] as f32).min(CELL);
    let high = cell.min(HIGH);
    // What a level's two lines of words need more than the level.
    let air = (theme.caption_height() - high / 2.0).max(0.0);
    let foot = theme.line(RESULT) + space::WIDE + 2.0 * air;
    let pitch = ((below.height() - foot - high) / layers.len().max(1) as f32).min(PITCH);
    let middle = (below.left() + label + below.right()) / 2.0;
    // Distance of two neighbours of a level, in cells of the input.
    let mut jumps = vec![1_usize];
    for layer in layers {
        jumps.push(jumps[jumps.len() - 1] * layer.stride);
    }
    let top = below.top() + space::SMALL + air;
    let row = |level: usize| top + (fields.len() - 1 - level) as f32 * pitch;
    let span = |level: usize| {
        let jump = jumps[level] as f32 * cell;
        let width = (fields[level] - 1) as f32 * jump + cell;
        (middle - width / 2.0, jump)
    };
    for level in lowest + 1..fields.len() {
        let ((left, jump), (left_below, _)) = (span(level), span(level - 1));
        let (top, bottom) = (row(level) + high, row(level - 1));
        let right = left + (fields[level] - 1) as f32 * jump + cell;
        let (_, jump_below) = span(level - 1);
        let right_below = left_below + (fields[level - 1] - 1) as f32 * jump_below + cell;
        let cone = vec![
            pos2(left, top),
            pos2(right, top),
            pos2(right_below, bottom),
            pos2(left_below, bottom),
        ];
        let fill = colors.accent_soft;
        ui.painter()
            .add(Shape::convex_polygon(cone, fill, theme.border()));
    }
    for (level, cells) in fields.iter().enumerate().skip(lowest) {
        let (left, jump) = span(level);
        let top = row(level);
        let height = high;
        for index in 0..*cells {
            let corner = pos2(left + index as f32 * jump, top);
            let place = Rect::from_min_size(corner, vec2(cell, height));
            let place = place.shrink2(Vec2::splat((cell * 0.08).min(2.0)));
            let last = level + 1 == fields.len();
            let fill = if last { colors.accent } else { colors.surface };
            let line = theme.strong_border();
            let painter = ui.painter();
            let kind = eframe::egui::StrokeKind::Inside;
            painter.rect(place, radius::BAR.min(cell / 4.0), fill, line, kind);
        }
        let words = match level {
            0 => context.text("network-input").to_owned(),
            level => with(
                context,
                "figure-layer-number",
                &[("number", level.to_string())],
            ),
        };
        let has_room = pitch > 2.0 * theme.caption_height();
        let half = if has_room {
            theme.caption_height() / 2.0
        } else {
            0.0
        };
        let place = pos2(below.left(), top + height / 2.0);
        caption(ui, place - vec2(0.0, half), Align2::LEFT_CENTER, &words);
        if has_room {
            let words = with(
                context,
                "figure-cell-count",
                &[("count", cells.to_string())],
            );
            caption(ui, place + vec2(0.0, half), Align2::LEFT_CENTER, &words);
        }
    }
    let foot_middle = row(0) + high + air + space::WIDE + theme.line(RESULT) / 2.0;
    let font = theme.font(RESULT, Face::MonoBold);
    let place = pos2(below.left(), foot_middle);
    let color = colors.accent;
    let shown = widgets::text(ui, place, Align2::LEFT_CENTER, fields[0], font, color);
    let place = pos2(shown.rect.right() + space::MEDIUM, foot_middle);
    let font = theme.font(BODY, Face::Regular);
    let words = context.text("figure-field-cells");
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.muted);
}

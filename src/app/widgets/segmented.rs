//! A choice of a few, side by side.

use eframe::egui::{Align2, CursorIcon, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use lucide_icons::Icon;

use super::{icon, paint_focus, words_width};
use crate::app::theme::{BODY, Face, ICON, Theme, radius, space};

/// Between the frame and the choices.
const INSET: f32 = space::TINY / 2.0 + 0.5;

/// One of the choices.
pub struct Segment<'a> {
    pub icon: Option<Icon>,
    pub label: &'a str,
    pub tooltip: &'a str,
}

/// Shows the choices; the index of the one that was clicked.
pub fn segmented(ui: &mut Ui, segments: &[Segment<'_>], selected: usize) -> Option<usize> {
    show(ui, None, segments, selected, true)
}

/// The same without words, where there is no room for them: every choice has an icon.
pub fn segmented_icons(ui: &mut Ui, segments: &[Segment<'_>], selected: usize) -> Option<usize> {
    show(ui, None, segments, selected, false)
}

/// The same for one of several settings: `group` names it for screen readers.
pub fn segmented_in(
    ui: &mut Ui,
    group: &str,
    segments: &[Segment<'_>],
    selected: usize,
) -> Option<usize> {
    show(ui, Some(group), segments, selected, true)
}

/// The width that the choices take with their words.
pub fn segmented_width(ui: &Ui, segments: &[Segment<'_>]) -> f32 {
    let theme = Theme::of(ui.ctx());
    let widths = segments.iter().map(|s| width(ui, &theme, s, true));
    widths.sum::<f32>() + 2.0 * INSET
}

fn show(
    ui: &mut Ui,
    group: Option<&str>,
    segments: &[Segment<'_>],
    selected: usize,
    words: bool,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let widths: Vec<f32> = segments
        .iter()
        .map(|s| width(ui, &theme, s, words))
        .collect();
    let size = vec2(
        widths.iter().sum::<f32>() + 2.0 * INSET,
        theme.control_height(),
    );
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let (fill, line) = (theme.colors.well, theme.border());
    ui.painter()
        .rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let mut clicked = None;
    let mut left = rect.left() + INSET;
    for (index, segment) in segments.iter().enumerate() {
        let place = Rect::from_min_size(
            pos2(left, rect.top() + INSET),
            vec2(widths[index], rect.height() - 2.0 * INSET),
        );
        left += widths[index];
        let name = match group {
            Some(group) => format!("{group}: {}", segment.label),
            None => segment.label.to_owned(),
        };
        if show_segment(ui, &theme, place, segment, &name, index == selected, words) {
            clicked = Some(index);
        }
    }
    clicked
}

fn width(ui: &Ui, theme: &Theme, segment: &Segment<'_>, words: bool) -> f32 {
    if !words {
        return theme.control_height();
    }
    // As wide as with the weight that it has when selected, so that nothing moves.
    let font = theme.font(BODY, Face::SemiBold);
    let words = words_width(ui, segment.label, font);
    let icon = segment
        .icon
        .map_or(0.0, |_| theme.points(ICON) + space::SMALL);
    words + icon + 2.0 * space::MEDIUM
}

fn show_segment(
    ui: &mut Ui,
    theme: &Theme,
    rect: Rect,
    segment: &Segment<'_>,
    name: &str,
    is_selected: bool,
    words: bool,
) -> bool {
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::click());
    let colors = theme.colors;
    let (face, color) = match (is_selected, response.hovered()) {
        (true, _) => (Face::SemiBold, colors.text),
        (false, true) => (Face::Medium, colors.text),
        (false, false) => (Face::Medium, colors.muted),
    };
    if is_selected {
        let (fill, line) = (colors.surface, theme.strong_border());
        let corner = radius::CONTROL - space::TINY / 2.0;
        ui.painter()
            .rect(rect, corner, fill, line, StrokeKind::Inside);
    }
    let font = theme.font(BODY, face);
    let label = if words { segment.label } else { "" };
    let galley = ui.painter().layout_no_wrap(label.to_owned(), font, color);
    let gap = if words { space::SMALL } else { 0.0 };
    let glyph_width = segment.icon.map_or(0.0, |_| theme.points(ICON) + gap);
    let mut left = rect.center().x - (galley.size().x + glyph_width) / 2.0;
    if let Some(glyph) = segment.icon {
        let place = pos2(left + theme.points(ICON) / 2.0, rect.center().y);
        icon(ui, place, glyph, theme.font(ICON, Face::Icon), color);
        left += glyph_width;
    }
    let place = Align2::LEFT_CENTER.anchor_size(pos2(left, rect.center().y), galley.size());
    ui.painter().galley(place.min, galley, color);
    paint_focus(ui, &response);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_selected, name));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if segment.tooltip.is_empty() {
        return response.clicked();
    }
    response.on_hover_text(segment.tooltip).clicked()
}

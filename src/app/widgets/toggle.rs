//! A switch.

use eframe::egui::{
    CursorIcon, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
};

use super::paint_focus;
use crate::app::theme::{Theme, measure, space, stroke};

/// A switch with its left end at `left`; `name` is for screen readers.
pub fn toggle(ui: &mut Ui, left: Pos2, on: bool, enabled: bool, name: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let middle = pos2(left.x + measure::TOGGLE.x / 2.0, left.y);
    let rect = Rect::from_center_size(middle, measure::TOGGLE);
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect.expand(space::TINY), id, sense);
    let colors = theme.colors;
    let (fill, line, knob) = match (on, enabled) {
        (true, true) => (colors.accent, colors.accent, colors.on_accent),
        (false, true) => (colors.surface, colors.strong_border, colors.strong_border),
        (true, false) => (colors.disabled, colors.disabled, colors.surface),
        (false, false) => (colors.surface, colors.disabled, colors.disabled),
    };
    let round = rect.height() / 2.0;
    let line = Stroke::new(stroke::ICON, line);
    ui.painter()
        .rect(rect, round, fill, line, StrokeKind::Inside);
    let x = if on {
        rect.right() - round
    } else {
        rect.left() + round
    };
    let radius = round - space::TINY;
    ui.painter()
        .circle_filled(pos2(x, rect.center().y), radius, knob);
    paint_focus(ui, &response);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, on, name));
    if enabled {
        response.on_hover_cursor(CursorIcon::PointingHand)
    } else {
        response
    }
}

//! A small whole number with a minus and a plus.

use eframe::egui::{
    Align2, CursorIcon, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, vec2,
};
use lucide_icons::Icon;

use super::{icon, paint_focus, words_width};
use crate::app::theme::{BODY, Face, ICON, Theme, radius};

/// A number to be stepped.
pub struct Stepper<'a> {
    /// What it is, for screen readers.
    pub name: &'a str,
    pub value: &'a str,
    pub tooltip: &'a str,
    pub can_fall: bool,
    pub can_rise: bool,
}

/// What was done to it.
pub struct Stepped {
    /// −1, 0 or 1.
    pub by: isize,
    /// Of the number between minus and plus.
    pub value: Response,
}

/// Shows the number in `rect`.
pub fn stepper(ui: &mut Ui, rect: Rect, stepper: &Stepper<'_>) -> Stepped {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let (fill, line) = (colors.surface, theme.border());
    ui.painter()
        .rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let side = (rect.width() * 0.34).min(rect.height());
    let minus = rect.with_max_x(rect.left() + side);
    let plus = rect.with_min_x(rect.right() - side);
    let middle = Rect::from_min_max(minus.right_top(), plus.left_bottom());
    let mut by = 0;
    for (place, glyph, sign, step, enabled) in [
        (minus, Icon::Minus, "−", -1, stepper.can_fall),
        (plus, Icon::Plus, "+", 1, stepper.can_rise),
    ] {
        let name = format!("{} {sign}", stepper.name);
        if step_button(ui, &theme, place, glyph, &name, enabled).clicked() {
            by = step;
        }
    }
    let value = value_button(ui, &theme, middle, stepper);
    Stepped { by, value }
}

fn step_button(
    ui: &mut Ui,
    theme: &Theme,
    rect: Rect,
    glyph: Icon,
    name: &str,
    enabled: bool,
) -> Response {
    let id = ui.scope_id().with(name);
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let colors = theme.colors;
    let color = match (enabled, response.hovered()) {
        (false, _) => colors.disabled,
        (true, false) => colors.muted,
        (true, true) => colors.text,
    };
    if enabled && response.hovered() {
        ui.painter()
            .rect_filled(rect.shrink(1.0), radius::CONTROL, colors.hover);
    }
    let font = theme.font(ICON, Face::Icon);
    icon(ui, rect.center(), glyph, font, color);
    paint_focus(ui, &response);
    if enabled {
        response.on_hover_cursor(CursorIcon::PointingHand)
    } else {
        response
    }
}

fn value_button(ui: &mut Ui, theme: &Theme, rect: Rect, stepper: &Stepper<'_>) -> Response {
    let id = ui.scope_id().with((stepper.name, "value"));
    let response = ui.interact(rect, id, Sense::click());
    let name = format!("{} {}", stepper.name, stepper.value);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() {
        let place = rect.shrink2(vec2(0.0, 1.0));
        ui.painter().rect_filled(place, 0, theme.colors.hover);
    }
    let font = theme.font(BODY, Face::MonoMedium);
    let painter = ui.painter();
    // “3×5” is wider than the number that is there usually.
    let font = if words_width(ui, stepper.value, font.clone()) > rect.width() {
        theme.font(crate::app::theme::CAPTION, Face::MonoMedium)
    } else {
        font
    };
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        stepper.value,
        font,
        theme.colors.text,
    );
    paint_focus(ui, &response);
    response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text(stepper.tooltip)
}

//! A button that opens a list below it.

use eframe::egui::{
    Align2, Color32, CursorIcon, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2,
};
use lucide_icons::Icon;

use super::{icon, paint_focus, words_width};
use crate::app::theme::{BODY, Face, ICON, Theme, radius, space};

/// What the button shows.
pub struct DropDown<'a> {
    /// What is chosen here, for screen readers.
    pub name: &'a str,
    /// What is chosen now.
    pub words: &'a str,
    pub tooltip: &'a str,
    /// Whether a click inside leaves the list open.
    pub stays_open: bool,
    /// Without a frame.
    pub quiet: bool,
}

/// Shows the button in `rect`, and `content` below it while it is open.
pub fn drop_down(
    ui: &mut Ui,
    rect: Rect,
    drop_down: &DropDown<'_>,
    content: impl FnOnce(&mut Ui),
) -> Response {
    let theme = Theme::of(ui.ctx());
    let id = ui.scope_id().with(drop_down.name);
    let response = ui.interact(rect, id, Sense::click());
    let name = format!("{}: {}", drop_down.name, drop_down.words);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    paint(ui, &theme, rect, drop_down, &response);
    let closes = if drop_down.stays_open {
        PopupCloseBehavior::CloseOnClickOutside
    } else {
        PopupCloseBehavior::CloseOnClick
    };
    Popup::menu(&response)
        .gap(space::TINY)
        .close_behavior(closes)
        .show(content);
    response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text(drop_down.tooltip)
}

fn paint(ui: &Ui, theme: &Theme, rect: Rect, drop_down: &DropDown<'_>, response: &Response) {
    let colors = theme.colors;
    let pointed = response.hovered() || response.has_focus();
    let (fill, line) = match (pointed, drop_down.quiet) {
        (true, _) => (colors.hover, theme.strong_border()),
        (false, true) => (Color32::TRANSPARENT, Stroke::NONE),
        (false, false) => (colors.surface, theme.border()),
    };
    let inset = if drop_down.quiet {
        space::SMALL
    } else {
        space::MEDIUM
    };
    let painter = ui.painter();
    painter.rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let right = rect.right() - inset - theme.points(ICON) / 2.0;
    let words = Rect::from_min_max(
        pos2(rect.left() + inset, rect.top()),
        pos2(right - theme.points(ICON) / 2.0, rect.bottom()),
    );
    painter.with_clip_rect(words).text(
        words.left_center(),
        Align2::LEFT_CENTER,
        drop_down.words,
        theme.font(BODY, Face::Medium),
        colors.text,
    );
    let glyph = pos2(right, rect.center().y);
    let font = theme.font(ICON, Face::Icon);
    icon(ui, glyph, Icon::ChevronDown, font, colors.muted);
    paint_focus(ui, response);
}

/// The width that the button needs for these words.
pub fn drop_down_width(ui: &Ui, words: &str, quiet: bool) -> f32 {
    let theme = Theme::of(ui.ctx());
    let words = words_width(ui, words, theme.font(BODY, Face::Medium));
    let inset = if quiet { space::SMALL } else { space::MEDIUM };
    words + theme.points(ICON) + 2.0 * inset + space::TINY
}

/// A line of a list; whether it was clicked.
pub fn menu_item(ui: &mut Ui, words: &str, selected: bool, tooltip: &str) -> bool {
    ui.spacing_mut().button_padding.x = space::SMALL;
    let item = ui.selectable_label(selected, words);
    let item = if tooltip.is_empty() {
        item
    } else {
        item.on_hover_text(tooltip)
    };
    item.clicked()
}

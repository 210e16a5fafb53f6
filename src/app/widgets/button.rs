//! A button with words, an icon, or both.

use eframe::egui::{
    Align2, Color32, CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use lucide_icons::Icon;

use super::{icon, paint_focus, words_width};
use crate::app::theme::{BODY, Face, ICON, Theme, radius, space, stroke};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Usual,
    /// The one that matters most.
    Primary,
    /// Without a frame.
    Quiet,
}

/// A button yet to be shown.
pub struct Button<'a> {
    icon: Option<Icon>,
    label: &'a str,
    /// False where the label is for screen readers alone.
    label_shows: bool,
    tooltip: Option<&'a str>,
    kind: Kind,
    selected: bool,
    enabled: bool,
    height: Option<f32>,
}

impl<'a> Button<'a> {
    pub fn new(label: &'a str) -> Self {
        Self {
            icon: None,
            label,
            label_shows: true,
            tooltip: None,
            kind: Kind::Usual,
            selected: false,
            enabled: true,
            height: None,
        }
    }

    /// A square button; `label` is its name for screen readers.
    pub fn icon_only(icon: Icon, label: &'a str) -> Self {
        Self {
            label_shows: false,
            ..Self::new(label).icon(icon)
        }
    }

    pub fn icon(self, icon: Icon) -> Self {
        Self {
            icon: Some(icon),
            ..self
        }
    }

    pub fn tooltip(self, tooltip: &'a str) -> Self {
        Self {
            tooltip: Some(tooltip),
            ..self
        }
    }

    pub fn primary(self) -> Self {
        Self {
            kind: Kind::Primary,
            ..self
        }
    }

    pub fn quiet(self) -> Self {
        Self {
            kind: Kind::Quiet,
            ..self
        }
    }

    pub fn selected(self, selected: bool) -> Self {
        Self { selected, ..self }
    }

    pub fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Another height than that of all controls.
    pub fn height(self, height: f32) -> Self {
        Self {
            height: Some(height),
            ..self
        }
    }

    /// The width that it takes.
    pub fn natural_width(&self, ui: &Ui) -> f32 {
        let theme = Theme::of(ui.ctx());
        if !self.label_shows {
            return self.height_in(&theme);
        }
        let icon = self.icon.map_or(0.0, |_| theme.points(ICON) + space::SMALL);
        self.words_width(ui, &theme) + icon + 2.0 * space::LARGE
    }

    fn height_in(&self, theme: &Theme) -> f32 {
        self.height.unwrap_or(theme.control_height())
    }

    fn words_width(&self, ui: &Ui, theme: &Theme) -> f32 {
        words_width(ui, self.label, theme.font(BODY, self.face()))
    }

    fn face(&self) -> Face {
        match self.kind {
            Kind::Primary => Face::SemiBold,
            _ if self.selected => Face::SemiBold,
            _ => Face::Medium,
        }
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let size = vec2(self.natural_width(ui), self.height_in(&theme));
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (_, mut response) = ui.allocate_exact_size(size, sense);
        self.paint(ui, &theme, &response);
        paint_focus(ui, &response);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, self.enabled, self.selected, self.label)
        });
        if self.enabled {
            response = response.on_hover_cursor(CursorIcon::PointingHand);
        }
        match self.tooltip {
            Some(tooltip) => response.on_hover_text(tooltip),
            None if !self.label_shows => response.on_hover_text(self.label),
            None => response,
        }
    }

    fn paint(&self, ui: &Ui, theme: &Theme, response: &Response) {
        let (fill, line, color) = self.colors(theme, response);
        let rect = response.rect;
        let line = Stroke::new(stroke::BORDER, line);
        ui.painter()
            .rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
        let middle = rect.center();
        if !self.label_shows {
            if let Some(glyph) = self.icon {
                icon(ui, middle, glyph, theme.font(ICON, Face::Icon), color);
            }
            return;
        }
        let mut left = rect.left() + space::LARGE;
        if let Some(glyph) = self.icon {
            let width = theme.points(ICON);
            let place = pos2(left + width / 2.0, middle.y);
            icon(ui, place, glyph, theme.font(ICON, Face::Icon), color);
            left += width + space::SMALL;
        }
        let font = theme.font(BODY, self.face());
        let place = pos2(left, middle.y);
        ui.painter()
            .text(place, Align2::LEFT_CENTER, self.label, font, color);
    }

    /// Fill, border and words.
    fn colors(&self, theme: &Theme, response: &Response) -> (Color32, Color32, Color32) {
        let colors = theme.colors;
        let pointed = response.hovered() || response.has_focus();
        if !self.enabled {
            let line = match self.kind {
                Kind::Quiet => Color32::TRANSPARENT,
                _ => colors.border,
            };
            return (Color32::TRANSPARENT, line, colors.disabled);
        }
        if self.kind == Kind::Primary {
            let fill = if pointed {
                colors.accent.lerp_to_gamma(colors.text, 0.12)
            } else {
                colors.accent
            };
            return (fill, fill, colors.on_accent);
        }
        if self.selected {
            return (colors.accent_soft, colors.accent, colors.accent);
        }
        match (self.kind, pointed) {
            (Kind::Quiet, false) => (Color32::TRANSPARENT, Color32::TRANSPARENT, colors.text),
            (_, false) => (colors.surface, colors.border, colors.text),
            (_, true) => (colors.hover, colors.strong_border, colors.text),
        }
    }
}

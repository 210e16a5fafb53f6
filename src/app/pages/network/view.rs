//! Zoom and pan of the diagram: the whole network in the window, or closer.

use eframe::egui::{Pos2, Rect, Response, Ui, Vec2};
use lucide_icons::Icon;

use crate::app::pages::PageContext;
use crate::app::widgets::Button;

const MOST_ZOOM: f32 = 6.0;

/// A press of a button zooms by this.
const STEP: f32 = 1.4;

/// How the diagram is looked at.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// 1 fits the window.
    zoom: f32,
    /// Of the sheet's corner, in points.
    offset: Vec2,
}

impl Default for View {
    fn default() -> Self {
        Self {
            zoom: 1.0,
            offset: Vec2::ZERO,
        }
    }
}

impl View {
    /// The sheet on which the diagram is laid out, of which `window` shows a part.
    pub fn sheet(&self, window: Rect) -> Rect {
        Rect::from_min_size(window.min + self.offset, window.size() * self.zoom)
    }

    /// The wheel zooms around the pointer, dragging moves.
    pub fn take_input(&mut self, ui: &Ui, window: Rect, response: &Response) {
        if let Some(position) = response.hover_pos() {
            let (scroll, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
            let factor = (scroll / 240.0).exp() * pinch;
            if factor != 1.0 {
                self.zoom_around(window, position, factor);
            }
        }
        if response.dragged() {
            self.offset += response.drag_delta();
            self.bound(window);
        }
    }

    fn zoom_around(&mut self, window: Rect, position: Pos2, factor: f32) {
        let zoom = (self.zoom * factor).clamp(1.0, MOST_ZOOM);
        let from_corner = position - window.min - self.offset;
        self.offset += from_corner * (1.0 - zoom / self.zoom);
        self.zoom = zoom;
        self.bound(window);
    }

    /// No edge of the sheet comes into the window.
    fn bound(&mut self, window: Rect) {
        let least = window.size() * (1.0 - self.zoom);
        self.offset = self.offset.clamp(least, Vec2::ZERO);
    }

    pub fn show_buttons(&mut self, ui: &mut Ui, context: &PageContext<'_>) {
        let window = ui.ctx().content_rect();
        for (icon, key, factor) in [
            (Icon::ZoomIn, "network-zoom-in", STEP),
            (Icon::ZoomOut, "network-zoom-out", 1.0 / STEP),
        ] {
            let button = Button::icon_only(icon, context.text(key))
                .tooltip(context.text("network-zoom-tooltip"));
            if button.show(ui).clicked() {
                self.zoom_around(window, window.center(), factor);
            }
        }
        if self.zoom > 1.0 {
            let button = Button::icon_only(Icon::Maximize, context.text("network-zoom-fit"))
                .tooltip(context.text("network-zoom-fit"));
            if button.show(ui).clicked() {
                *self = Self::default();
            }
        }
    }
}

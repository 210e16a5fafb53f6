//! Zoom and pan of the diagram: the whole network in the window, or closer.

use eframe::egui::{Pos2, Rect, Response, Ui, Vec2, vec2};
use lucide_icons::Icon;

use crate::app::pages::PageContext;
use crate::app::widgets::Button;

const MOST_ZOOM: f32 = 6.0;

/// A press of a button zooms by this.
const STEP: f32 = 1.4;

/// Points of a turned wheel that zoom by e.
const WHEEL: f32 = 240.0;

/// How the diagram is looked at.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// 1 fits the window.
    zoom: f32,
    /// Of the sheet's corner, in points.
    offset: Vec2,
    /// The part of the screen in which the sheet shows.
    window: Rect,
    /// The sheet is never narrower than this.
    least_width: f32,
}

impl Default for View {
    fn default() -> Self {
        Self {
            zoom: 1.0,
            offset: Vec2::ZERO,
            window: Rect::ZERO,
            least_width: 0.0,
        }
    }
}

impl View {
    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    /// The sheet on which the diagram is laid out, of which `window` shows a part; not narrower
    /// than `least_width`.
    pub fn sheet(&mut self, window: Rect, least_width: f32) -> Rect {
        (self.window, self.least_width) = (window, least_width);
        self.bound();
        Rect::from_min_size(window.min + self.offset, self.size())
    }

    /// Whether the sheet goes on beyond the right edge although nothing is zoomed.
    pub fn goes_on(&self) -> bool {
        let right = self.window.left() + self.offset.x + self.size().x;
        self.zoom == 1.0 && right > self.window.right() + 1.0
    }

    fn size(&self) -> Vec2 {
        let size = self.window.size() * self.zoom;
        vec2(size.x.max(self.least_width), size.y)
    }

    /// The wheel zooms around the pointer, dragging moves.
    pub fn take_input(&mut self, ui: &Ui, response: &Response) {
        if let Some(position) = response.hover_pos() {
            let (scroll, pinch) = ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta()));
            let factor = (scroll.y / WHEEL).exp() * pinch;
            if factor != 1.0 {
                self.zoom_around(position, factor);
            }
            self.offset.x += scroll.x;
        }
        if response.dragged() {
            self.offset += response.drag_delta();
        }
        self.bound();
    }

    fn zoom_around(&mut self, position: Pos2, factor: f32) {
        let before = self.size();
        let zoom = (self.zoom * factor).clamp(1.0, MOST_ZOOM);
        self.zoom = zoom;
        let from_corner = position - self.window.min - self.offset;
        self.offset += from_corner * (Vec2::splat(1.0) - self.size() / before);
        self.bound();
    }

    /// No edge of the sheet comes into the window.
    fn bound(&mut self) {
        let least = (self.window.size() - self.size()).min(Vec2::ZERO);
        self.offset = self.offset.clamp(least, Vec2::ZERO);
    }

    pub fn show_buttons(&mut self, ui: &mut Ui, context: &PageContext<'_>) {
        for (icon, key, factor) in [
            (Icon::ZoomIn, "network-zoom-in", STEP),
            (Icon::ZoomOut, "network-zoom-out", 1.0 / STEP),
        ] {
            let button = Button::icon_only(icon, context.text(key))
                .tooltip(context.text("network-zoom-tooltip"));
            if button.show(ui).clicked() {
                self.zoom_around(self.window.center(), factor);
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

//! Zoom and pan of grids that are looked at together: each in a window of its own, all at the same
//! place and as close.

use eframe::egui::{Pos2, Rect, Response, Ui, Vec2, vec2};

/// Points of the wheel that make things e times as large.
const WHEEL: f32 = 240.0;

/// Share of the window within which a place is well in sight.
const WELL_WITHIN: f32 = 0.7;

/// Which part of the grids is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridView {
    /// 1 shows all of it.
    zoom: f32,
    /// What is in the middle of the window, as shares of the grid's sides.
    middle: Vec2,
}

impl Default for GridView {
    fn default() -> Self {
        Self {
            zoom: 1.0,
            middle: vec2(0.5, 0.5),
        }
    }
}

impl GridView {
    /// Where a grid that fits `window` exactly stands when it is looked at like this.
    pub fn sheet(&self, window: Rect) -> Rect {
        let size = window.size() * self.zoom;
        Rect::from_min_size(window.center() - self.middle * size, size)
    }

    pub fn is_whole(&self) -> bool {
        self.zoom == 1.0
    }

    /// The share of the grids' height that is above what is seen.
    pub fn top(&self) -> f32 {
        (self.middle.y - 0.5 / self.zoom).max(0.0)
    }

    /// The wheel zooms around the pointer, up to `most` times; dragging moves.
    pub fn take_input(&mut self, ui: &Ui, window: Rect, response: &Response, most: f32) {
        if let Some(position) = response.hover_pos().filter(|_| response.contains_pointer()) {
            let (scroll, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
            let factor = (scroll / WHEEL).exp() * pinch;
            if factor != 1.0 {
                self.zoom_around(window, position, factor, most);
            }
        }
        if response.dragged() && !self.is_whole() {
            self.middle -= response.drag_delta() / self.sheet(window).size();
            self.bound();
        }
    }

    /// Makes things `factor` times as large, what is in the middle stays there.
    pub fn zoom(&mut self, factor: f32, most: f32) {
        self.zoom = (self.zoom * factor).clamp(1.0, most.max(1.0));
        self.bound();
    }

    /// Moves as little as needed to have this place, as shares of the grid's sides, well within
    /// the window.
    pub fn keep_in_sight(&mut self, place: Vec2) {
        let reach = Vec2::splat(0.5 / self.zoom * WELL_WITHIN);
        let nearest = self.middle.clamp(place - reach, place + reach);
        self.middle = nearest;
        self.bound();
    }

    fn zoom_around(&mut self, window: Rect, position: Pos2, factor: f32, most: f32) {
        let zoom = (self.zoom * factor).clamp(1.0, most.max(1.0));
        // The place under the pointer stays under it.
        let from_middle = (position - window.center()) / window.size();
        self.middle += from_middle * (1.0 / self.zoom - 1.0 / zoom);
        self.zoom = zoom;
        self.bound();
    }

    /// No edge of a grid comes into its window.
    fn bound(&mut self) {
        let half = Vec2::splat(0.5 / self.zoom);
        self.middle = self.middle.clamp(half, Vec2::splat(1.0) - half);
    }
}

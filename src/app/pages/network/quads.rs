//! Many plain rectangles as one shape: a shape each would cost more time than their pixels.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{Color32, Mesh, Rect, TextureId, Ui};

/// Rectangles in the making, on whole pixels.
pub struct Quads {
    mesh: Mesh,
    pixels_per_point: f32,
}

impl Quads {
    pub fn new(ui: &Ui) -> Self {
        Self::with_texture(ui, TextureId::default())
    }

    /// For parts of a texture.
    pub fn with_texture(ui: &Ui, texture: TextureId) -> Self {
        Self {
            mesh: Mesh::with_texture(texture),
            pixels_per_point: ui.ctx().pixels_per_point(),
        }
    }

    pub fn fill(&mut self, rect: Rect, color: Color32) {
        let rect = rect.round_to_pixels(self.pixels_per_point);
        self.mesh.add_colored_rect(rect, color);
    }

    /// A part of the texture, from 0 to 1.
    pub fn picture(&mut self, rect: Rect, part: Rect) {
        let rect = rect.round_to_pixels(self.pixels_per_point);
        self.mesh.add_rect_with_uv(rect, part, Color32::WHITE);
    }

    /// A frame of this width around a rectangle.
    pub fn frame(&mut self, rect: Rect, width: f32, color: Color32) {
        let inner = rect.round_to_pixels(self.pixels_per_point);
        let outer = inner.expand(width);
        for side in [
            outer.with_max_y(inner.top()),
            outer.with_min_y(inner.bottom()),
            inner.with_min_x(outer.left()).with_max_x(inner.left()),
            inner.with_min_x(inner.right()).with_max_x(outer.right()),
        ] {
            self.mesh.add_colored_rect(side, color);
        }
    }

    pub fn paint(self, ui: &Ui) {
        ui.painter().add(self.mesh);
    }
}

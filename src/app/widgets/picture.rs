//! Grids as pictures.

use eframe::egui::{Color32, ColorImage, Rect, TextureId, Ui, pos2};

use crate::app::theme::{ColorMap, Theme};
use crate::grid::Grid;

/// A grid as a picture, a pixel a cell.
pub fn grid_image(grid: &Grid, map: ColorMap, theme: &Theme) -> ColorImage {
    let pixels = grid.values().iter().map(|v| theme.color(map, *v)).collect();
    ColorImage::new([grid.width(), grid.height()], pixels)
}

/// A whole texture in `rect`.
pub fn paint_texture(ui: &Ui, rect: Rect, texture: TextureId) {
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(texture, rect, whole, Color32::WHITE);
}

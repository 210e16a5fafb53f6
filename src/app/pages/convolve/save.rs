//! What the page saves.
use super::ConvolvePage;
use crate::app::pages::PageContext;
use eframe::egui::{Rect, Ui};

pub struct Saving {
    pub figure: Rect,
}
impl Default for Saving {
    fn default() -> Self {
        Self {
            figure: Rect::NOTHING,
        }
    }
}
impl Saving {
    pub fn take_picture(&mut self, _context: &mut PageContext<'_>) {}
}
pub fn show_menu(_ui: &mut Ui, _page: &mut ConvolvePage, _context: &mut PageContext<'_>) {}

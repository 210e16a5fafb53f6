//! The Convolve page.
use eframe::egui::Ui;
use super::PageContext;
#[derive(Default)]
pub struct ConvolvePage {}
impl ConvolvePage {
    pub fn show(&mut self, _ui: &mut Ui, _context: &mut PageContext<'_>) {}
}

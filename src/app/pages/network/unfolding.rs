//! A cell that was clicked unfolds: its field goes back layer by layer and grows.

use eframe::egui::Ui;

use super::Place;

/// Seconds from one column to the one before.
const STEP_SECS: f64 = 0.22;

/// The cell that unfolds, and since when.
#[derive(Default)]
pub struct Unfolding(Option<(Place, f64)>);

impl Unfolding {
    pub fn begin(&mut self, ui: &Ui, place: Place) {
        self.0 = Some((place, ui.input(|input| input.time)));
    }

    /// How many columns before that of `place` are unfolded, in parts; all, if it does not unfold.
    pub fn progress(&self, ui: &Ui, place: Place) -> f32 {
        match self.0 {
            Some((unfolds, begun)) if unfolds == place => {
                let passed = ui.input(|input| input.time) - begun;
                (passed / STEP_SECS) as f32
            }
            _ => f32::INFINITY,
        }
    }
}

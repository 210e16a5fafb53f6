//! What pages are made of: functions of what they draw, which know no page.

mod bars;
mod button;
mod picture;
mod segmented;
mod toggle;
mod words;

use eframe::egui::{Rect, Response, StrokeKind, Ui};

pub use bars::{Bars, probability_bars};
pub use button::Button;
pub use picture::{grid_image, paint_texture};
pub use segmented::{Segment, segmented, segmented_icons, segmented_width};
pub use toggle::toggle;
pub use words::{icon, paragraph, percent, text};

use super::theme::{Theme, radius, space};

/// A card behind what is drawn into it next.
pub fn card(ui: &Ui, rect: Rect) {
    let theme = Theme::of(ui.ctx());
    ui.painter().rect(
        rect,
        radius::CARD,
        theme.colors.surface,
        theme.border(),
        StrokeKind::Inside,
    );
}

/// The ring around what has the keyboard's focus.
fn paint_focus(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let theme = Theme::of(ui.ctx());
        ui.painter().rect_stroke(
            response.rect.expand(space::TINY / 2.0),
            radius::CONTROL + space::TINY / 2.0,
            theme.focus(),
            StrokeKind::Outside,
        );
    }
}

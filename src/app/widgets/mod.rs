//! What pages are made of: functions of what they draw, which know no page.

mod bars;
mod button;
mod cells;
mod drop_down;
mod edit_grid;
mod grid_view;
mod kernel_tile;
mod number;
mod picture;
mod segmented;
mod stepper;
mod sum;
mod toggle;
mod transport;
mod words;

use eframe::egui::{Rect, Response, StrokeKind, Ui};

pub use bars::{Bars, probability_bars};
pub use button::Button;
pub use cells::Cells;
pub use drop_down::{DropDown, drop_down, drop_down_width, menu_item};
pub use edit_grid::{CellEditor, Edit, EditGrid};
pub use grid_view::GridView;
pub use kernel_tile::{kernel_tile, paint_kernel};
pub use number::{
    NumberFormat, decimal, decimal_field, fixed, read_typed, thousands, without_zero,
    write_numbers_in, written,
};
pub use picture::{grid_image, paint_texture};
pub use segmented::{Segment, segmented, segmented_icons, segmented_in, segmented_width};
pub use stepper::{Stepper, stepper};
pub use sum::{Sum, SumTerm, minus, sum_rows};
pub use toggle::toggle;
pub use transport::{Pace, Transport, TransportAction, TransportWords, transport};
pub use words::{
    fitting_text, icon, label, paragraph, paragraph_height, percent, select_all, text, words_width,
};

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
pub fn paint_focus(ui: &Ui, response: &Response) {
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

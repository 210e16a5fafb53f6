//! A kernel in a list: its picture and its name.

use eframe::egui::{
    Align2, CursorIcon, Rect, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::Cells;
use crate::app::theme::{BODY, ColorMap, Face, Theme, radius, space};
use crate::convolution::Kernel;

/// Side of the picture, in sizes of letters.
const PICTURE: f32 = 2.0;

/// A kernel with its picture; whether it was clicked.
pub fn kernel_tile(ui: &mut Ui, width: f32, name: &str, kernel: &Kernel, selected: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let side = theme.points(BODY) * PICTURE;
    let size = vec2(width, side + space::SMALL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, true, selected, name));
    let fill = match (selected, response.hovered() || response.has_focus()) {
        (true, _) => colors.accent_soft,
        (false, true) => colors.hover,
        (false, false) => colors.surface,
    };
    ui.painter().rect_filled(rect, radius::CONTROL, fill);
    let place = Rect::from_min_size(rect.min + Vec2::splat(space::TINY), Vec2::splat(side));
    paint_kernel(ui, place, kernel);
    let words = pos2(place.right() + space::SMALL, rect.center().y);
    let font = theme.font(BODY, Face::Medium);
    let color = if selected { colors.accent } else { colors.text };
    ui.painter()
        .text(words, Align2::LEFT_CENTER, name, font, color);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// A kernel as coloured cells.
pub fn paint_kernel(ui: &Ui, rect: Rect, kernel: &Kernel) {
    let theme = Theme::of(ui.ctx());
    let (rows, columns) = kernel.size();
    let longest = rows.max(columns) as f32;
    let size = vec2(columns as f32, rows as f32) / longest * rect.size();
    let cells = Cells {
        rect: Rect::from_center_size(rect.center(), size),
        rows,
        columns,
    };
    let most = kernel.grid().max_abs().max(f32::MIN_POSITIVE);
    for row in 0..rows {
        for column in 0..columns {
            let color = theme.color(ColorMap::Signed, kernel.at(row, column) / most);
            let place = cells.cell(row as isize, column as isize);
            ui.painter().rect_filled(place, 0, color);
        }
    }
    let side = StrokeKind::Outside;
    ui.painter()
        .rect_stroke(cells.rect, 0, theme.border(), side);
}
